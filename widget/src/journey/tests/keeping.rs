//! A time kept: its countdown, its loss, what takes its place.

use super::*;

#[test]
fn the_warning_comes_three_minutes_before_and_the_lapse_on_time() {
    let mut journey = at(Step::Details);
    journey.apply(Event::Tick(719_000.0, true));
    assert!(!journey.soon());
    journey.apply(Event::Tick(720_000.0, true));
    assert!(journey.soon());
    assert_eq!(journey.said, Some(Said::Soon));
    let later = Moment {
        text: String::new(),
        at: 1_500_000.0,
    };
    journey.apply(Event::MoreTime);
    journey.apply(Event::Prolonged(later, 9));
    assert!(!journey.soon());
    journey.apply(Event::Tick(1_499_999.0, true));
    assert!(journey.kept.is_some());
    journey.apply(Event::Tick(1_500_000.0, true));
    assert_eq!(journey.notice, Some(Notice::Lapsed(slot("08:15"), Vec::new())));
}

#[test]
fn nothing_typed_is_lost_when_the_time_runs_out_and_one_press_reserves_again() {
    let mut journey = at(Step::Details);
    journey.apply(Event::Typed(Field::Name, "Ada Lovelace".into()));
    journey.apply(Event::Tick(900_000.0, true));
    assert_eq!(journey.form.name, "Ada Lovelace");
    let commands = journey.apply(Event::Slot(slot("08:15")));
    assert_eq!(
        commands,
        [reservation("08:15", Some(ticket()))],
        "what is kept back after a lapse is free for its holder only"
    );
    journey.apply(Event::Reserved(kept()));
    assert_eq!(
        (journey.step, journey.form.name.as_str()),
        (Step::Details, "Ada Lovelace")
    );
    assert_eq!(journey.notice, None);
}

#[test]
fn who_was_too_slow_sees_what_is_still_free() {
    let mut journey = at(Step::Time);
    let commands = journey.apply(Event::Slot(slot("08:15")));
    let command = commands.first().unwrap().clone();
    let after = journey.apply(Event::Refused(command, refusal("slot-taken")));
    assert_eq!(journey.notice, Some(Notice::Taken(vec![slot("09:00")])));
    assert!(after.contains(&Command::FocusNotice));
    assert_eq!(journey.apply(Event::Slot(slot("09:00"))).len(), 1);
}

#[test]
fn however_a_time_was_lost_the_next_reservation_takes_its_place() {
    let ends: [(&str, Step, Vec<Event>); 6] = [
        ("ran out", Step::Details, vec![Event::Tick(900_000.0, true)]),
        ("ran out unconfirmed", Step::Sent, vec![status("lapsed")]),
        (
            "ran out while it was prolonged",
            Step::Details,
            vec![
                Event::MoreTime,
                Event::Refused(Command::Prolong(ticket()), refusal("lapsed")),
            ],
        ),
        ("given back", Step::Details, vec![Event::Cancel]),
        ("given back after the mail", Step::Sent, vec![Event::Cancel]),
        (
            "ran out before the page was loaded again",
            Step::Service,
            vec![
                Event::Remembered(ticket(), "2026-11-20T10:15:00+01:00".into()),
                status("lapsed"),
            ],
        ),
    ];
    for (end, step, events) in ends {
        let mut journey = at(step);
        for event in events {
            journey.apply(event);
        }
        assert_eq!(journey.kept, None, "{end}");
        assert_eq!(reserve_anew(&mut journey), Some(ticket()), "{end}");
        journey.apply(Event::Reserved(kept()));
        assert_eq!(journey.former, None, "{end}: it is replaced now");
    }
}

/// Chooses the earliest time from wherever the journey is; gives what the reservation replaces.
fn reserve_anew(journey: &mut Journey) -> Option<Ticket> {
    if journey.step == Step::Service {
        journey.wishes = vec![Wish {
            service: 0,
            quantity: 1,
        }];
        journey.apply(Event::Next);
    }
    match journey.apply(Event::Slot(slot("08:15"))).as_slice() {
        [Command::Reserve(_, replaces)] => replaces.clone(),
        other => panic!("{other:?} reserves nothing"),
    }
}

#[test]
fn a_former_time_the_server_has_forgotten_is_no_obstacle() {
    for name in ["lapsed", "unauthorised", "not-found"] {
        let mut journey = at(Step::Details);
        journey.apply(Event::Tick(900_000.0, true));
        let command = journey.apply(Event::Slot(slot("08:15"))).first().unwrap().clone();
        let commands = journey.apply(Event::Refused(command, refusal(name)));
        assert_eq!(commands, [reservation("08:15", None)], "{name}");
    }
}

#[test]
fn a_former_time_confirmed_by_the_mail_is_shown_and_not_booked_twice() {
    let mut journey = at(Step::Sent);
    journey.apply(status("lapsed"));
    let command = journey.apply(Event::Slot(slot("08:15"))).first().unwrap().clone();
    let commands = journey.apply(Event::Refused(command, refusal("wrong-state")));
    assert_eq!(commands, [Command::Ask(ticket())]);
    journey.apply(status("booked"));
    assert_eq!((journey.step, &journey.busy), (Step::Done, &None));
}
