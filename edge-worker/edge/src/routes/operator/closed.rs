//! `/api/v1/operator/closed`: the read-only switch.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::Edge;
use crate::body::Json;
use crate::clock::Clock;
use crate::field::{Fault, FieldProblem};
use crate::problem::Problem;
use crate::store::audit;
use crate::store::closed;
use crate::wire::operator::{ClosingRequest, SwitchJson};

/// Longest text, in characters.
const LONGEST: u32 = 500;

pub(super) async fn show(State(edge): State<Edge>) -> Result<Response, Problem> {
    let closed = closed::read(edge.one(closed::select()).await?)?;
    Ok(axum::Json(SwitchJson::new(closed)).into_response())
}

pub(super) async fn close(
    State(edge): State<Edge>,
    clock: Clock,
    Json { value, .. }: Json<ClosingRequest>,
) -> Result<Response, Problem> {
    let faults: Vec<FieldProblem> = [("text.de", &value.text.de), ("text.en", &value.text.en)]
        .into_iter()
        .filter(|(_, text)| text.trim().is_empty() || text.chars().count() > LONGEST as usize)
        .map(|(field, _)| FieldProblem::new(field, Fault::Text(LONGEST)))
        .collect();
    if !faults.is_empty() {
        return Err(Problem::invalid(faults));
    }
    let now = clock.now();
    let batch = vec![
        closed::close(&value.text, now)?,
        audit::of_operator("booking closed", "", now),
    ];
    edge.database.batch(batch).await?;
    tracing::warn!("booking closed");
    show(State(edge)).await
}

pub(super) async fn open(State(edge): State<Edge>, clock: Clock) -> Result<StatusCode, Problem> {
    let batch = vec![
        closed::open(),
        audit::of_operator("booking opened", "", clock.now()),
    ];
    edge.database.batch(batch).await?;
    tracing::warn!("booking opened");
    Ok(StatusCode::NO_CONTENT)
}
