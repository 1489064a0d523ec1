//! Step 3: one of the days with free times, as a list and, where there is room, as a month.

use booking::thin::thinned;
use chrono::NaiveDate;

use super::{actions, button, clock};
use crate::app::{App, Words};
use crate::date;
use crate::element::{El, el};
use crate::journey::{Event, Journey};
use crate::offer::Day;

/// So many days are listed at a time: with five, every fourth person has to ask for more (NHS).
const LISTED: usize = 10;

pub(super) fn body(app: &App, journey: &Journey) -> Vec<El> {
    let words = app.words();
    let text = words.widget;
    let mut body = vec![super::summary::place(words, journey)];
    body.extend(super::place::moved(words, journey));
    let days = journey.days();
    if journey.availability.is_none() {
        body.push(el("P").class("quiet").text(text.busy_loading));
    } else if days.is_empty() {
        body.push(el("P").class("hint").text(text.day_none));
    } else {
        body.push(
            el("DIV")
                .class("calendar")
                .child(el("DIV").children(list(app, journey, &days)))
                .children(Vec::from_iter(super::month::month_of(app, journey))),
        );
    }
    let other = if days.is_empty() {
        text.other_place
    } else {
        text.back
    };
    body.push(actions(vec![button(app, "secondary", other, Event::Back)]));
    body
}

/// The next days with free times, and what lies between them.
fn list(app: &App, journey: &Journey, days: &[NaiveDate]) -> Vec<El> {
    let words = app.words();
    let shown = LISTED * (journey.more_days + 1);
    let mut items = Vec::new();
    let mut before = None;
    for day in days.iter().take(shown) {
        items.extend(between(words, journey, before, *day));
        before = Some(*day);
        items.push(
            el("LI").child(
                el("BUTTON")
                    .attr("type", "button")
                    .class("choice")
                    .child(el("STRONG").text(&super::short_date(words, *day)))
                    .child(el("SPAN").text(&told(words, journey, *day)))
                    .on("click", app.sends(Event::Day(*day))),
            ),
        );
    }
    let mut parts = vec![el("UL").class("list").children(items)];
    if days.len() > shown {
        parts.push(button(app, "link", words.widget.day_more, Event::MoreDays));
    }
    parts
}

/// The days without room since the last one listed, where they are booked out: `Mi, 2. Dezember – Fr, 4. Dezember: ausgebucht`.
fn between(words: Words, journey: &Journey, last: Option<NaiveDate>, next: NaiveDate) -> Option<El> {
    // Of today nobody asks why: the day is running out.
    let before = last.or(journey.availability.as_ref()?.from)?;
    let from = before.succ_opt()?;
    let mut full: Option<(NaiveDate, NaiveDate)> = None;
    for day in from.iter_days().take_while(|day| *day < next) {
        if journey.day_is(day) == Some(Day::Full) {
            full = Some((full.map_or(day, |(first, _)| first), day));
        }
    }
    let (first, last) = full?;
    let mut said = super::short_date(words, first);
    if last != first {
        said = [&said, " – ", &super::short_date(words, last)].concat();
    }
    let said = [&said, ": ", words.widget.day_full].concat();
    Some(el("LI").class("quiet").text(&said))
}

/// What is free on a day: `12 Termine frei · ab 8:15 Uhr`, of several centres with the place, of all how many.
pub(super) fn told(words: Words, journey: &Journey, day: NaiveDate) -> String {
    let text = words.widget;
    let chosen = journey.chosen();
    if journey.centre.is_none() && journey.among.is_empty() {
        let free = |centre: &&&str| journey.days_at(&[**centre]).contains(&day);
        return words.count(text.day_centres, chosen.iter().filter(free).count() as u32);
    }
    let mut count = 0;
    let mut first: Option<String> = None;
    for centre in chosen {
        let times = journey.times(centre, day).unwrap_or_default();
        count += thinned(&times, |slot| date::minute_of(&slot.starts_at)).len();
        if let Some(slot) = times.into_iter().next()
            && first.as_ref().is_none_or(|first| slot.starts_at < *first)
        {
            first = Some(slot.starts_at);
        }
    }
    let Some(first) = first else {
        return text.day_free.into();
    };
    let from = texts::fill(text.time_from, &[("time", &clock(words, &first))]);
    [&words.count(text.day_count, count as u32), " · ", &from].concat()
}
