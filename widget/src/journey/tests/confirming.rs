//! The form, the mail, the code, the page loaded again.

use super::*;

#[test]
fn faults_of_the_form_are_named_before_and_after_sending() {
    let mut journey = at(Step::Details);
    assert_eq!(journey.apply(Event::Submit), [Command::FocusNotice]);
    assert_eq!(journey.form.fault(Field::Name), Some(&Fault::Missing));
    journey.apply(Event::Typed(Field::Name, "Ada".into()));
    journey.apply(Event::Typed(Field::Email, "ada@example.org".into()));
    let command = journey.apply(Event::Submit).first().unwrap().clone();
    let refusal = Refusal {
        errors: vec![("email".into(), "Unzustellbar.".into())],
        ..refusal("invalid")
    };
    journey.apply(Event::Refused(command, refusal));
    assert_eq!(
        journey.form.faults,
        [(Field::Email, Fault::Said("Unzustellbar.".into()))]
    );
}

#[test]
fn the_status_is_asked_for_every_four_seconds_while_the_page_is_seen() {
    let mut journey = at(Step::Sent);
    let asked = |journey: &mut Journey, visible| {
        (0..12)
            .filter(|_| !journey.apply(Event::Tick(1_000.0, visible)).is_empty())
            .count()
    };
    assert_eq!(asked(&mut journey, true), 3);
    assert_eq!(asked(&mut journey, false), 0);
}

#[test]
fn a_press_in_the_mail_turns_the_page_into_the_confirmation() {
    let mut journey = at(Step::Sent);
    let commands = journey.apply(status("booked"));
    assert_eq!(journey.step, Step::Done);
    assert!(commands.contains(&Command::Tell("booked")));
    assert!(
        !commands.contains(&Command::Remember(None)),
        "loaded again, the page shows it still"
    );
    journey.apply(Event::Tick(9_000_000.0, true));
    assert!(journey.kept.is_some(), "the confirmation does not lapse");
}

#[test]
fn a_mail_that_would_come_too_late_is_said_so() {
    let mut journey = at(Step::Sent);
    let kept = Kept {
        mail: Mail::TooLate,
        ..kept()
    };
    journey.apply(Event::Status(Box::new(Status {
        status: "lapsed".into(),
        kept,
        services: Vec::new(),
    })));
    assert_eq!(journey.notice, Some(Notice::TooLate));
}

#[test]
fn a_wrong_code_says_how_many_tries_are_left_and_the_last_one_that_none_are() {
    let answers = [
        ("wrong-code", Some(4), Fault::Wrong(4)),
        ("wrong-code", Some(1), Fault::Wrong(1)),
        ("code-spent", Some(0), Fault::Spent),
        ("code-spent", None, Fault::Spent),
    ];
    for (name, left, fault) in answers {
        let mut journey = at(Step::Sent);
        journey.apply(Event::Typed(Field::Code, "000000".into()));
        let command = journey.apply(Event::SubmitCode).first().unwrap().clone();
        let commands = journey.apply(Event::Refused(
            command,
            Refusal {
                tries_left: left,
                ..refusal(name)
            },
        ));
        assert_eq!(journey.form.fault(Field::Code), Some(&fault), "{name} {left:?}");
        assert_eq!(commands, [Command::FocusNotice], "{name} {left:?}");
    }
}

#[test]
fn correcting_the_address_keeps_the_time_and_sends_another_mail() {
    let mut journey = at(Step::Sent);
    journey.apply(Event::Correct);
    journey.apply(Event::Typed(Field::Email, "grace@example.org".into()));
    let commands = journey.apply(Event::Submit);
    assert!(matches!(commands.as_slice(), [Command::Hold(_, form)] if form.email == "grace@example.org"));
    journey.apply(Event::Held);
    assert_eq!(journey.step, Step::Sent);
    journey.apply(Event::Correct);
    journey.apply(Event::Back);
    assert_eq!(journey.step, Step::Sent);
}

#[test]
fn two_mails_lie_two_minutes_apart() {
    let mut journey = at(Step::Sent);
    let from = |journey: &Journey| journey.kept.as_ref().map(|kept| kept.resend_from);
    assert_eq!(from(&journey), Some(120_000.0));
    journey.apply(Event::Tick(130_000.0, true));
    journey.apply(Event::Resend);
    journey.apply(Event::Resent);
    assert_eq!(from(&journey), Some(250_000.0));
}

#[test]
fn a_page_loaded_again_goes_on_where_it_was() {
    for (stands, step) in [
        ("reserved", Step::Details),
        ("held", Step::Sent),
        ("booked", Step::Done),
        ("lapsed", Step::Service),
    ] {
        let mut journey = at(Step::Service);
        assert_eq!(
            journey.apply(Event::Remembered(ticket(), "2026-11-20T10:15:00+01:00".into())),
            [Command::Ask(ticket())]
        );
        journey.apply(status(stands));
        assert_eq!(journey.step, step, "{stands}");
    }
    let mut journey = at(Step::Service);
    journey.apply(Event::Remembered(ticket(), "2026-11-20T10:15:00+01:00".into()));
    journey.apply(status("held"));
    assert_eq!(
        journey.wishes,
        [Wish {
            service: 1,
            quantity: 1
        }]
    );
}

#[test]
fn an_answer_about_a_time_given_back_changes_nothing() {
    let mut journey = at(Step::Sent);
    journey.apply(Event::Cancel);
    journey.apply(status("held"));
    assert_eq!((journey.step, journey.kept), (Step::Service, None));
}
