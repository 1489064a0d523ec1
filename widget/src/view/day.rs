//! Step 3: one of the days with free times.

use chrono::{Datelike, NaiveDate};

use super::{actions, button, day_name};
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

/// `Di` over `1.`, read out in full.
fn card(app: &App, words: Words, day: NaiveDate) -> El {
    let weekday = words
        .date
        .weekdays
        .get(day.weekday().num_days_from_monday() as usize);
    let letters = if words.language == "de" { 2 } else { 3 };
    el("BUTTON")
        .attr("type", "button")
        .class("day")
        .attr("aria-label", &day_name(words, day))
        .child(
            el("SPAN").text(
                weekday
                    .and_then(|weekday| weekday.get(..letters))
                    .unwrap_or_default(),
            ),
        )
        .child(el("STRONG").text(&[&day.day().to_string(), "."].concat()))
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
