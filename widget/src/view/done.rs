//! The end of the way: booked, or cancelled elsewhere.

use super::{actions, button};
use crate::app::App;
use crate::element::{El, el};
use crate::journey::{Event, Journey};

pub(super) fn body(app: &App, journey: &Journey) -> Vec<El> {
    let words = app.words();
    let text = words.widget;
    let Some(kept) = &journey.kept else {
        return Vec::new();
    };
    let mut card = el("DIV").class("card booked");
    if let Some(reference) = &kept.reference {
        card = card.child(
            el("P")
                .text(text.done_reference)
                .text(": ")
                .child(el("STRONG").class("reference").text(reference)),
        );
    }
    card = card.child(super::summary::appointment(words, journey, &kept.slot));
    if let Some(note) = journey
        .catalogue
        .centre(&kept.slot.centre)
        .and_then(|centre| centre.note.as_deref())
    {
        card = card.child(el("P").class("quiet").text(note));
    }
    if journey.past() {
        return vec![
            card,
            el("P").text(text.past_text),
            actions(vec![button(app, "primary", text.done_another, Event::Restart)]),
        ];
    }
    let mut body = vec![card, el("P").text(text.done_text)];
    body.extend(super::requirements::of_visit(words, journey));
    body.push(actions(vec![button(
        app,
        "secondary",
        text.done_another,
        Event::Restart,
    )]));
    body
}

pub(super) fn gone(app: &App) -> Vec<El> {
    let text = app.words().widget;
    vec![
        el("P").text(text.gone_text),
        actions(vec![button(app, "primary", text.done_another, Event::Restart)]),
    ]
}
