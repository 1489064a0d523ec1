//! Reading what is free: offers with lead time and horizon applied, slots from the rows, the city at a glance.

use std::collections::HashMap;

use booking::appointment::Slot;
use booking::catalogue::{Chosen, PlannedCentre, Visit};
use booking::horizon::{earliest_start, last_open_day};
use booking::offer::LongestOfDay;
use booking::time::unit_start;
use booking::{Catalogue, CentreId, Day, Instant, Offer};
use chrono::{Days, NaiveDate};

use crate::Edge;
use crate::database::DatabaseError;
use crate::store::offers::{OfferRow, select, select_overview, select_stale, update};
use crate::store::pauses;

/// Days read at a time when the earliest slots of the whole city are searched: most searches end with the first.
const WINDOWS: &[u64] = &[3, 7, 14, 61];
/// Likewise at one centre: all of them.
const ONE_WINDOW: &[u64] = &[61];

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
    let selects = vec![select(centre, from, to, now), pauses::select()];
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
                Some(row) => row.offer(planned, &edge.memo, now)?,
                None => edge.memo.offer(&Day::opened(planned, date), now),
            };
            let earliest = earliest_start(&planned.centre, now);
            let offer = Offer::clone(&offer).from_earliest(date, earliest);
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
    (from, to): (NaiveDate, NaiveDate),
    limit: usize,
    now: Instant,
) -> Result<Vec<Slot>, DatabaseError> {
    let mut found: Vec<Slot> = Vec::new();
    let mut from = from.max(now.date());
    let windows = if centre.is_none() { WINDOWS } else { ONE_WINDOW };
    for window in windows {
        let last = to.min(from + Days::new(window - 1));
        for offered in offers(edge, catalogue, centre, (from, last), now).await? {
            if let Ok(visit) = catalogue.visit(wish, &offered.planned.centre) {
                found.extend(offered.slots(visit));
            }
        }
        from = last + Days::new(1);
        if found.len() >= limit || from > to {
            break;
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

/// For each centre of the catalogue the longest visits of the dates `from..=to`, within reach.
///
/// # Errors
/// [`DatabaseError`].
pub async fn overview(
    edge: &Edge,
    catalogue: &Catalogue,
    (from, to): (NaiveDate, NaiveDate),
    now: Instant,
) -> Result<Vec<Vec<LongestOfDay>>, DatabaseError> {
    let near = catalogue
        .centres
        .iter()
        .map(|planned| earliest_start(&planned.centre, now).date());
    let near = near.max().unwrap_or(from);
    let selects = vec![select_overview(from, to, near, now), pauses::select()];
    let mut answers = edge.database.batch(selects).await?.into_iter();
    let rows = answers.next().unwrap_or_default().all::<OfferRow>()?;
    let pauses = pauses::read(answers.next().unwrap_or_default())?;
    let mut by_centre: HashMap<&str, Vec<&OfferRow>> = HashMap::new();
    for row in &rows {
        by_centre.entry(row.centre()).or_default().push(row);
    }
    let centres = catalogue.centres.iter().map(|planned| {
        let rows = by_centre.remove(planned.centre.id.as_str()).unwrap_or_default();
        if pauses::includes(&pauses, &planned.centre.id) {
            return Ok(Vec::new());
        }
        let dates = from.iter_days().take_while(|date| *date <= to);
        dates
            .map(|date| longest(edge, planned, &rows, date, near, now))
            .collect()
    });
    centres.collect()
}

fn longest(
    edge: &Edge,
    planned: &PlannedCentre,
    rows: &[&OfferRow],
    date: NaiveDate,
    near: NaiveDate,
    now: Instant,
) -> Result<LongestOfDay, DatabaseError> {
    if date > last_open_day(&planned.centre, now) {
        return Ok(LongestOfDay::default());
    }
    let row = rows.iter().find(|row| row.is_of(&planned.centre.id, date));
    if date > near
        && let Some(longest) = row.and_then(|row| row.longest())
    {
        return Ok(longest);
    }
    let offer = match row {
        Some(row) => row.offer(planned, &edge.memo, now)?,
        None => edge.memo.offer(&Day::opened(planned, date), now),
    };
    if date > near {
        return Ok(offer.longest_of_day());
    }
    let earliest = earliest_start(&planned.centre, now);
    Ok(Offer::clone(&offer)
        .from_earliest(date, earliest)
        .longest_of_day())
}

/// Writes anew what no longer holds of the stored offers, so that readers need not derive it each time.
/// Readers are exact without it.
///
/// # Errors
/// [`DatabaseError`].
pub async fn refresh(edge: &Edge, now: Instant) -> Result<(), DatabaseError> {
    let catalogue = edge.catalogue(now).await?;
    let rows = edge.one(select_stale(now)).await?.all::<OfferRow>()?;
    let mut updates = Vec::new();
    for row in &rows {
        let Some(planned) = catalogue.centre(&CentreId::from(row.centre())) else {
            continue;
        };
        // What cannot be read is the invariant check's to report; the other days go on.
        if let Ok(Some(mut day)) = row.day(planned) {
            let offer = edge.memo.offer(&day, now);
            day.prune(now);
            updates.push(update(&day, &offer, now));
        }
    }
    if !updates.is_empty() {
        edge.database.batch(updates).await?;
    }
    Ok(())
}
