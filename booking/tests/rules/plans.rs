//! What opens when: weekly hours, holidays, special openings, closures (rules 10 and 12).

use booking::plan::{Closure, OpeningHours, Plan, SpecialOpening};
use booking::unit::{UNITS_A_DAY, clock, parse_clock};
use chrono::Weekday;

use super::city::{BOTH, MOVE, PASS, clock_span, date, weekday_hours};

#[test]
fn a_day_opens_as_its_plan_says() {
    let tuesday = [weekday_hours(Weekday::Tue, "07:00-12:00")];
    let split = [
        weekday_hours(Weekday::Tue, "07:00-12:00"),
        weekday_hours(Weekday::Tue, "13:00-16:00"),
    ];
    let from = |valid: &str| OpeningHours {
        valid_from: Some(date(valid)),
        ..weekday_hours(Weekday::Tue, "08:00-10:00")
    };
    let until = |valid: &str| OpeningHours {
        valid_until: Some(date(valid)),
        ..weekday_hours(Weekday::Tue, "08:00-10:00")
    };
    for (what, day, opening_hours, opened) in [
        ("its weekday", "2026-12-01", &tuesday[..], "07:00-12:00"),
        ("another weekday", "2026-12-02", &tuesday, ""),
        ("a break at noon", "2026-12-01", &split, "07:00-12:00 13:00-16:00"),
        (
            "a holiday: Friday's Christmas",
            "2026-12-25",
            &[weekday_hours(Weekday::Fri, "07:00-12:00")],
            "",
        ),
        (
            "the last day before hours apply",
            "2026-12-01",
            &[from("2026-12-02")],
            "",
        ),
        (
            "the first day on which hours apply",
            "2026-12-01",
            &[from("2026-12-01")],
            "08:00-10:00",
        ),
        (
            "the first day on which they no longer do",
            "2026-12-01",
            &[until("2026-12-01")],
            "",
        ),
        (
            "the last day on which they do",
            "2026-12-01",
            &[until("2026-12-02")],
            "08:00-10:00",
        ),
        (
            "an evening up to midnight",
            "2026-12-01",
            &[weekday_hours(Weekday::Tue, "22:00-24:00")],
            "22:00-24:00",
        ),
    ] {
        let plan = Plan {
            opening_hours: opening_hours.to_vec(),
            ..super::city::plan(&[BOTH])
        };
        assert_eq!(
            opens(&plan, day),
            [(1, opened)].map(row)[..usize::from(!opened.is_empty())],
            "{what}"
        );
    }
}

#[test]
fn a_special_opening_overrides_weekly_hours_and_holidays() {
    for (day, weekday) in [("2026-12-01", Weekday::Tue), ("2026-12-25", Weekday::Fri)] {
        let (opens_at, closes) = clock_span("10:00-14:00");
        let plan = Plan {
            opening_hours: vec![weekday_hours(weekday, "07:00-19:00")],
            special_openings: vec![SpecialOpening {
                date: date(day),
                opens: opens_at,
                closes,
            }],
            ..super::city::plan(&[BOTH])
        };
        assert_eq!(opens(&plan, day), [row((1, "10:00-14:00"))]);
    }
}

#[test]
fn a_closure_takes_a_centre_a_counter_or_a_part_of_the_day() {
    let closure = |part: Option<&str>, counter| Closure {
        from: date("2026-12-01"),
        until: date("2026-12-02"),
        part: part.map(clock_span),
        counter,
    };
    for (what, closure, expected) in [
        ("the centre", closure(None, None), vec![]),
        ("one counter", closure(None, Some(1)), vec![(2, "07:00-19:00")]),
        (
            "its lunch",
            closure(Some("12:00-13:00"), Some(2)),
            vec![(1, "07:00-19:00"), (2, "07:00-12:00 13:00-19:00")],
        ),
        (
            "the evening",
            closure(Some("16:00-24:00"), None),
            vec![(1, "07:00-16:00"), (2, "07:00-16:00")],
        ),
        (
            "an unknown counter",
            closure(None, Some(9)),
            vec![(1, "07:00-19:00"), (2, "07:00-19:00")],
        ),
    ] {
        let plan = Plan {
            closures: vec![closure],
            ..super::city::plan(&[PASS, MOVE])
        };
        let expected: Vec<_> = expected.into_iter().map(row).collect();
        assert_eq!(opens(&plan, "2026-12-01"), expected, "{what}");
        assert_eq!(
            opens(&plan, "2026-12-02").len(),
            2,
            "{what}: the day after it is open again"
        );
        assert_eq!(
            opens(&plan, "2026-11-30").len(),
            2,
            "{what}: so is the day before"
        );
    }
}

#[test]
fn a_plan_survives_being_stored() {
    let plan = Plan {
        special_openings: vec![SpecialOpening {
            date: date("2026-12-24"),
            opens: 84,
            closes: 120,
        }],
        ..super::city::plan(&[PASS, BOTH])
    };
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<Plan>(&text).unwrap(), plan);
}

#[test]
fn clock_times_lie_on_the_grid_of_five_minutes() {
    for (text, unit) in [("00:00", 0), ("07:30", 90), ("23:55", 287), ("24:00", 288)] {
        assert_eq!(parse_clock(text), Some(unit), "{text}");
        assert_eq!(clock(unit), text);
    }
    for text in [
        "",
        "7:30",
        "07:3",
        "07:31",
        "07:60",
        "24:05",
        "99:99",
        "+7:30",
        "07:+5",
        "0730",
        "07:30:00",
        "ab:cd",
        "٠٧:٣٠",
    ] {
        assert_eq!(parse_clock(text), None, "{text}");
    }
}

/// For each counter that opens, its times.
fn opens(plan: &Plan, day: &str) -> Vec<(u8, String)> {
    let counters = plan.on(date(day)).counters;
    let times = counters.iter().map(|counter| {
        let starts = (0..UNITS_A_DAY).filter(|unit| {
            counter.open.contains(*unit)
                && !unit
                    .checked_sub(1)
                    .is_some_and(|before| counter.open.contains(before))
        });
        let spans =
            starts.map(|start| format!("{}-{}", clock(start), clock(start + counter.open.run_from(start))));
        (counter.number, spans.collect::<Vec<_>>().join(" "))
    });
    times.collect()
}

fn row((counter, times): (u8, &str)) -> (u8, String) {
    (counter, times.to_owned())
}
