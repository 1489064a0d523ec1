//! The times named before anybody has to choose, and what is near.

use super::{actions, button, centre_name, moment};
use crate::app::{App, Words};
use crate::catalogue::Centre;
use crate::element::{El, el};
use crate::journey::{Answer, Event, Field, Journey, Why};

/// The earliest time of all, and beside it those for people who cannot come then.
pub(super) fn earliest(app: &App, journey: &Journey) -> Vec<El> {
    let words = app.words();
    let text = words.widget;
    let card = el("DIV")
        .class("card earliest")
        .child(el("H3").text(text.place_earliest));
    let answers = journey.answers().unwrap_or_default();
    let mut shown = Vec::new();
    let mut others = Vec::new();
    for answer in &answers {
        match answer.why {
            Why::Earliest => {
                let slot = &answer.slot;
                let mut parts = vec![el("P").class("big").text(&moment(words, &slot.starts_at))];
                if let Some(minutes) = answer.starts_in {
                    parts.push(
                        el("P")
                            .class("soon")
                            .child(el("STRONG").text(&starts_in(words, minutes))),
                    );
                }
                parts.push(el("P").text(&whereabouts(words, journey, answer)));
                parts.push(actions(vec![
                    button(app, "primary", text.place_take, Event::Slot(slot.clone())),
                    button(app, "secondary", text.place_all_days, Event::Anywhere),
                ]));
                shown = parts;
            }
            // Named below the field it comes from.
            Why::Near => {}
            Why::FromTomorrow | Why::Late | Why::Saturday => {
                others.push(el("LI").child(choice(app, journey, answer)))
            }
        }
    }
    if shown.is_empty() {
        shown.push(el("P").text(text.place_none_free));
    }
    let mut parts = vec![card.children(shown)];
    if !others.is_empty() {
        parts.push(el("UL").class("list others").children(others));
    }
    parts
}

/// The field for a postcode or a district; below it the earliest time there, and the centres.
pub(super) fn near(app: &App, journey: &Journey, serving: &[&Centre]) -> Vec<El> {
    let words = app.words();
    let text = words.widget;
    let mut parts = vec![super::details::field(app, journey, Field::Near)];
    let centres = journey.near(serving);
    let mut items = Vec::new();
    for answer in journey.answers().unwrap_or_default() {
        if answer.why == Why::Near {
            items.push(el("LI").child(choice(app, journey, &answer)));
        }
    }
    for centre in &centres {
        let mut beside = super::place::from_day(words, journey, centre).1;
        if let Some(metres) = journey.metres_to(&centre.id) {
            beside = [&distance(words, metres), " · ", &beside].concat();
        }
        items.push(el("LI").child(super::place::row(app, centre, &beside)));
    }
    if centres.len() > 1 {
        let ids = centres.iter().map(|centre| centre.id.clone()).collect();
        items.push(el("LI").child(button(app, "link", text.near_together, Event::Among(ids))));
    }
    let typed = journey.form.near.trim();
    if !items.is_empty() {
        parts.push(el("UL").class("list").children(items));
    } else if typed.len() > 4 && journey.postcodes.is_some() {
        parts.push(
            el("P")
                .class("hint")
                .attr("role", "status")
                .text(text.near_unknown),
        );
    }
    parts
}

/// A time to take with one press, and why it is named.
fn choice(app: &App, journey: &Journey, answer: &Answer) -> El {
    let words = app.words();
    let text = words.widget;
    let why = match answer.why {
        Why::Earliest => text.place_earliest,
        Why::FromTomorrow => text.answer_tomorrow,
        Why::Near => text.answer_near,
        Why::Late => text.answer_late,
        Why::Saturday => text.answer_saturday,
    };
    let when = moment(words, &answer.slot.starts_at);
    let when = match answer.starts_in {
        Some(minutes) => [&when, " (", &starts_in(words, minutes), ")"].concat(),
        None => when,
    };
    el("BUTTON")
        .attr("type", "button")
        .class("choice")
        .child(el("STRONG").text(why))
        .child(el("SPAN").text(&when))
        .child(
            el("SPAN")
                .class("quiet")
                .text(&whereabouts(words, journey, answer)),
        )
        .on("click", app.sends(Event::Slot(answer.slot.clone())))
}

/// Centre and, where a postcode was said, the way.
fn whereabouts(words: Words, journey: &Journey, answer: &Answer) -> String {
    let name = centre_name(journey, &answer.slot.centre);
    match answer.metres {
        Some(metres) => [name, " · ", &distance(words, metres)].concat(),
        None => name.into(),
    }
}

fn starts_in(words: Words, minutes: u32) -> String {
    words.count(words.widget.answer_starts_in, minutes)
}

/// `etwa 3 km entfernt`: as the crow flies, so not more exactly than that.
fn distance(words: Words, metres: u32) -> String {
    let kilometres = ((metres + 500) / 1000).max(1);
    texts::fill(words.widget.answer_distance, &[("n", &kilometres.to_string())])
}
