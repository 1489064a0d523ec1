//! The days as a month: a table with native buttons, and reasons where there are none.

use std::rc::Rc;

use chrono::{Datelike, NaiveDate, Weekday};
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::{button, day_name, month};
use crate::app::{App, Words};
use crate::element::{El, Handler, el};
use crate::journey::{Event, Journey, Key};
use crate::offer::Day;

/// The month looked at; nothing while none is known.
pub(super) fn month_of(app: &App, journey: &Journey) -> Option<El> {
    let words = app.words();
    let text = words.widget;
    let shown = journey.month()?;
    let months = journey.months();
    let at = months.iter().position(|known| *known == shown)?;
    let turn = |label, to: Option<&NaiveDate>| match to {
        Some(to) => button(app, "secondary", label, Event::Month(*to)),
        None => button(app, "secondary", label, Event::Month(shown)).flag("disabled", true),
    };
    let before = at.checked_sub(1).and_then(|before| months.get(before));
    let mut head = el("TR");
    for (weekday, short) in words.date.weekdays.iter().zip(words.date.weekdays_short) {
        head = head.child(el("TH").attr("scope", "col").attr("abbr", weekday).text(short));
    }
    let table = el("TABLE")
        .child(el("CAPTION").text(&month(words, shown)))
        .child(el("THEAD").child(head))
        .child(el("TBODY").children(weeks(app, journey, shown)));
    Some(
        el("DIV")
            .class("month")
            .child(el("H3").text(text.day_month))
            .child(
                el("DIV")
                    .class("turn")
                    .child(turn(text.day_month_before, before))
                    .child(turn(text.day_month_after, months.get(at + 1))),
            )
            .child(table)
            .child(el("P").class("quiet").text(text.day_legend))
            .children(Vec::from_iter(opening(words, journey, shown))),
    )
}

fn weeks(app: &App, journey: &Journey, shown: NaiveDate) -> Vec<El> {
    let mut weeks = Vec::new();
    let mut monday = Some(shown.week(Weekday::Mon).first_day());
    while let Some(first) = monday.filter(|day| day.month() == shown.month() || *day < shown) {
        let mut week = el("TR");
        for day in first.iter_days().take(7) {
            week = week.child(if day.month() == shown.month() {
                cell(app, journey, day)
            } else {
                el("TD")
            });
        }
        weeks.push(week);
        monday = first.iter_days().nth(7);
    }
    weeks
}

/// A day: a button where there is room, else the reason why there is none.
fn cell(app: &App, journey: &Journey, day: NaiveDate) -> El {
    let words = app.words();
    let text = words.widget;
    let number = day.day().to_string();
    let (class, why) = match journey.day_is(day) {
        Some(Day::Free) => {
            let name = [
                &day_name(words, day),
                ", ",
                &super::day::told(words, journey, day),
            ]
            .concat();
            let button = el("BUTTON")
                .attr("type", "button")
                .class("day")
                .attr("id", &["day-", &crate::date::wire(day)].concat())
                .attr("aria-label", &name)
                .text(&number)
                .on("click", app.sends(Event::Day(day)))
                .on("keydown", keys(app, day));
            return el("TD").child(button);
        }
        Some(Day::Full) => ("full", text.day_full),
        Some(Day::NotYet) => ("later", text.day_not_yet),
        Some(Day::Closed) => ("closed", text.day_closed),
        None => ("past", ""),
    };
    el("TD")
        .class(class)
        .attr("title", why)
        .text(&number)
        .child(el("SPAN").class("unseen").text(" ").text(why))
}

/// When the first day of the month that is not open for booking yet opens.
fn opening(words: Words, journey: &Journey, shown: NaiveDate) -> Option<El> {
    let mut days = shown.iter_days().take_while(|day| day.month() == shown.month());
    let day = days.find(|day| journey.day_is(*day) == Some(Day::NotYet))?;
    let chosen = journey.chosen();
    let (opens, instant) = journey.availability.as_ref()?.opening(chosen.first()?, day)?;
    let said = texts::fill(
        words.widget.day_opens,
        &[
            ("day", &super::short_date(words, day)),
            ("date", &super::short_date(words, opens)),
            ("time", &super::clock(words, instant)),
        ],
    );
    Some(el("P").class("quiet").text(&said))
}

fn keys(app: &App, day: NaiveDate) -> Handler {
    let app = app.clone();
    let right_to_left = app.words().direction == "rtl";
    Rc::new(move |event| {
        let pressed = event.unchecked_ref::<KeyboardEvent>().key();
        let key = match pressed.as_str() {
            "ArrowLeft" | "ArrowRight" if (pressed == "ArrowLeft") == right_to_left => Key::After,
            "ArrowLeft" | "ArrowRight" => Key::Before,
            "ArrowUp" => Key::WeekBefore,
            "ArrowDown" => Key::WeekAfter,
            "Home" => Key::WeekStart,
            "End" => Key::WeekEnd,
            "PageUp" => Key::MonthBefore,
            "PageDown" => Key::MonthAfter,
            _ => return,
        };
        event.prevent_default();
        app.send(Event::Key(day, key));
    })
}
