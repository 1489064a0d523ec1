//! Prolonging, leaving, cancelling, undoing, moving: events that need nothing but the appointment.

use booking::Refusal;
use booking::appointment::Slot;
use booking::cancel::{cancel as decide_cancel, leave, undo as decide_undo};
use booking::catalogue::Chosen;
use booking::relocate::relocate;
use booking::reserve::{Wish, prolong as decide_prolong};

use crate::Edge;
use crate::clock::Clock;
use crate::events::{Access, Decided, With, decide};
use crate::keys::Purpose;
use crate::problem::Problem;
use crate::standing::Shut;
use crate::store::commit::Once;

/// Gives a reservation ten more minutes (rule 2).
///
/// # Errors
/// `lapsed` with free times, `wrong-state`, `no-more`, `challenge-required`, `challenge-spent`.
pub async fn prolong(
    edge: &Edge,
    clock: &Clock,
    access: &Access,
    paid: Option<&Once>,
) -> Result<Decided, Problem> {
    let with = With {
        spends: paid,
        ..With::default()
    };
    decide(
        edge,
        clock,
        access,
        &[Purpose::Secret],
        with,
        |loaded, _, now, entropy| {
            let appointment = loaded.record.appointment.clone();
            decide_prolong(appointment, loaded.days.clone(), paid.is_some(), now, entropy).map(Some)
        },
    )
    .await
}

/// Gives the appointment back: with the secret before it is booked, with the manage token afterwards.
///
/// # Errors
/// `forbidden` for the secret once it is booked, `wrong-state` once the visit has begun.
pub async fn cancel(edge: &Edge, clock: &Clock, access: &Access) -> Result<Decided, Problem> {
    let purposes = [Purpose::Secret, Purpose::Manage];
    decide(
        edge,
        clock,
        access,
        &purposes,
        With::default(),
        |loaded, purpose, now, entropy| {
            let appointment = loaded.record.appointment.clone();
            let days = loaded.days.clone();
            match purpose {
                Purpose::Manage => decide_cancel(appointment, days, now, entropy),
                Purpose::Secret | Purpose::Activation => leave(appointment, days, now, entropy),
            }
        },
    )
    .await
}

/// Takes a cancellation back (rule 5).
///
/// # Errors
/// `wrong-state` after five minutes; with free times `slot-taken` where somebody was faster, and `centre-paused`.
pub async fn undo(edge: &Edge, clock: &Clock, access: &Access) -> Result<Decided, Problem> {
    decide(
        edge,
        clock,
        access,
        &[Purpose::Manage],
        With {
            retakes: true,
            limit_coming: true,
            ..With::default()
        },
        |loaded, _, now, _| decide_undo(loaded.record.appointment.clone(), loaded.days.clone(), now),
    )
    .await
}

/// Moves the appointment, and changes its services if others are given (rule 5).
///
/// # Errors
/// `slot-taken` and `not-offered` with free times, `centre-closed`, `centre-not-open`, `wrong-state`.
pub async fn move_to(
    edge: &Edge,
    clock: &Clock,
    access: &Access,
    slot: &Slot,
    services: Option<&[Chosen]>,
) -> Result<Decided, Problem> {
    let now = clock.now();
    let catalogue = edge.catalogue(now).await?;
    if let Some(planned) = catalogue.centre(&slot.centre)
        && let Some(shut) = Shut::between(&catalogue, &planned.centre, (slot.date, slot.date), now.date())
    {
        return Err(shut.into());
    }
    let slots = [slot.clone()];
    let with = With {
        slots: &slots,
        services,
        ..With::default()
    };
    decide(
        edge,
        clock,
        access,
        &[Purpose::Manage],
        with,
        |loaded, _, now, entropy| {
            let appointment = loaded.record.appointment.clone();
            let services = services.map_or_else(|| appointment.progress.services.clone(), <[Chosen]>::to_vec);
            let planned = loaded.catalogue.centre(&slot.centre).ok_or(Refusal::Taken)?;
            let from = (appointment.progress.services.as_slice(), &appointment.slot.centre);
            loaded
                .catalogue
                .still_invited(from, (&services, &slot.centre))
                .map_err(Refusal::Uninvited)?;
            let visit = loaded
                .catalogue
                .visit(&services, &planned.centre)
                .map_err(|_| Refusal::NotServed)?;
            let wish = Wish {
                slot: slot.clone(),
                visit,
                services,
            };
            relocate(
                appointment,
                wish,
                &planned.centre,
                loaded.days.clone(),
                now,
                entropy,
            )
        },
    )
    .await
}
