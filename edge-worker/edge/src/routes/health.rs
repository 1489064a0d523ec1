//! `GET /health`: what a monitoring system asks.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use booking::Instant;
use serde_json::json;

use crate::Edge;
use crate::clock::Clock;
use crate::problem::Problem;
use crate::store::{closed, outbox, pauses, ticks};

/// Seconds without a tick after which the cron is silent: mails wait, nothing is deleted, no day is checked.
const SILENT_SECONDS: i64 = 600;

/// Says that the Worker and its database answer, what the time is, and what does not run as it should. 503 while the
/// cron is silent.
pub(super) async fn health(State(edge): State<Edge>, clock: Clock) -> Result<Response, Problem> {
    let now = clock.now();
    edge.memo.forget_catalogue();
    let centres = edge.catalogue(now).await?.centres.len();
    let selects = vec![
        ticks::select(),
        pauses::select(),
        closed::select(),
        outbox::select_waiting(now),
    ];
    let mut rows = edge.database.batch(selects).await?.into_iter();
    let last_tick = ticks::read(rows.next().unwrap_or_default())?;
    let paused = pauses::read(rows.next().unwrap_or_default())?;
    let closed = closed::read(rows.next().unwrap_or_default())?;
    let mails = outbox::waiting(rows.next().unwrap_or_default())?;
    let silent = last_tick.is_none_or(|tick| now.since(tick) >= SILENT_SECONDS);
    let (code, status) = match (silent, mails.stuck, paused.is_empty(), closed.is_none()) {
        (true, ..) => (StatusCode::SERVICE_UNAVAILABLE, "cron-silent"),
        (_, 1.., ..) => (StatusCode::OK, "mail-stuck"),
        (_, _, false, _) => (StatusCode::OK, "paused"),
        (_, _, _, false) => (StatusCode::OK, "closed"),
        _ => (StatusCode::OK, "ok"),
    };
    let body = json!({
        "status": status,
        "now": now.to_rfc3339(),
        "centres": centres,
        "paused": paused.iter().map(|pause| pause.centre.as_str()).collect::<Vec<_>>(),
        "closed": closed.is_some(),
        "mails_waiting": mails.waiting,
        "mails_stuck": mails.stuck,
        "last_tick": last_tick.map(Instant::to_rfc3339),
    });
    Ok((code, axum::Json(body)).into_response())
}
