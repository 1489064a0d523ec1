//! Activation by a press or a code, in time and late (rule 4).

use booking::activate::{Activated, activate, activate_at, code_possible, offered_late, wrong_code};
use booking::catalogue::Visit;
use booking::reserve::reserve;
use booking::{Appointment, Event, Instant, NoticeKind, Refusal, Status};

use super::city::*;

#[test]
fn a_press_books_for_good_and_gives_the_reference() {
    let way = held_at("14:00", "07:00");
    let change = activated(way.appointment, way.days, clock("07:10")).unwrap();
    let (appointment, notices) = (&change.appointment, &change.notices);
    assert_eq!(
        (change.event, appointment.status),
        (Event::Booked, Status::Booked)
    );
    assert_eq!(appointment.until, Instant::FOREVER);
    assert_eq!(appointment.reference.as_ref().unwrap().as_str(), "0000-0001");
    assert_eq!(
        notices.iter().map(|notice| notice.kind).collect::<Vec<_>>(),
        [NoticeKind::Confirmed]
    );
    assert_eq!(Way::after(change).visit().until, Instant::FOREVER);
}

#[test]
fn a_second_press_says_that_it_stands_already() {
    let way = held_at("14:00", "07:00").booked(clock("07:10"));
    let again = activate(way.appointment.clone(), way.days, clock("07:11"), &chance(2)).unwrap();
    assert_eq!(again, Activated::Already(Box::new(way.appointment)));
}

#[test]
fn a_reminder_is_planned_for_those_who_book_early() {
    let far = "2026-12-08";
    let way = Way::reserved_at(wish_on(far, "14:00", 3), day_on(far, &[BOTH]), clock("07:00"));
    let way = way.held(clock("07:01"));
    let change = activated(way.appointment, way.days, clock("07:02")).unwrap();
    let due: Vec<_> = change
        .notices
        .iter()
        .map(|notice| (notice.kind, notice.due))
        .collect();
    let day_before = at("2026-12-07T14:00:00+01:00");
    assert_eq!(
        due,
        [
            (NoticeKind::Confirmed, clock("07:02")),
            (NoticeKind::Reminder, day_before)
        ]
    );
}

#[test]
fn a_late_press_gets_its_own_time_until_30_minutes_before_the_start() {
    for (now, start, offered) in [
        ("08:00", "14:00", true),
        ("12:59:59", "14:00", true),
        ("13:01", "14:00", true),
        ("13:29:59", "14:00", true),
        ("13:30", "14:00", false),
        ("13:01", "14:05", true),
        ("13:01", "13:55", false),
        ("13:05:01", "14:05", false),
    ] {
        let way = held_at("14:00", "07:00");
        let (slot, now) = (slot_on(TUESDAY, start), clock(now));
        assert_eq!(
            offered_late(&way.appointment, &slot, &centre(), now),
            offered,
            "{start} at {now:?}"
        );
        let wish = (slot, visit_of(&way.appointment));
        let late = activate_at(way.appointment, wish, &centre(), way.days, now, &chance(1));
        assert_eq!(
            late.err(),
            (!offered).then_some(Refusal::TooNear),
            "{start} at {now:?}"
        );
    }
}

#[test]
fn a_late_press_takes_only_what_is_free() {
    let way = Way::reserved_at(wish("14:00", 3), day_on(TUESDAY, &[BOTH]), clock("07:00"));
    let mut way = way.held(clock("07:01")).mailed(0, clock("07:02"));
    let now = clock("08:05");
    let rival = reserve(wish("14:00", 3), &centre(), "de", None, way.days, now, &chance(2)).unwrap();
    way.days = rival.days;
    for (start, result) in [
        ("14:00", Some(Refusal::Taken)),
        ("14:10", Some(Refusal::Taken)),
        ("14:15", None),
    ] {
        let Way { appointment, days } = way.clone();
        let visit = visit_of(&appointment);
        let late = activate_at(
            appointment,
            (slot_on(TUESDAY, start), visit),
            &centre(),
            days,
            now,
            &chance(1),
        );
        assert_eq!(late.err(), result, "{start}");
    }
}

#[test]
fn a_late_press_books_at_once_and_leaves_nothing_behind() {
    let other = "2026-12-02";
    let mut way = held_at("14:00", "07:00");
    way.days = booking::Days::new(vec![way.day().clone(), day_on(other, &[BOTH])]);
    let (now, slot) = (clock("08:02:30"), slot_on(other, "09:00"));
    let wish = (slot.clone(), visit_of(&way.appointment));
    let late = activate_at(way.appointment, wish, &centre(), way.days, now, &chance(1)).unwrap();
    let Activated::Now(change) = late else {
        panic!("{late:?}")
    };
    assert_eq!(
        (change.event, &change.appointment.slot),
        (Event::BookedLate, &slot)
    );
    let live: Vec<_> = change
        .days
        .iter()
        .map(|day| day.live(now, None).count())
        .collect();
    assert_eq!(live, [0, 1]);
}

#[test]
fn a_reservation_that_lapsed_without_a_form_has_no_mailbox_to_prove_it() {
    let way = Way::reserved("14:00", clock("07:00"));
    let slot = way.appointment.slot.clone();
    let wish = (slot, visit_of(&way.appointment));
    let late = activate_at(
        way.appointment,
        wish,
        &centre(),
        way.days,
        clock("07:20"),
        &chance(1),
    );
    assert_eq!(late.unwrap_err(), Refusal::Lapsed);
}

#[test]
fn a_code_may_be_wrong_five_times_whatever_the_address() {
    let mut way = held_at("14:00", "07:00");
    for left in (1..=5).rev() {
        assert_eq!(code_possible(&way.appointment, clock("07:10")), Ok(left));
        way.appointment = wrong_code(way.appointment, clock("07:10")).unwrap().appointment;
        if left == 3 {
            let corrected = booking::hold::hold(
                way.appointment,
                way.days,
                OTHER_ADDRESS,
                clock("07:10"),
                &chance(1),
            );
            way = Way::after(corrected.unwrap());
        }
    }
    assert_eq!(
        code_possible(&way.appointment, clock("07:10")),
        Err(Refusal::WrongCode { left: 0 })
    );
    assert_eq!(
        wrong_code(way.appointment.clone(), clock("07:10")).unwrap_err(),
        Refusal::WrongCode { left: 0 }
    );
    assert!(
        activated(way.appointment, way.days, clock("07:11")).is_ok(),
        "the link still works"
    );
}

/// Held a minute after it was reserved; the mail was accepted another minute later.
fn held_at(start: &str, now: &str) -> Way {
    let now = clock(now);
    Way::reserved(start, now)
        .held(now.plus_minutes(1))
        .mailed(0, now.plus_minutes(2))
}

fn visit_of(appointment: &Appointment) -> Visit {
    Visit {
        units: appointment.units,
        skills: appointment.skills,
    }
}

/// A late press at another centre once kept the first centre's bits for its skills.
#[test]
fn a_late_press_takes_the_visit_as_the_other_centre_counts_it() {
    let way = held_at("14:00", "07:00");
    let (slot, now) = (slot_on(TUESDAY, "15:00"), clock("13:01"));
    let visit = Visit {
        units: 2,
        skills: way.appointment.skills,
    };
    let late = activate_at(
        way.appointment,
        (slot, visit),
        &centre(),
        way.days,
        now,
        &chance(1),
    )
    .unwrap();
    let Activated::Now(change) = late else {
        panic!("{late:?}")
    };
    assert_eq!(change.appointment.units, 2);
}
