//! Step 4: one of the free times of the day.

use booking::thin::thinned;
use chrono::NaiveDate;

use super::{actions, button, centre_name, clock, day_name};
use crate::app::App;
use crate::date;
use crate::element::{El, el};
use crate::journey::{Command, Event, Journey};
use crate::offer::Slot;

/// Noon, in minutes of the day.
const NOON: u32 = 720;

pub(super) fn body(app: &App, journey: &Journey) -> Vec<El> {
    let words = app.words();
    let text = words.widget;
    let day = journey.day.map_or(String::new(), |day| day_name(words, day));
    let mut body = vec![el("P").class("big").text(&day)];
    match (journey.day, &journey.slots) {
        (Some(day), _) if journey.centre.is_some() || !journey.among.is_empty() => {
            body.extend(of_centres(app, journey, day));
        }
        (_, Some(slots)) => body.extend(places(app, journey, slots)),
        _ => body.push(el("P").class("quiet").text(text.busy_loading)),
    }
    if matches!(journey.busy, Some(Command::Reserve(..))) {
        body.push(
            el("P")
                .class("busy")
                .attr("aria-hidden", "true")
                .text(text.time_reserving),
        );
    }
    body.push(actions(vec![button(app, "secondary", text.back, Event::Back)]));
    body
}

/// The times of the centres chosen.
fn of_centres(app: &App, journey: &Journey, day: NaiveDate) -> Vec<El> {
    let text = app.words().widget;
    let mut parts = Vec::new();
    let mut more = false;
    let mut waiting = false;
    for centre in journey.chosen() {
        let Some(slots) = journey.times(centre, day) else {
            waiting = true;
            continue;
        };
        let few = thinned(&slots, |slot| date::minute_of(&slot.starts_at));
        more |= few.len() < slots.len();
        let shown = if journey.all_times {
            slots.iter().collect()
        } else {
            few
        };
        if !shown.is_empty() {
            parts.push(el("H3").text(centre_name(journey, centre)));
            parts.extend(groups(app, journey, &shown));
        }
    }
    if waiting {
        parts.push(el("P").class("quiet").text(text.busy_loading));
    } else if parts.is_empty() {
        return vec![el("P").class("hint").text(text.time_none)];
    }
    if more && !journey.all_times {
        parts.push(button(app, "link", text.time_all, Event::AllTimes));
    }
    parts.insert(0, el("P").class("quiet").text(text.time_hint));
    parts
}

/// The centres with free times on the day, each with its first one where the answer reaches that far.
fn places(app: &App, journey: &Journey, slots: &[Slot]) -> Vec<El> {
    let words = app.words();
    let text = words.widget;
    let mut free = journey.catalogue.serving(&journey.wishes);
    free.retain(|centre| {
        let days = journey.days_at(&[&centre.id]);
        journey.day.is_some_and(|day| days.contains(&day))
    });
    if free.is_empty() {
        return vec![el("P").class("hint").text(text.time_none)];
    }
    let mut parts = vec![el("H3").text(text.time_places)];
    parts.extend(super::place::districts(
        app,
        journey,
        &free,
        false,
        &|centre| match slots.iter().find(|slot| slot.centre == centre.id) {
            Some(slot) => {
                let from = texts::fill(text.time_from, &[("time", &clock(words, &slot.starts_at))]);
                (date::clock_of(&slot.starts_at).into(), from)
            }
            None => Default::default(),
        },
    ));
    parts
}

/// The times of a centre, morning before afternoon.
fn groups(app: &App, journey: &Journey, slots: &[&Slot]) -> Vec<El> {
    let text = app.words().widget;
    let mut groups = Vec::new();
    for (name, morning) in [(text.time_morning, true), (text.time_afternoon, false)] {
        let times: Vec<El> = slots
            .iter()
            .filter(|slot| (date::minute_of(&slot.starts_at) < NOON) == morning)
            .map(|slot| el("LI").child(time(app, slot, journey.taken(slot))))
            .collect();
        if !times.is_empty() {
            groups.push(el("H4").text(name));
            groups.push(el("UL").class("times").children(times));
        }
    }
    groups
}

/// A time that has been taken while it was looked at stays in its place; a press on it shows what is free instead.
fn time(app: &App, slot: &Slot, taken: bool) -> El {
    let class = if taken { "time taken" } else { "time" };
    let button = button(
        app,
        class,
        date::clock_of(&slot.starts_at),
        Event::Slot(slot.clone()),
    );
    if taken {
        let said = [", ", app.words().widget.time_taken].concat();
        button.child(el("SPAN").class("unseen").text(&said))
    } else {
        button
    }
}
