//! Moving in one step: both days or none, same reference (rule 5).

use booking::change::Days;
use booking::relocate::relocate;
use booking::reserve::reserve;
use booking::{Change, Entropy, Instant, NoticeKind, Refusal};

use super::city::*;

const FAR: &str = "2026-12-08";
const NEXT: &str = "2026-12-09";

#[test]
fn a_move_keeps_the_reference_and_tells_the_calendar() {
    let way = booked(&[BOTH]);
    let reference = way.appointment.reference.clone();
    let change = moved(way, NEXT, "09:00", 3).unwrap().unwrap();
    assert_eq!(change.appointment.reference, reference);
    assert_eq!(change.appointment.slot, slot_on(NEXT, "09:00"));
    assert_eq!(change.appointment.progress.sequence, 1);
    let kinds: Vec<_> = change
        .notices
        .iter()
        .map(|notice| (notice.kind, notice.generation))
        .collect();
    assert_eq!(kinds, [(NoticeKind::Moved, 1), (NoticeKind::Reminder, 1)]);
}

#[test]
fn a_move_takes_the_new_time_and_gives_the_old_one_back_in_one_change() {
    let change = moved(booked(&[BOTH]), NEXT, "09:00", 3).unwrap().unwrap();
    let free: Vec<_> = change
        .days
        .iter()
        .zip(["14:00", "09:00"])
        .map(|(day, start)| {
            (
                free_for_others(day, start, clock("08:04:59")),
                free_for_others(day, start, clock("08:05")),
            )
        })
        .collect();
    assert_eq!(free, [(false, true), (false, false)]);
}

#[test]
fn a_move_that_finds_no_room_changes_nothing() {
    let mut way = booked(&[BOTH]);
    let (rival, now) = (wish_on(NEXT, "09:00", 3), clock("07:59"));
    way.days = reserve(rival, &centre(), "de", None, way.days, now, &chance(2))
        .unwrap()
        .days;
    assert_eq!(moved(way.clone(), NEXT, "09:05", 3), Err(Refusal::Taken));
    assert_eq!(way.visit().until, Instant::FOREVER);
}

#[test]
fn a_move_to_where_it_stands_is_done_already() {
    assert_eq!(moved(booked(&[BOTH]), FAR, "14:00", 3), Ok(None));
}

#[test]
fn a_move_may_take_time_that_was_its_own() {
    for (start, units) in [("14:05", 3), ("13:55", 3), ("14:00", 6), ("13:50", 9)] {
        let change = moved(booked(&[BOTH]), FAR, start, units).unwrap().unwrap();
        assert_eq!(
            Way::after(change).visit().units,
            units,
            "{units} units at {start}"
        );
    }
}

#[test]
fn a_move_there_and_back_gets_the_old_time_again() {
    for (day, start) in [(FAR, "16:00"), (NEXT, "09:00")] {
        let there = Way::after(moved(booked(&[BOTH]), day, start, 3).unwrap().unwrap());
        let back = Way::after(moved(there, FAR, "14:00", 3).unwrap().unwrap());
        assert_eq!(back.appointment.slot, slot_on(FAR, "14:00"));
        assert_eq!(back.appointment.progress.sequence, 2);
    }
}

/// What a visit takes again, or grows over, was not given up: a second counter stays free.
#[test]
fn moving_there_and_back_never_blocks_a_second_counter() {
    let both_ways = [(FAR, "16:00"), (FAR, "14:00"), (NEXT, "09:00"), (FAR, "14:00")];
    let mut way = booked(&[BOTH, BOTH]);
    for (day, start) in both_ways {
        way = Way::after(moved(way, day, start, 3).unwrap().unwrap());
    }
    let longer = Way::after(moved(way, FAR, "14:00", 6).unwrap().unwrap());
    assert!(free_for_others(longer.day(), "14:00", clock("08:00")));
}

#[test]
fn a_moved_away_time_is_free_at_once_within_24_hours() {
    let way = Way::reserved_at(wish("18:00", 3), day_on(TUESDAY, &[BOTH]), clock("07:00"));
    let way = way.held(clock("07:01")).booked(clock("07:02"));
    let chance = Entropy {
        jitter: 900,
        ..chance(1)
    };
    let change = relocate(
        way.appointment,
        wish("16:00", 3),
        &centre(),
        way.days,
        clock("08:00"),
        &chance,
    );
    let way = Way::after(change.unwrap().unwrap());
    assert!(free_for_others(way.day(), "18:00", clock("08:00")));
}

#[test]
fn a_move_goes_only_where_a_reservation_could() {
    assert_eq!(
        moved(booked(&[BOTH]), "2027-02-01", "09:00", 3),
        Err(Refusal::TooFar)
    );
    let way = booked(&[BOTH]);
    let now = at("2026-12-08T13:00:01+01:00");
    let near = relocate(
        way.appointment.clone(),
        wish_on(FAR, "13:55", 3),
        &centre(),
        way.days.clone(),
        now,
        &chance(1),
    );
    assert_eq!(near, Err(Refusal::TooNear));
    let other_services = relocate(
        way.appointment,
        wish_on(FAR, "14:00", 6),
        &centre(),
        way.days,
        now,
        &chance(1),
    );
    assert!(
        other_services.is_ok(),
        "its own time is never too near for other services"
    );
}

/// Three units at 14:00 a week ahead; the day after it is loaded too.
fn booked(counters: &[booking::skill::SkillSet]) -> Way {
    let way = Way::reserved_at(wish_on(FAR, "14:00", 3), day_on(FAR, counters), clock("07:00"));
    let mut way = way.held(clock("07:01")).booked(clock("07:02"));
    way.days = Days::new(vec![way.day().clone(), day_on(NEXT, counters)]);
    way
}

/// Moves at 08:00.
fn moved(way: Way, day: &str, start: &str, units: u8) -> Result<Option<Change>, Refusal> {
    let far = if day < "2027" {
        way.days
    } else {
        Days::new(vec![way.day().clone(), day_on(day, &[BOTH])])
    };
    relocate(
        way.appointment,
        wish_on(day, start, units),
        &centre(),
        far,
        clock("08:00"),
        &chance(1),
    )
}
