//! Every deadline of rules 2, 3, 5 and 6, near the start and far from it.

use booking::deadline::*;
use booking::reserve::prolong;
use booking::{Refusal, State};

use super::city::*;

#[test]
fn a_reservation_lasts_15_minutes_and_ends_45_before_the_start() {
    for (now, start, until) in [
        ("07:00", "14:00", "07:15"),
        ("13:00", "14:00", "13:15"),
        ("12:59", "14:00", "13:14"),
        ("13:00:01", "14:00", "13:15:00"),
        ("13:10", "14:00", "13:15"),
    ] {
        assert_eq!(
            reserved_until(clock(now), clock(start)),
            clock(until),
            "{now} for {start}"
        );
    }
}

#[test]
fn a_hold_lasts_120_minutes_and_ends_30_before_the_start() {
    for (held_at, start, cap) in [
        ("07:00", "14:00", "09:00"),
        ("11:30", "14:00", "13:30"),
        ("11:31", "14:00", "13:30"),
        ("13:14:59", "14:00", "13:30"),
    ] {
        assert_eq!(
            hold_cap(clock(held_at), clock(start)),
            clock(cap),
            "{held_at} for {start}"
        );
    }
}

#[test]
fn whoever_has_the_mail_has_60_minutes_unless_the_start_is_near() {
    for (accepted_at, cap, by) in [
        ("07:00:20", "09:00", "08:00:20"),
        ("08:00", "09:00", "09:00"),
        ("08:30", "09:00", "09:00"),
        ("13:10", "13:30", "13:30"),
    ] {
        assert_eq!(
            activate_by(clock(accepted_at), clock(cap)),
            clock(by),
            "{accepted_at} up to {cap}"
        );
    }
}

#[test]
fn a_mail_prints_whole_minutes_rounded_down() {
    for (rendered_at, cap, prints) in [
        ("07:00:00", "09:00:00", "08:00"),
        ("07:00:59", "09:00:00", "08:00"),
        ("08:20:00", "09:00:59", "09:00"),
    ] {
        assert_eq!(
            printed(clock(rendered_at), clock(cap)),
            clock(prints),
            "{rendered_at} up to {cap}"
        );
    }
}

#[test]
fn a_mail_that_leaves_under_15_minutes_is_not_worth_sending() {
    assert!(worth_a_mail(clock("08:45:00"), clock("09:00")));
    assert!(!worth_a_mail(clock("08:45:01"), clock("09:00")));
}

#[test]
fn a_reservation_is_prolonged_ten_times_by_ten_minutes_and_no_more() {
    let mut way = Way::reserved("14:00", clock("07:00"));
    for (number, until) in (1..=10).zip([
        "07:25", "07:35", "07:45", "07:55", "08:05", "08:15", "08:25", "08:35", "08:45", "08:55",
    ]) {
        let now = way.appointment.until.plus_seconds(-1);
        way = Way::after(prolong(way.appointment, way.days, number >= 4, now, &chance(1)).unwrap());
        assert_eq!(way.appointment.until, clock(until), "prolongation {number}");
        assert_eq!(way.appointment.prolongations_left(), 10 - number);
        assert_eq!(
            way.visit().until,
            clock(until).plus_minutes(1),
            "its claim outlasts it"
        );
    }
    let now = clock("08:54");
    let once_more = prolong(way.appointment, way.days, true, now, &chance(1));
    assert_eq!(
        once_more.unwrap_err(),
        Refusal::NoMore(booking::refusal::Scarce::Prolongations)
    );
}

#[test]
fn prolonging_stops_45_minutes_before_the_start() {
    let way = Way::reserved("14:00", clock("12:50"));
    let way = Way::after(prolong(way.appointment, way.days, false, clock("13:00"), &chance(1)).unwrap());
    assert_eq!(
        way.appointment.until,
        clock("13:15"),
        "13:15 for 14:00 is as far as it goes"
    );
    let more = prolong(way.appointment, way.days, false, clock("13:10"), &chance(1));
    assert_eq!(
        more.unwrap_err(),
        Refusal::NoMore(booking::refusal::Scarce::Prolongations)
    );
}

#[test]
fn from_the_4th_prolongation_on_a_challenge_is_needed() {
    let mut way = Way::reserved("14:00", clock("07:00"));
    for _ in 1..=3 {
        way = Way::after(prolong(way.appointment, way.days, false, clock("07:01"), &chance(1)).unwrap());
    }
    let (appointment, days) = (way.appointment.clone(), way.days.clone());
    let without = prolong(appointment, days, false, clock("07:01"), &chance(1));
    assert_eq!(without.unwrap_err(), Refusal::ChallengeRequired);
    assert!(prolong(way.appointment, way.days, true, clock("07:01"), &chance(1)).is_ok());
}

#[test]
fn a_press_counts_59_minutes_59_after_the_mail_was_accepted_and_not_at_60() {
    let way = Way::reserved("14:00", clock("07:00"))
        .held(clock("07:05"))
        .mailed(0, clock("07:06:40"));
    assert_eq!(way.appointment.state(clock("08:06:39")), State::Held);
    assert!(activated(way.appointment.clone(), way.days.clone(), clock("08:06:39")).is_ok());
    assert_eq!(way.appointment.state(clock("08:06:40")), State::Lapsed);
    let late = activated(way.appointment, way.days, clock("08:06:40"));
    assert_eq!(late.unwrap_err(), Refusal::Lapsed);
}

#[test]
fn a_reservation_near_its_start_still_leaves_time_for_the_mail() {
    let way = Way::reserved("14:00", clock("13:00"));
    assert_eq!(way.appointment.until, clock("13:15"));
    let way = way.held(clock("13:14:59"));
    assert_eq!(way.appointment.until, clock("13:30"));
}

#[test]
fn a_reminder_comes_24_hours_ahead_if_there_were_36_hours() {
    let start = at("2026-12-03T08:00:00+01:00");
    let due = Some(at("2026-12-02T08:00:00+01:00"));
    assert_eq!(reminder_due(at("2026-12-01T20:00:00+01:00"), start), due);
    assert_eq!(reminder_due(at("2026-12-01T20:00:01+01:00"), start), None);
}

#[test]
fn given_up_times_stay_back_as_long_as_rule_6_says() {
    let (now, far, near) = (
        clock("07:00"),
        clock("07:00").plus_minutes(24 * 60),
        clock("18:00"),
    );
    for jitter in (0..5000).chain([u32::MAX]) {
        assert!((60..=180).contains(&back_after_lapse(now, jitter).since(now)));
        assert!((300..=1800).contains(&back_after_cancellation(now, far, jitter).since(now)));
        assert_eq!(
            back_after_cancellation(now, near, jitter),
            now,
            "within 24 h nothing stays back"
        );
    }
}

#[test]
fn what_is_kept_is_deleted_on_the_clock_of_rule_14() {
    let reserved = Way::reserved("14:00", clock("07:00"));
    assert_eq!(
        reserved.appointment.delete_at(),
        clock("08:15"),
        "an hour after its lapse"
    );
    let held = reserved.held(clock("07:05"));
    assert_eq!(
        held.appointment.delete_at(),
        clock("09:05").plus_minutes(24 * 60),
        "24 h after its lapse"
    );
    let booked = held.booked(clock("07:06"));
    assert_eq!(
        booked.appointment.delete_at(),
        clock("14:00").plus_days(7),
        "7 days after the visit"
    );
}
