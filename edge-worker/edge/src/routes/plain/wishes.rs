//! The first page: what for.

use axum::http::StatusCode;
use axum::response::Response;
use booking::catalogue::{Catalogue, Place, QuantityOf, Service};
use texts::Texts;

use super::Journey;
use crate::pages::plain::{Choice, Said, ServiceChoice, Wishes};

impl Journey<'_> {
    /// All services, with what is chosen already.
    pub(super) fn services(&self, notice: Option<Said>, status: StatusCode) -> Response {
        let mut step = self.first_step("services", notice);
        step.carried = self.entered.carried_without(&["service"]);
        step.carried.push(("at", "services".to_owned()));
        let html = Wishes {
            frame: self.frame(),
            step,
            services: choices(&self.catalogue, self.texts, &self.entered.services),
        };
        super::offered(&self.entered, status, html)
    }
}

/// The services with their quantities, those of `entered` (`reisepass:2`) chosen.
pub(in crate::routes) fn choices(
    catalogue: &Catalogue,
    texts: &Texts,
    entered: &[String],
) -> Vec<ServiceChoice> {
    let services = catalogue.services.iter();
    services.map(|service| choice(texts, service, entered)).collect()
}

fn choice(texts: &Texts, service: &Service, entered: &[String]) -> ServiceChoice {
    let language = texts.language;
    let place = match service.place {
        Place::Any => None,
        Place::IssuingOffice => Some(texts.first.service_issuing_office.to_owned()),
        Place::Invitation => Some(texts.plain.invitation_hint.to_owned()),
    };
    let online = service
        .alternative
        .as_ref()
        .map(|text| format!("{}{}", texts.first.service_online, text.in_language(language)));
    let none = Choice {
        value: String::new(),
        label: texts.plain.none.to_owned(),
        chosen: false,
    };
    let quantities = (1..=service.max_quantity()).map(|quantity| {
        let value = format!("{}:{quantity}", service.id);
        let bare = quantity == 1 && entered.iter().any(|text| *text == service.id.as_str());
        Choice {
            chosen: bare || entered.contains(&value),
            value,
            label: amount(texts, service.quantity_of, quantity),
        }
    });
    ServiceChoice {
        name: service.full_name(language),
        notes: place.into_iter().chain(online).collect(),
        quantities: std::iter::once(none).chain(quantities).collect(),
    }
}

/// "für 2 Personen"
pub(super) fn amount(texts: &Texts, of: QuantityOf, quantity: usize) -> String {
    let text = match of {
        QuantityOf::Person => texts.visit.for_persons,
        QuantityOf::Document => texts.visit.for_documents,
    };
    texts.count(text, u32::try_from(quantity).unwrap_or(u32::MAX))
}
