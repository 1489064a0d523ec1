//! `/operator` and `/operator/days/…`: lists of who comes, to be printed before they are needed.

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use booking::catalogue::{Catalogue, Chosen, QuantityOf};
use booking::unit::UNIT_MINUTES;
use booking::{CentreId, Status};
use chrono::{Days, NaiveDate};
use texts::{Texts, fill};

use crate::Edge;
use crate::clock::Clock;
use crate::pages::{self, DayList, Frame, PLAIN_POLICY, Switch, Visitor};
use crate::problem::{Kind, Problem};
use crate::request;
use crate::routes::pages::page;
use crate::store::appointments::{Record, records, select_day_list};
use crate::store::audit;
use crate::store::outbox::{self, RefusedMail};

/// Dates that `/operator` names: today, tomorrow, and over a weekend.
const DATES: u64 = 4;

pub(in crate::routes) async fn overview(
    State(edge): State<Edge>,
    clock: Clock,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let now = clock.now();
    let catalogue = edge.catalogue(now).await?;
    let centres: Vec<(String, String)> = catalogue
        .centres
        .iter()
        .map(|planned| (planned.centre.id.to_string(), planned.centre.name.clone()))
        .collect();
    let dates: Vec<NaiveDate> = (0..DATES).map(|ahead| now.date() + Days::new(ahead)).collect();
    let html = pages::operator(frame(&edge, &headers), &centres, &dates);
    Ok(page(PLAIN_POLICY, html))
}

pub(in crate::routes) async fn of_all(
    State(edge): State<Edge>,
    clock: Clock,
    headers: HeaderMap,
    Path(date): Path<String>,
) -> Result<Response, Problem> {
    lists(&edge, &clock, &headers, None, &date).await
}

pub(in crate::routes) async fn of_centre(
    State(edge): State<Edge>,
    clock: Clock,
    headers: HeaderMap,
    Path((centre, date)): Path<(String, String)>,
) -> Result<Response, Problem> {
    lists(&edge, &clock, &headers, Some(CentreId::from(centre)), &date).await
}

async fn lists(
    edge: &Edge,
    clock: &Clock,
    headers: &HeaderMap,
    centre: Option<CentreId>,
    date: &str,
) -> Result<Response, Problem> {
    let now = clock.now();
    let date = request::date(date).ok_or(Kind::NotFound)?;
    let catalogue = edge.catalogue(now).await?;
    if centre.as_ref().is_some_and(|id| catalogue.centre(id).is_none()) {
        return Err(Kind::NotFound.into());
    }
    let named = centre.as_ref().map_or("", CentreId::as_str);
    let batch = vec![
        select_day_list(centre.as_ref(), date, now),
        audit::of_operator("day list", named, now),
        outbox::select_refused(now),
    ];
    let answers = edge.database.batch(batch).await?;
    let mut answers = answers.into_iter();
    let found = records(answers.next().unwrap_or_default())?;
    let refused = outbox::refused(answers.nth(1).unwrap_or_default())?;
    let frame = frame(edge, headers);
    let lists: Vec<DayList> = catalogue
        .centres
        .iter()
        .filter(|planned| centre.as_ref().is_none_or(|id| *id == planned.centre.id))
        .map(|planned| {
            let of_centre = |record: &&Record| record.appointment.slot.centre == planned.centre.id;
            let (booked, held): (Vec<&Record>, Vec<&Record>) = found
                .iter()
                .filter(of_centre)
                .partition(|record| record.appointment.status == Status::Booked);
            DayList {
                centre: planned.centre.name.clone(),
                date,
                visits: booked
                    .into_iter()
                    .map(|record| visitor(edge, &catalogue, record, &refused, frame.texts))
                    .collect(),
                held: held.len(),
            }
        })
        .filter(|list| centre.is_some() || !list.visits.is_empty() || list.held > 0)
        .collect();
    Ok(page(PLAIN_POLICY, pages::day_lists(frame, &lists, now.wall())))
}

/// One unreadable name must not cost a centre its list.
fn visitor(
    edge: &Edge,
    catalogue: &Catalogue,
    record: &Record,
    refused: &[RefusedMail],
    texts: &Texts,
) -> Visitor {
    let (keys, appointment) = (&edge.settings.keys, &record.appointment);
    let contact = record.contact.as_ref();
    let reference = appointment.reference.as_ref();
    Visitor {
        starts: appointment.slot.starts_at.wall(),
        minutes: u32::from(appointment.units) * u32::from(UNIT_MINUTES),
        reference: reference.map_or_else(String::new, |reference| reference.as_str().to_owned()),
        name: contact.and_then(|contact| contact.open_name(keys, appointment.id).ok()),
        phone: contact.and_then(|contact| contact.open_phone(keys, appointment.id).ok().flatten()),
        unreached: refused.iter().any(|mail| mail.id == appointment.id.to_string()),
        services: appointment
            .progress
            .services
            .iter()
            .map(|chosen| service(catalogue, chosen, texts))
            .collect(),
    }
}

/// Paper lies about: a sensitive service is named by its neutral id, which staff look up.
fn service(catalogue: &Catalogue, chosen: &Chosen, texts: &Texts) -> String {
    let Some(service) = catalogue.service(&chosen.id).filter(|service| !service.sensitive) else {
        return chosen.id.to_string();
    };
    let pattern = match service.quantity_of {
        QuantityOf::Person => texts.operator.of_people,
        QuantityOf::Document => texts.operator.of_documents,
    };
    let quantity = chosen.quantity.to_string();
    let name = service.name.in_language(texts.language);
    fill(pattern, &[("service", name), ("quantity", &quantity)])
}

fn frame<'a>(edge: &'a Edge, headers: &HeaderMap) -> Frame<'a> {
    Frame {
        texts: edge.settings.languages.of_reader(headers),
        footer: &edge.settings.footer,
        switch: Switch::None,
    }
}
