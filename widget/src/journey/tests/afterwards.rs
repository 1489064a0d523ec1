//! After the form: what the mail's links do elsewhere, what time does, and forgetting it all.

use super::*;

/// What the server says of an appointment that begins at ten seconds.
fn beginning(status: &str) -> Event {
    let kept = Kept {
        begins: 10_000.0,
        ..kept()
    };
    Event::Status(Box::new(Status {
        status: status.into(),
        kept,
        services: vec![("reisepass".into(), 1)],
    }))
}

#[test]
fn cancelling_and_taking_it_back_by_the_mail_are_seen_on_the_open_page() {
    let mut journey = at(Step::Done);
    for (stands, step) in [
        ("cancelled", Step::Gone),
        ("cancelled", Step::Gone),
        ("booked", Step::Done),
        ("cancelled", Step::Gone),
    ] {
        let commands: Vec<Command> = (0..ASK_LATER)
            .flat_map(|_| journey.apply(Event::Tick(1_000.0, true)))
            .collect();
        assert_eq!(
            commands,
            [Command::Ask(ticket())],
            "asked for in {:?}",
            journey.step
        );
        journey.apply(status(stands));
        assert_eq!(journey.step, step);
    }
    journey.apply(Event::Restart);
    assert_eq!(journey.apply(Event::Woke), [], "nothing is watched any more");
}

#[test]
fn an_appointment_moved_by_the_mail_is_shown_where_it_is_now() {
    let mut journey = at(Step::Done);
    let moved = Kept {
        slot: slot("11:00"),
        ..kept()
    };
    let commands = journey.apply(Event::Status(Box::new(Status {
        status: "booked".into(),
        kept: moved,
        services: vec![("reisepass".into(), 2)],
    })));
    assert_eq!(commands, [], "no second announcement");
    assert_eq!(journey.kept.as_ref().map(|kept| &kept.slot), Some(&slot("11:00")));
    assert_eq!(
        journey.wishes,
        [Wish {
            service: 1,
            quantity: 2
        }]
    );
}

#[test]
fn a_page_seen_again_asks_at_once_how_it_stands() {
    for (step, asked) in [
        (Step::Service, false),
        (Step::Time, false),
        (Step::Details, true),
        (Step::Sent, true),
        (Step::Done, true),
        (Step::Gone, true),
    ] {
        let commands = at(step).apply(Event::Woke);
        assert_eq!(commands.contains(&Command::Ask(ticket())), asked, "{step:?}");
    }
}

#[test]
fn an_appointment_is_past_once_it_has_begun_and_its_tab_begins_anew_later() {
    let mut journey = at(Step::Sent);
    journey.apply(beginning("booked"));
    assert!(!journey.past());
    journey.apply(Event::Tick(10_000.0, true));
    assert!(journey.past());

    let mut journey = at(Step::Service);
    journey.now = 10_000.0;
    journey.apply(Event::Remembered(ticket(), "2026-11-20T10:15:00+01:00".into()));
    assert_eq!(journey.apply(beginning("booked")), [Command::Remember(None)]);
    assert_eq!(journey.step, Step::Service);
}

#[test]
fn a_confirmation_the_server_has_deleted_stays_on_the_page() {
    let mut journey = at(Step::Done);
    let commands = journey.apply(Event::Refused(Command::Ask(ticket()), refusal("not-found")));
    assert_eq!(commands, [Command::Remember(None)]);
    assert_eq!((journey.step, journey.kept.is_some()), (Step::Done, true));
}

#[test]
fn a_mail_that_has_not_left_after_a_minute_is_late() {
    let mut journey = at(Step::Sent);
    journey.apply(Event::Tick(59_999.0, true));
    assert!(!journey.late());
    journey.apply(Event::Tick(60_000.0, true));
    assert!(journey.late());
    let sent = Kept {
        mail: Mail::Sent,
        held: true,
        ..kept()
    };
    journey.apply(Event::Status(Box::new(Status {
        status: "held".into(),
        kept: sent,
        services: Vec::new(),
    })));
    assert!(!journey.late());
}

#[test]
fn clearing_leaves_nothing_and_gives_back_only_what_no_mail_is_out_for() {
    for step in STEPS {
        let mut journey = at(step);
        let commands = journey.apply(Event::Clear);
        assert_eq!(journey.step, Step::Service, "{step:?}");
        assert!(!journey.anything_entered(), "{step:?}");
        assert!(commands.contains(&Command::Remember(None)), "{step:?}");
        assert_eq!(
            commands.contains(&Command::Release(ticket())),
            step == Step::Details,
            "{step:?}"
        );
        assert_eq!(journey.apply(Event::Woke), [], "{step:?}: nothing is watched");
    }
}

#[test]
fn correcting_the_address_of_somebody_else_s_appointment_gives_nothing_back_when_cleared() {
    let mut journey = at(Step::Sent);
    journey.apply(Event::Correct);
    assert!(!journey.apply(Event::Clear).contains(&Command::Release(ticket())));
}

#[test]
fn a_catalogue_changed_meanwhile_leads_back_to_the_services_with_what_is_left_of_the_choice() {
    for name in ["invalid", "centre-closed", "centre-not-open"] {
        let mut journey = at(Step::Time);
        let command = journey.apply(Event::Slot(slot("08:15"))).first().unwrap().clone();
        let commands = journey.apply(Event::Refused(command, refusal(name)));
        assert_eq!(journey.step, Step::Service, "{name}");
        assert!(journey.notice.is_some(), "{name}");
        assert!(commands.contains(&Command::LoadCatalogue), "{name}");
        assert!(commands.contains(&Command::FocusNotice), "{name}");
        assert!(!commands.contains(&Command::FocusHeading), "{name}: one focus");
        let mut other = catalogue();
        other.services.reverse();
        journey.apply(Event::Catalogue(other.clone()));
        assert_eq!(
            journey.wishes,
            [Wish {
                service: 1,
                quantity: 1
            }],
            "{name}: found again"
        );
        other.services.pop();
        journey.apply(Event::Catalogue(other));
        assert_eq!(journey.wishes, [], "{name}: gone");
    }
}

#[test]
fn a_page_loaded_again_without_a_connection_says_so_and_goes_on_by_one_press() {
    let mut journey = at(Step::Service);
    journey.apply(Event::Remembered(ticket(), "2026-11-20T10:15:00+01:00".into()));
    journey.apply(Event::Refused(Command::Ask(ticket()), refusal("network")));
    assert!(matches!(
        journey.notice,
        Some(Notice::Failed(Trouble::Network, _))
    ));
    assert_eq!(journey.apply(Event::Again), [Command::Ask(ticket())]);
    journey.apply(status("held"));
    assert_eq!((journey.step, &journey.notice), (Step::Sent, &None));
}

#[test]
fn a_page_loaded_again_after_its_reservation_was_deleted_begins_anew() {
    for name in ["lapsed", "unauthorised", "not-found"] {
        let mut journey = at(Step::Service);
        journey.apply(Event::Remembered(ticket(), "2026-11-20T10:15:00+01:00".into()));
        journey.apply(Event::Refused(Command::Ask(ticket()), refusal(name)));
        assert_eq!((&journey.notice, &journey.busy), (&None, &None), "{name}");
    }
}
