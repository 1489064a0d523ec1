//! Step 3: one of the days with free times.

use chrono::{Datelike, NaiveDate};

use super::{actions, button};
use crate::app::{App, Words};
use crate::element::{El, el};
use crate::journey::{Event, Journey};

pub(super) fn body(app: &App, journey: &Journey) -> Vec<El> {
    let words = app.words();
    let text = words.widget;
    let days = journey.days();
    let mut body = vec![super::summary::place(words, journey)];
    if journey.availability.is_none() {
        body.push(el("P").class("quiet").text(text.busy_loading));
    } else if days.is_empty() {
        body.push(el("P").class("hint").text(text.day_none));
    } else {
        body.push(el("P").class("quiet").text(text.day_hint));
    }
    let width = days
        .iter()
        .map(|day| day.weekday().number_from_monday())
        .max()
        .unwrap_or(5)
        .max(5);
    let grid = ["days columns-", &width.to_string()].concat();
    for month in days.chunk_by(|one, next| one.month() == next.month()) {
        let Some(first) = month.first() else { continue };
        let buttons = month
            .iter()
            .map(|day| {
                let column = ["on-", &day.weekday().number_from_monday().to_string()].concat();
                el("LI").class(&column).child(card(app, words, *day))
            })
            .collect();
        body.push(el("H3").text(&[month_name(words, *first), " ", &first.year().to_string()].concat()));
        body.push(el("UL").class(&grid).children(buttons));
    }
    let other = if days.is_empty() {
        text.other_place
    } else {
        text.back
    };
    body.push(actions(vec![button(app, "secondary", other, Event::Back)]));
    body
}

/// `Di` over `1.`, read out as `Dienstag, 1. Dezember 2026`.
fn card(app: &App, words: Words, day: NaiveDate) -> El {
    let weekday = words
        .date
        .weekdays
        .get(day.weekday().num_days_from_monday() as usize)
        .copied();
    let weekday = weekday.unwrap_or_default();
    let letters = if words.language == "de" { 2 } else { 3 };
    let month = [" ", month_name(words, day), " ", &day.year().to_string()].concat();
    el("BUTTON")
        .attr("type", "button")
        .class("day")
        .child(
            el("SPAN")
                .class("weekday")
                .attr("aria-hidden", "true")
                .text(weekday.get(..letters).unwrap_or_default()),
        )
        .child(el("SPAN").class("unseen").text(&[weekday, ", "].concat()))
        .child(el("STRONG").text(&[&day.day().to_string(), "."].concat()))
        .child(el("SPAN").class("unseen").text(&month))
        .on("click", app.sends(Event::Day(day)))
}

fn month_name(words: Words, day: NaiveDate) -> &'static str {
    words
        .date
        .months
        .get(day.month0() as usize)
        .copied()
        .unwrap_or_default()
}
