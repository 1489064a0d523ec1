//! From the form to the mail: naming, correcting, asking again (rule 3).

use booking::activate::activate_at;
use booking::appointment::MailState;
use booking::hold::{hold, resend};
use booking::refusal::Scarce;
use booking::reserve::Wish;
use booking::{Event, NoticeKind, Refusal, Status};

use super::city::*;

#[test]
fn the_form_holds_the_time_to_its_cap_and_queues_one_mail() {
    let way = Way::reserved("14:00", clock("07:00"));
    let change = hold(
        way.appointment,
        way.days,
        OTHER_ADDRESS,
        clock("07:05"),
        &chance(1),
    )
    .unwrap();
    let sent: Vec<_> = change
        .notices
        .iter()
        .map(|notice| (notice.kind, notice.due))
        .collect();
    assert_eq!(
        (change.event, change.appointment.status),
        (Event::Held, Status::Held)
    );
    assert_eq!(sent, [(NoticeKind::Activation, clock("07:05"))]);
    assert_eq!(change.appointment.until, clock("09:05"));
    assert_eq!(
        Way::after(change).visit().until,
        clock("09:06"),
        "its claim outlasts it"
    );
}

#[test]
fn the_same_form_again_sends_nothing_and_changes_no_deadline() {
    let way = Way::reserved("14:00", clock("07:00"))
        .held(clock("07:05"))
        .mailed(0, clock("07:06"));
    let before = way.appointment.clone();
    let change = hold(
        way.appointment,
        way.days,
        SAME_ADDRESS,
        clock("07:10"),
        &chance(1),
    )
    .unwrap();
    assert_eq!((change.event, change.notices.len()), (Event::Corrected, 0));
    assert_eq!(change.appointment, before);
}

#[test]
fn the_address_is_corrected_twice_at_most() {
    let mut way = Way::reserved("14:00", clock("07:00")).held(clock("07:05"));
    for generation in 1..=2 {
        let change = hold(
            way.appointment,
            way.days,
            OTHER_ADDRESS,
            clock("07:06"),
            &chance(1),
        )
        .unwrap();
        assert_eq!(change.event, Event::AddressChanged);
        assert_eq!(
            change.notices.first().unwrap().generation,
            generation,
            "earlier links are dead"
        );
        way = Way::after(change);
    }
    let third = hold(
        way.appointment,
        way.days,
        OTHER_ADDRESS,
        clock("07:06"),
        &chance(1),
    );
    assert_eq!(third.unwrap_err(), Refusal::NoMore(Scarce::AddressChanges));
}

#[test]
fn a_corrected_address_gets_its_own_hour_within_the_same_cap() {
    let way = Way::reserved("14:00", clock("07:00"))
        .held(clock("07:05"))
        .mailed(0, clock("07:06"));
    let way = Way::after(
        hold(
            way.appointment,
            way.days,
            OTHER_ADDRESS,
            clock("07:50"),
            &chance(1),
        )
        .unwrap(),
    );
    assert_eq!(
        way.appointment.until,
        clock("09:05"),
        "until the mail is accepted: the cap"
    );
    let way = way.mailed(1, clock("07:51"));
    assert_eq!(way.appointment.until, clock("08:51"));
    assert_eq!(way.appointment.progress.hold.unwrap().hold_cap, clock("09:05"));
}

#[test]
fn a_corrected_address_begins_anew_and_a_mail_sent_again_is_awaited() {
    let way = Way::reserved("14:00", clock("07:00"))
        .held(clock("07:05"))
        .mailed(0, clock("07:06"));
    let resent = resend(way.appointment, way.days, clock("07:10"), &chance(1));
    let way = Way::after(resent.unwrap().unwrap());
    let awaited = way.appointment.progress.hold.clone().unwrap();
    assert_eq!(
        (awaited.mail, awaited.activate_by, awaited.resends),
        (MailState::Queued, None, 1)
    );
    let way = way.mailed(0, clock("07:11"));
    let now = clock("07:20");
    let corrected = hold(way.appointment, way.days, OTHER_ADDRESS, now, &chance(1));
    let anew = corrected.unwrap().appointment.progress.hold.unwrap();
    assert_eq!(
        (anew.mail, anew.activate_by, anew.mailed_at),
        (MailState::Queued, None, now)
    );
    assert_eq!((anew.generation, anew.resends), (1, 0));
}

#[test]
fn the_mail_is_sent_again_twice_with_two_minutes_between() {
    let mut way = Way::reserved("14:00", clock("07:00"))
        .held(clock("07:05"))
        .mailed(0, clock("07:05:10"));
    for (early, again) in [("07:06:59", "07:07"), ("07:08:59", "07:09")] {
        let too_soon = resend(
            way.appointment.clone(),
            way.days.clone(),
            clock(early),
            &chance(1),
        );
        assert_eq!(too_soon.unwrap_err(), Refusal::TooSoon { at: clock(again) });
        let change = resend(way.appointment, way.days, clock(again), &chance(1))
            .unwrap()
            .unwrap();
        assert_eq!(
            change.notices.first().unwrap().generation,
            0,
            "links sent before stay valid"
        );
        way = Way::after(change).mailed(0, clock(again));
    }
    let third = resend(way.appointment, way.days, clock("07:30"), &chance(1));
    assert_eq!(third.unwrap_err(), Refusal::NoMore(Scarce::Resends));
}

#[test]
fn while_a_mail_is_queued_there_is_nothing_to_repeat() {
    let way = Way::reserved("14:00", clock("07:00")).held(clock("07:05"));
    assert_eq!(
        resend(way.appointment, way.days, clock("07:30"), &chance(1)),
        Ok(None)
    );
}

#[test]
fn no_mail_is_asked_for_when_it_would_come_too_late() {
    let way = Way::reserved("14:00", clock("13:00"))
        .held(clock("13:10"))
        .mailed(0, clock("13:11"));
    let other = hold(
        way.appointment.clone(),
        way.days.clone(),
        OTHER_ADDRESS,
        clock("13:15:01"),
        &chance(1),
    );
    assert_eq!(other.unwrap_err(), Refusal::TooLateForMail);
    let again = resend(
        way.appointment.clone(),
        way.days.clone(),
        clock("13:15:01"),
        &chance(1),
    );
    assert_eq!(again.unwrap_err(), Refusal::TooLateForMail);
    assert!(resend(way.appointment, way.days, clock("13:15"), &chance(1)).is_ok());
}

/// Its time once came back early, which told everybody who watched the free times.
#[test]
fn an_address_over_its_limit_sees_and_leaves_the_same_as_any_other_but_nothing_activates_it() {
    let way = Way::reserved("14:00", clock("07:00"));
    let within = way.clone().held(clock("07:05"));
    let over = hold(
        way.appointment,
        way.days,
        ADDRESS_OVER_LIMIT,
        clock("07:05"),
        &chance(1),
    )
    .unwrap();
    assert_eq!(over.notices.first().unwrap().kind, NoticeKind::Limit);
    let over = Way::after(over);
    assert_eq!(over.appointment.until, within.appointment.until);
    assert_eq!(over.day().claims, within.day().claims);
    assert_eq!(
        over.appointment.state(clock("08:00")),
        within.appointment.state(clock("08:00"))
    );
    assert!(!over.appointment.can_be_activated());
    assert!(activated(over.appointment, over.days, clock("07:10")).is_err());
}

#[test]
fn a_hold_over_the_limit_is_not_activated_late_either_whatever_time_is_chosen() {
    let reserved = Way::reserved("14:00", clock("07:00"));
    let held = |address| {
        let Way { appointment, days } = reserved.clone();
        Way::after(hold(appointment, days, address, clock("07:05"), &chance(1)).unwrap())
    };
    for (address, refused) in [(ADDRESS_OVER_LIMIT, Some(Refusal::Lapsed)), (OTHER_ADDRESS, None)] {
        for start in ["14:00", "16:00"] {
            let Way { appointment, days } = held(address);
            let Wish { slot, visit, .. } = wish(start, 3);
            let late = activate_at(
                appointment,
                (slot, visit),
                &centre(),
                days,
                clock("09:05"),
                &chance(1),
            );
            assert_eq!(late.err(), refused, "{start}");
        }
    }
}

#[test]
fn an_address_within_its_limit_makes_it_a_hold_like_any_other() {
    let way = Way::reserved_at(wish("14:00", 3), day_on(TUESDAY, &[BOTH]), clock("07:00"));
    let over = hold(
        way.appointment,
        way.days,
        ADDRESS_OVER_LIMIT,
        clock("07:05"),
        &chance(1),
    )
    .unwrap();
    let over = Way::after(over);
    let corrected = hold(
        over.appointment,
        over.days,
        OTHER_ADDRESS,
        clock("07:10"),
        &chance(1),
    );
    let corrected = Way::after(corrected.unwrap());
    assert_eq!(corrected.visit().until, clock("09:06"));
    assert!(corrected.appointment.can_be_activated());
    let mail = corrected.appointment.progress.hold.as_ref().unwrap().mail;
    assert_eq!(mail, MailState::Queued);
}
