//! Times free themselves: a claim counts while `until > now`, and that is all (rule 6).

use booking::day::{ClaimKind, Span, Taken, Taking};
use booking::id::AppointmentId;
use booking::share::Channel;
use booking::unit::parse_clock;
use booking::{Day, Instant};

use super::city::*;

#[test]
fn a_claim_counts_until_its_last_second_whether_or_not_anything_sweeps() {
    let mut day = taken(&["14:00"], clock("07:15"));
    for (now, free) in [("07:14:59", false), ("07:15", true), ("23:59", true)] {
        assert_eq!(free_for_others(&day, "14:00", clock(now)), free, "at {now}");
    }
    day.prune(clock("07:14:59"));
    assert_eq!(day.claims.len(), 1);
    day.prune(clock("07:15"));
    assert_eq!(day.claims, []);
}

#[test]
fn the_next_lapse_is_the_earliest_that_still_counts() {
    let mut day = taken(&["09:00"], clock("07:10"));
    take(&mut day, 2, "10:00", clock("07:20")).unwrap();
    take(&mut day, 3, "11:00", Instant::FOREVER).unwrap();
    for (now, lapse) in [
        ("07:00", clock("07:10")),
        ("07:10", clock("07:20")),
        ("07:20", Instant::FOREVER),
    ] {
        assert_eq!(day.next_lapse(clock(now)), lapse, "at {now}");
    }
}

#[test]
fn extending_a_visit_does_not_prolong_what_stays_back() {
    let mut day = taken(&["14:00"], clock("07:15"));
    let elsewhere = Taking {
        own: Some(id(1)),
        given_up_until: clock("07:02"),
        ..taking(1, clock("07:16"))
    };
    day.take(span("15:00"), elsewhere, clock("07:00")).unwrap();
    day.extend(id(1), Instant::FOREVER);
    let until: Vec<_> = day.claims.iter().map(|claim| (claim.kind, claim.until)).collect();
    assert_eq!(
        until,
        [
            (ClaimKind::Visit, Instant::FOREVER),
            (ClaimKind::Released, clock("07:02"))
        ]
    );
}

#[test]
fn releasing_never_prolongs_a_claim() {
    let mut day = taken(&["14:00"], clock("07:15"));
    day.release(id(1), id(1), clock("09:00"));
    assert_eq!(day.claims.first().unwrap().until, clock("07:15"));
}

#[test]
fn a_released_time_is_its_heirs_until_it_is_everybodys() {
    let mut day = taken(&["14:00"], clock("07:15"));
    day.release(id(1), id(2), clock("07:10"));
    for (who, now, free) in [
        (None, "07:09:59", false),
        (Some(id(1)), "07:09:59", false),
        (Some(id(2)), "07:09:59", true),
        (None, "07:10", true),
    ] {
        assert_eq!(free_for(&day, "14:00", who, clock(now)), free, "{who:?} at {now}");
    }
}

#[test]
fn what_is_refused_leaves_the_day_as_it_was() {
    let mut day = taken(&["14:00"], Instant::FOREVER);
    let before = day.clone();
    assert_eq!(take(&mut day, 2, "14:10", Instant::FOREVER), Err(Taken));
    assert_eq!(day, before);
}

#[test]
fn a_visit_needs_a_length_and_a_start_within_the_day() {
    let mut day = day_on(TUESDAY, &[BOTH]);
    for (start, units) in [
        (168, 0),
        (168, 25),
        (168, 255),
        (288, 1),
        (65_535, 24),
        (227, 2),
        (83, 1),
    ] {
        let span = Span {
            start,
            units,
            skills: PASS,
        };
        let result = day.take(span, taking(1, Instant::FOREVER), clock("07:00"));
        assert_eq!(result, Err(Taken), "{units} units at {start}");
    }
    let longest = Span {
        start: 204,
        units: 24,
        skills: PASS,
    };
    assert_eq!(
        day.take(longest, taking(1, Instant::FOREVER), clock("07:00")),
        Ok(())
    );
}

#[test]
fn whoever_takes_over_from_another_holds_what_that_one_gives_up() {
    let mut day = taken(&["14:00"], clock("07:15"));
    let taking = Taking {
        own: Some(id(1)),
        given_up_until: clock("07:10"),
        ..taking(2, clock("07:20"))
    };
    day.take(span("15:00"), taking, clock("07:00")).unwrap();
    for (who, now, free) in [
        (None, "07:09:59", false),
        (Some(id(1)), "07:09:59", false),
        (Some(id(2)), "07:09:59", true),
        (None, "07:10", true),
    ] {
        assert_eq!(free_for(&day, "14:00", who, clock(now)), free, "{who:?} at {now}");
    }
}

/// Rule 12: what was booked before the plan changed stays booked, and nothing new is sold there.
#[test]
fn a_new_plan_drops_no_claim_and_offers_nothing_it_closes() {
    let mut day = day_on(TUESDAY, &[BOTH, BOTH]);
    for (number, start) in (1..).zip(["14:00", "14:00", "15:00"]) {
        take(&mut day, number, start, Instant::FOREVER).unwrap();
    }
    for counters in [&[][..], &[BOTH], &[MOVE, PASS]] {
        let mut changed = Day {
            open: plan(counters).on(day.date),
            ..day.clone()
        };
        let offered = take(&mut changed, 9, "16:00", Instant::FOREVER).is_ok();
        assert_eq!(offered, !counters.is_empty());
        let held: Vec<_> = (1..=3)
            .map(|number| {
                changed
                    .live(clock("07:00"), None)
                    .any(|claim| claim.holder == id(number))
            })
            .collect();
        assert_eq!(held, [true; 3], "with {counters:?}");
    }
}

#[test]
fn what_is_free_to_all_at_once_leaves_no_claim_behind() {
    let mut day = taken(&["14:00"], Instant::FOREVER);
    let taking = Taking {
        own: Some(id(1)),
        given_up_until: clock("07:00"),
        ..taking(1, Instant::FOREVER)
    };
    day.take(span("15:00"), taking, clock("07:00")).unwrap();
    assert_eq!(day.claims.len(), 1);
}

fn taken(starts: &[&str], until: Instant) -> Day {
    let mut day = day_on(TUESDAY, &[BOTH]);
    for (number, start) in (1..).zip(starts) {
        take(&mut day, number, start, until).unwrap();
    }
    day
}

fn take(day: &mut Day, number: u8, start: &str, until: Instant) -> Result<(), Taken> {
    day.take(span(start), taking(number, until), clock("07:00"))
}

fn span(start: &str) -> Span {
    Span {
        start: parse_clock(start).unwrap(),
        units: 3,
        skills: PASS,
    }
}

fn taking(number: u8, until: Instant) -> Taking {
    let holder: AppointmentId = id(number);
    Taking {
        holder,
        own: None,
        channel: Channel::Online,
        until,
        given_up_until: until,
    }
}
