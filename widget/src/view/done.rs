//! The end of the way: booked, or cancelled elsewhere.

use super::{actions, button};
use crate::app::{App, Words};
use crate::catalogue::Service;
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
    let services = journey
        .wishes
        .iter()
        .filter_map(|wish| journey.catalogue.services.get(wish.service));
    if journey.past() {
        return vec![
            card,
            el("P").text(text.past_text),
            actions(vec![button(app, "primary", text.done_another, Event::Restart)]),
        ];
    }
    let mut body = vec![card, el("P").text(text.done_text)];
    let bring: Vec<El> = services.flat_map(|service| to_bring(words, service)).collect();
    if !bring.is_empty() {
        body.push(el("H3").text(text.done_bring));
        body.push(el("UL").children(bring));
    }
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

fn to_bring(words: Words, service: &Service) -> Vec<El> {
    let documents = service.documents.iter().map(|document| el("LI").text(document));
    let fees = service.fees.iter().map(|(label, cents)| {
        let amount = match cents {
            None => words.widget.done_fee_unknown.into(),
            Some(0) => words.widget.done_fee_nothing.into(),
            Some(cents) => euros(words, *cents),
        };
        let comma = if label.is_empty() { "" } else { ": " };
        el("LI").text(&[label, comma, &amount].concat())
    });
    documents.chain(fees).collect()
}

/// `46,00 €`, `€46.00`.
fn euros(words: Words, cents: u32) -> String {
    let (whole, rest) = ((cents / 100).to_string(), cents % 100);
    let rest = if rest < 10 {
        ["0", &rest.to_string()].concat()
    } else {
        rest.to_string()
    };
    texts::fill(words.widget.done_fee, &[("euros", &whole), ("cents", &rest)])
}
