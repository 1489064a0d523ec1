//! `/api/v1/operator/pauses`: centres that the invariant check has paused.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use booking::{CentreId, Instant};
use serde_json::{Value, json};

use crate::Edge;
use crate::clock::Clock;
use crate::problem::{Kind, Problem};
use crate::store::{audit, pauses};

pub(super) async fn show(State(edge): State<Edge>) -> Result<axum::Json<Value>, Problem> {
    let pauses = pauses::read(edge.one(pauses::select()).await?)?;
    let pauses = pauses.iter().map(|pause| {
        let since = Instant::from_seconds(pause.since).to_rfc3339();
        json!({ "centre": pause.centre.as_str(), "since": since, "reason": pause.reason })
    });
    Ok(axum::Json(json!({ "pauses": pauses.collect::<Vec<_>>() })))
}

pub(super) async fn resume(
    State(edge): State<Edge>,
    clock: Clock,
    Path(centre): Path<String>,
) -> Result<StatusCode, Problem> {
    let centre = CentreId::from(centre);
    let resumed = edge.one(pauses::resume(&centre)).await?;
    if resumed.0.is_empty() {
        return Err(Kind::NotFound.into());
    }
    edge.one(audit::of_operator("centre resumed", centre.as_str(), clock.now()))
        .await?;
    tracing::warn!(centre = centre.as_str(), "centre resumed");
    Ok(StatusCode::NO_CONTENT)
}
