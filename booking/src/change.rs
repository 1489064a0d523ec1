//! What a decision wants done: committed in one batch, all or nothing.

use chrono::NaiveDate;

use crate::appointment::{Appointment, Slot};
use crate::day::Day;
use crate::id::{AppointmentId, CentreId, Reference};
use crate::refusal::Refusal;
use crate::time::Instant;

/// A decision to commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub event: Event,
    /// The appointment as it will be; its version is the one it was read at.
    pub appointment: Appointment,
    /// The appointment it replaces, as it will be.
    pub replaced: Option<Appointment>,
    /// The days as they will be; their versions are the ones they were read at.
    pub days: Days,
    /// Mails to send.
    pub notices: Vec<Notice>,
}

/// What happened to an appointment, as the audit names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A time was reserved.
    Reserved,
    /// The reservation got more time.
    Prolonged,
    /// An applicant was named.
    Held,
    /// Name or phone of a hold was corrected.
    Corrected,
    /// The address of a hold was corrected.
    AddressChanged,
    /// The activation mail was asked for again.
    Resent,
    /// The mail system took the activation mail.
    MailAccepted,
    /// The mail system refused it for good.
    MailRefused,
    /// The mail would have come too late.
    MailTooLate,
    /// A wrong code was typed.
    WrongCode,
    /// It was activated.
    Booked,
    /// It was activated late, at a time chosen then.
    BookedLate,
    /// It was given back.
    Cancelled,
    /// The cancellation was taken back.
    Undone,
    /// It got another time.
    Moved,
}

/// A mail to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Which.
    pub kind: NoticeKind,
    /// Not before.
    pub due: Instant,
    /// The generation of the hold, or the sequence of the booking, that it speaks of: if the
    /// appointment has moved on by then, the notice is dropped.
    pub generation: u32,
}

/// Which mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    /// Please confirm.
    Activation,
    /// Not confirmed yet, and soon free again.
    Lapsing,
    /// The address is over its limit.
    Limit,
    /// It stands.
    Confirmed,
    /// Tomorrow.
    Reminder,
    /// Another time.
    Moved,
    /// Given back.
    Cancelled,
    /// All coming appointments of the address, asked for by whoever has lost the mails.
    Again,
}

/// Chance, drawn by the shell for one decision.
#[derive(Clone, Debug)]
pub struct Entropy {
    /// For a new appointment.
    pub id: AppointmentId,
    /// For a new booking.
    pub reference: Reference,
    /// For times that stay back.
    pub jitter: u32,
}

/// The days a decision looks at, loaded before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Days(Vec<Day>);

impl Days {
    /// These days, each at most once.
    #[must_use]
    pub fn new(days: Vec<Day>) -> Self {
        Self(days)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Day> {
        self.0.iter()
    }

    /// The day of a slot.
    ///
    /// # Errors
    /// [`Refusal::Taken`] when it was not loaded: a day we know nothing of has nothing to give.
    pub fn of(&mut self, slot: &Slot) -> Result<&mut Day, Refusal> {
        self.at(&slot.centre, slot.date).ok_or(Refusal::Taken)
    }

    fn at(&mut self, centre: &CentreId, date: NaiveDate) -> Option<&mut Day> {
        self.0
            .iter_mut()
            .find(|day| day.centre == *centre && day.date == date)
    }
}
