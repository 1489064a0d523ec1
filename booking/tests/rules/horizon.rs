//! From when to when a time is bookable online (rule 1).

use booking::catalogue::Centre;
use booking::horizon::{OutOfReach, last_open_day, next_opening, opening_minute, within_reach};
use booking::id::CentreId;
use booking::time::instant_at;
use chrono::Days;

use super::city::*;

#[test]
fn a_time_is_offered_61_minutes_before_and_not_59() {
    for (now, expected) in [
        ("12:59", Ok(())),
        ("13:00:00", Ok(())),
        ("13:00:01", Err(OutOfReach::TooNear)),
        ("13:01", Err(OutOfReach::TooNear)),
        ("14:00", Err(OutOfReach::TooNear)),
        ("15:00", Err(OutOfReach::TooNear)),
    ] {
        let reach = within_reach(&centre(), date(TUESDAY), clock("14:00"), clock(now));
        assert_eq!(reach, expected, "14:00 at {now}");
    }
}

#[test]
fn the_lead_time_is_real_time_when_the_clocks_change() {
    for (now, start) in [
        ("2026-03-29T01:55:00+01:00", "2026-03-29T03:55:00+02:00"),
        ("2026-10-25T02:55:00+02:00", "2026-10-25T02:55:00+01:00"),
    ] {
        let (now, start) = (at(now), at(start));
        assert_eq!(within_reach(&centre(), start.date(), start, now), Ok(()));
        let later = within_reach(&centre(), start.date(), start, now.plus_seconds(1));
        assert_eq!(later, Err(OutOfReach::TooNear));
    }
}

/// With a clock change between today and the last day, and on the day of the change itself.
#[test]
fn the_last_day_opens_60_days_ahead_in_the_morning_and_not_earlier() {
    let centre = centre();
    for today in [
        "2026-12-01",
        "2026-10-20",
        "2026-10-25",
        "2027-03-01",
        "2027-03-28",
        "2027-12-31",
    ] {
        let today = date(today);
        let opens = instant_at(today, opening_minute(&centre)).unwrap();
        let last = today + Days::new(60);
        let start = instant_at(last, 9 * 60).unwrap();
        let before = opens.plus_seconds(-1);
        assert_eq!(
            within_reach(&centre, last, start, before),
            Err(OutOfReach::TooFar),
            "{today}"
        );
        assert_eq!(within_reach(&centre, last, start, opens), Ok(()), "{today}");
        let next = instant_at(last + Days::new(1), 9 * 60).unwrap();
        assert_eq!(
            within_reach(&centre, next.date(), next, opens),
            Err(OutOfReach::TooFar),
            "{today}"
        );
        assert_eq!(last_open_day(&centre, before), last - Days::new(1));
    }
}

#[test]
fn each_centre_opens_its_last_day_at_a_minute_of_its_own_that_never_changes() {
    let named = |name: &str| Centre {
        id: CentreId::from(name),
        ..centre()
    };
    for (name, opens) in [
        ("harburg", "07:34"),
        ("suederelbe", "07:07"),
        ("altona", "07:44"),
        ("wandsbek", "07:18"),
    ] {
        let minute = opening_minute(&named(name));
        assert_eq!(format!("{:02}:{:02}", minute / 60, minute % 60), opens, "{name}");
    }
    for number in 0..500 {
        let minute = opening_minute(&named(&format!("centre-{number}")));
        assert!((7 * 60..9 * 60).contains(&minute), "{minute}");
    }
}

#[test]
fn lead_time_and_horizon_are_settings_of_a_centre() {
    let centre = Centre {
        lead_minutes: 1440,
        horizon_days: 0,
        ..centre()
    };
    let now = clock("06:00");
    let reach = |text| within_reach(&centre, at(text).date(), at(text), now);
    assert_eq!(reach("2026-12-01T14:00:00+01:00"), Err(OutOfReach::TooNear));
    assert_eq!(reach("2026-12-02T06:00:00+01:00"), Err(OutOfReach::TooFar));
}

#[test]
fn it_is_known_when_the_next_day_opens() {
    let centre = centre();
    for today in ["2026-12-01", "2027-03-27", "2027-03-28", "2026-12-31"] {
        let today = date(today);
        let opens = |date| instant_at(date, opening_minute(&centre)).unwrap();
        let tomorrow = today.succ_opt().unwrap();
        for (now, next) in [
            (opens(today).plus_seconds(-1), opens(today)),
            (opens(today), opens(tomorrow)),
            (opens(tomorrow).plus_seconds(-1), opens(tomorrow)),
        ] {
            assert_eq!(next_opening(&centre, now), Some(next), "{today}");
            let before = last_open_day(&centre, next.plus_seconds(-1));
            assert_eq!(
                last_open_day(&centre, next),
                before.succ_opt().unwrap(),
                "{today}"
            );
        }
    }
}
