//! A reservation whose answer was lost: asked for again, never doubled.

use super::*;

const UNCERTAIN: [&str; 4] = ["network", "busy", "internal", ""];

fn other_ticket() -> Ticket {
    Ticket {
        id: "a2".into(),
        secret: "s2".into(),
    }
}

/// A journey at the times of a day, whose reservation of 8:15 was not answered.
fn unanswered(name: &str) -> Journey {
    let mut journey = at(Step::Time);
    assert_eq!(
        journey.apply(Event::Slot(slot("08:15"))),
        [reservation("08:15", None)]
    );
    journey.apply(Event::Refused(reservation("08:15", None), uncertain(name)));
    journey
}

#[test]
fn again_and_the_same_time_send_the_same_command() {
    for name in UNCERTAIN {
        let mut journey = unanswered(name);
        assert!(
            matches!(&journey.notice, Some(Notice::Failed(_, command)) if **command == reservation("08:15", None)),
            "{name}"
        );
        assert_eq!(
            journey.apply(Event::Again),
            [reservation("08:15", None)],
            "{name}"
        );

        let mut journey = unanswered(name);
        assert_eq!(
            journey.apply(Event::Slot(slot("08:15"))),
            [reservation("08:15", None)],
            "{name}"
        );
        journey.apply(Event::Reserved(kept()));
        assert_eq!(journey.step, Step::Details, "{name}");
    }
}

#[test]
fn another_time_waits_for_the_lost_answer_and_replaces_what_it_tells() {
    for name in UNCERTAIN {
        let mut journey = unanswered(name);
        assert_eq!(
            journey.apply(Event::Slot(slot("08:20"))),
            [reservation("08:15", None)],
            "{name}: first the lost answer"
        );
        let commands = journey.apply(Event::Reserved(kept()));
        assert_eq!(
            commands,
            [
                Command::Remember(Some(ticket())),
                reservation("08:20", Some(ticket()))
            ],
            "{name}"
        );
        assert_eq!(
            journey.step,
            Step::Time,
            "{name}: the first time is never shown as kept"
        );
        let second = Kept {
            ticket: other_ticket(),
            slot: slot("08:20"),
            ..kept()
        };
        journey.apply(Event::Reserved(second));
        assert_eq!(journey.step, Step::Details, "{name}");
        assert_eq!(journey.ticket(), Some(other_ticket()), "{name}");
    }
}

#[test]
fn a_lost_reservation_that_was_refused_leaves_the_way_free() {
    for name in ["slot-taken", "not-offered", "invalid"] {
        let mut journey = unanswered("network");
        journey.apply(Event::Slot(slot("08:20")));
        let commands = journey.apply(Event::Refused(reservation("08:15", None), refusal(name)));
        assert_eq!(commands, [reservation("08:20", None)], "{name}");
    }
}

#[test]
fn an_answer_lost_twice_is_asked_for_until_it_comes() {
    let mut journey = unanswered("network");
    journey.apply(Event::Slot(slot("08:20")));
    journey.apply(Event::Refused(reservation("08:15", None), uncertain("busy")));
    assert_eq!(journey.apply(Event::Again), [reservation("08:15", None)]);
    let commands = journey.apply(Event::Reserved(kept()));
    assert!(commands.contains(&reservation("08:20", Some(ticket()))));
    journey.apply(Event::Refused(
        reservation("08:20", Some(ticket())),
        uncertain("network"),
    ));
    assert_eq!(
        journey.apply(Event::Again),
        [reservation("08:20", Some(ticket()))]
    );
}

#[test]
fn leaving_does_not_forget_that_an_answer_is_missing() {
    let mut journey = unanswered("network");
    journey.apply(Event::Cancel);
    journey.apply(Event::Next);
    assert_eq!(
        journey.apply(Event::Slot(slot("09:00"))),
        [reservation("08:15", None)]
    );
}

#[test]
fn what_never_left_the_browser_is_not_asked_for_again() {
    let mut journey = at(Step::Time);
    journey.apply(Event::Slot(slot("08:15")));
    let no_challenge = Refusal {
        uncertain: false,
        ..uncertain("network")
    };
    journey.apply(Event::Refused(reservation("08:15", None), no_challenge));
    assert_eq!(
        journey.apply(Event::Slot(slot("08:20"))),
        [reservation("08:20", None)]
    );
}
