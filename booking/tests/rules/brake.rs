//! The brake as tables: counts → work, counts → when it goes on.

use booking::Instant;
use booking::brake::{Brake, HARDEST, Made, counted_from, goes_on_at, total};

const BRAKE: Brake = Brake { free: 10, limit: 60 };

#[test]
fn the_work_doubles_with_every_ten_and_stays_bearable() {
    let table = [
        (0, 1),
        (9, 1),
        (10, 2),
        (19, 2),
        (20, 4),
        (30, 8),
        (39, 8),
        (40, 16),
        (59, 16),
        (1_000, HARDEST),
        (u32::MAX, HARDEST),
    ];
    for (made, factor) in table {
        assert_eq!(BRAKE.factor(made), factor, "{made} made");
    }
}

#[test]
fn a_challenge_pays_until_the_network_has_made_five_more_than_it_was_for() {
    for (factor, below) in [
        (0, 0),
        (1, 15),
        (2, 25),
        (3, 25),
        (4, 35),
        (8, 45),
        (16, 60),
        (64, 60),
    ] {
        assert_eq!(BRAKE.pays_below(factor), below, "factor {factor}");
    }
}

#[test]
fn the_challenge_of_the_moment_always_pays_below_the_limit() {
    for (free, limit) in [(10, 60), (1, 60), (60, 60), (100, 60), (7, 61), (0, 60)] {
        let brake = Brake { free, limit };
        for made in 0..limit {
            let factor = brake.factor(made);
            assert!(made < brake.pays_below(factor), "{made} made, {brake:?}");
        }
        assert_eq!(brake.pays_below(HARDEST), limit, "and nothing pays from there on");
    }
}

fn minutes(counts: &[(i64, u32)]) -> Vec<Made> {
    let made = counts.iter().map(|(minute, count)| Made {
        minute: Instant::from_seconds(minute * 60),
        count: *count,
    });
    made.collect()
}

#[test]
fn it_goes_on_when_enough_minutes_are_over() {
    type Row = (&'static [(i64, u32)], u32, Option<i64>);
    let table: &[Row] = &[
        (&[], 60, None),
        (&[(100, 59)], 60, None),
        (&[(100, 60)], 60, Some(110)),
        (&[(100, 1), (103, 59)], 60, Some(110)),
        (&[(100, 1), (103, 60)], 60, Some(113)),
        (&[(100, 20), (101, 20), (105, 40)], 60, Some(111)),
        (&[(100, 5)], 0, None),
    ];
    for (counts, limit, expected) in table {
        let found = goes_on_at(&minutes(counts), *limit).map(|instant| instant.seconds() / 60);
        assert_eq!(found, *expected, "{counts:?} of {limit}");
    }
}

/// The promise and the window speak of the same minutes.
#[test]
fn at_the_instant_told_the_oldest_minute_no_longer_counts() {
    let made = minutes(&[(100, 60)]);
    let told = goes_on_at(&made, 60).expect("an instant");
    let still = |now: Instant| made[0].minute >= counted_from(now);
    assert!(still(told.plus_seconds(-1)) && !still(told));
    assert_eq!(total(&minutes(&[(1, u32::MAX), (2, 1)])), u32::MAX);
}
