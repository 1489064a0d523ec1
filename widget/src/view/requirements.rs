//! What to bring and what it costs, for exactly this visit.

use crate::app::Words;
use crate::catalogue::{Service, Wish};
use crate::element::{El, el};
use crate::journey::Journey;

/// Documents and fees of everything wished for; nothing until they are known.
pub(super) fn of_visit(words: Words, journey: &Journey) -> Vec<El> {
    let mut parts = Vec::new();
    for wish in &journey.wishes {
        if let Some(service) = journey.catalogue.services.get(wish.service) {
            let lines = of_service(words, service, *wish);
            if !lines.is_empty() {
                parts.push(
                    el("H4")
                        .text(&[&service.name, " "].concat())
                        .children(super::service::german(service)),
                );
                parts.push(el("UL").class("lines").children(lines));
            }
        }
    }
    if parts.is_empty() {
        return parts;
    }
    let title = el("H3").text(words.widget.requirements_title);
    vec![el("DIV").class("requirements").child(title).children(parts)]
}

fn of_service(words: Words, service: &Service, wish: Wish) -> Vec<El> {
    let text = words.widget;
    let each = match (wish.quantity > 1, service.counts_documents) {
        (false, _) => "",
        (true, false) => text.requirements_each_person,
        (true, true) => text.requirements_each_document,
    };
    let mut lines: Vec<El> = service
        .documents
        .iter()
        .map(|document| el("LI").text(document))
        .collect();
    for (label, cents) in &service.fees {
        let amount = match cents {
            None => text.done_fee_unknown.into(),
            Some(0) => text.done_fee_nothing.into(),
            Some(cents) => [&euros(words, *cents), each].concat(),
        };
        let comma = if label.is_empty() { "" } else { ": " };
        lines.push(el("LI").text(&[label, comma, &amount].concat()));
    }
    if !each.is_empty() && !service.documents.is_empty() && !service.counts_documents {
        lines.insert(0, el("LI").text(text.requirements_bring_each));
    }
    lines
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
