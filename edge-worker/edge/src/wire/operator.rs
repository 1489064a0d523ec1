//! The JSON of `/api/v1/operator`.

use serde::{Deserialize, Serialize};

use crate::store::closed::{Closed, ClosedText};
use crate::store::pauses::Pause;
use crate::wire::object;
use booking::Instant;

/// Body of `PUT /api/v1/operator/closed`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClosingRequest {
    /// What citizens read meanwhile: why, and until when.
    #[serde(deserialize_with = "object::one")]
    pub text: ClosedText,
}

/// The read-only switch.
#[derive(Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Switch")
)]
pub struct SwitchJson {
    /// Null while citizens can book.
    pub closed: Option<ClosedSinceJson>,
}

/// The switch while it is on.
#[derive(Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "ClosedSince")
)]
pub struct ClosedSinceJson {
    /// RFC 3339 with Berlin's offset.
    pub since: String,
    /// What citizens read.
    pub text: ClosedText,
}

impl SwitchJson {
    /// As it stands.
    #[must_use]
    pub fn new(closed: Option<Closed>) -> Self {
        Self {
            closed: closed.map(|closed| ClosedSinceJson {
                since: closed.since.to_rfc3339(),
                text: closed.text,
            }),
        }
    }
}

/// Centres that sell nothing until somebody has looked.
#[derive(Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Pauses")
)]
pub struct PausesJson {
    /// None of them is what one wants.
    pub pauses: Vec<PauseJson>,
}

/// A centre that sells nothing.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Pause"))]
pub struct PauseJson {
    /// The centre, as the catalogue names it.
    pub centre: String,
    /// RFC 3339 with Berlin's offset.
    pub since: String,
    /// What the check has found.
    pub reason: String,
}

impl PausesJson {
    /// Of these.
    #[must_use]
    pub fn new(pauses: &[Pause]) -> Self {
        let pauses = pauses.iter().map(|pause| PauseJson {
            centre: pause.centre.to_string(),
            since: Instant::from_seconds(pause.since).to_rfc3339(),
            reason: pause.reason.clone(),
        });
        Self {
            pauses: pauses.collect(),
        }
    }
}
