//! Reserving a time, prolonging the reservation (rule 2).

use crate::appointment::{Appointment, Progress, Slot, State, Status};
use crate::catalogue::{Centre, Chosen, Visit};
use crate::change::{Change, Days, Entropy, Event};
use crate::day::Taking;
use crate::deadline::{back_after_lapse, prolonged_until, reserved_until};
use crate::horizon::{OutOfReach, within_reach};
use crate::limit::{CHALLENGE_FROM_PROLONGATION, PROLONGATIONS};
use crate::refusal::{Refusal, Scarce};
use crate::share::Channel;
use crate::time::Instant;

/// A time wished for, with what for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// When and where.
    pub slot: Slot,
    /// Length and skills, from [`crate::Catalogue::visit`].
    pub visit: Visit,
    /// What for.
    pub services: Vec<Chosen>,
}

/// Reserves the wished time; an appointment of the same browser is given back in the same step, so
/// that it never holds two. `replaced` must have been loaded with its day.
///
/// # Errors
/// [`Refusal::TooNear`], [`Refusal::TooFar`], [`Refusal::Taken`], and [`Refusal::WrongState`] when the
/// replaced appointment is booked already.
pub fn reserve(
    wish: Wish,
    centre: &Centre,
    language: &str,
    replaced: Option<Appointment>,
    mut days: Days,
    now: Instant,
    entropy: &Entropy,
) -> Result<Change, Refusal> {
    reachable(centre, &wish.slot, now)?;
    if replaced.as_ref().is_some_and(|old| old.status == Status::Booked) {
        return Err(Refusal::WrongState(State::Booked));
    }
    let appointment = Appointment {
        id: entropy.id,
        version: 0,
        status: Status::Reserved,
        until: reserved_until(now, wish.slot.starts_at),
        units: wish.visit.units,
        skills: wish.visit.skills,
        slot: wish.slot,
        reference: None,
        progress: Progress {
            services: wish.services,
            language: language.to_owned(),
            reserved_at: now,
            prolongations: 0,
            hold: None,
            booked_at: None,
            cancelled_at: None,
            sequence: 0,
        },
    };
    let given_up_until = back_after_lapse(now, entropy.jitter);
    let taking = Taking {
        holder: appointment.id,
        own: replaced.as_ref().map(|old| old.id),
        channel: Channel::Online,
        until: back_after_lapse(appointment.until, entropy.jitter),
        given_up_until,
    };
    days.of(&appointment.slot)?
        .take(appointment.span(), taking, now)
        .map_err(|_| Refusal::Taken)?;
    let replaced = replaced.map(|old| {
        if let Ok(day) = days.of(&old.slot) {
            day.release(old.id, appointment.id, given_up_until);
        }
        cancelled(old, now)
    });
    Ok(Change {
        event: Event::Reserved,
        appointment,
        replaced,
        days,
        notices: Vec::new(),
    })
}

/// Gives a reservation ten more minutes.
///
/// # Errors
/// [`Refusal::Lapsed`], [`Refusal::WrongState`], [`Refusal::NoMore`] (ten times used, or the start is too
/// near for more), [`Refusal::ChallengeRequired`] from the 4th on.
pub fn prolong(
    mut appointment: Appointment,
    mut days: Days,
    challenge_solved: bool,
    now: Instant,
    entropy: &Entropy,
) -> Result<Change, Refusal> {
    match appointment.state(now) {
        State::Reserved => {}
        State::Lapsed => return Err(Refusal::Lapsed),
        other => return Err(Refusal::WrongState(other)),
    }
    let number = appointment.progress.prolongations + 1;
    let until = prolonged_until(appointment.until, appointment.slot.starts_at);
    if number > PROLONGATIONS || until <= appointment.until {
        return Err(Refusal::NoMore(Scarce::Prolongations));
    }
    if number >= CHALLENGE_FROM_PROLONGATION && !challenge_solved {
        return Err(Refusal::ChallengeRequired);
    }
    appointment.until = until;
    appointment.progress.prolongations = number;
    days.of(&appointment.slot)?
        .extend(appointment.id, back_after_lapse(until, entropy.jitter));
    Ok(Change {
        event: Event::Prolonged,
        appointment,
        replaced: None,
        days,
        notices: Vec::new(),
    })
}

/// Whether a slot may be booked at `now` (rule 1).
pub(crate) fn reachable(centre: &Centre, slot: &Slot, now: Instant) -> Result<(), Refusal> {
    within_reach(centre, slot.date, slot.starts_at, now).map_err(|out| match out {
        OutOfReach::TooNear => Refusal::TooNear,
        OutOfReach::TooFar => Refusal::TooFar,
    })
}

/// The appointment given back at `now`; one that was given back earlier stays as it is.
pub(crate) fn cancelled(mut appointment: Appointment, now: Instant) -> Appointment {
    if appointment.status != Status::Cancelled {
        appointment.status = Status::Cancelled;
        appointment.progress.cancelled_at = Some(now);
    }
    appointment
}
