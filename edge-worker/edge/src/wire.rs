//! The JSON of API v1. These types know the domain; the domain does not know them.

mod availability;
mod catalogue;
mod invitation;
mod object;
pub mod operator;

pub use availability::{
    CentreAvailability, CentreOverview, CityAvailability, DaysRow, FirstStartsJson, LongestRow, Slots,
};
pub use catalogue::CatalogueJson;
pub use invitation::{InvitationJson, InvitationRequest, InvitationsRequest, IssuedJson};

use booking::appointment::{MailState, Slot};
use booking::catalogue::Chosen;
use booking::unit::UNIT_MINUTES;
use booking::{Appointment, Instant, Reference, State, limit};
use serde::{Deserialize, Serialize};

/// A free time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Slot"))]
pub struct SlotJson {
    /// The centre, as the catalogue names it.
    pub centre: String,
    /// RFC 3339 with Berlin's offset.
    pub starts_at: String,
    /// RFC 3339 with Berlin's offset.
    pub ends_at: String,
}

impl SlotJson {
    /// A slot of this length.
    #[must_use]
    pub fn new(slot: &Slot, units: u8) -> Self {
        let minutes = i64::from(units) * i64::from(UNIT_MINUTES);
        Self {
            centre: slot.centre.to_string(),
            starts_at: slot.starts_at.to_rfc3339(),
            ends_at: slot.starts_at.plus_minutes(minutes).to_rfc3339(),
        }
    }
}

/// Centre and start, as a caller names them.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SlotRequest {
    /// The centre, as the catalogue names it.
    pub centre: String,
    /// RFC 3339 with an offset.
    pub starts_at: String,
    /// Allowed, so that a slot can be sent back as it came; not looked at.
    #[serde(default)]
    pub ends_at: Option<String>,
}

/// Body of `POST /api/v1/appointments`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReserveRequest {
    /// What for; each service once.
    #[serde(deserialize_with = "object::list")]
    pub services: Vec<ChosenRequest>,
    /// Where: the centre, as the catalogue names it.
    pub centre: String,
    /// When: RFC 3339 with an offset.
    pub starts_at: String,
    /// Allowed, so that a slot can be sent back as it came; not looked at.
    #[serde(default)]
    pub ends_at: Option<String>,
    /// A solved challenge: Base64 of its JSON with `number`. Without one the answer is `challenge-required`.
    #[serde(default)]
    pub challenge: Option<String>,
    /// The reservation of the same browser that this one replaces.
    #[serde(default, deserialize_with = "object::optional")]
    pub replaces: Option<ReplacesRequest>,
    /// The code of an invitation, where a service needs one.
    #[serde(default)]
    pub invitation: Option<String>,
    /// The language of what follows, by its tag as in `lang` of the catalogue; that of the request if not given.
    #[serde(default)]
    pub language: Option<String>,
}

/// A service and how often.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChosenRequest {
    /// The service, as the catalogue names it.
    pub id: String,
    /// For how many people or documents: from 1 to its `max_quantity`.
    // Read wide, so that nonsense is named and not just refused.
    pub quantity: i64,
}

impl ChosenRequest {
    /// From `personalausweis:2`, or `personalausweis` for one.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let (id, quantity) = text.split_once(':').unwrap_or((text, "1"));
        Self {
            id: id.to_owned(),
            quantity: quantity.parse().unwrap_or(0),
        }
    }

    /// As the rules take it; a quantity they cannot hold becomes one they refuse.
    #[must_use]
    pub fn chosen(&self) -> Chosen {
        Chosen {
            id: self.id.as_str().into(),
            quantity: u8::try_from(self.quantity).unwrap_or(0),
        }
    }
}

/// An appointment with the secret of the browser that reserved it.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReplacesRequest {
    /// The appointment.
    pub id: String,
    /// The secret that came with it.
    pub secret: String,
}

/// Body of `POST /api/v1/mails`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AgainRequest {
    /// The address with which the appointments were booked.
    pub email: String,
}

/// Body of `PUT …/applicant`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplicantRequest {
    /// First and last name as they write it, in any script; 1 to 120 characters.
    pub name: String,
    /// Where the mails go.
    pub email: String,
    /// A phone number; may be null or empty.
    #[serde(default)]
    pub phone: Option<String>,
    /// The language of mails and pages, by its tag as in `lang` of the catalogue; German if not given.
    #[serde(default)]
    pub language: Option<String>,
}

/// Body of `POST …/prolong`; may be left out for the first three.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProlongRequest {
    /// A solved challenge, from the 4th prolongation on.
    #[serde(default)]
    pub challenge: Option<String>,
}

/// Body of `POST …/activation`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeRequest {
    /// Six digits; spaces are forgiven.
    pub code: String,
}

/// Body of `POST /api/v1/activations`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActivationRequest {
    /// The last part of the link in the activation mail.
    pub token: String,
    /// A time chosen after the hold has lapsed, one of `alternatives`.
    #[serde(default, deserialize_with = "object::optional")]
    pub slot: Option<SlotRequest>,
}

/// Body of `POST …/move`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MoveRequest {
    /// Where to: the centre, as the catalogue names it.
    pub centre: String,
    /// When: RFC 3339 with an offset.
    pub starts_at: String,
    /// Allowed, so that a slot can be sent back as it came; not looked at.
    #[serde(default)]
    pub ends_at: Option<String>,
    /// Other services; those it has, if not given.
    #[serde(default, deserialize_with = "object::optional_list")]
    pub services: Option<Vec<ChosenRequest>>,
}

/// A reservation.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Reserved")
)]
pub struct ReservedJson {
    /// The appointment.
    pub id: String,
    /// `reserved`.
    pub status: State,
    /// The server's clock, which alone decides.
    pub now: String,
    /// First instant at which it has lapsed.
    pub reserved_until: String,
    /// How many times it may still be prolonged.
    pub prolongations_left: u8,
}

impl ReservedJson {
    /// Of this appointment.
    #[must_use]
    pub fn new(appointment: &Appointment, now: Instant) -> Self {
        Self {
            id: appointment.id.to_string(),
            status: State::Reserved,
            now: now.to_rfc3339(),
            reserved_until: appointment.until.to_rfc3339(),
            prolongations_left: appointment.prolongations_left(),
        }
    }
}

/// A reservation just made.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Created")
)]
pub struct CreatedJson {
    /// The reservation.
    #[serde(flatten)]
    pub reserved: ReservedJson,
    /// Stays in the browser that reserved: the bearer of what it may do until the appointment is booked.
    pub secret: String,
}

/// An appointment that is booked.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Booked")
)]
pub struct BookedJson {
    /// The appointment.
    pub id: String,
    /// `booked`.
    pub status: State,
    /// What people name on the phone and at the centre, `K7TM-2Q9X`.
    pub reference: Option<Reference>,
    /// There, and true, when it was booked before.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub already: bool,
}

impl BookedJson {
    /// Of this appointment.
    #[must_use]
    pub fn new(appointment: &Appointment, already: bool) -> Self {
        Self {
            id: appointment.id.to_string(),
            status: State::Booked,
            reference: appointment.reference.clone(),
            already,
        }
    }
}

/// An appointment as its owner may see it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Appointment")
)]
pub struct AppointmentJson {
    /// The appointment.
    pub id: String,
    /// What holds at `now`.
    pub status: State,
    /// The server's clock, which alone decides.
    pub now: String,
    /// The centre, as the catalogue names it.
    pub centre: String,
    /// RFC 3339 with Berlin's offset.
    pub starts_at: String,
    /// RFC 3339 with Berlin's offset.
    pub ends_at: String,
    /// What for.
    pub services: Vec<Chosen>,
    /// While reserved: first instant at which it has lapsed.
    pub reserved_until: Option<String>,
    /// How many times it may still be prolonged; 0 unless reserved.
    pub prolongations_left: u8,
    /// While held: where the activation mail is.
    pub mail: Option<MailState>,
    /// While held, once the mail system has the mail: first instant at which it can no longer be activated.
    pub activate_by: Option<String>,
    /// While held: the latest instant, whatever the mail system does.
    pub hold_until: Option<String>,
    /// How many times the mail may be asked for again; 0 unless held.
    pub resends_left: u8,
    /// Once booked: what people name on the phone and at the centre, `K7TM-2Q9X`.
    pub reference: Option<Reference>,
    /// The applicant's name; only for the manage token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl AppointmentJson {
    /// Of this appointment at `now`.
    #[must_use]
    pub fn new(appointment: &Appointment, now: Instant) -> Self {
        let state = appointment.state(now);
        let held = appointment
            .progress
            .hold
            .as_ref()
            .filter(|_| matches!(state, State::Held | State::Lapsed));
        Self {
            id: appointment.id.to_string(),
            status: state,
            now: now.to_rfc3339(),
            centre: appointment.slot.centre.to_string(),
            starts_at: appointment.slot.starts_at.to_rfc3339(),
            ends_at: appointment.ends_at().to_rfc3339(),
            services: appointment.progress.services.clone(),
            reserved_until: (state == State::Reserved).then(|| appointment.until.to_rfc3339()),
            prolongations_left: if state == State::Reserved {
                appointment.prolongations_left()
            } else {
                0
            },
            mail: held.map(|hold| hold.mail),
            activate_by: held.and_then(|hold| hold.activate_by).map(Instant::to_rfc3339),
            hold_until: held.map(|hold| hold.hold_cap.to_rfc3339()),
            resends_left: held.map_or(0, |hold| limit::RESENDS.saturating_sub(hold.resends)),
            reference: appointment
                .reference
                .as_ref()
                .filter(|_| state == State::Booked)
                .cloned(),
            name: None,
        }
    }
}
