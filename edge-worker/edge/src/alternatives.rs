//! Times to offer to whom a time is refused: never a dead end.

use booking::activate::offered_late;
use booking::appointment::{Appointment, Slot};
use booking::catalogue::Chosen;
use booking::{Catalogue, Instant};
use chrono::Days;

use crate::Edge;
use crate::database::DatabaseError;
use crate::offers::slots;
use crate::store::{days, pauses};
use crate::wire::SlotJson;

/// How many.
const MOST: usize = 3;
/// Days around the wished one in which the same centre is searched.
const DAYS_AROUND: u64 = 7;
/// Slots looked at.
const LOOKED_AT: usize = 2_000;

/// The three free times nearest to the wished one: at the same centre, else anywhere the services may be
/// had, earliest first.
///
/// # Errors
/// [`DatabaseError`].
pub async fn nearest(
    edge: &Edge,
    catalogue: &Catalogue,
    services: &[Chosen],
    wished: &Slot,
    now: Instant,
) -> Result<Vec<Slot>, DatabaseError> {
    let before = wished.date - Days::new(DAYS_AROUND);
    let dates = (before, wished.date + Days::new(DAYS_AROUND));
    let centre = Some(&wished.centre);
    let mut found = slots(edge, catalogue, services, centre, dates, LOOKED_AT, now).await?;
    found.retain(|slot| slot != wished);
    found.sort_by_key(|slot| slot.starts_at.since(wished.starts_at).abs());
    found.truncate(MOST);
    if found.len() < MOST && !catalogue.is_bound(services) {
        let dates = (now.date(), now.date() + Days::new(61));
        let anywhere = slots(edge, catalogue, services, None, dates, LOOKED_AT, now).await?;
        let more: Vec<Slot> = anywhere
            .into_iter()
            .filter(|slot| slot != wished && !found.contains(slot))
            .take(MOST - found.len())
            .collect();
        found.extend(more);
    }
    found.sort_by_key(|slot| slot.starts_at);
    Ok(found)
}

/// The same as JSON, for visits of the services' length.
///
/// # Errors
/// [`DatabaseError`].
pub async fn nearest_json(
    edge: &Edge,
    catalogue: &Catalogue,
    services: &[Chosen],
    wished: &Slot,
    now: Instant,
) -> Result<Vec<SlotJson>, DatabaseError> {
    let found = nearest(edge, catalogue, services, wished, now).await?;
    Ok(as_json(catalogue, services, &found))
}

/// Likewise, but what was found is kept for a second: in a rush all who come too late want the same.
///
/// # Errors
/// [`DatabaseError`].
pub async fn kept_json(
    edge: &Edge,
    catalogue: &Catalogue,
    services: &[Chosen],
    wished: &Slot,
    now: Instant,
) -> Result<Vec<SlotJson>, DatabaseError> {
    let found = match edge.memo.nearest(wished, services, now) {
        Some(found) => found,
        None => {
            let found = nearest(edge, catalogue, services, wished, now).await?;
            edge.memo.keep_nearest(wished, services, now, found.clone());
            found
        }
    };
    Ok(as_json(catalogue, services, &found))
}

fn as_json(catalogue: &Catalogue, services: &[Chosen], found: &[Slot]) -> Vec<SlotJson> {
    let units = catalogue.units(services).unwrap_or(1);
    found.iter().map(|slot| SlotJson::new(slot, units)).collect()
}

/// For a lapsed hold: its own time first, if it is still free for it, then the three nearest.
///
/// # Errors
/// [`DatabaseError`].
pub async fn after_lapse(
    edge: &Edge,
    catalogue: &Catalogue,
    appointment: &Appointment,
    now: Instant,
) -> Result<Vec<Slot>, DatabaseError> {
    let own = &appointment.slot;
    let mut found = nearest(edge, catalogue, &appointment.progress.services, own, now).await?;
    if let Some(planned) = catalogue.centre(&own.centre)
        && offered_late(appointment, own, &planned.centre, now)
        && own_time_is_free(edge, catalogue, appointment, now).await?
    {
        found.insert(0, own.clone());
    }
    Ok(found)
}

/// Whether an appointment could have its own time as long as it is, whoever holds that time now.
///
/// # Errors
/// [`DatabaseError`].
pub async fn own_time_is_free(
    edge: &Edge,
    catalogue: &Catalogue,
    appointment: &Appointment,
    now: Instant,
) -> Result<bool, DatabaseError> {
    let Some(planned) = catalogue.centre(&appointment.slot.centre) else {
        return Ok(false);
    };
    let centre = &planned.centre;
    let date = appointment.slot.date;
    let selects = vec![days::select(&centre.id, date), pauses::select()];
    let mut answers = edge.database.batch(selects).await?.into_iter();
    let rows = answers.next().unwrap_or_default();
    if pauses::includes(&pauses::read(answers.next().unwrap_or_default())?, &centre.id) {
        return Ok(false);
    }
    let mut day = days::day(rows, planned, date)?;
    let taking = booking::day::Taking {
        holder: appointment.id,
        own: Some(appointment.id),
        channel: booking::share::Channel::Online,
        until: Instant::FOREVER,
        given_up_until: now,
    };
    Ok(day.take(appointment.span(), taking, now).is_ok())
}
