//! `GET /api/v1/availability`, `/availability/{centre}`, `/slots`: what is free.

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use booking::catalogue::Chosen;
use booking::{CentreId, Instant, Offer};
use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::Edge;
use crate::clock::Clock;
use crate::field::{Fault, FieldProblem};
use crate::offers::{self, offers, overview};
use crate::problem::{Kind, Problem};
use crate::request;
use crate::slots_query::{DAYS, SlotsQuery};
use crate::standing::Shut;
use crate::tagged::Tagged;
use crate::wire::{CentreAvailability, CentreOverview, CityAvailability, SlotJson, Slots};

pub(super) async fn city(
    State(edge): State<Edge>,
    clock: Clock,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let now = clock.now();
    if let Some(answer) = edge.memo.overview(now) {
        return Ok(answer.answer(&headers));
    }
    let catalogue = edge.catalogue(now).await?;
    let dates = horizon(now, DAYS);
    let longest = overview(&edge, &catalogue, dates, now).await?;
    let centres = catalogue.centres.iter().zip(longest);
    let centres = centres.map(|(planned, days)| CentreOverview::new(&planned.centre, dates.0, &days, now));
    let city = CityAvailability {
        now: now.to_rfc3339(),
        from: dates.0,
        days: DAYS,
        centres: centres.filter(|centre| !centre.rows.is_empty()).collect(),
    };
    let answer = timed(&city)?;
    edge.memo.keep_overview(now, answer.clone());
    Ok(answer.answer(&headers))
}

pub(super) async fn centre(
    State(edge): State<Edge>,
    clock: Clock,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let now = clock.now();
    let catalogue = edge.catalogue(now).await?;
    let id = CentreId::from(id);
    let planned = catalogue.centre(&id).ok_or(Kind::NotFound)?;
    let dates = horizon(now, DAYS);
    let offered = offers(&edge, &catalogue, Some(&id), dates, now).await?;
    let days: Vec<(NaiveDate, Offer)> = offered.into_iter().map(|day| (day.date, day.offer)).collect();
    let body = CentreAvailability::new(now, &planned.centre, dates.0, &days);
    timed_json(&headers, &body)
}

pub(super) async fn slots(
    State(edge): State<Edge>,
    clock: Clock,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let now = clock.now();
    let catalogue = edge.catalogue(now).await?;
    let query = SlotsQuery::read(query.as_deref().unwrap_or_default(), now)?;
    let wish: Vec<Chosen> = request::services(&catalogue, &query.services).map_err(of_query)?;
    let units = catalogue
        .units(&wish)
        .map_err(|error| Problem::invalid(vec![FieldProblem::of_wish(&error)]))?;
    if query.centre.is_none() && catalogue.is_bound(&wish) {
        return Err(Problem::invalid(vec![FieldProblem::new(
            "centre",
            Fault::CentreNeeded,
        )]));
    }
    let dates = (query.from, query.from + Days::new(u64::from(query.days) - 1));
    if let Some(id) = &query.centre {
        let unknown = || Problem::invalid(vec![FieldProblem::new("centre", Fault::UnknownCentre)]);
        let planned = catalogue.centre(id).ok_or_else(unknown)?;
        if let Some(shut) = Shut::between(&catalogue, &planned.centre, dates, now.date()) {
            return Err(shut.into());
        }
        catalogue
            .visit(&wish, &planned.centre)
            .map_err(|error| Problem::invalid(vec![FieldProblem::of_wish(&error)]))?;
    }
    let centre = query.centre.as_ref();
    let found = offers::slots(&edge, &catalogue, &wish, centre, dates, query.limit as usize, now).await?;
    let body = Slots {
        units,
        slots: found.iter().map(|slot| SlotJson::new(slot, units)).collect(),
    };
    tagged_json(&headers, &body)
}

/// Faults of services, which a query names one by one and not in a list.
fn of_query(faults: Vec<FieldProblem>) -> Problem {
    let named = faults.into_iter().map(|fault| FieldProblem {
        field: "service".to_owned(),
        ..fault
    });
    Problem::invalid(named.collect())
}

fn horizon(now: Instant, days: u32) -> (NaiveDate, NaiveDate) {
    let today = now.date();
    (today, today + Days::new(u64::from(days) - 1))
}

/// JSON with an ETag; 304 when the caller has it.
pub(super) fn tagged_json(headers: &HeaderMap, body: &impl Serialize) -> Result<Response, Problem> {
    let bytes = serde_json::to_vec(body).map_err(|_| Kind::Internal)?;
    Ok(tagged(headers, &bytes))
}

/// A body that is its own content.
pub(super) fn tagged(headers: &HeaderMap, body: &[u8]) -> Response {
    Tagged::new(body.to_vec(), body).answer(headers)
}

/// JSON whose `now` moves without anything else having changed: the ETag leaves it out.
pub(super) fn timed_json(headers: &HeaderMap, body: &impl Serialize) -> Result<Response, Problem> {
    Ok(timed(body)?.answer(headers))
}

fn timed(body: &impl Serialize) -> Result<Tagged, Problem> {
    let text = serde_json::to_string(body).map_err(|_| Kind::Internal)?;
    let content = without_now(&text);
    Ok(Tagged::new(text.into_bytes(), content.as_bytes()))
}

/// The text without the value of its member `now`.
fn without_now(text: &str) -> String {
    const MEMBER: &str = "\"now\":\"";
    match text.split_once(MEMBER) {
        Some((before, after)) => {
            let after = after.split_once('"').map_or("", |(_, after)| after);
            format!("{before}{after}")
        }
        None => text.to_owned(),
    }
}
