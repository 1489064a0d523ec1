//! What the fate of a mail does to its appointment (rule 3), and whether a mail is still to be sent.

use crate::appointment::{Appointment, MailState, State};
use crate::change::{Change, Days, Entropy, Event, Notice, NoticeKind};
use crate::deadline::{
    activate_by, after_refused_mail, back_after_lapse, lapsing_due, printed, worth_a_mail, worth_a_warning,
};
use crate::time::Instant;

/// What to do with a notice that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// Write and send it; a mail that asks for the press prints this clock time.
    Send {
        /// For mails that ask for the press.
        printed: Option<Instant>,
    },
    /// The appointment has moved on.
    Drop,
    /// Too little time would be left: nothing is sent.
    TooLate,
}

/// Checks a due notice against its appointment, each time it is about to be sent.
#[must_use]
pub fn due(appointment: &Appointment, kind: NoticeKind, generation: u32, now: Instant) -> Due {
    let hold = appointment.progress.hold.as_ref();
    let same_address = hold.is_some_and(|hold| u32::from(hold.generation) == generation);
    let same_booking = appointment.progress.sequence == generation;
    let state = appointment.state(now);
    match kind {
        NoticeKind::Activation => match (state, hold) {
            (State::Held, Some(hold)) if same_address && !hold.over_limit => {
                if worth_a_mail(now, hold.hold_cap) {
                    Due::Send {
                        printed: Some(printed(now, hold.hold_cap)),
                    }
                } else {
                    Due::TooLate
                }
            }
            _ => Due::Drop,
        },
        NoticeKind::Lapsing => match (state, hold.and_then(|hold| hold.activate_by)) {
            (State::Held, Some(by)) if same_address && worth_a_warning(now, by) => Due::Send {
                printed: Some(by.floor_to_minute()),
            },
            _ => Due::Drop,
        },
        // Which appointments are coming is read when it is written.
        NoticeKind::Again => Due::Send { printed: None },
        NoticeKind::Limit if state == State::Held && same_address => Due::Send { printed: None },
        NoticeKind::Confirmed | NoticeKind::Moved | NoticeKind::Reminder
            if state == State::Booked && same_booking && now < appointment.slot.starts_at =>
        {
            Due::Send { printed: None }
        }
        NoticeKind::Cancelled if state == State::Cancelled && same_booking => Due::Send { printed: None },
        _ => Due::Drop,
    }
}

/// The mail system has taken the activation mail at `accepted_at`: now the hour runs, and another mail is owed
/// shortly before it ends. `None` when the appointment has moved on meanwhile, or its cap is over and what is left is the time for another
/// address that a refusal gave.
#[must_use]
pub fn accepted(
    appointment: Appointment,
    days: Days,
    generation: u32,
    accepted_at: Instant,
    entropy: &Entropy,
) -> Option<Change> {
    let before = appointment.progress.hold.as_ref()?.activate_by;
    let change = settle(appointment, days, generation, accepted_at, |appointment, days| {
        let hold = appointment.progress.hold.as_mut()?;
        // Of two senders the earlier may report later: what the other's mail prints stands.
        let by = activate_by(accepted_at, hold.hold_cap);
        let by = hold.activate_by.map_or(by, |earlier| earlier.max(by));
        if by <= accepted_at {
            return None;
        }
        hold.activate_by = Some(by);
        hold.mail = MailState::Sent;
        appointment.until = by;
        days.of(&appointment.slot)
            .ok()?
            .extend(appointment.id, back_after_lapse(by, entropy.jitter));
        Some(Event::MailAccepted)
    })?;
    let notices = lapsing(&change.appointment, before).into_iter().collect();
    Some(Change { notices, ..change })
}

/// What is owed where the end of a hold has become another one.
fn lapsing(appointment: &Appointment, before: Option<Instant>) -> Option<Notice> {
    let hold = appointment
        .progress
        .hold
        .as_ref()
        .filter(|hold| !hold.over_limit)?;
    let by = hold.activate_by.filter(|by| before != Some(*by))?;
    Some(Notice {
        kind: NoticeKind::Lapsing,
        due: lapsing_due(hold.mailed_at, by)?,
        generation: u32::from(hold.generation),
    })
}

/// The mail system has refused the activation mail for good: the hold stays, at least ten minutes,
/// for another address.
#[must_use]
pub fn refused(
    appointment: Appointment,
    days: Days,
    generation: u32,
    now: Instant,
    entropy: &Entropy,
) -> Option<Change> {
    settle(appointment, days, generation, now, |appointment, days| {
        appointment.progress.hold.as_mut()?.mail = MailState::Refused;
        appointment.until = after_refused_mail(now, appointment.until);
        let until = back_after_lapse(appointment.until, entropy.jitter);
        days.of(&appointment.slot).ok()?.extend(appointment.id, until);
        Some(Event::MailRefused)
    })
}

/// Under 15 minutes would be left, so nothing was sent: the time is freed, unless an earlier mail
/// carries a link that still works. `None` when a mail is out.
///
/// Only for a mail that no attempt can have delivered. Where one broke off without an answer, tell
/// [`accepted`] instead: the hold then runs to its cap, and with it what that attempt printed.
#[must_use]
pub fn too_late(
    appointment: Appointment,
    days: Days,
    generation: u32,
    now: Instant,
    entropy: &Entropy,
) -> Option<Change> {
    settle(appointment, days, generation, now, |appointment, days| {
        let hold = appointment.progress.hold.as_mut()?;
        if hold.activate_by.is_some() {
            return None;
        }
        if hold.resends > 0 {
            hold.mail = MailState::Sent;
            hold.activate_by = Some(hold.hold_cap);
        } else {
            hold.mail = MailState::TooLate;
            appointment.until = now;
        }
        let until = back_after_lapse(appointment.until, entropy.jitter);
        days.of(&appointment.slot).ok()?.extend(appointment.id, until);
        Some(Event::MailTooLate)
    })
}

fn settle(
    mut appointment: Appointment,
    mut days: Days,
    generation: u32,
    now: Instant,
    apply: impl FnOnce(&mut Appointment, &mut Days) -> Option<Event>,
) -> Option<Change> {
    let hold = appointment.progress.hold.as_ref()?;
    if appointment.state(now) != State::Held || u32::from(hold.generation) != generation {
        return None;
    }
    let event = apply(&mut appointment, &mut days)?;
    Some(Change {
        event,
        appointment,
        replaced: None,
        days,
        notices: Vec::new(),
    })
}
