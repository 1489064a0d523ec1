//! From when to when a time may be booked online (rule 1).

use chrono::{Days, NaiveDate};

use crate::catalogue::Centre;
use crate::time::{Instant, instant_at};

/// The last day opens between this minute of the day (07:00) …
const OPENS_FROM: u16 = 7 * 60;
/// … and this many minutes later, at a minute hashed for each centre: no rush hour.
const OPENS_WITHIN: u64 = 120;

/// Why a time is not offered online.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutOfReach {
    /// In the past, or nearer than the lead time.
    TooNear,
    /// Beyond the last open day.
    TooFar,
}

/// Whether a visit at `centre` starting at `start` (on `date`) may be booked at `now`.
///
/// # Errors
/// [`OutOfReach`] says on which side it lies.
pub fn within_reach(
    centre: &Centre,
    date: NaiveDate,
    start: Instant,
    now: Instant,
) -> Result<(), OutOfReach> {
    if start < earliest_start(centre, now) {
        return Err(OutOfReach::TooNear);
    }
    if date > last_open_day(centre, now) {
        return Err(OutOfReach::TooFar);
    }
    Ok(())
}

/// The earliest start that may be booked at `now`.
#[must_use]
pub fn earliest_start(centre: &Centre, now: Instant) -> Instant {
    now.plus_minutes(i64::from(centre.lead_minutes))
}

/// The last date that may be booked at `now`.
#[must_use]
pub fn last_open_day(centre: &Centre, now: Instant) -> NaiveDate {
    let today = now.date();
    let opened = instant_at(today, opening_minute(centre)).is_some_and(|opens| opens <= now);
    let days = u64::from(centre.horizon_days) - u64::from(!opened && centre.horizon_days > 0);
    today.checked_add_days(Days::new(days)).unwrap_or(today)
}

/// When the day after the last open one opens.
#[must_use]
pub fn next_opening(centre: &Centre, now: Instant) -> Option<Instant> {
    let opens_on = |date| instant_at(date, opening_minute(centre));
    let today = now.date();
    let later_today = opens_on(today).filter(|opens| *opens > now);
    later_today.or_else(|| opens_on(today.succ_opt()?))
}

/// The minute of the day at which this centre opens its last day: 07:00 to 08:59.
#[must_use]
pub fn opening_minute(centre: &Centre) -> u16 {
    // FNV-1a: stable across releases and machines, which a std hasher does not promise.
    let hash = centre
        .id
        .as_str()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
    OPENS_FROM + u16::try_from(hash % OPENS_WITHIN).unwrap_or(0)
}
