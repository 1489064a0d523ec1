//! Times and dates, as callers write them.

use booking::Instant;
use booking::time::unit_start;
use booking::unit::{UNITS_A_DAY, clock, parse_clock};
use chrono::{DateTime, Datelike};
use edge::field::Fault;
use edge::request;

use crate::city::CATALOGUE;

/// See the crate.
pub fn check(input: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(input) else {
        return false;
    };
    let taken = [instant(text), start(text), date(text), clock_time(text)];
    taken.contains(&true)
}

/// What is read can be written, and is the same instant when it is read again.
fn instant(text: &str) -> bool {
    let read = Instant::parse(text);
    assert_eq!(Instant::parse(text), read);
    let Ok(instant) = read else { return false };
    let theirs = DateTime::parse_from_rfc3339(text).expect("only RFC 3339 is taken");
    assert_eq!(
        (theirs.timestamp(), theirs.timestamp_subsec_nanos()),
        (instant.seconds(), 0)
    );
    let written = instant.to_rfc3339();
    assert_eq!(written.len(), "2026-12-01T08:15:00+01:00".len(), "{written}");
    assert_eq!(Instant::parse(&written), Ok(instant), "{written}");
    assert!(written.starts_with(&instant.date().to_string()));
    if let Some((date, unit)) = instant.on_grid() {
        assert!(unit < UNITS_A_DAY);
        // Not in the hour that autumn has twice.
        if let Some(start) = unit_start(date, unit) {
            assert_eq!(start, instant);
        }
    }
    true
}

/// A start that is taken lies on the grid; one that is not is refused for one of three reasons.
fn start(text: &str) -> bool {
    let centre = &CATALOGUE.centres.first().expect("a centre").centre;
    match request::start(centre, text, "starts_at") {
        Ok(slot) => {
            assert_eq!(Instant::parse(text), Ok(slot.starts_at));
            assert_eq!(slot.starts_at.on_grid(), Some((slot.date, slot.start)));
            assert!(slot.start < UNITS_A_DAY);
            true
        }
        Err(problem) => {
            assert_eq!(problem.field, "starts_at");
            match problem.fault {
                Fault::Misaligned => assert!(Instant::parse(text).is_ok()),
                Fault::TimeFormat | Fault::TimeZone => assert!(Instant::parse(text).is_err()),
                other => panic!("{other:?}"),
            }
            false
        }
    }
}

/// A date is written as it was read.
fn date(text: &str) -> bool {
    let Some(date) = request::date(text) else {
        return false;
    };
    assert_eq!(date.to_string(), text);
    assert!((1..=9999).contains(&date.year()));
    for unit in [0, UNITS_A_DAY - 1] {
        if let Some(start) = unit_start(date, unit) {
            assert_eq!(start.date(), date);
        }
    }
    true
}

fn clock_time(text: &str) -> bool {
    let Some(unit) = parse_clock(text) else {
        return false;
    };
    assert!(unit <= UNITS_A_DAY);
    assert_eq!(clock(unit), text);
    true
}
