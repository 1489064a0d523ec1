//! What the person sees: a frame with one step in it.

use chrono::{NaiveDate, NaiveTime};
use texts::Opening;

use crate::app::{App, Words};
use crate::date;
use crate::element::{El, el};
use crate::journey::{Event, Journey};
use crate::offer::Slot;

mod answers;
mod day;
mod details;
mod done;
mod field;
mod month;
mod notice;
mod parts;
mod place;
mod requirements;
mod sent;
mod service;
mod summary;
mod time;

pub use parts::parts;

/// What differs from step to step.
pub struct Parts {
    title: &'static str,
    notice: Vec<El>,
    body: Vec<El>,
    /// Below the way by phone.
    clear: Option<El>,
    /// What is said to people who do not see the page change.
    spoken: String,
}

/// The whole widget.
pub fn frame(app: &App) -> El {
    app.look(|journey| {
        let words = app.opening();
        let parts = match app.later() {
            Some(later) => (later.parts)(app, journey),
            None => first(app, journey),
        };
        el("SECTION")
            .class("frame")
            .attr("lang", words.language)
            .attr("dir", words.direction)
            .attr("aria-labelledby", "heading")
            .children(languages(app, journey).into_iter().collect())
            .children(progress(words, journey))
            .child(
                el("H2")
                    .attr("id", "heading")
                    .attr("tabindex", "-1")
                    .text(parts.title),
            )
            .children(parts.notice)
            .child(
                el("DIV")
                    .class(&["step step-", journey.step.name()].concat())
                    .children(parts.body),
            )
            .child(help(words))
            .children(parts.clear.into_iter().collect())
            .child(el("P").class("unseen").attr("role", "status").text(&parts.spoken))
    })
}

/// The first step, before the rest of the widget is here.
fn first(app: &App, journey: &Journey) -> Parts {
    let words = app.opening();
    let text = &words.first;
    let waiting = app.waiting();
    let loading = journey.catalogue.services.is_empty() || journey.closed().is_some() || waiting;
    let (notice, body) = match (app.lost(), loading) {
        (true, _) => {
            let again = button(app, "secondary", text.again, Event::Again);
            (
                vec![framed(text.error_network, "").child(actions(vec![again]))],
                Vec::new(),
            )
        }
        (false, true) => (Vec::new(), vec![el("P").class("quiet").text(text.loading)]),
        (false, false) => (Vec::new(), service::body(app, journey)),
    };
    Parts {
        title: text.service_title,
        notice,
        body,
        clear: None,
        spoken: if waiting {
            text.loading.into()
        } else {
            service::found(words, journey)
        },
    }
}

/// A button for each language, in the same place on every step.
fn languages(app: &App, journey: &Journey) -> Option<El> {
    let words = app.opening();
    let languages = &journey.catalogue.languages;
    let button = |(tag, name): &(String, String)| {
        let current = if tag == words.language { "true" } else { "false" };
        el("LI").child(
            button(app, "language", name, Event::Speak(tag.clone()))
                .attr("lang", tag)
                .attr("aria-pressed", current),
        )
    };
    (languages.len() > 1).then(|| {
        el("NAV")
            .class("languages")
            .attr("aria-label", words.first.language)
            .child(el("UL").children(languages.iter().map(button).collect()))
    })
}

fn progress(words: &Opening, journey: &Journey) -> Vec<El> {
    let Some(number) = journey.step.number() else {
        return Vec::new();
    };
    let step = texts::fill(words.first.step, &[("n", &number.to_string()), ("of", "6")]);
    let bars = (1..=6)
        .map(|bar| el("SPAN").class(if bar <= number { "passed" } else { "ahead" }))
        .collect();
    vec![
        el("DIV")
            .class("progress")
            .child(el("P").text(&step))
            .child(el("DIV").class("bars").attr("aria-hidden", "true").children(bars)),
    ]
}

/// The way by phone, in the same place on every step.
fn help(words: &Opening) -> El {
    // Groups of digits would change places in a text from right to left.
    let phone = |address: &str, number: &str| el("A").attr("href", address).attr("dir", "ltr").text(number);
    el("P")
        .class("help")
        .text(words.first.help_before)
        .child(phone("tel:115", "115"))
        .text(words.first.help_or)
        .child(phone("tel:+4940428280", "040 428 28-0"))
        .text(words.first.help_after)
}

/// The time left in words; by minutes, so that it does not chatter.
fn left(words: Words, journey: &Journey) -> String {
    minutes(
        words,
        (journey.left().unwrap_or_default() / 60_000.0).ceil() as u32,
    )
}

/// `1 Minute`, `3 Minuten`; never none, while there is some.
fn minutes(words: Words, minutes: u32) -> String {
    words.count(words.widget.details_left_minutes, minutes.max(1))
}

/// Until when the time is kept, as a clock time.
fn until(words: Words, journey: &Journey) -> String {
    journey
        .kept
        .as_ref()
        .map_or(String::new(), |kept| clock(words, &kept.until.text))
}

/// `9:15 Uhr` of an instant on the wire.
fn clock(words: Words, instant: &str) -> String {
    let minute = date::minute_of(instant);
    NaiveTime::from_hms_opt(minute / 60, minute % 60, 0)
        .map_or(String::new(), |time| texts::date::time(words.date, time))
}

/// `Dienstag, 1. Dezember 2026`.
fn day_name(words: Words, day: NaiveDate) -> String {
    texts::date::date(words.date, day)
}

/// `Di, 1. Dezember`.
fn short_date(words: Words, day: NaiveDate) -> String {
    texts::date::short_date(words.date, day)
}

/// `Dezember 2026`.
fn month(words: Words, day: NaiveDate) -> String {
    texts::date::month_year(words.date, day)
}

/// `1. Dezember 2026`.
fn long_date(words: Words, day: NaiveDate) -> String {
    texts::date::day_month_year(words.date, day)
}

/// `Dienstag, 1. Dezember 2026, 9:15 Uhr`.
fn moment(words: Words, instant: &str) -> String {
    let day = date::date_of(instant).map_or(String::new(), |day| day_name(words, day));
    texts::fill(
        words.date.moment,
        &[("date", &day), ("time", &clock(words, instant))],
    )
}

/// The name of a centre.
fn centre_name<'a>(journey: &'a Journey, id: &'a str) -> &'a str {
    journey.catalogue.centre(id).map_or(id, |centre| &centre.name)
}

/// A button that sends `event`.
fn button(app: &App, class: &str, text: &str, event: Event) -> El {
    el("BUTTON")
        .attr("type", "button")
        .class(class)
        .text(text)
        .on("click", app.sends(event))
}

/// A button that takes `slot`, named by day, time and place.
fn slot_button(app: &App, journey: &Journey, slot: &Slot) -> El {
    let words = app.words();
    el("BUTTON")
        .attr("type", "button")
        .class("choice")
        .child(el("STRONG").text(&moment(words, &slot.starts_at)))
        .child(el("SPAN").text(centre_name(journey, &slot.centre)))
        .on("click", app.sends(Event::Slot(slot.clone())))
}

/// The row of buttons that end a step.
fn actions(buttons: Vec<El>) -> El {
    el("DIV").class("actions").children(buttons)
}

/// A notice: what is the matter, and perhaps what can be done.
fn framed(title: &str, hint: &str) -> El {
    let notice = el("DIV")
        .class("notice")
        .attr("data-notice", "")
        .attr("tabindex", "-1")
        .attr("role", "group")
        .attr("aria-labelledby", "notice-title")
        .child(el("H3").attr("id", "notice-title").text(title));
    if hint.is_empty() {
        notice
    } else {
        notice.child(el("P").text(hint))
    }
}
