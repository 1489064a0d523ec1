//! Step 1: which services, how many.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};

use texts::Opening;

use super::{actions, button, field};
use crate::app::App;
use crate::catalogue::{Place, Service};
use crate::element::{El, el};
use crate::journey::{Event, Journey};
use crate::search;

/// So many services, the most frequent ones, are shown before anything is typed.
const FREQUENT: usize = 6;

pub(super) fn body(app: &App, journey: &Journey) -> Vec<El> {
    let text = &app.opening().first;
    let services = &journey.catalogue.services;
    let mut shown = shown(journey);
    let none = shown.is_empty();
    // What has been chosen stays in sight; at the end, so that nothing moves below a finger.
    for wish in &journey.wishes {
        if !shown.contains(&wish.service) {
            shown.push(wish.service);
        }
    }
    let rows = shown
        .into_iter()
        .filter_map(|at| Some(row(app, journey, at, services.get(at)?)))
        .collect();
    let mut body = vec![field::search(app, journey)];
    if none {
        body.push(el("P").class("told").text(text.service_found_none));
    }
    body.push(
        el("FIELDSET")
            .class("services")
            .child(el("LEGEND").text(text.service_hint))
            .children(rows),
    );
    if journey.form.search.is_empty() && services.len() > FREQUENT {
        let label = if journey.all_services {
            text.service_fewer.to_owned()
        } else {
            text.service_all.of(app.opening().language, services.len() as u32)
        };
        let all = Event::AllServices(!journey.all_services);
        body.push(button(app, "link", &label, all));
    }
    if let Some(units) = journey
        .catalogue
        .units(&journey.wishes)
        .filter(|units| *units > 0)
    {
        body.push(el("P").class("quiet").text(&texts::fill(
            text.service_total,
            &[("minutes", &minutes(app.opening(), units))],
        )));
    }
    body.push(actions(vec![button(app, "primary", text.next, Event::Next)]));
    body
}

/// The services to show: what the search finds, else the frequent ones or all.
fn shown(journey: &Journey) -> Vec<usize> {
    let services = &journey.catalogue.services;
    if !journey.form.search.trim().is_empty() {
        return search::find(services, &journey.form.search);
    }
    let most = if journey.all_services {
        services.len()
    } else {
        FREQUENT
    };
    (0..services.len().min(most)).collect()
}

/// How much the search finds, for people who do not see it.
pub(super) fn found(words: &Opening, journey: &Journey) -> String {
    let text = &words.first;
    if journey.form.search.trim().is_empty() {
        return String::new();
    }
    match shown(journey).len() {
        0 => text.service_found_none.into(),
        n => text.service_found.of(words.language, n as u32),
    }
}

fn row(app: &App, journey: &Journey, at: usize, service: &Service) -> El {
    let words = app.opening();
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
        .children(german(service))
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

/// The name that stands on signs and forms, beside a translated one.
pub(super) fn german(service: &Service) -> Vec<El> {
    let name = service.german_name.as_ref();
    name.map(|name| {
        let german = el("SPAN").class("german").attr("lang", "de").attr("dir", "ltr");
        german.text(name)
    })
    .into_iter()
    .collect()
}

/// What a chosen service asks or tells: the quantity, a way without an appointment, where it is possible.
fn more(app: &App, words: &Opening, at: usize, service: &Service, quantity: u32) -> Vec<El> {
    let text = &words.first;
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
    let only = match service.place {
        Place::Any => "",
        Place::IssuingOffice => text.service_issuing_office,
        Place::Invitation => text.service_invitation,
    };
    if !only.is_empty() {
        parts.push(el("P").class("hint").text(only));
    }
    parts.extend(alternative(text, service));
    parts
}

/// The way without an appointment, where there is one.
pub(super) fn alternative(words: &texts::First, service: &Service) -> Option<El> {
    let (label, address) = service.alternative.as_ref()?;
    let way = match address {
        Some(address) => el("A").attr("href", address).text(label),
        None => el("SPAN").text(label),
    };
    Some(el("P").class("hint").text(words.service_online).child(way))
}

fn minutes(words: &Opening, units: u32) -> String {
    words.first.minutes.of(words.language, units * 5)
}
