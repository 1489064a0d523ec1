//! Reading what is free: offers with lead time and horizon applied, and slots from the rows.

use booking::appointment::Slot;
use booking::catalogue::{Chosen, PlannedCentre, Visit};
use booking::horizon::{earliest_start, last_open_day};
use booking::time::unit_start;
use booking::{Catalogue, CentreId, Instant, Offer};
use chrono::NaiveDate;

use crate::Edge;
use crate::database::DatabaseError;
use crate::store::days::{OfferRow, select_offers, untouched_offer};
use crate::store::pauses;

/// What one centre offers on one date, within reach.
pub struct DayOffer<'a> {
    /// The centre.
    pub planned: &'a PlannedCentre,
    /// The date.
    pub date: NaiveDate,
    /// The offer; starts nearer than the lead time are zero.
    pub offer: Offer,
}

/// The offers of one centre, or of all, on the open days among `from..=to`: by date, then by centre.
///
/// # Errors
/// [`DatabaseError`].
pub async fn offers<'a>(
    edge: &Edge,
    catalogue: &'a Catalogue,
    centre: Option<&CentreId>,
    (from, to): (NaiveDate, NaiveDate),
    now: Instant,
) -> Result<Vec<DayOffer<'a>>, DatabaseError> {
    let from = from.max(now.date());
    let selects = vec![select_offers(centre, from, to, now), pauses::select()];
    let mut answers = edge.database.batch(selects).await?.into_iter();
    let rows = answers.next().unwrap_or_default().all::<OfferRow>()?;
    let pauses = pauses::read(answers.next().unwrap_or_default())?;
    let mut found = Vec::new();
    for date in from.iter_days().take_while(|date| *date <= to) {
        for planned in &catalogue.centres {
            let wanted = centre.is_none_or(|wanted| *wanted == planned.centre.id);
            let paused = pauses::includes(&pauses, &planned.centre.id);
            if !wanted || paused || date > last_open_day(&planned.centre, now) {
                continue;
            }
            let offer = match rows.iter().find(|row| row.is_of(&planned.centre.id, date)) {
                Some(row) => row.offer(planned, now)?,
                None => untouched_offer(planned, date, now),
            };
            let offer = from_earliest(offer, planned, date, now);
            found.push(DayOffer { planned, date, offer });
        }
    }
    Ok(found)
}

/// The first `limit` free slots for the chosen services, earliest first.
///
/// # Errors
/// [`DatabaseError`].
pub async fn slots(
    edge: &Edge,
    catalogue: &Catalogue,
    wish: &[Chosen],
    centre: Option<&CentreId>,
    dates: (NaiveDate, NaiveDate),
    limit: usize,
    now: Instant,
) -> Result<Vec<Slot>, DatabaseError> {
    let mut found: Vec<Slot> = Vec::new();
    let mut day_end: Option<NaiveDate> = None;
    for offered in offers(edge, catalogue, centre, dates, now).await? {
        // All centres of a date come before the next date, so whole dates can be cut.
        if day_end.is_some_and(|date| date != offered.date) && found.len() >= limit {
            break;
        }
        day_end = Some(offered.date);
        if let Ok(visit) = catalogue.visit(wish, &offered.planned.centre) {
            found.extend(offered.slots(visit));
        }
    }
    found.sort_by(|a, b| (a.starts_at, &a.centre).cmp(&(b.starts_at, &b.centre)));
    found.truncate(limit);
    Ok(found)
}

impl DayOffer<'_> {
    /// The slots at which this visit may start.
    pub fn slots(&self, visit: Visit) -> impl Iterator<Item = Slot> {
        self.offer.starts(visit.skills, visit.units).filter_map(|start| {
            Some(Slot {
                centre: self.planned.centre.id.clone(),
                date: self.date,
                start,
                starts_at: unit_start(self.date, start)?,
            })
        })
    }
}

fn from_earliest(mut offer: Offer, planned: &PlannedCentre, date: NaiveDate, now: Instant) -> Offer {
    let earliest = earliest_start(&planned.centre, now);
    if date > earliest.date() {
        return offer;
    }
    let first = offer.first;
    for (_, row) in &mut offer.rows {
        for (start, longest) in (first..).zip(row.iter_mut()) {
            if unit_start(date, start).is_none_or(|instant| instant < earliest) {
                *longest = 0;
            }
        }
    }
    offer
}
