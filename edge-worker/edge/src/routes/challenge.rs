//! `GET /api/v1/challenge`

use axum::Json;
use axum::extract::State;

use crate::Edge;
use crate::brake::Network;
use crate::challenge::{Challenge, make};
use crate::clock::Clock;
use crate::problem::Problem;

pub(super) async fn challenge(
    State(edge): State<Edge>,
    clock: Clock,
    network: Network,
) -> Result<Json<Challenge>, Problem> {
    let now = clock.now();
    let settings = &edge.settings;
    let factor = network.factor(&edge, now).await?;
    let maxnumber = settings.challenge_maxnumber.saturating_mul(factor);
    Ok(Json(make(&settings.keys, maxnumber, now, edge.draw())))
}
