//! Weeks and holidays, against a calendar that is counted day by day.

use std::collections::BTreeSet;

use booking::holiday::{easter_sunday, holiday};
use booking::plan::{Occurrence, OpeningHours, Plan, Rhythm};
use booking::unit::UnitSet;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use proptest::prelude::*;

use super::city::*;
use super::random::promised;

const OCCURRENCES: [Occurrence; 6] = [
    Occurrence::First,
    Occurrence::Second,
    Occurrence::Third,
    Occurrence::Fourth,
    Occurrence::Fifth,
    Occurrence::Last,
];

fn any_date() -> impl Strategy<Value = NaiveDate> {
    (0..4000_u64).prop_map(|days| date("2025-01-01") + Days::new(days))
}

fn any_hours() -> impl Strategy<Value = OpeningHours> {
    let rhythm = prop_oneof![
        2 => Just(Rhythm::Weekly),
        2 => (0..6_u8, any_date()).prop_map(|(weeks, anchor)| Rhythm::EveryWeeks { weeks, anchor }),
        2 => proptest::sample::subsequence(&OCCURRENCES[..], 1..4).prop_map(Rhythm::OfMonth),
    ];
    let valid = || proptest::option::of(any_date());
    let times = (0..280_u16, 1..=8_u16).prop_map(|(opens, length)| (opens, opens + length));
    (0..7_usize, times, valid(), valid(), rhythm).prop_map(
        |(weekday, (opens, closes), valid_from, valid_until, rhythm)| OpeningHours {
            weekday: WEEK[weekday],
            opens,
            closes,
            valid_from,
            valid_until,
            rhythm,
        },
    )
}

/// Counted on the fingers.
fn applies(hours: &OpeningHours, date: NaiveDate) -> bool {
    let same_days = |earlier: bool| {
        let other = |weeks: u64| {
            let days = Days::new(7 * weeks);
            if earlier { date - days } else { date + days }
        };
        (1..=5)
            .filter(|weeks| other(*weeks).month() == date.month())
            .count()
    };
    let in_rhythm = match &hours.rhythm {
        Rhythm::Weekly => true,
        Rhythm::EveryWeeks { weeks: 0, .. } => false,
        Rhythm::EveryWeeks { weeks, anchor } => {
            let monday = |date: NaiveDate| date.week(Weekday::Mon).first_day();
            (monday(date) - monday(*anchor)).num_weeks() % i64::from(*weeks) == 0
        }
        Rhythm::OfMonth(occurrences) => occurrences.iter().any(|occurrence| match occurrence {
            Occurrence::Last => same_days(false) == 0,
            nth => same_days(true) == OCCURRENCES.iter().position(|known| known == nth).unwrap(),
        }),
    };
    let valid = hours.valid_from.is_none_or(|from| date >= from)
        && hours.valid_until.is_none_or(|until| date < until);
    hours.weekday == date.weekday() && valid && in_rhythm
}

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn hours_apply_on_the_dates_that_a_calendar_counts(hours in any_hours(), from in any_date()) {
        for date in from.iter_days().take(40) {
            prop_assert_eq!(hours.applies(date), applies(&hours, date), "{}", date);
        }
    }

    // Within the years looked at here; that it finds no more and no less beyond them is a promise of its own.
    #[test]
    fn hours_that_meet_on_a_date_meet(one in any_hours(), other in any_hours(), from in any_date()) {
        let met = from.iter_days().take(200).any(|date| applies(&one, date) && applies(&other, date));
        prop_assert!(one.meets(&other) || !met);
        prop_assert_eq!(one.meets(&other), other.meets(&one));
        prop_assert!(one.weekday == other.weekday || !one.meets(&other));
    }

    #[test]
    fn a_day_opens_with_all_hours_that_apply_unless_it_is_a_holiday(
        hours in proptest::collection::vec(any_hours(), 0..6),
        date in any_date(),
    ) {
        let plan = Plan { opening_hours: hours.clone(), ..plan(&[BOTH]) };
        let here = hours.iter().filter(|hours| applies(hours, date) && holiday(date).is_none());
        let open = here.fold(UnitSet::default(), |open, hours| open.union(&UnitSet::range(hours.opens, hours.closes)));
        let told = (0..288).filter(|unit| booking::time::unit_start(date, *unit).is_none());
        let open = told.fold(open, |open, unit| open.minus(&UnitSet::range(unit, unit + 1)));
        let found = plan.on(date).counters.first().map(|counter| counter.open).unwrap_or_default();
        prop_assert_eq!(found, open);
    }

    // The Sunday after the first full moon of spring, by the tables of the church: the golden number and the epact.
    #[test]
    fn every_year_has_ten_holidays_around_an_easter_sunday(year in 1900..2200_i32) {
        let easter = easter_sunday(year).unwrap();
        prop_assert_eq!(easter.weekday(), Weekday::Sun);
        let golden = year % 19 + 1;
        let century = year / 100 + 1;
        let corrections = (3 * century / 4 - 12, (8 * century + 5) / 25 - 5);
        let mut epact = (11 * golden + 20 + corrections.1 - corrections.0).rem_euclid(30);
        if epact == 24 || epact == 25 && golden > 11 {
            epact += 1;
        }
        let day = if epact > 23 { 74 - epact } else { 44 - epact };
        let full_moon = NaiveDate::from_ymd_opt(year, 3, 1).unwrap() + Days::new(day as u64 - 1);
        let after = 7 - full_moon.weekday().num_days_from_sunday();
        prop_assert_eq!(easter, full_moon + Days::new(u64::from(after)));

        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let days = first.iter_days().take_while(|day| day.year() == year);
        let found: BTreeSet<NaiveDate> = days.filter(|day| holiday(*day).is_some()).collect();
        let fixed = [(1, 1), (5, 1), (10, 3), (10, 31), (12, 25), (12, 26)];
        let fixed = fixed.map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day).unwrap());
        let moving = [-2, 1, 39, 50].map(|days| easter + chrono::TimeDelta::days(days));
        prop_assert_eq!(found, fixed.into_iter().chain(moving).collect::<BTreeSet<_>>());
    }
}
