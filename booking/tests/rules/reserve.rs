//! Reserving a time at once, and never holding two (rule 2).

use booking::change::Days;
use booking::reserve::reserve;
use booking::{Event, Refusal, Status};

use super::city::*;

#[test]
fn a_time_is_reserved_with_its_length_and_skills() {
    let way = Way::reserved("14:00", clock("07:00"));
    let claim = way.visit();
    assert_eq!(way.appointment.status, Status::Reserved);
    assert_eq!(
        (claim.holder, claim.start, claim.units, claim.skills),
        (id(1), 168, 3, PASS)
    );
    assert_eq!(claim.until, clock("07:16"), "it stays back a minute beyond 07:15");
}

#[test]
fn of_two_who_want_the_last_counter_one_gets_it() {
    let day = day_on(TUESDAY, &[BOTH]);
    let first = Way::reserved_at(wish("14:00", 3), day, clock("07:00"));
    for (start, units, result) in [
        ("14:00", 3, Some(Refusal::Taken)),
        ("13:55", 2, Some(Refusal::Taken)),
        ("14:10", 1, Some(Refusal::Taken)),
        ("14:15", 3, None),
        ("13:45", 3, None),
    ] {
        let wish = wish(start, units);
        let days = first.days.clone();
        let second = reserve(wish, &centre(), "de", None, days, clock("07:01"), &chance(2));
        assert_eq!(second.err(), result, "{units} units at {start}");
    }
}

#[test]
fn only_times_in_reach_are_reserved() {
    for (start, now, result) in [
        ("14:00", "12:59", None),
        ("14:00", "13:00", None),
        ("14:00", "13:00:01", Some(Refusal::TooNear)),
        ("14:00", "14:30", Some(Refusal::TooNear)),
    ] {
        let days = Days::new(vec![day_on(TUESDAY, &[BOTH])]);
        let tried = reserve(
            wish(start, 3),
            &centre(),
            "de",
            None,
            days,
            clock(now),
            &chance(1),
        );
        assert_eq!(tried.err(), result, "{start} at {now}");
    }
    let far = "2027-02-01";
    let days = Days::new(vec![day_on(far, &[BOTH])]);
    let tried = reserve(
        wish_on(far, "14:00", 3),
        &centre(),
        "de",
        None,
        days,
        clock("07:00"),
        &chance(1),
    );
    assert_eq!(tried.err(), Some(Refusal::TooFar));
}

#[test]
fn a_day_that_was_not_loaded_has_nothing_to_give() {
    let tried = reserve(
        wish("14:00", 3),
        &centre(),
        "de",
        None,
        Days::default(),
        clock("07:00"),
        &chance(1),
    );
    assert_eq!(tried.err(), Some(Refusal::Taken));
}

#[test]
fn another_choice_gives_the_first_back_in_the_same_step() {
    let now = clock("07:05");
    let way = Way::reserved_at(wish("14:00", 3), day_on(TUESDAY, &[BOTH]), clock("07:00"));
    let change = swap(way, "15:00", 2).unwrap();
    let old = change.replaced.clone().unwrap();
    assert_eq!(change.event, Event::Reserved);
    assert_eq!(
        (old.id, old.status, old.progress.cancelled_at),
        (id(1), Status::Cancelled, Some(now))
    );

    let day = change.days.iter().next().unwrap();
    assert!(!free_for_others(day, "15:00", now));
    assert!(
        !free_for_others(day, "14:00", clock("07:05:59")),
        "the first time stays back a minute …"
    );
    assert!(
        free_for(day, "14:00", Some(id(2)), now),
        "… but not for whoever gave it up"
    );
    assert!(free_for_others(day, "14:00", clock("07:06")));
}

#[test]
fn another_choice_on_another_day_gives_the_first_back_too() {
    let other = "2026-12-02";
    let way = Way::reserved("14:00", clock("07:00"));
    let days = Days::new(vec![way.day().clone(), day_on(other, &[BOTH])]);
    let (wish, now) = (wish_on(other, "08:00", 3), clock("07:05"));
    let change = reserve(
        wish,
        &centre(),
        "de",
        Some(way.appointment),
        days,
        now,
        &chance(2),
    )
    .unwrap();
    let live: Vec<_> = change
        .days
        .iter()
        .map(|day| day.live(clock("07:06"), None).count())
        .collect();
    assert_eq!(live, [0, 1]);
}

#[test]
fn to_and_fro_on_one_day_gets_the_first_time_again() {
    let way = Way::reserved_at(wish("14:00", 3), day_on(TUESDAY, &[BOTH]), clock("07:00"));
    let there = Way::after(swap(way, "15:00", 2).unwrap());
    let back = swap(there, "14:00", 3).unwrap();
    assert_eq!(back.appointment.slot, slot_on(TUESDAY, "14:00"));
    let day = back.days.iter().next().unwrap();
    assert!(!free_for_others(day, "15:00", clock("07:05:59")));
    assert!(free_for_others(day, "15:00", clock("07:06")));
}

/// A time that its holder takes again is not kept back besides: with two counters one stays free.
#[test]
fn going_to_and_fro_never_blocks_a_second_counter() {
    let mut way = Way::reserved("14:00", clock("07:00"));
    for (number, start) in (2..).zip(["15:00", "14:00", "15:00", "14:00", "14:00"]) {
        way = Way::after(swap(way, start, number).unwrap());
        for start in ["14:00", "15:00"] {
            assert!(
                free_for_others(way.day(), start, clock("07:05")),
                "{start} after swap {number}"
            );
        }
    }
}

#[test]
fn a_lapsed_choice_is_replaced_as_well_and_a_booked_one_is_not() {
    let way = Way::reserved("14:00", clock("07:00"));
    let lapsed = reserve(
        wish("14:00", 3),
        &centre(),
        "de",
        Some(way.appointment.clone()),
        way.days.clone(),
        clock("07:15:30"),
        &chance(2),
    );
    assert_eq!(lapsed.unwrap().replaced.unwrap().status, Status::Cancelled);
    let booked = way.held(clock("07:01")).booked(clock("07:02"));
    assert_eq!(
        swap(booked, "15:00", 2),
        Err(Refusal::WrongState(booking::State::Booked))
    );
}

#[test]
fn a_refused_choice_leaves_the_first_as_it_was() {
    let full = day_on(TUESDAY, &[BOTH]);
    let rival = Way::reserved_at(wish("15:00", 3), full, clock("07:00"));
    let way = reserve(
        wish("14:00", 3),
        &centre(),
        "de",
        None,
        rival.days,
        clock("07:00"),
        &chance(2),
    );
    let way = Way::after(way.unwrap());
    assert_eq!(swap(way.clone(), "15:00", 3), Err(Refusal::Taken));
    assert_eq!(way.appointment.state(clock("07:05")), booking::State::Reserved);
}

/// Chooses another time at 07:05.
fn swap(way: Way, start: &str, number: u8) -> Result<booking::Change, Refusal> {
    let now = clock("07:05");
    reserve(
        wish(start, 3),
        &centre(),
        "de",
        Some(way.appointment),
        way.days,
        now,
        &chance(number),
    )
}
