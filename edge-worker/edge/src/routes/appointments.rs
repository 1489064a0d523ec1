//! `/api/v1/appointments…` and `/api/v1/activations`: an appointment's life.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use booking::applicant::{Applicant, Email, Name, Phone};
use booking::appointment::Slot;
use booking::catalogue::{Chosen, Standing};
use booking::invitation::InvitationCode;
use booking::{Catalogue, CentreId, Instant};

use crate::Edge;
use crate::body::{Json, OptionalJson};
use crate::brake::Network;
use crate::challenge::{ChallengeError, Solved, check};
use crate::clock::Clock;
use crate::events::reserve::{Order, remembered, reserve as reserve_event};
use crate::events::{Access, Decided, activate as activation, change, hold, record};
use crate::field::{Fault, FieldProblem};
use crate::keys::{Purpose, sha256_hex};
use crate::language;
use crate::problem::{Kind, Problem};
use crate::request::{self, Bearer, IdempotencyKey, appointment_id};
use crate::routes::availability::timed_json;
use crate::view;
use crate::wire::{
    ActivationRequest, ApplicantRequest, AppointmentJson, BookedJson, CodeRequest, MoveRequest,
    ProlongRequest, ReserveRequest, ReservedJson,
};

type Answer = Result<Response, Problem>;

pub(super) async fn reserve(
    State(edge): State<Edge>,
    clock: Clock,
    headers: HeaderMap,
    network: Network,
    key: IdempotencyKey,
    Json { value, bytes }: Json<ReserveRequest>,
) -> Answer {
    let now = clock.now();
    let body_hash = sha256_hex(&String::from_utf8_lossy(&bytes));
    let catalogue = edge.catalogue(now).await?;
    let ordered = order(
        &catalogue,
        &headers,
        &value,
        (key.0.clone(), body_hash.clone()),
        now,
    );
    let paid = ordered.and_then(|order| {
        let solved = solved(&edge, value.challenge.as_deref(), now)?.ok_or(Kind::ChallengeRequired)?;
        Ok((order, network.pay_by_challenge(&edge, solved)))
    });
    let body = match paid {
        Ok((order, payment)) => reserve_event(&edge, &clock, &order, &payment).await?,
        // What was right when it was first sent may have become wrong since; its answer is the same for a day.
        Err(problem) => remembered(&edge, &key.0, &body_hash, now).await?.ok_or(problem)?,
    };
    Ok((StatusCode::CREATED, axum::Json(body)).into_response())
}

/// What a request for a reservation asks for, each fault named.
fn order(
    catalogue: &Catalogue,
    headers: &HeaderMap,
    value: &ReserveRequest,
    (key, body_hash): (String, String),
    now: Instant,
) -> Result<Order, Problem> {
    let mut faults = Vec::new();
    let services = request::services(catalogue, &value.services).unwrap_or_else(|wrong| {
        faults.extend(wrong);
        Vec::new()
    });
    let slot = slot(catalogue, &value.centre, &value.starts_at, "", &mut faults);
    if let Some(slot) = &slot {
        if slot.starts_at <= now {
            faults.push(FieldProblem::new("starts_at", Fault::Past));
        }
        faults.extend(not_served(catalogue, &services, slot));
    }
    let language = value.language.as_deref();
    let language = request::language(language.or(Some(language::of_program(headers).language)))
        .unwrap_or_else(|wrong| {
            faults.push(wrong);
            "de"
        });
    let replaces = value.replaces.as_ref().and_then(|old| {
        let read = booking::AppointmentId::parse(&old.id).map(|id| (id, old.secret.clone()));
        if read.is_none() {
            faults.push(FieldProblem::new("replaces", Fault::Replaces));
        }
        read
    });
    let invitation = value.invitation.as_deref().filter(|code| !code.trim().is_empty());
    let invitation = invitation.map(|code| {
        InvitationCode::parse(code)
            .ok_or_else(|| faults.push(FieldProblem::new("invitation", Fault::InvitationCode)))
    });
    match slot {
        Some(slot) if faults.is_empty() => Ok(Order {
            services,
            slot,
            replaces,
            invitation: invitation.and_then(Result::ok),
            language,
            key,
            body_hash,
        }),
        _ => Err(Problem::invalid(faults)),
    }
}

pub(super) async fn show(
    State(edge): State<Edge>,
    clock: Clock,
    headers: HeaderMap,
    Path(id): Path<String>,
    bearer: Bearer,
) -> Answer {
    let access = Access::Bearer(appointment_id(&id)?, bearer.0);
    let (record, purpose) = record(&edge, &access, &[Purpose::Secret, Purpose::Manage]).await?;
    let now = clock.now();
    let mut json = AppointmentJson::new(&record.appointment, now);
    if purpose == Purpose::Manage {
        let catalogue = edge.catalogue(now).await?;
        let language = &record.appointment.progress.language;
        json.name = view::visit(&edge, &catalogue, &record, language)?.name;
    }
    timed_json(&headers, &json).map(not_kept)
}

pub(super) async fn prolong(
    State(edge): State<Edge>,
    clock: Clock,
    Path(id): Path<String>,
    bearer: Bearer,
    OptionalJson(body): OptionalJson<ProlongRequest>,
) -> Answer {
    let access = Access::Bearer(appointment_id(&id)?, bearer.0);
    let solved = solved(&edge, body.challenge.as_deref(), clock.now())?;
    let Decided { record, now, .. } =
        change::prolong(&edge, &clock, &access, solved.map(|solved| solved.once).as_ref()).await?;
    Ok(axum::Json(ReservedJson::new(&record.appointment, now)).into_response())
}

pub(super) async fn applicant(
    State(edge): State<Edge>,
    clock: Clock,
    Path(id): Path<String>,
    bearer: Bearer,
    Json { value, .. }: Json<ApplicantRequest>,
) -> Answer {
    let access = Access::Bearer(appointment_id(&id)?, bearer.0);
    let (applicant, language) = form(&value)?;
    let decided = hold::hold(&edge, &clock, &access, &applicant, language).await?;
    Ok(held(&decided))
}

pub(super) async fn resend(
    State(edge): State<Edge>,
    clock: Clock,
    Path(id): Path<String>,
    bearer: Bearer,
) -> Answer {
    let access = Access::Bearer(appointment_id(&id)?, bearer.0);
    let decided = hold::resend(&edge, &clock, &access).await?;
    Ok(held(&decided))
}

pub(super) async fn code(
    State(edge): State<Edge>,
    clock: Clock,
    Path(id): Path<String>,
    bearer: Bearer,
    Json { value, .. }: Json<CodeRequest>,
) -> Answer {
    let access = Access::Bearer(appointment_id(&id)?, bearer.0);
    let wrong = || Problem::invalid(vec![FieldProblem::new("code", Fault::Code)]);
    let code = six_digits(&value.code).ok_or_else(wrong)?;
    let decided = activation::by_code(&edge, &clock, &access, &code).await?;
    Ok(booked(&decided))
}

pub(super) async fn activate(
    State(edge): State<Edge>,
    clock: Clock,
    Json { value, .. }: Json<ActivationRequest>,
) -> Answer {
    let now = clock.now();
    let slot = match &value.slot {
        None => None,
        Some(wanted) => {
            let catalogue = edge.catalogue(now).await?;
            let mut faults = Vec::new();
            let read = slot(
                &catalogue,
                &wanted.centre,
                &wanted.starts_at,
                "slot.",
                &mut faults,
            );
            Some(read.ok_or_else(|| Problem::invalid(faults))?)
        }
    };
    let decided = activation::by_token(&edge, &clock, &value.token, slot.as_ref()).await?;
    Ok(booked(&decided))
}

pub(super) async fn cancel(
    State(edge): State<Edge>,
    clock: Clock,
    Path(id): Path<String>,
    bearer: Bearer,
) -> Answer {
    let access = Access::Bearer(appointment_id(&id)?, bearer.0);
    match change::cancel(&edge, &clock, &access).await {
        Ok(_) => Ok(StatusCode::NO_CONTENT.into_response()),
        // Nothing is left of it: that is what was asked for.
        Err(problem) if problem.kind() == Kind::Lapsed => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(problem) => Err(problem),
    }
}

pub(super) async fn undo(
    State(edge): State<Edge>,
    clock: Clock,
    Path(id): Path<String>,
    bearer: Bearer,
) -> Answer {
    let access = Access::Bearer(appointment_id(&id)?, bearer.0);
    let decided = change::undo(&edge, &clock, &access).await?;
    Ok(axum::Json(AppointmentJson::new(&decided.record.appointment, decided.now)).into_response())
}

pub(super) async fn relocate(
    State(edge): State<Edge>,
    clock: Clock,
    Path(id): Path<String>,
    bearer: Bearer,
    Json { value, .. }: Json<MoveRequest>,
) -> Answer {
    let access = Access::Bearer(appointment_id(&id)?, bearer.0);
    let now = clock.now();
    let catalogue = edge.catalogue(now).await?;
    let mut faults = Vec::new();
    let services = value.services.as_ref().map(|list| {
        request::services(&catalogue, list).unwrap_or_else(|wrong| {
            faults.extend(wrong);
            Vec::new()
        })
    });
    let slot = slot(&catalogue, &value.centre, &value.starts_at, "", &mut faults);
    if let (Some(slot), Some(services)) = (&slot, &services) {
        faults.extend(not_served(&catalogue, services, slot));
    }
    let (Some(slot), true) = (slot, faults.is_empty()) else {
        return Err(Problem::invalid(faults));
    };
    let decided = change::move_to(&edge, &clock, &access, &slot, services.as_deref()).await?;
    Ok(axum::Json(AppointmentJson::new(&decided.record.appointment, decided.now)).into_response())
}

/// Somebody's appointment stays out of caches.
fn not_kept(mut response: Response) -> Response {
    let no_store = HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, no_store);
    response
}

fn booked(decided: &Decided) -> Response {
    axum::Json(BookedJson::new(&decided.record.appointment, !decided.changed)).into_response()
}

fn held(decided: &Decided) -> Response {
    let body = AppointmentJson::new(&decided.record.appointment, decided.now);
    (StatusCode::ACCEPTED, axum::Json(body)).into_response()
}

fn slot(
    catalogue: &Catalogue,
    centre: &str,
    starts_at: &str,
    within: &str,
    faults: &mut Vec<FieldProblem>,
) -> Option<Slot> {
    let Some(planned) = catalogue.centre(&CentreId::from(centre)) else {
        faults.push(FieldProblem::new(format!("{within}centre"), Fault::UnknownCentre));
        return None;
    };
    let read = request::start(&planned.centre, starts_at, &format!("{within}starts_at"));
    read.map_err(|fault| faults.push(fault)).ok()
}

fn not_served(catalogue: &Catalogue, services: &[Chosen], slot: &Slot) -> Option<FieldProblem> {
    let planned = catalogue.centre(&slot.centre)?;
    // A centre that is closed for good or not open yet says more than that it does not serve this.
    if services.is_empty() || planned.centre.standing(slot.date) != Standing::Open {
        return None;
    }
    let error = catalogue.visit(services, &planned.centre).err()?;
    Some(FieldProblem::of_wish(&error))
}

/// The code of a mail; spaces are forgiven.
pub(super) fn six_digits(text: &str) -> Option<String> {
    let code: String = text
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    (code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}

/// Name, address, phone and language, each fault named.
pub(super) fn form(request: &ApplicantRequest) -> Result<(Applicant, &'static str), Problem> {
    let phone = request
        .phone
        .as_deref()
        .map(str::trim)
        .filter(|phone| !phone.is_empty());
    let name = Name::parse(&request.name).map_err(|_| FieldProblem::new("name", Fault::Name));
    let email = Email::parse(&request.email).map_err(|_| FieldProblem::new("email", Fault::Email));
    let phone = phone
        .map(Phone::parse)
        .transpose()
        .map_err(|_| FieldProblem::new("phone", Fault::Phone));
    let language = request::language(request.language.as_deref());
    match (name, email, phone, language) {
        (Ok(name), Ok(email), Ok(phone), Ok(language)) => Ok((Applicant { name, email, phone }, language)),
        (name, email, phone, language) => Err(Problem::invalid(
            [name.err(), email.err(), phone.err(), language.err()]
                .into_iter()
                .flatten()
                .collect(),
        )),
    }
}

fn solved(edge: &Edge, payload: Option<&str>, now: Instant) -> Result<Option<Solved>, Problem> {
    let Some(payload) = payload else {
        return Ok(None);
    };
    check(&edge.settings.keys, payload, now)
        .map(Some)
        .map_err(|error| match error {
            ChallengeError::Unreadable => {
                Problem::invalid(vec![FieldProblem::new("challenge", Fault::Challenge)])
            }
            ChallengeError::Invalid => Kind::ChallengeInvalid.into(),
        })
}
