//! Giving an appointment back, and taking that back (rules 2 and 5).

use crate::activate::standing_notices;
use crate::appointment::{Appointment, State, Status};
use crate::change::{Change, Days, Entropy, Event, Notice, NoticeKind};
use crate::day::Taking;
use crate::deadline::{back_after_cancellation, back_after_lapse, undo_until};
use crate::refusal::Refusal;
use crate::reserve::cancelled;
use crate::share::Channel;
use crate::time::Instant;

/// The browser that reserved leaves: a reservation or hold is freed. `None` when there is nothing
/// left to free.
///
/// # Errors
/// [`Refusal::NeedsManageToken`] once it is booked.
pub fn leave(
    appointment: Appointment,
    mut days: Days,
    now: Instant,
    entropy: &Entropy,
) -> Result<Option<Change>, Refusal> {
    match appointment.state(now) {
        State::Reserved | State::Held => {
            let until = back_after_lapse(now, entropy.jitter);
            days.of(&appointment.slot)?
                .release(appointment.id, appointment.id, until);
            Ok(Some(Change {
                event: Event::Cancelled,
                appointment: cancelled(appointment, now),
                replaced: None,
                days,
                notices: Vec::new(),
            }))
        }
        State::Lapsed | State::Cancelled => Ok(None),
        State::Booked => Err(Refusal::NeedsManageToken),
    }
}

/// The applicant cancels by the mail's link. `None` when it was cancelled before.
///
/// # Errors
/// [`Refusal::Started`] once the visit has begun, [`Refusal::WrongState`] before it was booked.
pub fn cancel(
    mut appointment: Appointment,
    mut days: Days,
    now: Instant,
    entropy: &Entropy,
) -> Result<Option<Change>, Refusal> {
    match appointment.state(now) {
        State::Booked if now >= appointment.slot.starts_at => Err(Refusal::Started),
        State::Booked => {
            let until = back_after_cancellation(now, appointment.slot.starts_at, entropy.jitter);
            days.of(&appointment.slot)?
                .release(appointment.id, appointment.id, until);
            appointment.progress.sequence += 1;
            let notice = Notice {
                kind: NoticeKind::Cancelled,
                due: now,
                generation: appointment.progress.sequence,
            };
            Ok(Some(Change {
                event: Event::Cancelled,
                appointment: cancelled(appointment, now),
                replaced: None,
                days,
                notices: vec![notice],
            }))
        }
        State::Cancelled => Ok(None),
        other => Err(Refusal::WrongState(other)),
    }
}

/// Takes a cancellation back within five minutes. `None` when it stands already.
///
/// # Errors
/// [`Refusal::UndoOver`], [`Refusal::Started`], [`Refusal::Taken`] (possible only where times are free at
/// once), [`Refusal::WrongState`] when it was never booked.
pub fn undo(mut appointment: Appointment, mut days: Days, now: Instant) -> Result<Option<Change>, Refusal> {
    let cancelled_at = match (appointment.status, appointment.progress.cancelled_at) {
        (Status::Booked, _) => return Ok(None),
        (Status::Cancelled, Some(at)) if appointment.progress.booked_at.is_some() => at,
        _ => return Err(Refusal::WrongState(appointment.state(now))),
    };
    if now >= undo_until(cancelled_at) {
        return Err(Refusal::UndoOver);
    }
    if now >= appointment.slot.starts_at {
        return Err(Refusal::Started);
    }
    let taking = Taking {
        holder: appointment.id,
        own: Some(appointment.id),
        channel: Channel::Online,
        until: Instant::FOREVER,
        given_up_until: now,
    };
    days.of(&appointment.slot)?
        .take(appointment.span(), taking, now)
        .map_err(|_| Refusal::Taken)?;
    appointment.status = Status::Booked;
    appointment.progress.cancelled_at = None;
    appointment.progress.sequence += 1;
    let notices = standing_notices(NoticeKind::Confirmed, &appointment, now);
    Ok(Some(Change {
        event: Event::Undone,
        appointment,
        replaced: None,
        days,
        notices,
    }))
}
