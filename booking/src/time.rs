//! Instants on the edge's clock, and Hamburg's wall clock.
//!
//! Deadlines are compared as instants only; wall times exist to open days and to be read by people.

use chrono::{
    DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Offset, SecondsFormat, TimeZone, Timelike,
};
use chrono_tz::Europe::Berlin;
use serde::{Deserialize, Serialize};

use crate::unit::{UNIT_MINUTES, Unit};

/// A point in time: whole seconds since 1970-01-01T00:00:00Z. Whole seconds, so that what is
/// printed is exactly what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// Later than every deadline: what a booked claim carries. Fits the five bytes of a stored claim.
    pub const FOREVER: Instant = Instant(0xFF_FFFF_FFFF);

    /// From seconds since the epoch.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since the epoch.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// Moved by seconds, which may be negative.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Moved by minutes, which may be negative.
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        self.plus_seconds(minutes.saturating_mul(60))
    }

    /// Moved by 24-hour days; for deletion clocks, never for "tomorrow".
    #[must_use]
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_minutes(days.saturating_mul(24 * 60))
    }

    /// Seconds from `earlier` to `self`, negative if `earlier` is the later one.
    #[must_use]
    pub const fn since(self, earlier: Instant) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Rounded down to the whole minute: what a clock time in a mail means.
    #[must_use]
    pub const fn floor_to_minute(self) -> Self {
        Self(self.0 - self.0.rem_euclid(60))
    }

    /// Reads RFC 3339 text, for example `2026-12-01T08:15:00+01:00`. A zone is required; fractions of
    /// a second may only be zero. In Hamburg it must be one of the years 1900 to 9999: of those
    /// [`Self::to_rfc3339`] writes each instant so that it reads back. Earlier clocks were off by seconds,
    /// later years have five digits.
    ///
    /// # Errors
    /// [`TimeTextError`] when the text is no RFC 3339 time with an offset.
    pub fn parse(text: &str) -> Result<Self, TimeTextError> {
        DateTime::parse_from_rfc3339(text)
            .ok()
            .filter(|time| time.timestamp_subsec_nanos() == 0)
            .map(|time| Self(time.timestamp()))
            .filter(|instant| (1900..=9999).contains(&instant.date().year()))
            .ok_or(TimeTextError)
    }

    /// RFC 3339 text with Berlin's offset of that moment.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        match DateTime::from_timestamp(self.0, 0) {
            Some(utc) => utc
                .with_timezone(&Berlin)
                .to_rfc3339_opts(SecondsFormat::Secs, false),
            None => String::new(),
        }
    }

    /// What a clock on a wall in Hamburg shows.
    #[must_use]
    pub fn wall(self) -> NaiveDateTime {
        DateTime::from_timestamp(self.0, 0)
            .map(|utc| utc.with_timezone(&Berlin).naive_local())
            .unwrap_or_default()
    }

    /// The date in Hamburg.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.wall().date()
    }

    /// The date and unit that start exactly at this instant, if it lies on the 5-minute grid.
    #[must_use]
    pub fn on_grid(self) -> Option<(NaiveDate, Unit)> {
        let wall = self.wall();
        let minute = u16::try_from(wall.hour() * 60 + wall.minute()).ok()?;
        (wall.second() == 0 && minute % UNIT_MINUTES == 0).then_some((wall.date(), minute / UNIT_MINUTES))
    }
}

/// The text is no RFC 3339 time with an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an RFC 3339 time with an offset")]
pub struct TimeTextError;

/// The instant at which a wall clock in Hamburg shows `date` and `minute` (of the day, 0 to 1439).
/// `None` in the hour that spring leaves out and in the hour that autumn has twice: no visit starts
/// there, because a letter could not say when.
#[must_use]
pub fn instant_at(date: NaiveDate, minute: u16) -> Option<Instant> {
    let time = NaiveTime::from_hms_opt(u32::from(minute / 60), u32::from(minute % 60), 0)?;
    Berlin
        .from_local_datetime(&date.and_time(time))
        .single()
        .map(|moment| Instant(moment.timestamp()))
}

/// The instant at which `unit` of `date` starts; see [`instant_at`].
#[must_use]
pub fn unit_start(date: NaiveDate, unit: Unit) -> Option<Instant> {
    instant_at(date, unit.checked_mul(UNIT_MINUTES)?)
}

/// Whether clocks in Hamburg show summer time at noon of a date: from the last Sunday of March to the day before the last Sunday of
/// October, as in the European Union since 1996 (directive 2000/84/EC). For readers that cannot carry a table of all zones.
#[must_use]
pub fn in_summer(date: NaiveDate) -> bool {
    // The last Sunday of a month with 31 days lies on its 25th or later.
    let sunday_has_been = date.day() >= 25 + date.weekday().num_days_from_sunday();
    match date.month() {
        3 => sunday_has_been,
        4..=9 => true,
        10 => !sunday_has_been,
        _ => false,
    }
}

/// Berlin's offset from UTC at an instant, in seconds.
#[must_use]
pub fn berlin_offset(at: Instant) -> i32 {
    DateTime::from_timestamp(at.seconds(), 0).map_or(0, |utc| {
        utc.with_timezone(&Berlin).offset().fix().local_minus_utc()
    })
}
