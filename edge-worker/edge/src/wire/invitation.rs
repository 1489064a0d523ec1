//! Invitations, as JSON.

use serde::{Deserialize, Serialize};

/// Body of `POST /api/v1/invitations`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct InvitationRequest {
    /// The code, as somebody typed it.
    pub code: String,
}

/// What a code opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Invitation")
)]
pub struct InvitationJson {
    /// The only centre at which it is good.
    pub centre: String,
    /// The service it is for.
    pub service: String,
    /// RFC 3339: from then on it opens nothing.
    pub valid_until: String,
}

/// Body of `POST /api/v1/operator/invitations`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct InvitationsRequest {
    /// The office that invites.
    pub centre: String,
    /// The service, one with `place: invitation`.
    pub service: String,
    /// The last day on which a code may be used, `2026-12-31`.
    pub last_day: String,
    /// How many codes.
    pub count: u32,
}

/// Codes that were issued. They are told once, to whoever writes the letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Issued")
)]
pub struct IssuedJson {
    /// Each for one appointment.
    pub codes: Vec<String>,
    /// RFC 3339: from then on they open nothing.
    pub valid_until: String,
}
