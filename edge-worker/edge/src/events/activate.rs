//! Activation by the mail's link or its code (rule 4).

use booking::activate::{Activated, activate, activate_at, code_possible, wrong_code};
use booking::appointment::Slot;
use booking::{Change, Refusal, State};

use crate::Edge;
use crate::attempts::Attempts;
use crate::clock::Clock;
use crate::events::{Access, Decided, Loaded, With, committed, decide, load, refused};
use crate::keys::{Purpose, same};
use crate::problem::Problem;
use crate::store::commit::{Beside, Outcome, commit};

/// Activates by the token of the mail; late, at a slot chosen then. [`Decided::changed`] is false when it
/// was booked already.
///
/// # Errors
/// `not-found`, `lapsed` with free times, `slot-taken` and `not-offered` with free times, `wrong-state`.
pub async fn by_token(
    edge: &Edge,
    clock: &Clock,
    token: &str,
    slot: Option<&Slot>,
) -> Result<Decided, Problem> {
    let slots: Vec<Slot> = slot.cloned().into_iter().collect();
    let with = With {
        slots: &slots,
        limit_coming: slot.is_some(),
        ..With::default()
    };
    let access = Access::Link(token.to_owned());
    decide(
        edge,
        clock,
        &access,
        &[Purpose::Activation],
        with,
        |loaded, _, now, entropy| {
            let Loaded {
                record,
                days,
                catalogue,
                ..
            } = loaded;
            let appointment = record.appointment.clone();
            let activated = match slot.and_then(|slot| Some((slot, catalogue.centre(&slot.centre)?))) {
                Some((slot, planned)) => {
                    let services = &appointment.progress.services;
                    let from = (services.as_slice(), &appointment.slot.centre);
                    catalogue
                        .still_invited(from, (services, &slot.centre))
                        .map_err(Refusal::Uninvited)?;
                    let visit = catalogue
                        .visit(services, &planned.centre)
                        .map_err(|_| Refusal::NotServed)?;
                    activate_at(
                        appointment,
                        (slot.clone(), visit),
                        &planned.centre,
                        days.clone(),
                        now,
                        entropy,
                    )?
                }
                None => activate(appointment, days.clone(), now, entropy)?,
            };
            Ok(change_of(activated))
        },
    )
    .await
}

/// Activates by the code of the mail, in the browser that reserved.
///
/// # Errors
/// `wrong-code` with the tries left, `code-spent`, `lapsed` with free times, `wrong-state`.
pub async fn by_code(edge: &Edge, clock: &Clock, access: &Access, code: &str) -> Result<Decided, Problem> {
    let mut attempts = Attempts::new(edge, clock);
    loop {
        let now = attempts.next().await?;
        let (loaded, _) = load(edge, access, &[Purpose::Secret], &[], now).await?;
        let appointment = &loaded.record.appointment;
        if appointment.state(now) == State::Booked {
            return Ok(Decided {
                record: loaded.record,
                changed: false,
                now,
            });
        }
        let right = appointment.can_be_activated()
            && same(
                loaded.record.code(&edge.settings.keys).as_bytes(),
                code.as_bytes(),
            );
        let decided = code_possible(appointment, now).and_then(|left| {
            if right {
                let activated = activate(appointment.clone(), loaded.days.clone(), now, &edge.entropy())?;
                Ok((change_of(activated), None))
            } else {
                let change = wrong_code(appointment.clone(), now)?;
                Ok((Some(change), Some(Refusal::WrongCode { left: left - 1 })))
            }
        });
        let (change, refusal) = match decided {
            Ok((Some(change), refusal)) => (change, refusal),
            Ok((None, _)) => continue,
            Err(refusal) => return Err(refused(edge, &loaded.catalogue, appointment, refusal, now).await?),
        };
        if commit(edge, &change, &loaded.record, None, Beside::default(), now).await? == Outcome::Committed {
            return match refusal {
                Some(refusal) => Err(Problem::refused(refusal, now)),
                None => Ok(Decided {
                    record: committed(loaded.record, change.appointment),
                    changed: true,
                    now,
                }),
            };
        }
    }
}

fn change_of(activated: Activated) -> Option<Change> {
    match activated {
        Activated::Now(change) => Some(*change),
        Activated::Already(_) => None,
    }
}
