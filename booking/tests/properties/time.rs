//! Instants and the clock on the wall.

use booking::Instant;
use booking::time::{berlin_offset, in_summer, instant_at, unit_start};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Timelike, Weekday};
use proptest::prelude::*;

use super::city::*;
use super::random::promised;

/// From 2020 to 2040; half of them near a change of the clocks.
fn any_instant() -> impl Strategy<Value = Instant> {
    let changes = [
        "2026-03-29T01:00:00Z",
        "2026-10-25T01:00:00Z",
        "2028-03-26T01:00:00Z",
        "2029-10-28T01:00:00Z",
    ];
    let near = (prop::sample::select(changes.to_vec()), -8000..8000_i64)
        .prop_map(|(text, seconds)| at(text).plus_seconds(seconds));
    prop_oneof![
        (1_577_836_800..2_208_988_800_i64).prop_map(Instant::from_seconds),
        near
    ]
}

/// Summer time of the European Union: from the last Sunday of March to that of October, at 01:00 UTC.
fn summer(at: Instant) -> bool {
    let utc = DateTime::from_timestamp(at.seconds(), 0).unwrap().naive_utc();
    let change = |month| {
        let last = NaiveDate::from_ymd_opt(utc.year(), month, 31).unwrap();
        let sunday = last - Days::new(u64::from(last.weekday().num_days_from_sunday()));
        assert_eq!(sunday.weekday(), Weekday::Sun);
        sunday.and_hms_opt(1, 0, 0).unwrap()
    };
    (change(3)..change(10)).contains(&utc)
}

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn hamburgs_clocks_follow_the_rule_of_the_union(instant in any_instant()) {
        let offset = if summer(instant) { 7200 } else { 3600 };
        prop_assert_eq!(berlin_offset(instant), offset);
        let wall = DateTime::from_timestamp(instant.seconds() + i64::from(offset), 0).unwrap().naive_utc();
        prop_assert_eq!((instant.wall(), instant.date()), (wall, wall.date()));
    }

    #[test]
    fn at_noon_it_is_summer_when_clocks_say_so(instant in any_instant()) {
        let noon = instant_at(instant.date(), 12 * 60).unwrap();
        prop_assert_eq!(in_summer(instant.date()), berlin_offset(noon) == 7200);
    }

    #[test]
    fn a_clock_time_is_an_instant_unless_it_comes_twice_or_never(instant in any_instant()) {
        let minute = instant.floor_to_minute();
        let wall = minute.wall();
        let found = instant_at(wall.date(), (wall.hour() * 60 + wall.minute()) as u16);
        let alone = [-3600, 3600].iter().all(|seconds| minute.plus_seconds(*seconds).wall() != wall);
        prop_assert_eq!(found, alone.then_some(minute));
        prop_assert_eq!(instant_at(wall.date(), 1440), None);
    }

    #[test]
    fn the_grid_is_read_from_the_wall(instant in any_instant(), on_it in any::<bool>()) {
        let instant = if on_it { Instant::from_seconds(instant.seconds() / 300 * 300) } else { instant };
        let wall = instant.wall();
        let whole = instant.seconds() % 300 == 0;
        let unit = (wall.hour() * 12 + wall.minute() / 5) as u16;
        prop_assert_eq!(instant.on_grid(), whole.then_some((wall.date(), unit)));
        let start = unit_start(wall.date(), unit);
        prop_assert!(start.is_none_or(|start| (0..300).contains(&instant.since(start))));
    }

    #[test]
    fn times_read_back_as_they_were_written(instant in any_instant(), offset in -14..14_i64) {
        prop_assert_eq!(Instant::parse(&instant.to_rfc3339()), Ok(instant));
        let text = DateTime::from_timestamp(instant.seconds() + offset * 3600, 0).unwrap().naive_utc();
        let elsewhere = format!("{}{:+03}:00", text.format("%Y-%m-%dT%H:%M:%S"), offset);
        prop_assert_eq!(Instant::parse(&elsewhere), Ok(instant));
        prop_assert!(Instant::parse(&text.to_string()).is_err(), "a zone is required");
        prop_assert!(Instant::parse(&elsewhere.replace(&elsewhere[19..], ".5Z")).is_err(), "no fractions");
    }

    #[test]
    fn reckoning_with_instants_is_reckoning_with_seconds(instant in any_instant(), number in -5000..5000_i64) {
        let seconds = instant.seconds();
        prop_assert_eq!(instant.plus_seconds(number).seconds(), seconds + number);
        prop_assert_eq!(instant.plus_minutes(number).seconds(), seconds + number * 60);
        prop_assert_eq!(instant.plus_days(number).since(instant), TimeDelta::days(number).num_seconds());
        prop_assert_eq!(instant.floor_to_minute().seconds(), seconds - seconds % 60);
        prop_assert_eq!(Instant::FOREVER.plus_seconds(i64::MAX).seconds(), i64::MAX);
    }
}
