//! The last day opens in the morning, at each centre's own minute (rule 1).

use booking::catalogue::Centre;
use booking::horizon::{OutOfReach, earliest_start, last_open_day, opening_minute, within_reach};
use booking::time::instant_at;
use booking::{CentreId, Instant};
use chrono::{Days, TimeDelta};
use proptest::prelude::*;

use super::city::*;
use super::random::promised;

fn any_settings() -> impl Strategy<Value = Centre> {
    ("[a-zäöü -]{1,24}", 0..2000_u16, 0..100_u16).prop_map(|(id, lead_minutes, horizon_days)| Centre {
        id: CentreId::from(id),
        lead_minutes,
        horizon_days,
        ..centre()
    })
}

/// Over two years, often in the two hours in which days open.
fn any_now() -> impl Strategy<Value = Instant> {
    let days = 0..730_u64;
    let minute = prop_oneof![0..1440_u16, 415..545_u16];
    (days, minute, 0..60_i64).prop_filter_map("a clock shows it", |(days, minute, seconds)| {
        Some(instant_at(date("2026-01-01") + Days::new(days), minute)?.plus_seconds(seconds))
    })
}

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn every_centre_opens_its_last_day_between_7_and_9(centre in any_settings()) {
        let minute = opening_minute(&centre);
        prop_assert!((7 * 60..9 * 60).contains(&minute), "{minute}");
        prop_assert_eq!(opening_minute(&Centre { lead_minutes: 1, horizon_days: 1, ..centre }), minute, "by its id alone");
    }

    #[test]
    fn one_more_day_is_open_from_the_opening_minute_on(centre in any_settings(), now in any_now()) {
        let wall = now.wall();
        let minutes = wall.time().signed_duration_since(chrono::NaiveTime::MIN).num_minutes();
        let opened = minutes >= i64::from(opening_minute(&centre));
        let days = i64::from(centre.horizon_days) - i64::from(!opened && centre.horizon_days > 0);
        prop_assert_eq!(last_open_day(&centre, now), wall.date() + TimeDelta::days(days));
    }

    #[test]
    fn a_time_is_within_reach_between_lead_time_and_last_day(
        centre in any_settings(),
        now in any_now(),
        ahead in prop_oneof![-100_000..10_000_000_i64, 0..200_000_i64],
    ) {
        let start = now.plus_seconds(ahead);
        let expected = match () {
            () if ahead < i64::from(centre.lead_minutes) * 60 => Err(OutOfReach::TooNear),
            () if start.date() > last_open_day(&centre, now) => Err(OutOfReach::TooFar),
            () => Ok(()),
        };
        prop_assert_eq!(within_reach(&centre, start.date(), start, now), expected);
        prop_assert_eq!(earliest_start(&centre, now).since(now), i64::from(centre.lead_minutes) * 60);
    }
}
