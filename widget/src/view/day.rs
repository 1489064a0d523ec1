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
    for month in days.chunk_by(|one, next| one.month() == next.month()) {
        let Some(first) = month.first() else { continue };
        let buttons = month
            .iter()
            .map(|day| el("LI").child(card(app, words, *day)))
            .collect();
        body.push(el("H3").text(&[month_name(words, *first), " ", &first.year().to_string()].concat()));
        body.push(el("UL").class("days").children(buttons));
    }
    let other = if days.is_empty() {
        text.other_place
    } else {
        text.back
    };
    body.push(actions(vec![button(app, "secondary", other, Event::Back)]));
    body
}

fn card(app: &App, words: Words, day: NaiveDate) -> El {
    let weekday = words
        .date
        .weekdays
        .get(day.weekday().num_days_from_monday() as usize)
        .copied()
        .unwrap_or_default();
    el("BUTTON")
        .attr("type", "button")
        .class("day")
        .attr("aria-label", &day_name(words, day))
        .child(el("SPAN").text(weekday))
        .child(el("STRONG").text(&[&day.day().to_string(), ". ", month_name(words, day)].concat()))
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
