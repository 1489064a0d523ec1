//! Dates and clock times in words. Everything is Berlin's wall time; who calls has converted it.

use crate::{Date, fill};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// "Dienstag, 1. Dezember 2026"
pub fn date(words: &Date, day: NaiveDate) -> String {
    pattern(words, words.date, day)
}

/// "1. Dezember 2026"
pub fn day_month_year(words: &Date, day: NaiveDate) -> String {
    pattern(words, words.day_month_year, day)
}

/// "Di, 1. Dezember"
pub fn short_date(words: &Date, day: NaiveDate) -> String {
    pattern(words, words.short_date, day)
}

/// "Dezember 2026": the month by itself, where languages such as Russian have another form than in a date.
pub fn month_year(words: &Date, day: NaiveDate) -> String {
    pattern(words, words.month_year, day)
}

/// "Di"
pub fn weekday(words: &Date, day: NaiveDate) -> &'static str {
    name(&words.weekdays_short, day.weekday().num_days_from_monday())
}

fn pattern(words: &Date, pattern: &str, day: NaiveDate) -> String {
    fill(
        pattern,
        &[
            (
                "weekday",
                name(&words.weekdays, day.weekday().num_days_from_monday()),
            ),
            ("weekday_short", weekday(words, day)),
            ("day", &day.day().to_string()),
            ("month", name(&words.months, day.month0())),
            ("month_alone", name(&words.months_alone, day.month0())),
            ("year", &day.year().to_string()),
        ],
    )
}

fn name(names: &[&'static str], at: u32) -> &'static str {
    names.get(at as usize).copied().unwrap_or_default()
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
