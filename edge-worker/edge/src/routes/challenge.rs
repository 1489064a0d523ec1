//! `GET /api/v1/challenge`

use axum::Json;
use axum::extract::State;

use crate::Edge;
use crate::challenge::{Challenge, make};
use crate::clock::Clock;

pub(super) async fn challenge(State(edge): State<Edge>, clock: Clock) -> Json<Challenge> {
    let settings = &edge.settings;
    Json(make(
        &settings.keys,
        settings.challenge_maxnumber,
        clock.now(),
        edge.draw(),
    ))
}
