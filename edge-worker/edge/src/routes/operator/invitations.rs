//! `POST /api/v1/operator/invitations`: codes for the letters of a foreigners' office.
//!
//! A code is derived from the request's key, so that a request sent twice gives the same codes and only
//! their hashes are kept.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use booking::catalogue::Place;
use booking::invitation::{Invitation, InvitationCode};
use booking::time::instant_at;
use booking::{CentreId, Instant, ServiceId};

use crate::Edge;
use crate::body::Json;
use crate::clock::Clock;
use crate::field::{Fault, FieldProblem};
use crate::keys::Keys;
use crate::problem::{Kind, Problem};
use crate::request::{self, IdempotencyKey};
use crate::store::{audit, invitations};
use crate::wire::{InvitationsRequest, IssuedJson};

/// Most codes of one request: one batch.
const MOST: u32 = 500;
/// Hex digits of a keyed hash that make a code.
const DIGITS: usize = 15;

pub(super) async fn issue(
    State(edge): State<Edge>,
    clock: Clock,
    key: IdempotencyKey,
    Json { value, .. }: Json<InvitationsRequest>,
) -> Result<Response, Problem> {
    let now = clock.now();
    let invitation = read(&edge, &value, now).await?;
    let keys = &edge.settings.keys;
    let codes: Vec<InvitationCode> = (0..value.count)
        .map(|number| code(keys, &value, &key.0, number))
        .collect::<Result<_, _>>()?;
    let mut batch: Vec<_> = codes
        .iter()
        .map(|code| invitations::insert(keys, *code, &invitation))
        .collect();
    batch.push(audit::of_operator("invitations issued", &value.centre, now));
    edge.database.batch(batch).await?;
    let body = IssuedJson {
        codes: codes.iter().map(ToString::to_string).collect(),
        valid_until: invitation.valid_until.to_rfc3339(),
    };
    Ok((StatusCode::CREATED, axum::Json(body)).into_response())
}

async fn read(edge: &Edge, value: &InvitationsRequest, now: Instant) -> Result<Invitation, Problem> {
    let catalogue = edge.catalogue(now).await?;
    let (centre, service) = (
        CentreId::from(value.centre.as_str()),
        ServiceId::from(value.service.as_str()),
    );
    let mut faults = Vec::new();
    let by_invitation = catalogue
        .service(&service)
        .is_some_and(|service| service.place == Place::Invitation);
    if !by_invitation {
        faults.push(FieldProblem::new("service", Fault::UnknownService));
    }
    match catalogue.centre(&centre) {
        None => faults.push(FieldProblem::new("centre", Fault::UnknownCentre)),
        Some(planned) if by_invitation && !planned.centre.services.contains(&service) => {
            faults.push(FieldProblem::new("centre", Fault::NotServed));
        }
        Some(_) => {}
    }
    if !(1..=MOST).contains(&value.count) {
        faults.push(FieldProblem::new("count", Fault::Number(1, MOST)));
    }
    let valid_until = request::date(&value.last_day)
        .and_then(|last| instant_at(last.succ_opt()?, 0))
        .ok_or(Fault::DateFormat)
        .and_then(|until| if until > now { Ok(until) } else { Err(Fault::Past) });
    match valid_until {
        Ok(valid_until) if faults.is_empty() => Ok(Invitation {
            centre,
            service,
            valid_until,
        }),
        valid_until => {
            faults.extend(
                valid_until
                    .err()
                    .map(|fault| FieldProblem::new("last_day", fault)),
            );
            Err(Problem::invalid(faults))
        }
    }
}

fn code(keys: &Keys, value: &InvitationsRequest, key: &str, number: u32) -> Result<InvitationCode, Problem> {
    let text = format!(
        "{}\n{}\n{}\n{key}\n{number}",
        value.centre, value.service, value.last_day
    );
    let hash = keys.keyed_hash("invitation code", &text);
    let bits = hash
        .get(..DIGITS)
        .and_then(|digits| u64::from_str_radix(digits, 16).ok());
    bits.map(InvitationCode::from_bits).ok_or(Kind::Internal.into())
}
