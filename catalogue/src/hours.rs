//! Hours and dates as written: `"07:00-19:00"`, `"2026-12-24"`, `"2026-12-28/2026-12-30"`.

use booking::plan::{OpeningHours, Rhythm};
use booking::unit::{Unit, parse_clock};
use chrono::{NaiveDate, Weekday};
use toml::Spanned;

use crate::file::Week;
use crate::problem::Problem;
use crate::source::Source;

/// Reads hours on the 5-minute grid: first unit, and first unit after them.
pub fn hours(
    source: &Source,
    written: &Spanned<String>,
    problems: &mut Vec<Problem>,
) -> Option<(Unit, Unit)> {
    let text = written.get_ref();
    let mut complain = |what: String, remedy: &str| {
        problems.push(source.problem(written.span(), what, remedy));
        None
    };
    let read = text
        .split_once('-')
        .and_then(|(opens, closes)| Some((parse_clock(opens)?, parse_clock(closes)?)));
    match read {
        None => complain(
            format!("hours \"{text}\" are not two clock times on the 5-minute grid"),
            "Write them like 07:00-19:00, minutes in steps of five.",
        ),
        Some((opens, closes)) if closes <= opens => complain(
            format!("hours \"{text}\" close before they open"),
            "Write the earlier time first; nothing is open past midnight.",
        ),
        read => read,
    }
}

/// Reads hours of one day that must not overlap.
pub fn day(source: &Source, written: &[Spanned<String>], problems: &mut Vec<Problem>) -> Vec<(Unit, Unit)> {
    let mut found: Vec<(Unit, Unit)> = Vec::new();
    for entry in written {
        let Some((opens, closes)) = hours(source, entry, problems) else {
            continue;
        };
        if found
            .iter()
            .any(|earlier| earlier.0 < closes && opens < earlier.1)
        {
            problems.push(overlap(source, entry));
        }
        found.push((opens, closes));
    }
    found
}

/// Reads a date.
pub fn date(source: &Source, written: &Spanned<String>, problems: &mut Vec<Problem>) -> Option<NaiveDate> {
    let read = plain_date(written.get_ref());
    if read.is_none() {
        problems.push(not_a_date(source, written));
    }
    read
}

/// Reads one date, or first and last: first, and the day after the last.
pub fn dates(
    source: &Source,
    written: &Spanned<String>,
    problems: &mut Vec<Problem>,
) -> Option<(NaiveDate, NaiveDate)> {
    let text = written.get_ref();
    let (first, last) = text.split_once('/').unwrap_or((text, text));
    let read = plain_date(first).zip(plain_date(last).and_then(|last| last.succ_opt()));
    match read {
        None => problems.push(not_a_date(source, written)),
        Some((from, until)) if until <= from => problems.push(source.problem(
            written.span(),
            format!("\"{text}\" ends before it begins"),
            "Write the first closed day, then the last.",
        )),
        Some(_) => return read,
    }
    None
}

/// Reads the weekly hours of a centre; no two that hold on one day may overlap.
pub fn weeks(source: &Source, weeks: &[Spanned<Week>], problems: &mut Vec<Problem>) -> Vec<OpeningHours> {
    let mut found: Vec<OpeningHours> = Vec::new();
    for week in weeks {
        let written = week.get_ref();
        let before = problems.len();
        let mut optional =
            |text: &Option<Spanned<String>>| text.as_ref().and_then(|text| date(source, text, problems));
        let (valid_from, valid_until) = (optional(&written.valid_from), optional(&written.valid_until));
        if problems.len() > before {
            // Without its dates a week would seem to overlap every other.
            continue;
        }
        if valid_from
            .zip(valid_until)
            .is_some_and(|(from, until)| until <= from)
        {
            problems.push(source.problem(
                week.span(),
                "hours are never valid",
                "valid_until is the first date on which they no longer apply: write a later one.",
            ));
        }
        for (weekday, entries) in by_weekday(written) {
            for entry in entries {
                let Some((opens, closes)) = hours(source, entry, problems) else {
                    continue;
                };
                let new = OpeningHours {
                    weekday,
                    opens,
                    closes,
                    valid_from,
                    valid_until,
                    rhythm: Rhythm::Weekly,
                };
                if found.iter().any(|earlier| overlaps(earlier, &new)) {
                    problems.push(overlap(source, entry));
                }
                found.push(new);
            }
        }
    }
    found
}

fn by_weekday(week: &Week) -> [(Weekday, &[Spanned<String>]); 7] {
    [
        (Weekday::Mon, &week.mon),
        (Weekday::Tue, &week.tue),
        (Weekday::Wed, &week.wed),
        (Weekday::Thu, &week.thu),
        (Weekday::Fri, &week.fri),
        (Weekday::Sat, &week.sat),
        (Weekday::Sun, &week.sun),
    ]
}

fn overlaps(a: &OpeningHours, b: &OpeningHours) -> bool {
    let begins_before_end = |a: &OpeningHours, b: &OpeningHours| match (a.valid_from, b.valid_until) {
        (Some(from), Some(until)) => from < until,
        _ => true,
    };
    a.weekday == b.weekday
        && a.opens < b.closes
        && b.opens < a.closes
        && begins_before_end(a, b)
        && begins_before_end(b, a)
}

fn overlap(source: &Source, entry: &Spanned<String>) -> Problem {
    source.problem(
        entry.span(),
        format!("hours \"{}\" overlap others of the same day", entry.get_ref()),
        "Join them, or end the earlier ones with valid_until.",
    )
}

fn not_a_date(source: &Source, written: &Spanned<String>) -> Problem {
    source.problem(
        written.span(),
        format!("\"{}\" is no date", written.get_ref()),
        "Write year, month and day like 2026-12-24.",
    )
}

fn plain_date(text: &str) -> Option<NaiveDate> {
    // chrono would also take "2026-1-2": one way of writing keeps the files searchable.
    let date: NaiveDate = text.parse().ok()?;
    (date.to_string() == text).then_some(date)
}
