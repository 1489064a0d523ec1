//! Why an event is refused. Named here, worded in `texts`, turned into problem documents by `edge`.

use crate::appointment::State;
use crate::invitation::Uninvited;
use crate::time::Instant;

/// Why an event changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Somebody has this time.
    #[error("the time is taken")]
    Taken,
    /// Nearer than the lead time, or past.
    #[error("too near to be booked online")]
    TooNear,
    /// Beyond the last open day.
    #[error("not open for booking yet")]
    TooFar,
    /// The centre does not serve what the appointment is for.
    #[error("not served there")]
    NotServed,
    /// The reservation or hold is over.
    #[error("lapsed")]
    Lapsed,
    /// This event has no place in this state.
    #[error("not possible while {0:?}")]
    WrongState(State),
    /// Booked appointments are given back by the mail's link only.
    #[error("needs the link of the mail")]
    NeedsManageToken,
    /// Used up, or nothing to gain.
    #[error("no more {0:?}")]
    NoMore(Scarce),
    /// From the 4th prolongation on.
    #[error("a fresh challenge is needed")]
    ChallengeRequired,
    /// Mails need two minutes between them.
    #[error("too soon")]
    TooSoon {
        /// First instant at which it works.
        at: Instant,
    },
    /// Under 15 minutes would be left to press the button.
    #[error("too late for a mail")]
    TooLateForMail,
    /// Not the code of the mail.
    #[error("wrong code")]
    WrongCode {
        /// Tries left.
        left: u8,
    },
    /// The visit has begun.
    #[error("the visit has begun")]
    Started,
    /// Five minutes are over.
    #[error("too late to undo")]
    UndoOver,
    /// The service needs an invitation of that office.
    #[error("{0}")]
    Uninvited(Uninvited),
    /// The proven address has as many coming appointments as it may.
    #[error("limit reached")]
    LimitReached,
}

/// Things that run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scarce {
    /// Prolongations of a reservation.
    Prolongations,
    /// Resent mails.
    Resends,
    /// Corrections of the address.
    AddressChanges,
}
