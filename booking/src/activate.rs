//! Activation: a press on the mail's page, or the mail's code in the browser that reserved (rule 4).

use crate::appointment::{Appointment, Slot, State, Status};
use crate::catalogue::{Centre, Visit};
use crate::change::{Change, Days, Entropy, Event, Notice, NoticeKind};
use crate::day::Taking;
use crate::deadline::reminder_due;
use crate::horizon::within_reach;
use crate::limit::CODE_TRIES;
use crate::refusal::Refusal;
use crate::reserve::reachable;
use crate::share::Channel;
use crate::time::Instant;

/// Minutes before the start until which a lapsed hold may still take its own time.
const OWN_TIME_BEFORE_START: i64 = 30;

/// What an activation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Activated {
    /// It books.
    Now(Box<Change>),
    /// It was booked already.
    Already(Box<Appointment>),
}

/// Books a hold whose mailbox is proven, by token or by code.
///
/// # Errors
/// [`Refusal::Lapsed`] (then [`activate_at`] books a time chosen now), [`Refusal::WrongState`].
pub fn activate(
    appointment: Appointment,
    mut days: Days,
    now: Instant,
    entropy: &Entropy,
) -> Result<Activated, Refusal> {
    match appointment.state(now) {
        State::Held if appointment.can_be_activated() => {
            days.of(&appointment.slot)?
                .extend(appointment.id, Instant::FOREVER);
            Ok(Activated::Now(Box::new(booked(
                Event::Booked,
                appointment,
                days,
                now,
                entropy,
            ))))
        }
        State::Booked => Ok(Activated::Already(Box::new(appointment))),
        State::Lapsed => Err(Refusal::Lapsed),
        other => Err(Refusal::WrongState(other)),
    }
}

/// Books a lapsed hold at `slot`, its own time or another, at once: the mailbox is proven. `visit` is what
/// its services mean at that centre.
/// A hold that has not lapsed, or was booked before, answers as [`activate`] does.
///
/// # Errors
/// [`Refusal::TooNear`], [`Refusal::TooFar`], [`Refusal::Taken`], [`Refusal::WrongState`].
pub fn activate_at(
    mut appointment: Appointment,
    (slot, visit): (Slot, Visit),
    centre: &Centre,
    mut days: Days,
    now: Instant,
    entropy: &Entropy,
) -> Result<Activated, Refusal> {
    if appointment.state(now) != State::Lapsed || !appointment.can_be_activated() {
        return activate(appointment, days, now, entropy);
    }
    if !own_time_open(&appointment, &slot, now) {
        reachable(centre, &slot, now)?;
    }
    let old = std::mem::replace(&mut appointment.slot, slot);
    appointment.units = visit.units;
    appointment.skills = visit.skills;
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
    if (&old.centre, old.date) != (&appointment.slot.centre, appointment.slot.date)
        && let Ok(day) = days.of(&old)
    {
        day.release(appointment.id, appointment.id, now);
    }
    Ok(Activated::Now(Box::new(booked(
        Event::BookedLate,
        appointment,
        days,
        now,
        entropy,
    ))))
}

/// Whether a slot may be offered to a lapsed hold: its own time up to 30 minutes before the start,
/// any other by the usual lead time.
#[must_use]
pub fn offered_late(appointment: &Appointment, slot: &Slot, centre: &Centre, now: Instant) -> bool {
    (appointment.status == Status::Held && own_time_open(appointment, slot, now))
        || within_reach(centre, slot.date, slot.starts_at, now).is_ok()
}

/// Counts a wrong code.
///
/// # Errors
/// [`Refusal::WrongCode`] with no tries left when they were used up before;
/// [`Refusal::WrongState`] and [`Refusal::Lapsed`] when a code means nothing any more.
pub fn wrong_code(mut appointment: Appointment, now: Instant) -> Result<Change, Refusal> {
    code_possible(&appointment, now)?;
    if let Some(hold) = appointment.progress.hold.as_mut() {
        hold.wrong_codes += 1;
    }
    Ok(Change {
        event: Event::WrongCode,
        appointment,
        replaced: None,
        days: Days::default(),
        notices: Vec::new(),
    })
}

/// Whether a code may be tried, and how many tries are left.
///
/// # Errors
/// [`Refusal::WrongCode`] when none is left, [`Refusal::WrongState`], [`Refusal::Lapsed`].
pub fn code_possible(appointment: &Appointment, now: Instant) -> Result<u8, Refusal> {
    match (appointment.state(now), &appointment.progress.hold) {
        (State::Held, Some(hold)) if hold.wrong_codes < CODE_TRIES => Ok(CODE_TRIES - hold.wrong_codes),
        (State::Held, _) => Err(Refusal::WrongCode { left: 0 }),
        (State::Lapsed, _) => Err(Refusal::Lapsed),
        (other, _) => Err(Refusal::WrongState(other)),
    }
}

fn own_time_open(appointment: &Appointment, slot: &Slot, now: Instant) -> bool {
    appointment.slot == *slot && now < slot.starts_at.plus_minutes(-OWN_TIME_BEFORE_START)
}

fn booked(event: Event, mut appointment: Appointment, days: Days, now: Instant, entropy: &Entropy) -> Change {
    appointment.status = Status::Booked;
    appointment.until = Instant::FOREVER;
    appointment.reference = Some(entropy.reference.clone());
    appointment.progress.booked_at = Some(now);
    let notices = standing_notices(NoticeKind::Confirmed, &appointment, now);
    Change {
        event,
        appointment,
        replaced: None,
        days,
        notices,
    }
}

/// The mail that says how the appointment stands now, and the reminder if there is to be one.
pub(crate) fn standing_notices(kind: NoticeKind, appointment: &Appointment, now: Instant) -> Vec<Notice> {
    let generation = appointment.progress.sequence;
    let reminder = reminder_due(now, appointment.slot.starts_at).map(|due| Notice {
        kind: NoticeKind::Reminder,
        due,
        generation,
    });
    [Notice {
        kind,
        due: now,
        generation,
    }]
    .into_iter()
    .chain(reminder)
    .collect()
}
