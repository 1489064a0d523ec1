//! What the fate of a mail does to its hold, and what a mail may promise (rule 3).

use booking::appointment::MailState;
use booking::cancel::cancel;
use booking::hold::{hold, resend};
use booking::mail::{Due, accepted, due, refused, too_late};
use booking::{NoticeKind, State};

use super::city::*;

#[test]
fn each_attempt_prints_anew_and_never_beyond_the_cap() {
    let way = Way::reserved("14:00", clock("07:00")).held(clock("07:05:30"));
    for (rendered_at, prints) in [
        ("07:05:30", Some("08:05")),
        ("07:45:00", Some("08:45")),
        ("08:20:00", Some("09:05")),
        ("08:50:30", Some("09:05")),
        ("08:50:31", None),
    ] {
        let expected = match prints {
            Some(text) => Due::Send {
                printed: Some(clock(text)),
            },
            None => Due::TooLate,
        };
        assert_eq!(
            due(&way.appointment, NoticeKind::Activation, 0, clock(rendered_at)),
            expected
        );
    }
}

/// Which appointments are coming is read when it is written: nothing that happens to one of them makes it idle.
#[test]
fn a_list_of_appointments_is_sent_whatever_becomes_of_the_one_it_hangs_on() {
    let way = Way::reserved("14:00", clock("07:00"));
    let held = Way::reserved("14:00", clock("07:00")).held(clock("07:05"));
    for appointment in [&way.appointment, &held.appointment] {
        for version in [0, 7] {
            assert_eq!(
                due(appointment, NoticeKind::Again, version, clock("07:06")),
                Due::Send { printed: None }
            );
        }
    }
}

/// Held at 07:05 until 08:05 plus an hour: when the mail system takes the mail, and when the warning is due.
#[test]
fn a_warning_is_owed_15_minutes_before_the_end_if_30_have_passed() {
    for (starts, accepted_at, due_at) in [
        ("14:00", "07:05", Some("07:50")),
        ("14:00", "07:40", Some("08:25")),
        // The cap is 09:05: however late the mail was taken, half an hour has passed since it was asked for.
        ("14:00", "08:50", Some("08:50")),
        ("08:20", "07:05", Some("07:35")),
        ("08:15", "07:05", None),
    ] {
        let Way { appointment, days } = Way::reserved(starts, clock("07:00")).held(clock("07:05"));
        let change = accepted(appointment, days, 0, clock(accepted_at), &chance(1)).unwrap();
        let owed: Vec<_> = change
            .notices
            .iter()
            .map(|notice| (notice.kind, notice.due))
            .collect();
        let expected: Vec<_> = due_at
            .iter()
            .map(|due| (NoticeKind::Lapsing, clock(due)))
            .collect();
        assert_eq!(owed, expected, "{starts}, accepted at {accepted_at}");
    }
}

#[test]
fn a_warning_is_sent_while_it_is_true_and_of_use_and_moves_no_deadline() {
    let way = Way::reserved("14:00", clock("07:00"))
        .held(clock("07:05"))
        .mailed(0, clock("07:05:30"));
    let send = Due::Send {
        printed: Some(clock("08:05")),
    };
    for (now, expected) in [
        ("07:50:29", Due::Drop),
        ("07:50:30", send),
        ("08:00:30", send),
        ("08:00:31", Due::Drop),
        ("08:05:30", Due::Drop),
    ] {
        assert_eq!(
            due(&way.appointment, NoticeKind::Lapsing, 0, clock(now)),
            expected,
            "{now}"
        );
    }
    assert_eq!(
        due(&way.appointment, NoticeKind::Lapsing, 1, clock("07:55")),
        Due::Drop,
        "of another address"
    );
    let again = resend(
        way.appointment.clone(),
        way.days.clone(),
        clock("07:45"),
        &chance(1),
    )
    .unwrap()
    .unwrap();
    let resent = Way::after(again);
    assert_eq!(
        due(&resent.appointment, NoticeKind::Lapsing, 0, clock("07:51")),
        Due::Drop,
        "another mail is on its way"
    );
    let change = accepted(resent.appointment, resent.days, 0, clock("07:46"), &chance(1)).unwrap();
    assert_eq!(
        change.notices.iter().map(|notice| notice.due).collect::<Vec<_>>(),
        [clock("08:31")]
    );
    let booked = way.booked(clock("07:40"));
    assert_eq!(
        due(&booked.appointment, NoticeKind::Lapsing, 0, clock("07:51")),
        Due::Drop,
        "booked meanwhile"
    );
}

#[test]
fn nobody_is_warned_twice_of_one_end_and_nobody_over_a_limit() {
    let way = Way::reserved("08:20", clock("07:00")).held(clock("07:05"));
    let first = accepted(way.appointment, way.days, 0, clock("07:05"), &chance(1)).unwrap();
    let Way { appointment, days } = Way::after(first);
    let second = accepted(appointment, days, 0, clock("07:06"), &chance(1)).unwrap();
    assert_eq!(second.notices, [], "the cap is the end of both");

    let reserved = Way::reserved("14:00", clock("07:00"));
    let address = booking::hold::Address {
        same: false,
        over_limit: true,
    };
    let over = hold(
        reserved.appointment,
        reserved.days,
        address,
        clock("07:05"),
        &chance(1),
    )
    .unwrap();
    let Way { appointment, days } = Way::after(over);
    let change = accepted(appointment, days, 0, clock("07:05"), &chance(1)).unwrap();
    assert_eq!(change.notices, []);
}

#[test]
fn a_mail_that_has_been_overtaken_is_dropped() {
    let held = Way::reserved("14:00", clock("07:00")).held(clock("07:05"));
    let corrected = hold(
        held.appointment.clone(),
        held.days.clone(),
        OTHER_ADDRESS,
        clock("07:06"),
        &chance(1),
    );
    let booked = held.clone().booked(clock("07:06"));
    let moved = booking::relocate::relocate(
        booked.appointment.clone(),
        wish("15:00", 3),
        &centre(),
        booked.days.clone(),
        clock("07:06"),
        &chance(1),
    );
    let moved = moved.unwrap().unwrap().appointment;
    let (held, booked, corrected) = (
        held.appointment,
        booked.appointment,
        corrected.unwrap().appointment,
    );
    let send = Due::Send { printed: None };
    for (what, appointment, kind, generation, now, expected) in [
        (
            "activation, address corrected",
            &corrected,
            NoticeKind::Activation,
            0,
            "07:10",
            Due::Drop,
        ),
        (
            "activation, booked meanwhile",
            &booked,
            NoticeKind::Activation,
            0,
            "07:10",
            Due::Drop,
        ),
        (
            "activation, lapsed",
            &held,
            NoticeKind::Activation,
            0,
            "09:05",
            Due::Drop,
        ),
        ("confirmation", &booked, NoticeKind::Confirmed, 0, "07:10", send),
        (
            "confirmation, moved meanwhile",
            &moved,
            NoticeKind::Confirmed,
            0,
            "07:10",
            Due::Drop,
        ),
        (
            "confirmation, visit begun",
            &booked,
            NoticeKind::Confirmed,
            0,
            "14:00",
            Due::Drop,
        ),
        (
            "reminder, moved meanwhile",
            &moved,
            NoticeKind::Reminder,
            0,
            "07:10",
            Due::Drop,
        ),
        ("move", &moved, NoticeKind::Moved, 1, "07:10", send),
        (
            "cancellation, but booked",
            &booked,
            NoticeKind::Cancelled,
            0,
            "07:10",
            Due::Drop,
        ),
    ] {
        assert_eq!(due(appointment, kind, generation, clock(now)), expected, "{what}");
    }
}

#[test]
fn a_refused_mail_leaves_the_hold_and_at_least_ten_minutes() {
    for (refused_at, until) in [("07:06", "09:05"), ("09:00", "09:10")] {
        let way = Way::reserved("14:00", clock("07:00")).held(clock("07:05"));
        let way = Way::after(refused(way.appointment, way.days, 0, clock(refused_at), &chance(1)).unwrap());
        assert_eq!(way.appointment.until, clock(until), "refused at {refused_at}");
        assert_eq!(way.visit().until, clock(until).plus_minutes(1));
        assert_eq!(way.appointment.progress.hold.unwrap().mail, MailState::Refused);
    }
}

/// Two senders had the same mail, one at the very end of the hold.
#[test]
fn an_acceptance_told_after_the_cap_leaves_the_ten_minutes_of_a_refusal() {
    let way = Way::reserved("14:00", clock("07:00")).held(clock("07:05"));
    let way = Way::after(refused(way.appointment, way.days, 0, clock("09:00"), &chance(1)).unwrap());
    assert_eq!(
        accepted(way.appointment, way.days, 0, clock("09:06"), &chance(1)),
        None
    );
}

#[test]
fn a_mail_that_would_come_too_late_frees_the_time() {
    let way = Way::reserved("14:00", clock("13:00")).held(clock("13:05"));
    let way = Way::after(too_late(way.appointment, way.days, 0, clock("13:16"), &chance(1)).unwrap());
    assert_eq!(way.appointment.state(clock("13:16")), State::Lapsed);
    assert_eq!(
        way.appointment.progress.hold.as_ref().unwrap().mail,
        MailState::TooLate
    );
    assert_eq!(way.visit().until, clock("13:17"));
}

#[test]
fn a_repeat_that_comes_too_late_leaves_the_first_mail_its_deadline() {
    let way = Way::reserved("14:00", clock("13:00"))
        .held(clock("13:05"))
        .mailed(0, clock("13:06"));
    let again = resend(way.appointment, way.days, clock("13:10"), &chance(1))
        .unwrap()
        .unwrap();
    let way = Way::after(again);
    let way = Way::after(too_late(way.appointment, way.days, 0, clock("13:16"), &chance(1)).unwrap());
    assert_eq!(way.appointment.until, clock("13:30"));
    assert!(activated(way.appointment, way.days, clock("13:29")).is_ok());
}

/// Two senders had the same mail; the one that was quicker to send is slower to say so.
#[test]
fn an_earlier_acceptance_told_later_takes_nothing_back() {
    let way = Way::reserved("14:00", clock("07:00")).held(clock("07:05"));
    let way = way.mailed(0, clock("07:12")).mailed(0, clock("07:10"));
    assert_eq!(way.appointment.until, clock("08:12"));
    assert_eq!(
        way.appointment.progress.hold.unwrap().activate_by,
        Some(clock("08:12"))
    );
}

/// Two senders had the same mail; one got it out in time, the other finds that it is too late.
#[test]
fn a_mail_that_is_out_is_never_too_late() {
    let way = Way::reserved("14:00", clock("13:00"))
        .held(clock("13:05"))
        .mailed(0, clock("13:14"));
    assert_eq!(
        too_late(way.appointment, way.days, 0, clock("13:16"), &chance(1)),
        None
    );
}

#[test]
fn what_happens_to_the_mail_of_an_earlier_address_means_nothing() {
    let way = Way::reserved("14:00", clock("07:00")).held(clock("07:05"));
    let way = Way::after(
        hold(
            way.appointment,
            way.days,
            OTHER_ADDRESS,
            clock("07:06"),
            &chance(1),
        )
        .unwrap(),
    );
    let Way { appointment, days } = way;
    assert_eq!(
        accepted(appointment.clone(), days.clone(), 0, clock("07:07"), &chance(1)),
        None
    );
    assert_eq!(
        refused(appointment.clone(), days.clone(), 0, clock("07:07"), &chance(1)),
        None
    );
    assert_eq!(too_late(appointment, days, 0, clock("07:07"), &chance(1)), None);
}

#[test]
fn a_mail_says_only_what_is_still_so() {
    let reserved = Way::reserved("14:00", clock("07:00"));
    let held = |address| {
        let Way { appointment, days } = reserved.clone();
        Way::after(hold(appointment, days, address, clock("07:05"), &chance(1)).unwrap())
    };
    let (usual, over_limit) = (held(OTHER_ADDRESS), held(ADDRESS_OVER_LIMIT));
    let booked = usual.clone().booked(clock("07:06"));
    let cancelled = cancel(
        booked.appointment.clone(),
        booked.days.clone(),
        clock("07:07"),
        &chance(1),
    );
    let cancelled = cancelled.unwrap().unwrap().appointment;
    let (booked, over_limit) = (booked.appointment, over_limit.appointment);
    let send = Due::Send { printed: None };
    for (what, appointment, kind, generation, now, expected) in [
        ("limit", &over_limit, NoticeKind::Limit, 0, "07:10", send),
        (
            "limit, another address",
            &over_limit,
            NoticeKind::Limit,
            1,
            "07:10",
            Due::Drop,
        ),
        (
            "limit, lapsed",
            &over_limit,
            NoticeKind::Limit,
            0,
            "09:05",
            Due::Drop,
        ),
        ("limit, booked", &booked, NoticeKind::Limit, 0, "07:10", Due::Drop),
        (
            "cancellation",
            &cancelled,
            NoticeKind::Cancelled,
            1,
            "07:10",
            send,
        ),
        (
            "cancellation, undone and cancelled again",
            &cancelled,
            NoticeKind::Cancelled,
            0,
            "07:10",
            Due::Drop,
        ),
        (
            "confirmation, cancelled",
            &cancelled,
            NoticeKind::Confirmed,
            0,
            "07:10",
            Due::Drop,
        ),
    ] {
        assert_eq!(due(appointment, kind, generation, clock(now)), expected, "{what}");
    }
}
