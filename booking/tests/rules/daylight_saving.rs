//! Both nights on which the clocks change, in two years.

use booking::deadline::{hold_cap, printed, reserved_until};
use booking::offer::Offer;
use booking::plan::{Plan, SpecialOpening};
use booking::time::{in_summer, unit_start};
use booking::unit::{UNITS_A_DAY, Unit, parse_clock};
use booking::{Day, Instant};

use super::city::*;

/// The date, the offset before, the offset after. The last one is a public holiday as well.
const NIGHTS: [(&str, &str, &str); 4] = [
    ("2026-03-29", "+01:00", "+02:00"),
    ("2026-10-25", "+02:00", "+01:00"),
    ("2027-03-28", "+01:00", "+02:00"),
    ("2027-10-31", "+02:00", "+01:00"),
];

#[test]
fn summer_time_is_from_the_last_sunday_of_march_to_that_of_october() {
    for (date, summer) in [
        ("2026-01-15", false),
        ("2026-03-01", false),
        ("2026-03-24", false),
        ("2026-03-28", false),
        ("2026-03-29", true),
        ("2026-03-31", true),
        ("2026-04-01", true),
        ("2026-09-30", true),
        ("2026-10-01", true),
        ("2026-10-24", true),
        ("2026-10-25", false),
        ("2026-11-01", false),
        ("2027-10-30", true),
        ("2027-10-31", false),
    ] {
        assert_eq!(in_summer(date.parse().unwrap()), summer, "{date}");
    }
}

/// Some were once read that came out as another time, or as text that nobody could read.
#[test]
fn only_times_that_can_be_written_are_read() {
    for text in ["1900-01-01T00:00:00+01:00", "9999-12-31T23:59:59+01:00"] {
        assert_eq!(at(text).to_rfc3339(), text);
    }
    for text in [
        "1899-12-31T23:59:59+01:00",
        "1800-01-01T00:00:00Z",
        "0000-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-23:59",
        "2026-12-01T08:59:60+01:00",
        "2026-12-01T08:15:00",
    ] {
        assert!(Instant::parse(text).is_err(), "{text}");
    }
}

#[test]
fn no_visit_lies_in_the_hour_that_a_letter_could_not_name() {
    for (night, _, _) in NIGHTS {
        let day = open_all_day(night);
        let counter = day.open.counters.first().unwrap();
        for unit in 0..UNITS_A_DAY {
            let nameless = (hour(2)..hour(3)).contains(&unit);
            assert_eq!(counter.open.contains(unit), !nameless, "unit {unit} of {night}");
            assert_eq!(
                unit_start(day.date, unit).is_none(),
                nameless,
                "unit {unit} of {night}"
            );
        }
    }
}

#[test]
fn no_visit_reaches_across_the_change() {
    for (night, _, _) in NIGHTS {
        let offer = Offer::of(&open_all_day(night), Instant::from_seconds(0));
        for (start, longest) in [
            ("01:30", 6),
            ("01:55", 1),
            ("02:00", 0),
            ("02:55", 0),
            ("03:00", 24),
        ] {
            let found = offer.longest(PASS, parse_clock(start).unwrap());
            assert_eq!(found, longest, "{start} of {night}");
        }
    }
}

#[test]
fn the_units_right_before_and_after_start_when_the_wall_clock_says_so() {
    for (night, before, after) in NIGHTS {
        for (clock, offset) in [
            ("00:00", before),
            ("01:55", before),
            ("03:00", after),
            ("23:55", after),
        ] {
            let unit = parse_clock(clock).unwrap();
            let instant = unit_start(date(night), unit).unwrap();
            let text = format!("{night}T{clock}:00{offset}");
            assert_eq!(instant.to_rfc3339(), text);
            assert_eq!(Instant::parse(&text), Ok(instant));
            assert_eq!(instant.on_grid(), Some((date(night), unit)));
        }
    }
}

#[test]
fn other_days_of_those_months_have_all_their_units() {
    for day in ["2026-03-22", "2026-10-18", "2027-03-21", "2027-10-24", TUESDAY] {
        let day = open_all_day(day);
        assert_eq!(
            day.open.counters.first().unwrap().open.len(),
            u32::from(UNITS_A_DAY)
        );
    }
}

#[test]
fn deadlines_across_the_change_are_real_minutes() {
    for (now, reserved, held) in [
        (
            "2026-03-29T01:50:00+01:00",
            "2026-03-29T03:05:00+02:00",
            "2026-03-29T04:50:00+02:00",
        ),
        (
            "2026-10-25T02:50:00+02:00",
            "2026-10-25T02:05:00+01:00",
            "2026-10-25T03:50:00+01:00",
        ),
        (
            "2027-03-28T01:59:59+01:00",
            "2027-03-28T03:14:59+02:00",
            "2027-03-28T04:59:59+02:00",
        ),
        (
            "2027-10-31T01:30:00+02:00",
            "2027-10-31T01:45:00+02:00",
            "2027-10-31T02:30:00+01:00",
        ),
    ] {
        let (now, start) = (at(now), at(now).plus_days(1));
        assert_eq!(reserved_until(now, start).to_rfc3339(), reserved);
        assert_eq!(hold_cap(now, start).to_rfc3339(), held);
    }
}

#[test]
fn a_mail_in_the_doubled_hour_prints_its_deadline_with_the_right_offset() {
    let rendered_at = at("2026-10-25T01:40:30+02:00");
    let cap = hold_cap(rendered_at, rendered_at.plus_days(1));
    assert_eq!(
        printed(rendered_at, cap).to_rfc3339(),
        "2026-10-25T02:40:00+02:00"
    );
    assert_eq!(
        printed(rendered_at.plus_minutes(60), cap).to_rfc3339(),
        "2026-10-25T02:40:00+01:00"
    );
}

fn open_all_day(text: &str) -> Day {
    let all_day = SpecialOpening {
        date: date(text),
        opens: 0,
        closes: UNITS_A_DAY,
    };
    let plan = Plan {
        special_openings: vec![all_day],
        ..plan(&[BOTH])
    };
    untouched(date(text), plan.on(date(text)))
}

fn hour(hour: Unit) -> Unit {
    hour * 12
}
