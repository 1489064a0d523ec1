//! A time kept: its countdown, its loss, a lost answer.

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
    assert!(matches!(commands.as_slice(), [Command::Reserve(again, _, None)] if *again == slot("08:15")));
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
fn a_lost_answer_is_asked_for_again_by_the_same_command() {
    let mut journey = at(Step::Time);
    let command = journey.apply(Event::Slot(slot("08:15"))).first().unwrap().clone();
    journey.apply(Event::Refused(command.clone(), refusal("network")));
    assert_eq!(
        journey.notice,
        Some(Notice::Failed(Trouble::Network, command.clone()))
    );
    assert_eq!(journey.apply(Event::Again), [command]);
}
