//! Naming the applicant, correcting the address, asking for the mail again (rule 3).

use crate::appointment::{Appointment, Hold, MailState, State, Status};
use crate::change::{Change, Days, Entropy, Event, Notice, NoticeKind};
use crate::deadline::{back_after_lapse, hold_cap, worth_a_mail};
use crate::limit::{ADDRESS_CHANGES, RESENDS, SECONDS_BETWEEN_MAILS};
use crate::refusal::{Refusal, Scarce};
use crate::time::Instant;

/// How the address of the form compares to the one the hold has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address {
    /// It is the one the activation mail went to.
    pub same: bool,
    /// It has as many holds or coming appointments as it may (rule 7).
    pub over_limit: bool,
}

/// Takes the form: a reservation becomes a hold; a hold gets its name or address corrected.
///
/// # Errors
/// [`Refusal::Lapsed`], [`Refusal::WrongState`], [`Refusal::NoMore`] address changes,
/// [`Refusal::TooLateForMail`].
pub fn hold(
    mut appointment: Appointment,
    mut days: Days,
    address: Address,
    now: Instant,
    entropy: &Entropy,
) -> Result<Change, Refusal> {
    match (appointment.state(now), appointment.progress.hold.clone()) {
        (State::Reserved, _) => {
            appointment.status = Status::Held;
            let cap = hold_cap(now, appointment.slot.starts_at);
            let hold = Hold {
                held_at: now,
                hold_cap: cap,
                activate_by: None,
                mail: MailState::Queued,
                mailed_at: now,
                generation: 0,
                resends: 0,
                wrong_codes: 0,
                over_limit: address.over_limit,
            };
            await_mail(&mut appointment, hold, &mut days, now, entropy)?;
            Ok(held(Event::Held, appointment, days, now))
        }
        (State::Held, Some(hold)) if address.same => {
            appointment.progress.hold = Some(hold);
            Ok(Change {
                event: Event::Corrected,
                appointment,
                replaced: None,
                days: Days::default(),
                notices: Vec::new(),
            })
        }
        (State::Held, Some(hold)) => {
            if hold.generation >= ADDRESS_CHANGES {
                return Err(Refusal::NoMore(Scarce::AddressChanges));
            }
            let hold = Hold {
                activate_by: None,
                mail: MailState::Queued,
                mailed_at: now,
                generation: hold.generation + 1,
                resends: 0,
                over_limit: address.over_limit,
                ..hold
            };
            await_mail(&mut appointment, hold, &mut days, now, entropy)?;
            Ok(held(Event::AddressChanged, appointment, days, now))
        }
        (State::Lapsed, _) => Err(Refusal::Lapsed),
        (other, _) => Err(Refusal::WrongState(other)),
    }
}

/// Asks for the activation mail again. While one is still to be sent there is nothing to repeat.
///
/// # Errors
/// [`Refusal::Lapsed`], [`Refusal::WrongState`], [`Refusal::NoMore`] resends, [`Refusal::TooSoon`],
/// [`Refusal::TooLateForMail`].
pub fn resend(
    mut appointment: Appointment,
    mut days: Days,
    now: Instant,
    entropy: &Entropy,
) -> Result<Option<Change>, Refusal> {
    let hold = match (appointment.state(now), appointment.progress.hold.clone()) {
        (State::Held, Some(hold)) => hold,
        (State::Lapsed, _) => return Err(Refusal::Lapsed),
        (other, _) => return Err(Refusal::WrongState(other)),
    };
    if hold.mail == MailState::Queued {
        return Ok(None);
    }
    if hold.resends >= RESENDS {
        return Err(Refusal::NoMore(Scarce::Resends));
    }
    let at = hold.mailed_at.plus_seconds(SECONDS_BETWEEN_MAILS);
    if now < at {
        return Err(Refusal::TooSoon { at });
    }
    let hold = Hold {
        activate_by: None,
        mail: MailState::Queued,
        mailed_at: now,
        resends: hold.resends + 1,
        ..hold
    };
    await_mail(&mut appointment, hold, &mut days, now, entropy)?;
    Ok(Some(held(Event::Resent, appointment, days, now)))
}

/// Until the mail system has accepted the mail, the hold runs to its cap; no deadline a mail prints
/// can be later. Over the limit the time is kept just as long: its coming back must not tell what the
/// screen does not.
fn await_mail(
    appointment: &mut Appointment,
    hold: Hold,
    days: &mut Days,
    now: Instant,
    entropy: &Entropy,
) -> Result<(), Refusal> {
    if !worth_a_mail(now, hold.hold_cap) {
        return Err(Refusal::TooLateForMail);
    }
    appointment.until = hold.hold_cap;
    days.of(&appointment.slot)?.extend(
        appointment.id,
        back_after_lapse(appointment.until, entropy.jitter),
    );
    appointment.progress.hold = Some(hold);
    Ok(())
}

fn held(event: Event, appointment: Appointment, days: Days, now: Instant) -> Change {
    let hold = appointment.progress.hold.as_ref();
    let kind = match hold {
        Some(hold) if hold.over_limit => NoticeKind::Limit,
        _ => NoticeKind::Activation,
    };
    let notices = vec![Notice {
        kind,
        due: now,
        generation: hold.map_or(0, |hold| u32::from(hold.generation)),
    }];
    Change {
        event,
        appointment,
        replaced: None,
        days,
        notices,
    }
}
