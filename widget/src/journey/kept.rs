//! The time kept for this person, and how the server says it stands.

use crate::offer::{Moment, Slot};

/// Whether the activation mail has left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mail {
    /// Not yet accepted by a mail system.
    #[default]
    Queued,
    /// Accepted.
    Sent,
    /// Refused for good: the address is wrong.
    Refused,
    /// Never sent: too little time was left to confirm, so the time was freed.
    TooLate,
}

/// What the browser holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ticket {
    /// The appointment's id.
    pub id: String,
    /// What proves that this browser reserved it.
    pub secret: String,
}

/// A time kept for this person.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Id and secret.
    pub ticket: Ticket,
    /// The time.
    pub slot: Slot,
    /// When it begins, in milliseconds since 1970; zero until the server has said how it stands.
    pub begins: f64,
    /// Until when it is kept.
    pub until: Moment,
    /// How often it can still be prolonged.
    pub prolongations_left: u32,
    /// Whether name and mail have been sent.
    pub held: bool,
    /// The activation mail, once held.
    pub mail: Mail,
    /// By when to press, once the mail system has accepted the mail.
    pub activate_by: Option<Moment>,
    /// How often the mail can be sent again.
    pub resends_left: u32,
    /// No resend before this, in milliseconds since 1970.
    pub resend_from: f64,
    /// The reference, once booked.
    pub reference: Option<String>,
}

/// The state of an appointment as the API tells its holder.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// `reserved`, `held`, `booked`, `cancelled` or `lapsed`.
    pub status: String,
    /// Everything known of the time kept.
    pub kept: Kept,
    /// Services by id and quantity.
    pub services: Vec<(String, u32)>,
}
