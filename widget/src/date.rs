//! Wall-clock dates and times as the wire carries them: fixed-width text, read by hand.

use booking::time::in_summer;
use chrono::{Datelike, Days, NaiveDate};

/// The date at the start of `2026-12-01` or `2026-12-01T08:15:00+01:00`.
pub fn date_of(text: &str) -> Option<NaiveDate> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u32>().ok();
    NaiveDate::from_ymd_opt(i32::try_from(number(0, 4)?).ok()?, number(5, 7)?, number(8, 10)?)
}

/// The wall-clock time of `2026-12-01T08:15:00+01:00`: `08:15`.
pub fn clock_of(instant: &str) -> &str {
    instant.get(11..16).unwrap_or_default()
}

/// The minutes since midnight of `2026-12-01T08:15:00+01:00`: 495.
pub fn minute_of(instant: &str) -> u32 {
    let number = |from: usize, to: usize| instant.get(from..to)?.parse::<u32>().ok();
    number(11, 13).unwrap_or_default() * 60 + number(14, 16).unwrap_or_default()
}

/// `2026-12-01T08:15:00+01:00`: when the clocks of Hamburg show this minute of the day. Not for the night in which they change.
pub fn instant(date: NaiveDate, minute: u32) -> String {
    let offset = if in_summer(date) { ":00+02:00" } else { ":00+01:00" };
    [
        &wire(date),
        "T",
        &two(minute / 60),
        ":",
        &two(minute % 60),
        offset,
    ]
    .concat()
}

/// `2026-12-01`.
pub fn wire(date: NaiveDate) -> String {
    [
        &date.year().to_string(),
        "-",
        &two(date.month()),
        "-",
        &two(date.day()),
    ]
    .concat()
}

/// At least two digits.
fn two(n: u32) -> String {
    let zero = if n < 10 { "0" } else { "" };
    [zero, &n.to_string()].concat()
}

/// The date `days` later.
pub fn later(date: NaiveDate, days: usize) -> Option<NaiveDate> {
    date.checked_add_days(Days::new(u64::try_from(days).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wall_clock_is_read_from_the_text_alone() {
        for (text, date, clock, minute) in [
            ("2026-12-01T08:15:00+01:00", "2026-12-01", "08:15", 495),
            ("2027-03-28T13:05:00+02:00", "2027-03-28", "13:05", 785),
        ] {
            assert_eq!(date_of(text).map(wire).as_deref(), Some(date));
            assert_eq!(clock_of(text), clock);
            assert_eq!(minute_of(text), minute);
        }
    }

    #[test]
    fn a_wall_clock_time_is_written_with_its_offset() {
        for (day, minute, instant) in [
            ("2026-12-01", 495, "2026-12-01T08:15:00+01:00"),
            ("2027-03-27", 960, "2027-03-27T16:00:00+01:00"),
            ("2027-03-28", 785, "2027-03-28T13:05:00+02:00"),
        ] {
            let day = date_of(day).unwrap();
            assert_eq!(super::instant(day, minute), instant);
        }
    }

    #[test]
    fn no_date_is_made_of_nonsense() {
        for text in ["", "2026", "2026-13-01", "2026-02-30", "äöüäöüäöü"] {
            assert_eq!(date_of(text), None, "{text}");
        }
    }
}
