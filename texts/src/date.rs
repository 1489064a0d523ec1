//! Dates and clock times in words. Everything is Berlin's wall time; who calls has converted it.

use crate::{Date, fill};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// "Dienstag, 1. Dezember 2026"
pub fn date(words: &Date, day: NaiveDate) -> String {
    let weekday = words.weekdays.get(day.weekday().num_days_from_monday() as usize);
    let month = words.months.get(day.month0() as usize);
    fill(
        words.date,
        &[
            ("weekday", weekday.unwrap_or(&"")),
            ("day", &day.day().to_string()),
            ("month", month.unwrap_or(&"")),
            ("year", &day.year().to_string()),
        ],
    )
}

/// "9:15 Uhr"
pub fn time(words: &Date, time: NaiveTime) -> String {
    let (hour, minute) = (time.hour().to_string(), format!("{:02}", time.minute()));
    fill(words.time, &[("hour", &hour), ("minute", &minute)])
}

/// "Dienstag, 1. Dezember 2026, 9:15 Uhr"
pub fn moment(words: &Date, moment: NaiveDateTime) -> String {
    fill(
        words.moment,
        &[
            ("date", &date(words, moment.date())),
            ("time", &time(words, moment.time())),
        ],
    )
}

/// A deadline as a clock time, with its date only where that is not today: "14:32 Uhr".
pub fn deadline(words: &Date, until: NaiveDateTime, today: NaiveDate) -> String {
    if until.date() == today {
        time(words, until.time())
    } else {
        moment(words, until)
    }
}
