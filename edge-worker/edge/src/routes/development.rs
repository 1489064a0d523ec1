//! `POST /dev/clock`: lets time pass. Exists in development only.

use axum::body::Bytes;
use axum::extract::State;
use booking::Instant;
use chrono::Datelike;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Edge;
use crate::body::parse;
use crate::clock::{Clock, advance};
use crate::field::{Fault, FieldProblem};
use crate::problem::Problem;

/// A century: farther would leave a clock that nothing can read.
const FARTHEST_SECONDS: u64 = 100 * 366 * 24 * 3600;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Move {
    /// Moves the clock ahead; negative, back.
    advance_seconds: Option<i64>,
    /// Sets it to an RFC 3339 instant.
    set: Option<String>,
}

pub(super) async fn clock(
    State(edge): State<Edge>,
    clock: Clock,
    body: Bytes,
) -> Result<axum::Json<Value>, Problem> {
    // Any content type: this is for a developer's hand.
    let value: Move = parse(&body)?;
    let by = match (value.advance_seconds, &value.set) {
        (Some(seconds), None) => seconds,
        (None, Some(text)) => {
            let wrong = |_| Problem::invalid(vec![FieldProblem::new("set", Fault::TimeFormat)]);
            let instant = Instant::parse(text).map_err(wrong)?;
            instant.since(clock.now())
        }
        _ => {
            return Err(Problem::invalid(vec![FieldProblem::new(
                "advance_seconds",
                Fault::Missing,
            )]));
        }
    };
    let then = clock.now().plus_seconds(by);
    if by.unsigned_abs() > FARTHEST_SECONDS || !(1970..2100).contains(&then.wall().year()) {
        return Err(Problem::invalid(vec![FieldProblem::new(
            "advance_seconds",
            Fault::ClockRange,
        )]));
    }
    let now = advance(&edge, by).await?;
    Ok(axum::Json(json!({ "now": now.to_rfc3339() })))
}
