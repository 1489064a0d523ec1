//! `/api/v1/operator/pauses`: centres that the invariant check has paused.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use booking::CentreId;

use crate::Edge;
use crate::clock::Clock;
use crate::problem::{Kind, Problem};
use crate::store::{audit, pauses};
use crate::wire::operator::PausesJson;

pub(super) async fn show(State(edge): State<Edge>) -> Result<axum::Json<PausesJson>, Problem> {
    let pauses = pauses::read(edge.one(pauses::select()).await?)?;
    Ok(axum::Json(PausesJson::new(&pauses)))
}

pub(super) async fn resume(
    State(edge): State<Edge>,
    clock: Clock,
    Path(centre): Path<String>,
) -> Result<StatusCode, Problem> {
    let centre = CentreId::from(centre);
    let paused = pauses::read(edge.one(pauses::select()).await?)?;
    if !pauses::includes(&paused, &centre) {
        return Err(Kind::NotFound.into());
    }
    let noted = audit::of_operator("centre resumed", centre.as_str(), clock.now());
    let batch = pauses::resume(&centre).into_iter().chain([noted]);
    edge.database.batch(batch.collect()).await?;
    tracing::warn!(centre = centre.as_str(), "centre resumed");
    Ok(StatusCode::NO_CONTENT)
}
