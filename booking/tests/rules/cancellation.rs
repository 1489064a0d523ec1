//! Giving a time back, and taking that back for five minutes (rules 2, 5 and 6).

use booking::cancel::{cancel, leave, undo};
use booking::reserve::reserve;
use booking::{Entropy, Instant, NoticeKind, Refusal, Status};

use super::city::*;

const FAR: &str = "2026-12-08";

#[test]
fn whoever_leaves_frees_the_time_in_one_to_three_minutes() {
    for (jitter, free) in [(0, "07:06"), (60, "07:07"), (120, "07:08"), (121, "07:06")] {
        let way = Way::reserved_at(wish("14:00", 3), day_on(TUESDAY, &[BOTH]), clock("07:00"));
        let chance = Entropy { jitter, ..chance(1) };
        let way = Way::after(
            leave(way.appointment, way.days, clock("07:05"), &chance)
                .unwrap()
                .unwrap(),
        );
        assert_eq!(way.appointment.status, Status::Cancelled);
        assert!(
            !free_for_others(way.day(), "14:00", clock(free).plus_seconds(-1)),
            "jitter {jitter}"
        );
        assert!(
            free_for_others(way.day(), "14:00", clock(free)),
            "jitter {jitter}"
        );
    }
}

#[test]
fn leaving_never_keeps_a_time_longer_than_lapsing_would() {
    let way = Way::reserved_at(wish("14:00", 3), day_on(TUESDAY, &[BOTH]), clock("07:00"));
    let late = Entropy {
        jitter: 120,
        ..chance(1)
    };
    let way = Way::after(
        leave(way.appointment, way.days, clock("07:14:59"), &late)
            .unwrap()
            .unwrap(),
    );
    assert!(free_for_others(way.day(), "14:00", clock("07:16")));
}

#[test]
fn a_cancelled_time_is_free_to_others_after_5_to_30_minutes() {
    for (jitter, minutes) in [(0, 5), (600, 15), (1500, 30), (1501, 5)] {
        let now = clock("08:00");
        let way = cancelled(booked_far(), now, jitter);
        let free = now.plus_minutes(minutes);
        assert!(
            !free_for_others(way.day(), "14:00", free.plus_seconds(-1)),
            "jitter {jitter}"
        );
        assert!(free_for_others(way.day(), "14:00", free), "jitter {jitter}");
        assert!(
            free_for(way.day(), "14:00", Some(id(1)), now),
            "its holder has it at once"
        );
    }
}

#[test]
fn within_24_hours_of_the_start_a_cancelled_time_is_free_at_once() {
    let start = slot_on(FAR, "14:00").starts_at;
    for (hours, at_once) in [(24, false), (23, true)] {
        let now = start.plus_minutes(-60 * hours);
        let way = cancelled(booked_far(), now, 700);
        assert_eq!(
            free_for_others(way.day(), "14:00", now),
            at_once,
            "{hours} h before"
        );
    }
}

#[test]
fn cancelling_tells_the_calendar_and_sends_a_mail() {
    let way = booked_far();
    let change = cancel(way.appointment, way.days, clock("08:00"), &chance(1))
        .unwrap()
        .unwrap();
    let notice = change.notices.first().unwrap();
    assert_eq!(change.appointment.progress.sequence, 1);
    assert_eq!((notice.kind, notice.generation), (NoticeKind::Cancelled, 1));
}

#[test]
fn a_cancellation_is_undone_within_five_minutes_and_not_after() {
    let way = cancelled(booked_far(), clock("08:00"), 0);
    let over = undo(way.appointment.clone(), way.days.clone(), clock("08:05"));
    assert_eq!(over.unwrap_err(), Refusal::UndoOver);
    let change = undo(way.appointment, way.days, clock("08:04:59"))
        .unwrap()
        .unwrap();
    let kinds: Vec<_> = change.notices.iter().map(|notice| notice.kind).collect();
    assert_eq!(kinds, [NoticeKind::Confirmed, NoticeKind::Reminder]);
    assert_eq!(
        change.appointment.progress.sequence, 2,
        "calendars must be told again"
    );
    let way = Way::after(change);
    assert_eq!(way.appointment.status, Status::Booked);
    assert_eq!(way.visit().until, Instant::FOREVER);
}

#[test]
fn an_undo_finds_the_time_gone_only_where_it_was_free_at_once() {
    let day = day_on(TUESDAY, &[BOTH]);
    let way = Way::reserved_at(wish("14:00", 3), day, clock("07:00"))
        .held(clock("07:01"))
        .booked(clock("07:02"));
    let mut way = cancelled(way, clock("08:00"), 0);
    let rival = reserve(
        wish("14:00", 3),
        &centre(),
        "de",
        None,
        way.days,
        clock("08:01"),
        &chance(2),
    );
    way.days = rival.unwrap().days;
    assert_eq!(
        undo(way.appointment, way.days, clock("08:02")),
        Err(Refusal::Taken)
    );
}

#[test]
fn what_was_never_booked_cannot_be_undone() {
    let way = Way::reserved("14:00", clock("07:00"));
    let left = Way::after(
        leave(way.appointment, way.days, clock("07:01"), &chance(1))
            .unwrap()
            .unwrap(),
    );
    let undone = undo(left.appointment, left.days, clock("07:02"));
    assert_eq!(undone, Err(Refusal::WrongState(booking::State::Cancelled)));
}

#[test]
fn nothing_is_undone_once_the_visit_would_have_begun() {
    let way = Way::reserved("14:00", clock("07:00"))
        .held(clock("07:01"))
        .booked(clock("07:02"));
    let way = cancelled(way, clock("13:58"), 0);
    assert_eq!(
        undo(way.appointment, way.days, clock("14:00")),
        Err(Refusal::Started)
    );
}

/// A week ahead, with one counter.
fn booked_far() -> Way {
    let way = Way::reserved_at(wish_on(FAR, "14:00", 3), day_on(FAR, &[BOTH]), clock("07:00"));
    way.held(clock("07:01")).booked(clock("07:02"))
}

fn cancelled(way: Way, now: Instant, jitter: u32) -> Way {
    let chance = Entropy { jitter, ..chance(1) };
    Way::after(cancel(way.appointment, way.days, now, &chance).unwrap().unwrap())
}
