//! The JSON of `/api/v1/operator`.

use serde::{Deserialize, Serialize};

use crate::store::closed::{Closed, ClosedText};
use crate::store::outbox::{RefusedMail, Waiting};
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

/// Mails that wait, and those that nobody will get.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Mails"))]
pub struct MailsJson {
    /// Due, or put off after a try.
    pub waiting: u32,
    /// Of these, the ones that the mail system has not taken for six minutes at the least.
    pub stuck: u32,
    /// Refused for good, of booked appointments that are to come: whom it concerns has to be told otherwise.
    pub refused: Vec<RefusedMailJson>,
}

/// A mail that the mail system has refused for good.
#[derive(Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "RefusedMail")
)]
pub struct RefusedMailJson {
    /// `confirmed`, `reminder`, `moved`, `cancelled` or `again`.
    pub kind: String,
    /// RFC 3339 with Berlin's offset.
    pub refused_at: String,
    /// The appointment.
    pub id: String,
    /// What the citizen calls it by.
    pub reference: Option<String>,
    /// The centre, as the catalogue names it: the list of that day has name and phone.
    pub centre: String,
    /// RFC 3339 with Berlin's offset.
    pub starts_at: String,
}

impl MailsJson {
    /// Of these.
    #[must_use]
    pub fn new(waiting: Waiting, refused: &[RefusedMail]) -> Self {
        let time = |seconds| Instant::from_seconds(seconds).to_rfc3339();
        let refused = refused.iter().map(|mail| RefusedMailJson {
            kind: mail.kind.clone(),
            refused_at: time(mail.settled_at),
            id: mail.id.clone(),
            reference: mail.reference.clone(),
            centre: mail.centre.clone(),
            starts_at: time(mail.starts_at),
        });
        Self {
            waiting: waiting.waiting,
            stuck: waiting.stuck,
            refused: refused.collect(),
        }
    }
}
