//! Step 1: which services, how many.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};

use super::actions;
use crate::app::{App, Words};
use crate::catalogue::Service;
use crate::element::{El, el};
use crate::journey::{Event, Journey};

pub(super) fn body(app: &App, journey: &Journey) -> Vec<El> {
    let text = app.words().widget;
    let rows = journey.catalogue.services.iter().enumerate();
    let rows = rows.map(|(at, service)| row(app, journey, at, service)).collect();
    let mut body = vec![
        el("FIELDSET")
            .class("services")
            .child(el("LEGEND").text(text.service_hint))
            .children(rows),
    ];
    if let Some(units) = journey
        .catalogue
        .units(&journey.wishes)
        .filter(|units| *units > 0)
    {
        body.push(el("P").class("quiet").text(&texts::fill(
            text.service_total,
            &[("minutes", &minutes(app.words(), units))],
        )));
    }
    body.push(actions(vec![super::button(
        app,
        "primary",
        text.next,
        Event::Next,
    )]));
    body
}

fn row(app: &App, journey: &Journey, at: usize, service: &Service) -> El {
    let words = app.words();
    let chosen = journey.wishes.iter().find(|wish| wish.service == at);
    let id = ["service-", &at.to_string()].concat();
    let ticks = app.clone();
    let tick = el("INPUT")
        .attr("type", "checkbox")
        .attr("id", &id)
        .checked(chosen.is_some())
        .on(
            "change",
            std::rc::Rc::new(move |event| {
                let ticked = event
                    .target()
                    .is_some_and(|box_| box_.unchecked_into::<HtmlInputElement>().checked());
                ticks.send(Event::Ticked(at, ticked));
            }),
        );
    let length = service.units.first().map(|units| minutes(words, *units));
    let label = el("LABEL")
        .attr("for", &id)
        .child(el("SPAN").class("name").text(&service.name))
        .child(el("SPAN").class("quiet").text(&length.unwrap_or_default()));
    let mut parts = vec![el("DIV").class("tick").child(tick).child(label)];
    if let Some(wish) = chosen {
        parts.extend(more(app, words, at, service, wish.quantity));
    }
    el("DIV")
        .class(if chosen.is_some() {
            "service chosen"
        } else {
            "service"
        })
        .children(parts)
}

/// What a chosen service asks or tells: the quantity, a way without an appointment, where it is possible.
fn more(app: &App, words: Words, at: usize, service: &Service, quantity: u32) -> Vec<El> {
    let text = words.widget;
    let mut parts = Vec::new();
    if service.max_quantity > 1 {
        let id = ["quantity-", &at.to_string()].concat();
        let question = if service.counts_documents {
            text.service_documents
        } else {
            text.service_persons
        };
        let options = (1..=service.max_quantity)
            .map(|n| {
                let number = n.to_string();
                el("OPTION")
                    .attr("value", &number)
                    .flag("selected", n == quantity)
                    .text(&number)
            })
            .collect();
        let app = app.clone();
        let select = el("SELECT").attr("id", &id).children(options).on(
            "change",
            std::rc::Rc::new(move |event| {
                let chosen = event
                    .target()
                    .map(|list| list.unchecked_into::<HtmlSelectElement>().selected_index());
                if let Some(quantity) = chosen.and_then(|index| u32::try_from(index + 1).ok()) {
                    app.send(Event::Quantity(at, quantity));
                }
            }),
        );
        parts.push(
            el("DIV")
                .class("quantity")
                .child(el("LABEL").attr("for", &id).text(question))
                .child(select),
        );
    }
    if service.issuing_office_only {
        parts.push(el("P").class("hint").text(text.service_issuing_office));
    }
    if let Some((label, address)) = &service.alternative {
        let way = match address {
            Some(address) => el("A").attr("href", address).text(label),
            None => el("SPAN").text(label),
        };
        parts.push(el("P").class("hint").text(text.service_online).child(way));
    }
    parts
}

fn minutes(words: Words, units: u32) -> String {
    texts::fill(words.widget.minutes, &[("n", &(units * 5).to_string())])
}
