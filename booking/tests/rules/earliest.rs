//! What "the earliest" is answered from: for every length the first start, of a day and over many days.

use booking::first::{Ahead, FirstStarts, LATE_FROM};
use booking::offer::{LongestOfDay, Offer};
use booking::skill::SkillSet;
use booking::unit::parse_clock;

use super::city::*;

/// A day on which visits of these lengths may start at these times, at counters for passports.
fn day(starts: &[(&str, u8)]) -> LongestOfDay {
    let mut row = vec![0; 145];
    for (clock, longest) in starts {
        row[usize::from(parse_clock(clock).unwrap() - FIRST)] = *longest;
    }
    let offer = Offer {
        first: FIRST,
        rows: vec![(PASS, row)],
    };
    offer.longest_of_day()
}

/// As days from the first and a clock time.
fn told(start: Option<u16>) -> Option<(u16, String)> {
    start.map(|start| (start / 288, booking::unit::clock(start % 288)))
}

#[test]
fn a_longer_visit_starts_at_the_first_time_that_is_long_enough() {
    let day = day(&[("07:10", 2), ("07:30", 6), ("08:00", 3), ("09:00", 24)]);
    let mut first = FirstStarts::default();
    for (start, longest) in day.first_starts(PASS) {
        first.note(start, longest);
    }
    for (units, clock) in [
        (1, "07:10"),
        (2, "07:10"),
        (3, "07:30"),
        (6, "07:30"),
        (7, "09:00"),
        (24, "09:00"),
    ] {
        assert_eq!(
            told(first.of(units)),
            Some((0, clock.to_owned())),
            "{units} units"
        );
    }
    assert_eq!(first.of(25), None);
    assert_eq!(day.of(PASS), Some(24));
    assert_eq!(day.of(MOVE), None, "there is no such counter");
}

#[test]
fn today_tomorrow_after_four_and_saturdays_are_told_apart() {
    // From a Tuesday on: the fifth day is a Saturday.
    let nothing = || day(&[]);
    let days = [
        day(&[("11:00", 3), ("16:00", 2)]),
        nothing(),
        day(&[("15:55", 24), ("16:05", 3)]),
        nothing(),
        day(&[("09:00", 6), ("17:00", 9)]),
    ];
    let ahead = Ahead::of(PASS, date(TUESDAY), &days);
    let table = [
        ("today", &ahead.today, 3, Some((0, "11:00"))),
        ("today", &ahead.today, 4, None),
        ("later", &ahead.later, 3, Some((2, "15:55"))),
        ("late", &ahead.late, 2, Some((0, "16:00"))),
        ("late", &ahead.late, 3, Some((2, "16:05"))),
        ("late", &ahead.late, 9, Some((4, "17:00"))),
        ("late", &ahead.late, 10, None),
        ("saturday", &ahead.saturday, 6, Some((4, "09:00"))),
        ("saturday", &ahead.saturday, 7, Some((4, "17:00"))),
    ];
    for (name, starts, units, expected) in table {
        let expected = expected.map(|(day, clock)| (day, clock.to_owned()));
        assert_eq!(told(starts.of(units)), expected, "{units} units {name}");
    }
    assert_eq!(Ahead::of(MOVE, date(TUESDAY), &days), Ahead::default());
}

#[test]
fn the_late_hours_begin_at_four() {
    assert_eq!(booking::unit::clock(LATE_FROM), "16:00");
}

#[test]
fn first_starts_survive_as_text_and_nothing_else_is_read() {
    let mut starts = FirstStarts::default();
    for (start, longest) in [(84, 2), (85, 2), (90, 3), (17_567, 24)] {
        starts.note(start, longest);
    }
    assert_eq!(starts.to_text(), "02c202i3djzo");
    assert_eq!(FirstStarts::from_text("02c202i3djzo"), Some(starts));
    assert_eq!(FirstStarts::from_text(""), Some(FirstStarts::default()));
    for damaged in [
        "02c", "02c20", "02C2", "02cp", "02c0", "02c202c3", "02i302c4", "02c302i3", "02cé",
    ] {
        assert_eq!(FirstStarts::from_text(damaged), None, "{damaged}");
    }
}

#[test]
fn days_stored_before_starts_were_are_read_from_their_claims() {
    let read = LongestOfDay::from_text("2 1:02co/05co 2:/").unwrap();
    assert_eq!(
        (read.of(PASS), read.of(MOVE), read.of(BOTH)),
        (Some(24), Some(0), None)
    );
    assert_eq!(read.kinds().collect::<Vec<SkillSet>>(), [PASS, MOVE]);
    assert_eq!(LongestOfDay::from_text("1 1:o 2:0"), None);
}
