//! The rules of appointments at Hamburg's customer centres.
//!
//! **In scope:** which times are offered, which visit fits which counter, what each event does to an
//! appointment in each state, and every deadline. What the rules need comes in as values (`now`,
//! entropy, the loaded [`Day`]); what they want done goes out as a value ([`Change`] or [`Refusal`]).
//!
//! **Out of scope, and who does it instead:** loading and storing (`edge::store`), words (`texts`),
//! tokens and sealing (`edge`), the clock and randomness (the shells). Nothing here is async, does
//! I/O or knows a trait of the outside.
//!
//! All intervals are half-open: something is valid while `now < until`.

#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

pub mod activate;
pub mod answers;
pub mod applicant;
pub mod appointment;
pub mod brake;
pub mod cancel;
pub mod catalogue;
pub mod change;
pub mod day;
pub mod deadline;
pub mod first;
pub mod fit;
pub mod hold;
pub mod holiday;
pub mod horizon;
pub mod id;
pub mod invariant;
pub mod invitation;
pub mod limit;
pub mod mail;
pub mod near;
pub mod offer;
pub mod plan;
pub mod refusal;
pub mod relocate;
pub mod reserve;
pub mod share;
pub mod skill;
pub mod spelling;
pub mod state_text;
pub mod thin;
pub mod time;
pub mod unit;

pub use appointment::{Appointment, State, Status};
pub use catalogue::{Catalogue, Centre, Service};
pub use change::{Change, Days, Entropy, Event, Notice, NoticeKind};
pub use day::{Claim, Day};
pub use id::{AppointmentId, CentreId, Reference, ServiceId};
pub use offer::Offer;
pub use plan::Plan;
pub use refusal::Refusal;
pub use time::Instant;
