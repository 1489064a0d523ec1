//! Days: their claims for deciding, their offers for reading.

use booking::appointment::Slot;
use booking::catalogue::PlannedCentre;
use booking::{AppointmentId, Catalogue, CentreId, Day, Days, Instant, Offer, state_text};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::database::{DatabaseError, Rows, Statement};
use crate::keys::lookup_hash;

#[derive(Deserialize)]
struct DayRow {
    version: u32,
    state: String,
}

#[derive(Deserialize)]
struct VersionRow {
    version: u32,
}

/// Selects a day's claims.
#[must_use]
pub fn select(centre: &CentreId, date: NaiveDate) -> Statement {
    Statement::new(
        include_str!("sql/select_day.sql"),
        [centre.as_str().into(), date.to_string().into()],
    )
}

/// Selects the claims of the day that an appointment is on, in the same trip as the appointment.
#[must_use]
pub fn select_of(appointment: AppointmentId) -> Statement {
    Statement::new(
        include_str!("sql/select_day_of_appointment.sql"),
        [appointment.to_string().into()],
    )
}

/// Likewise of the appointment that a token of a mail opens.
#[must_use]
pub fn select_by_token(token: &str) -> Statement {
    Statement::new(
        include_str!("sql/select_day_by_token.sql"),
        [lookup_hash(token).into()],
    )
}

/// Selects a day's version alone.
#[must_use]
pub fn select_version(centre: &CentreId, date: NaiveDate) -> Statement {
    Statement::new(
        include_str!("sql/select_day_version.sql"),
        [centre.as_str().into(), date.to_string().into()],
    )
}

/// Reads what [`select_version`] returned; a day without a row has version 0.
///
/// # Errors
/// [`DatabaseError::Unreadable`].
pub fn version(rows: Rows) -> Result<u32, DatabaseError> {
    Ok(rows.first::<VersionRow>()?.map_or(0, |row| row.version))
}

/// Makes the day of what [`select`] returned; no row is what the plan opens.
///
/// # Errors
/// [`DatabaseError::Unreadable`] when the stored claims are damaged: sell nothing rather than twice.
pub fn day(rows: Rows, planned: &PlannedCentre, date: NaiveDate) -> Result<Day, DatabaseError> {
    match rows.first::<DayRow>()? {
        Some(row) => touched(planned, date, row.version, &row.state),
        None => Ok(Day::opened(planned, date)),
    }
}

/// A day that has a row, against what the plan opens today.
pub(super) fn touched(
    planned: &PlannedCentre,
    date: NaiveDate,
    version: u32,
    state: &str,
) -> Result<Day, DatabaseError> {
    Ok(Day {
        centre: planned.centre.id.clone(),
        date,
        version,
        plan_version: planned.plan_version,
        open: planned.opens(date),
        claims: state_text::read(state).map_err(DatabaseError::unreadable)?,
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

/// Makes the days of the rows that came back for `keys`, in their order, each once. Days of centres that
/// have left the catalogue are left out: nothing can be decided on them.
///
/// # Errors
/// [`DatabaseError::Unreadable`].
pub fn days(
    keys: &[(CentreId, NaiveDate)],
    rows: impl IntoIterator<Item = Rows>,
    catalogue: &Catalogue,
) -> Result<Days, DatabaseError> {
    let mut found: Vec<Day> = Vec::new();
    for ((centre, date), rows) in keys.iter().zip(rows) {
        let again = found.iter().any(|day| day.centre == *centre && day.date == *date);
        if let (Some(planned), false) = (catalogue.centre(centre), again) {
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
    let offer = Offer::of(&day, now);
    Statement::new(
        include_str!("sql/upsert_day.sql"),
        [
            day.centre.as_str().into(),
            day.date.to_string().into(),
            (day.version + 1).into(),
            day.plan_version.into(),
            state_text::write(&day.claims).into(),
            offer.to_text().into(),
            day.next_lapse(now).into(),
            offer.longest_of_day().to_text().into(),
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
