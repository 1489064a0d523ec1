//! Moving an appointment: one atomic step, same reference (rule 5).

use crate::activate::standing_notices;
use crate::appointment::{Appointment, State};
use crate::catalogue::Centre;
use crate::change::{Change, Days, Entropy, Event, NoticeKind};
use crate::day::Taking;
use crate::deadline::back_after_cancellation;
use crate::refusal::Refusal;
use crate::reserve::{Wish, reachable};
use crate::share::Channel;
use crate::time::Instant;

/// Moves a booked appointment to the wished time, and to the wished services. `None` when it stands
/// there already. The days of both times must have been loaded.
///
/// # Errors
/// [`Refusal::Started`], [`Refusal::WrongState`], [`Refusal::Lapsed`], [`Refusal::TooNear`],
/// [`Refusal::TooFar`], [`Refusal::Taken`].
pub fn relocate(
    mut appointment: Appointment,
    wish: Wish,
    centre: &Centre,
    mut days: Days,
    now: Instant,
    entropy: &Entropy,
) -> Result<Option<Change>, Refusal> {
    match appointment.state(now) {
        State::Booked if now >= appointment.slot.starts_at => return Err(Refusal::Started),
        State::Booked => {}
        State::Lapsed => return Err(Refusal::Lapsed),
        other => return Err(Refusal::WrongState(other)),
    }
    if appointment.slot == wish.slot && appointment.progress.services == wish.services {
        return Ok(None);
    }
    if appointment.slot != wish.slot {
        reachable(centre, &wish.slot, now)?;
    }
    let given_up_until = back_after_cancellation(now, appointment.slot.starts_at, entropy.jitter);
    let old = std::mem::replace(&mut appointment.slot, wish.slot);
    appointment.units = wish.visit.units;
    appointment.skills = wish.visit.skills;
    appointment.progress.services = wish.services;
    let other_day = (&old.centre, old.date) != (&appointment.slot.centre, appointment.slot.date);
    let taking = Taking {
        holder: appointment.id,
        own: Some(appointment.id),
        channel: Channel::Online,
        until: Instant::FOREVER,
        given_up_until,
    };
    days.of(&appointment.slot)?
        .take(appointment.span(), taking, now)
        .map_err(|_| Refusal::Taken)?;
    if other_day {
        days.of(&old)?
            .release(appointment.id, appointment.id, given_up_until);
    }
    appointment.progress.sequence += 1;
    let notices = standing_notices(NoticeKind::Moved, &appointment, now);
    Ok(Some(Change {
        event: Event::Moved,
        appointment,
        replaced: None,
        days,
        notices,
    }))
}
