//! An appointment and its states: State = f(stored status, until, now).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::catalogue::Chosen;
use crate::day::Span;
use crate::deadline::deletion;
use crate::id::{AppointmentId, CentreId, Reference};
use crate::limit;
use crate::skill::SkillSet;
use crate::time::Instant;
use crate::unit::{UNIT_MINUTES, Unit};

/// What is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// A time is taken, nobody is named.
    Reserved,
    /// An applicant is named, the activation is awaited.
    Held,
    /// The appointment stands.
    Booked,
    /// Given back.
    Cancelled,
}

/// What holds at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Reserved, and in time.
    Reserved,
    /// Held, and in time.
    Held,
    /// Reserved or held, and too late.
    Lapsed,
    /// Booked.
    Booked,
    /// Cancelled.
    Cancelled,
}

/// A start at a centre.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slot {
    /// Where.
    pub centre: CentreId,
    /// The date there.
    pub date: NaiveDate,
    /// The unit of that date.
    pub start: Unit,
    /// The same as an instant.
    pub starts_at: Instant,
}

/// One appointment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Its name.
    pub id: AppointmentId,
    /// Counts its changes; 0 is not stored yet.
    pub version: u32,
    /// What is stored.
    pub status: Status,
    /// When and where.
    pub slot: Slot,
    /// Length in units.
    pub units: u8,
    /// What the counter must be able to do.
    pub skills: SkillSet,
    /// First instant at which a reservation or hold has lapsed.
    pub until: Instant,
    /// What people say to name it, from booking on.
    pub reference: Option<Reference>,
    /// How it came here.
    pub progress: Progress,
}

/// What has happened to an appointment so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What it is for.
    pub services: Vec<Chosen>,
    /// Language of its mails and pages.
    pub language: String,
    /// When the time was reserved.
    pub reserved_at: Instant,
    /// Prolongations so far.
    pub prolongations: u8,
    /// The hold, once there was one.
    pub hold: Option<Hold>,
    /// When it was booked.
    pub booked_at: Option<Instant>,
    /// When it was cancelled.
    pub cancelled_at: Option<Instant>,
    /// Counts what calendars must be told (RFC 5545 SEQUENCE).
    pub sequence: u32,
}

/// The time between form and activation (rule 3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// When the form was sent first.
    pub held_at: Instant,
    /// The latest instant to activate, whatever the mail system does.
    pub hold_cap: Instant,
    /// Known once the mail system has accepted the mail.
    pub activate_by: Option<Instant>,
    /// Where the mail is.
    pub mail: MailState,
    /// When the last mail was asked for.
    pub mailed_at: Instant,
    /// Counts addresses; tokens and codes of earlier ones are dead.
    pub generation: u8,
    /// Resent mails to this address.
    pub resends: u8,
    /// Wrong codes so far.
    pub wrong_codes: u8,
    /// The address was over its limit: the screen says the same as always, the mail explains, and
    /// nothing activates it (rule 7).
    pub over_limit: bool,
}

/// Where the activation mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// To be sent.
    Queued,
    /// Accepted by the mail system.
    Sent,
    /// Refused for good.
    Refused,
    /// Not sent: too little time would have been left to press the button.
    TooLate,
}

impl Appointment {
    /// What holds at `now`.
    #[must_use]
    pub fn state(&self, now: Instant) -> State {
        match self.status {
            Status::Booked => State::Booked,
            Status::Cancelled => State::Cancelled,
            Status::Reserved | Status::Held if now >= self.until => State::Lapsed,
            Status::Reserved => State::Reserved,
            Status::Held => State::Held,
        }
    }

    /// When the visit ends.
    #[must_use]
    pub fn ends_at(&self) -> Instant {
        self.slot
            .starts_at
            .plus_minutes(i64::from(self.units) * i64::from(UNIT_MINUTES))
    }

    /// The time it takes at a counter.
    #[must_use]
    pub fn span(&self) -> Span {
        Span {
            start: self.slot.start,
            units: self.units,
            skills: self.skills,
        }
    }

    /// Prolongations left.
    #[must_use]
    pub fn prolongations_left(&self) -> u8 {
        limit::PROLONGATIONS.saturating_sub(self.progress.prolongations)
    }

    /// First instant at which nothing of it is kept (rule 14).
    #[must_use]
    pub fn delete_at(&self) -> Instant {
        let was_booked = self.progress.booked_at.is_some();
        match self.status {
            Status::Booked => deletion::booked(self.slot.starts_at),
            Status::Cancelled if was_booked => deletion::booked(self.slot.starts_at),
            Status::Cancelled => deletion::reserved(self.progress.cancelled_at.unwrap_or(self.until)),
            Status::Held => deletion::held(self.until),
            Status::Reserved => deletion::reserved(self.until),
        }
    }

    /// Whether a link or a code may book it: never for an address over its limit.
    #[must_use]
    pub fn can_be_activated(&self) -> bool {
        let hold = self.progress.hold.as_ref();
        self.status == Status::Held && hold.is_some_and(|hold| !hold.over_limit)
    }
}
