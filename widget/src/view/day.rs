//! Step 3: one of the days with free times.

use chrono::{Datelike, NaiveDate};

use super::{actions, button, month, weekday};
use crate::app::{App, Words};
use crate::element::{El, el};
use crate::journey::{Event, Journey};

pub(super) fn body(app: &App, journey: &Journey) -> Vec<El> {
    let words = app.words();
    let text = words.widget;
    let days = journey.days();
    let mut body = vec![super::summary::place(words, journey)];
    body.extend(super::place::moved(words, journey));
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
    for of_month in days.chunk_by(|one, next| one.month() == next.month()) {
        let Some(first) = of_month.first() else { continue };
        let buttons = of_month
            .iter()
            .map(|day| {
                let column = ["on-", &day.weekday().number_from_monday().to_string()].concat();
                el("LI").class(&column).child(card(app, words, *day))
            })
            .collect();
        body.push(el("H3").text(&month(words, *first)));
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

/// `Di` over `1`, read out as `Dienstag, 1. Dezember 2026`.
fn card(app: &App, words: Words, day: NaiveDate) -> El {
    el("BUTTON")
        .attr("type", "button")
        .class("day")
        .child(
            el("SPAN")
                .class("weekday")
                .attr("aria-hidden", "true")
                .text(weekday(words, day)),
        )
        .child(
            el("STRONG")
                .attr("aria-hidden", "true")
                .text(&day.day().to_string()),
        )
        .child(el("SPAN").class("unseen").text(&super::day_name(words, day)))
        .on("click", app.sends(Event::Day(day)))
}
