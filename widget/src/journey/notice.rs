//! What stands in the way, and what is said aloud.

use super::Command;
use crate::offer::Slot;

/// What stands in the way, with a way on.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Somebody was faster.
    Taken(Vec<Slot>),
    /// The time kept has run out; it held this slot.
    Lapsed(Slot, Vec<Slot>),
    /// The mail could not be sent in time, so nothing was sent and the time is free again.
    TooLate,
    /// Services or centres are others than they were: the choice has to be made again.
    Changed,
    /// It cannot be done, as the server says in its own words; trying again would not help.
    Told(Option<String>),
    /// Something went wrong; the command can be tried again.
    Failed(Trouble, Box<Command>),
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// No answer.
    Network,
    /// Nothing new can be booked at present, for this reason.
    Closed(Option<String>),
    /// Too many people; try after so many seconds.
    Busy(u32),
    /// The server's own words, or none.
    Said(Option<String>),
}

/// What the person hears when nothing on screen has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The time was prolonged.
    MoreTime,
    /// Three minutes are left.
    Soon,
    /// The mail is on its way again.
    Resent,
    /// The mail system does not know the address.
    Refused,
}
