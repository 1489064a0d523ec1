//! The days as a month, and where keys lead in it.

use super::*;
use crate::offer::Day;

/// From Monday, 30 November 2026 on; `f` is room, the rest is as the API writes it.
fn journey(days: &str) -> Journey {
    let mut journey = at(Step::Day);
    let mut availability = availability();
    availability.centres[0].rows[0].longest = days.replace('f', "o");
    journey.availability = Some(availability);
    journey
}

#[test]
fn each_day_is_free_or_says_why_not() {
    let journey = journey("0f-..");
    for (day, expected) in [
        ("2026-11-29", None),
        ("2026-11-30", Some(Day::Full)),
        ("2026-12-01", Some(Day::Free)),
        ("2026-12-02", Some(Day::Closed)),
        ("2026-12-03", Some(Day::NotYet)),
        ("2026-12-05", Some(Day::NotYet)),
    ] {
        assert_eq!(journey.day_is(date_of(day).unwrap()), expected, "{day}");
    }
}

#[test]
fn the_first_free_day_s_month_is_shown_until_another_is_asked_for() {
    let mut journey = journey("0f-..");
    let month = |text| date_of(text);
    assert_eq!(journey.month(), month("2026-12-01"));
    assert_eq!(
        journey.months(),
        [month("2026-11-01").unwrap(), month("2026-12-01").unwrap()]
    );
    journey.apply(Event::Month(month("2026-11-01").unwrap()));
    assert_eq!(journey.month(), month("2026-11-01"));
    journey.apply(Event::Back);
    journey.apply(Event::Centre("suederelbe".into()));
    assert_eq!(journey.month(), month("2026-12-01"), "another centre begins anew");
}

#[test]
fn keys_lead_to_free_days_only() {
    // Mon 30 f, Tue 1 0, Wed 2 f, Thu 3 f, Fri 4 0, then closed, Mon 7 0, Tue 8 f … Thu 31 f, Fri 1 January f.
    let december = ["f0ff0--0f-----", "--------------", "---ff"].concat();
    let mut journey = journey(&december);
    for (from, key, to) in [
        ("2026-11-30", Key::After, Some("2026-12-02")),
        ("2026-12-02", Key::Before, Some("2026-11-30")),
        ("2026-11-30", Key::Before, None),
        ("2026-12-02", Key::WeekAfter, Some("2026-12-31")),
        ("2026-11-30", Key::WeekAfter, Some("2026-12-08")),
        ("2026-12-08", Key::WeekBefore, Some("2026-11-30")),
        ("2026-12-02", Key::WeekBefore, None),
        ("2026-12-03", Key::WeekStart, Some("2026-11-30")),
        ("2026-11-30", Key::WeekEnd, Some("2026-12-03")),
        ("2026-12-03", Key::WeekEnd, None),
        ("2026-12-08", Key::MonthAfter, Some("2027-01-01")),
        ("2026-12-08", Key::MonthBefore, Some("2026-11-30")),
        ("2027-01-01", Key::MonthAfter, None),
    ] {
        let from = date_of(from).unwrap();
        let to = to.and_then(date_of);
        assert_eq!(journey.led_to(from, key), to, "{key:?} on {from}");
        let expected: Vec<Command> = to.map(Command::FocusDay).into_iter().collect();
        assert_eq!(
            journey.apply(Event::Key(from, key)),
            expected,
            "{key:?} on {from}"
        );
        if let Some(to) = to {
            assert_eq!(journey.month(), Some(month_of(to)), "{key:?} on {from}");
        }
    }
}
