//! Hours by weekday: from when to when, and in which weeks.

use booking::plan::{OpeningHours, Rhythm};
use chrono::Weekday;
use toml::Spanned;

use crate::file::Week;
use crate::hours;
use crate::problem::Problem;
use crate::source::Source;

const MOST_WEEKS_BETWEEN: u8 = 12;

/// Reads a centre's hours by weekday; no two that can fall on one day may overlap.
pub fn weeks(source: &Source, weeks: &[Spanned<Week>], problems: &mut Vec<Problem>) -> Vec<OpeningHours> {
    let mut found: Vec<OpeningHours> = Vec::new();
    for week in weeks {
        let written = week.get_ref();
        let before = problems.len();
        let valid_from = hours::optional_date(source, written.valid_from.as_ref(), problems);
        let valid_until = hours::optional_date(source, written.valid_until.as_ref(), problems);
        let rhythm = rhythm(source, week, problems);
        if problems.len() > before {
            // Without its dates and weeks it would seem to overlap every other.
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
                let Some((opens, closes)) = hours::hours(source, entry, problems) else {
                    continue;
                };
                let new = OpeningHours {
                    weekday,
                    opens,
                    closes,
                    valid_from,
                    valid_until,
                    rhythm: rhythm.clone(),
                };
                let overlaps = |earlier: &OpeningHours| {
                    earlier.opens < new.closes && new.opens < earlier.closes && earlier.meets(&new)
                };
                if found.iter().any(overlaps) {
                    problems.push(hours::overlap(source, entry));
                }
                found.push(new);
            }
        }
    }
    found
}

fn rhythm(source: &Source, week: &Spanned<Week>, problems: &mut Vec<Problem>) -> Rhythm {
    let written = week.get_ref();
    let mut complain = |span, what: &str, remedy: &str| problems.push(source.problem(span, what, remedy));
    match (
        &written.every_weeks,
        &written.counted_from,
        &written.weeks_of_month,
    ) {
        (None, None, None) => {}
        (None, None, Some(named)) => {
            let occurrences = named.get_ref();
            let twice = |(index, one)| occurrences.iter().take(index).any(|earlier| earlier == one);
            if occurrences.is_empty() || occurrences.iter().enumerate().any(twice) {
                complain(
                    named.span(),
                    "weeks_of_month names no week, or one twice",
                    "Write which ones, like [\"first\", \"third\"], or leave it out for every week.",
                );
            }
            return Rhythm::OfMonth(occurrences.clone());
        }
        (Some(weeks), Some(counted_from), None) => {
            if !(2..=MOST_WEEKS_BETWEEN).contains(weeks.get_ref()) {
                complain(
                    weeks.span(),
                    "every_weeks is not between 2 and 12",
                    "Write 2 for every second week; leave it out for every week.",
                );
            }
            if let Some(anchor) = hours::date(source, counted_from, problems) {
                return Rhythm::EveryWeeks {
                    weeks: *weeks.get_ref(),
                    anchor,
                };
            }
        }
        _ => complain(
            week.span(),
            "it is not clear in which weeks these hours hold",
            "Write every_weeks together with counted_from, or weeks_of_month alone.",
        ),
    }
    Rhythm::Weekly
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
