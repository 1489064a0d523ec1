//! Days: their claims for deciding, their offers for reading.

use booking::appointment::Slot;
use booking::catalogue::PlannedCentre;
use booking::{Catalogue, CentreId, Day, Days, Instant, Offer, state_text};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::database::{DatabaseError, Rows, Statement};

#[derive(Deserialize)]
struct DayRow {
    version: u32,
    state: String,
}

/// Selects a day's claims.
#[must_use]
pub fn select(centre: &CentreId, date: NaiveDate) -> Statement {
    Statement::new(
        include_str!("sql/select_day.sql"),
        [centre.as_str().into(), date.to_string().into()],
    )
}

/// Makes the day of what [`select`] returned; no row is what the plan opens.
///
/// # Errors
/// [`DatabaseError::Unreadable`] when the stored claims are damaged: sell nothing rather than twice.
pub fn day(rows: Rows, planned: &PlannedCentre, date: NaiveDate) -> Result<Day, DatabaseError> {
    let row = rows.first::<DayRow>()?;
    let (version, claims) = match row {
        Some(row) => (
            row.version,
            state_text::read(&row.state).map_err(DatabaseError::unreadable)?,
        ),
        None => (0, Vec::new()),
    };
    Ok(Day {
        centre: planned.centre.id.clone(),
        date,
        version,
        plan_version: planned.plan_version,
        open: planned.opens(date),
        claims,
    })
}

/// Selects the days of several slots, each once; [`days`] reads what comes back.
#[must_use]
pub fn select_all(slots: &[&Slot]) -> Vec<(CentreId, NaiveDate)> {
    let mut keys: Vec<(CentreId, NaiveDate)> = Vec::new();
    for slot in slots {
        let key = (slot.centre.clone(), slot.date);
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Makes the days of the rows that came back for `keys`, in their order. Days of centres that have
/// left the catalogue are left out: nothing can be decided on them.
///
/// # Errors
/// [`DatabaseError::Unreadable`].
pub fn days(
    keys: &[(CentreId, NaiveDate)],
    rows: impl IntoIterator<Item = Rows>,
    catalogue: &Catalogue,
) -> Result<Days, DatabaseError> {
    let mut found = Vec::new();
    for ((centre, date), rows) in keys.iter().zip(rows) {
        if let Some(planned) = catalogue.centre(centre) {
            found.push(day(rows, planned, *date)?);
        }
    }
    Ok(Days::new(found))
}

/// Writes a day as it will be, one version on.
#[must_use]
pub fn upsert(day: &Day, now: Instant) -> Statement {
    let mut day = day.clone();
    day.prune(now);
    Statement::new(
        include_str!("sql/upsert_day.sql"),
        [
            day.centre.as_str().into(),
            day.date.to_string().into(),
            (day.version + 1).into(),
            day.plan_version.into(),
            state_text::write(&day.claims).into(),
            Offer::of(&day, now).to_text().into(),
            day.next_lapse(now).into(),
        ],
    )
}

/// Refuses the batch when the day is not the one that was read.
#[must_use]
pub fn guard(day: &Day) -> Statement {
    Statement::new(
        include_str!("sql/guard_day.sql"),
        [
            day.centre.as_str().into(),
            day.date.to_string().into(),
            day.version.into(),
        ],
    )
}

/// Refuses the batch when the centre's plan is not the one that was read.
#[must_use]
pub fn guard_plan(day: &Day) -> Statement {
    Statement::new(
        include_str!("sql/guard_plan.sql"),
        [day.centre.as_str().into(), day.plan_version.into()],
    )
}

/// An offer row: the claims come along only where the offer is out of date.
#[derive(Deserialize)]
pub struct OfferRow {
    centre: String,
    date: NaiveDate,
    version: u32,
    offer: String,
    state: Option<String>,
}

/// Selects the offers of one centre, or of all, for the dates `from..=to`.
#[must_use]
pub fn select_offers(centre: Option<&CentreId>, from: NaiveDate, to: NaiveDate, now: Instant) -> Statement {
    Statement::new(
        include_str!("sql/select_offers.sql"),
        [
            centre.map(CentreId::as_str).into(),
            from.to_string().into(),
            to.to_string().into(),
            now.into(),
        ],
    )
}

impl OfferRow {
    /// Whether this row is of that centre and date.
    #[must_use]
    pub fn is_of(&self, centre: &CentreId, date: NaiveDate) -> bool {
        self.centre == centre.as_str() && self.date == date
    }

    /// The offer at `now`: as stored while it holds, derived again where a claim has lapsed or the
    /// plan has changed. Exact with no sweep.
    ///
    /// # Errors
    /// [`DatabaseError::Unreadable`].
    pub fn offer(&self, planned: &PlannedCentre, now: Instant) -> Result<Offer, DatabaseError> {
        match &self.state {
            None => Offer::from_text(&self.offer).ok_or_else(|| DatabaseError::unreadable("stored offer")),
            Some(state) => {
                let day = Day {
                    centre: planned.centre.id.clone(),
                    date: self.date,
                    version: self.version,
                    plan_version: planned.plan_version,
                    open: planned.opens(self.date),
                    claims: state_text::read(state).map_err(DatabaseError::unreadable)?,
                };
                Ok(Offer::of(&day, now))
            }
        }
    }
}

/// What a day offers that nobody has touched.
#[must_use]
pub fn untouched_offer(planned: &PlannedCentre, date: NaiveDate, now: Instant) -> Offer {
    let day = Day {
        centre: planned.centre.id.clone(),
        date,
        version: 0,
        plan_version: planned.plan_version,
        open: planned.opens(date),
        claims: Vec::new(),
    };
    Offer::of(&day, now)
}
