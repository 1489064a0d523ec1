//! Hours and dates as written: `"07:00-19:00"`, `"2026-12-24"`, `"2026-12-28/2026-12-30"`.

use booking::unit::{Unit, parse_clock};
use chrono::NaiveDate;
use toml::Spanned;

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

/// Reads a date that may be left out.
pub fn optional_date(
    source: &Source,
    written: Option<&Spanned<String>>,
    problems: &mut Vec<Problem>,
) -> Option<NaiveDate> {
    written.and_then(|text| date(source, text, problems))
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

/// Two openings at one time.
pub fn overlap(source: &Source, entry: &Spanned<String>) -> Problem {
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
