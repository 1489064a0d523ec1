//! What the person sees: a frame with one step in it.

use chrono::{NaiveDate, NaiveTime};

use crate::app::{App, Words};
use crate::catalogue::Place;
use crate::date;
use crate::element::{El, el};
use crate::journey::{Command, Event, Journey, Said, Step};
use crate::offer::Slot;

mod answers;
mod day;
mod details;
mod done;
mod month;
mod notice;
mod place;
mod requirements;
mod sent;
mod service;
mod summary;
mod time;

/// The whole widget.
pub fn frame(app: &App) -> El {
    app.look(|journey| {
        let words = app.words();
        let text = words.widget;
        let (title, body) = match journey.step {
            Step::Service => (text.service_title, service::body(app, journey)),
            Step::Place if journey.only_at(Place::Invitation) => {
                (text.invitation_title, place::body(app, journey))
            }
            Step::Place => (text.place_title, place::body(app, journey)),
            Step::Day => (text.day_title, day::body(app, journey)),
            Step::Time => (text.time_title, time::body(app, journey)),
            Step::Details => (text.details_title, details::body(app, journey)),
            Step::Sent => (text.sent_title, sent::body(app, journey)),
            Step::Done if journey.past() => (text.past_title, done::body(app, journey)),
            Step::Done => (text.done_title, done::body(app, journey)),
            Step::Gone => (text.gone_title, done::gone(app)),
        };
        let loading = journey.catalogue.services.is_empty();
        let (title, body) = match (loading, &journey.notice, journey.closed()) {
            (true, None, _) => (title, vec![el("P").class("quiet").text(text.loading)]),
            (true, Some(_), _) => (title, Vec::new()),
            (false, _, Some(why)) => (text.closed_title, closed(app, why)),
            (false, _, None) => (title, body),
        };
        el("SECTION")
            .class("frame")
            .attr("lang", words.language)
            .attr("dir", words.direction)
            .attr("aria-labelledby", "heading")
            .children(languages(app, journey).into_iter().collect())
            .children(progress(words, journey))
            .child(el("H2").attr("id", "heading").attr("tabindex", "-1").text(title))
            .children(notice::notice(app, journey))
            .child(
                el("DIV")
                    .class(&["step step-", journey.step.name()].concat())
                    .children(body),
            )
            .child(help(words))
            .children(clear(app, journey))
            .child(
                el("P")
                    .class("unseen")
                    .attr("role", "status")
                    .text(&spoken(words, journey)),
            )
    })
}

/// A button for each language, in the same place on every step.
fn languages(app: &App, journey: &Journey) -> Option<El> {
    let words = app.words();
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
            .attr("aria-label", words.widget.language)
            .child(el("UL").children(languages.iter().map(button).collect()))
    })
}

fn progress(words: Words, journey: &Journey) -> Vec<El> {
    let Some(number) = journey.step.number() else {
        return Vec::new();
    };
    let step = texts::fill(words.widget.step, &[("n", &number.to_string()), ("of", "6")]);
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

/// Nothing new can be booked at present.
fn closed(app: &App, why: &str) -> Vec<El> {
    let text = app.words().widget;
    vec![
        el("P").class("big").text(why),
        el("P").text(text.closed_phone),
        actions(vec![button(app, "secondary", text.again, Event::Again)]),
    ]
}

/// The way by phone, in the same place on every step.
fn help(words: Words) -> El {
    // Groups of digits would change places in a text from right to left.
    let phone = |address: &str, number: &str| el("A").attr("href", address).attr("dir", "ltr").text(number);
    el("P")
        .class("help")
        .text(words.widget.help_before)
        .child(phone("tel:115", "115"))
        .text(words.widget.help_or)
        .child(phone("tel:+4940428280", "040 428 28-0"))
        .text(words.widget.help_after)
}

/// For whoever shares the machine: nothing of what was entered stays in this browser.
fn clear(app: &App, journey: &Journey) -> Vec<El> {
    if journey.step == Step::Service || !journey.anything_entered() {
        return Vec::new();
    }
    vec![button(app, "link", app.words().widget.clear, Event::Clear)]
}

/// What is said to people who do not see the page change.
fn spoken(words: Words, journey: &Journey) -> String {
    let text = words.widget;
    match (&journey.busy, journey.said) {
        (Some(Command::Reserve(..)), _) => text.time_reserving.into(),
        (Some(Command::Hold(..)), _) => text.details_sending.into(),
        (Some(_), _) => text.loading.into(),
        (None, Some(Said::Soon)) => texts::fill(text.details_soon, &[("left", &left(words, journey))]),
        (None, Some(Said::MoreTime)) => {
            texts::fill(text.details_more_time_done, &[("until", &until(words, journey))])
        }
        (None, Some(Said::Resent)) => text.sent_resend_done.into(),
        (None, Some(Said::Refused)) => {
            texts::fill(text.sent_refused, &[("email", sent::address(words, journey))])
        }
        (None, None) if journey.step == Step::Service => service::found(words, journey),
        (None, None) => String::new(),
    }
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
    [weekday(words, day), ", ", &day_and_month(words, day)].concat()
}

/// `Di` or `Tue`.
fn weekday(words: Words, day: NaiveDate) -> &'static str {
    texts::date::weekday(words.date, day)
}

/// `Dezember 2026`.
fn month(words: Words, day: NaiveDate) -> String {
    texts::date::month_year(words.date, day)
}

/// `1. Dezember` or `1 December`.
fn day_and_month(words: Words, day: NaiveDate) -> String {
    texts::date::day_month(words.date, day)
}

/// `1. Dezember 2026`.
fn long_date(words: Words, day: NaiveDate) -> String {
    texts::date::day_month_year(words.date, day)
}

/// `Dienstag, 1. Dezember 2026, 9:15 Uhr`.
fn moment(words: Words, instant: &str) -> String {
    let day = date::date_of(instant).map_or(String::new(), |day| day_name(words, day));
    [&day, ", ", &clock(words, instant)].concat()
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
