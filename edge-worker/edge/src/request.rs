//! Reading requests: keys, bearers, and what bodies and queries say, each fault named.

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use booking::appointment::Slot;
use booking::catalogue::{Centre, Chosen, WishError};
use booking::{AppointmentId, Catalogue, Instant, limit};
use chrono::{Datelike, NaiveDate};

use crate::Edge;
use crate::field::{Fault, FieldProblem};
use crate::language;
use crate::problem::{Kind, Problem};
use crate::wire::ChosenRequest;

/// Longest idempotency key.
const LONGEST_KEY: usize = 255;

/// The key of a creating request.
pub struct IdempotencyKey(pub String);

impl FromRequestParts<Edge> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Edge) -> Result<Self, Problem> {
        parts
            .headers
            .get("idempotency-key")
            .and_then(|value| value.to_str().ok())
            .filter(|key| {
                (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
            })
            .map(|key| Self(key.to_owned()))
            .ok_or_else(|| Kind::IdempotencyKeyMissing.into())
    }
}

/// The bearer of a request.
pub struct Bearer(pub String);

impl FromRequestParts<Edge> for Bearer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Edge) -> Result<Self, Problem> {
        let value = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        value
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, token)| scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty())
            .map(|(_, token)| Self(token.trim().to_owned()))
            .ok_or_else(|| Kind::Unauthorised.into())
    }
}

/// The id in a path.
///
/// # Errors
/// `not-found` when it names nothing.
pub fn appointment_id(text: &str) -> Result<AppointmentId, Problem> {
    AppointmentId::parse(text).ok_or_else(|| Kind::NotFound.into())
}

/// Reads a start: RFC 3339 with a zone, on the five-minute grid.
///
/// # Errors
/// The fault of `field`.
pub fn start(centre: &Centre, text: &str, field: &str) -> Result<Slot, FieldProblem> {
    let fault = |fault| FieldProblem::new(field, fault);
    let starts_at = Instant::parse(text).map_err(|_| {
        let zoneless = Instant::parse(&format!("{text}Z")).is_ok();
        fault(if zoneless {
            Fault::TimeZone
        } else {
            Fault::TimeFormat
        })
    })?;
    let (date, start) = starts_at.on_grid().ok_or_else(|| fault(Fault::Misaligned))?;
    Ok(Slot {
        centre: centre.id.clone(),
        date,
        start,
        starts_at,
    })
}

/// Reads a date, `2026-12-01`: no signs and no years of five digits, with which no calendar here can reckon.
#[must_use]
pub fn date(text: &str) -> Option<NaiveDate> {
    let written_out = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
    (written_out && date.year() > 0).then_some(date)
}

/// Reads chosen services; the catalogue says what of them is wrong.
///
/// # Errors
/// The faults, each at its place in the list.
pub fn services(catalogue: &Catalogue, list: &[ChosenRequest]) -> Result<Vec<Chosen>, Vec<FieldProblem>> {
    let wish: Vec<Chosen> = list.iter().map(ChosenRequest::chosen).collect();
    if wish.len() > limit::SERVICES_A_VISIT {
        return Err(vec![FieldProblem::new("services", Fault::TooLong)]);
    }
    match catalogue.units(&wish) {
        Ok(_) => Ok(wish),
        Err(error) => {
            let place = |id: &str| {
                let index = list.iter().position(|chosen| chosen.id == id).unwrap_or_default();
                format!("services[{index}]")
            };
            let problem = FieldProblem::of_wish(&error);
            let field = match &error {
                WishError::UnknownService(id) | WishError::Twice(id) => format!("{}.id", place(id.as_str())),
                WishError::Quantity { id, .. } => format!("{}.quantity", place(id.as_str())),
                _ => problem.field.clone(),
            };
            Err(vec![FieldProblem { field, ..problem }])
        }
    }
}

/// The language of a request; German if not given.
///
/// # Errors
/// The fault when we do not have it.
pub fn language(given: Option<&str>) -> Result<&'static str, FieldProblem> {
    language::known(given.unwrap_or("de"))
        .map(|texts| texts.language)
        .ok_or_else(|| FieldProblem::new("language", Fault::Language))
}
