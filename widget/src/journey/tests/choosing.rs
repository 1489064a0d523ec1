//! Services, places, times.

use super::*;

#[test]
fn services_must_be_chosen_and_fit_into_one_visit() {
    let mut journey = at(Step::Service);
    assert_eq!(journey.apply(Event::Next), [Command::FocusNotice]);
    journey.apply(Event::Ticked(0, true));
    journey.apply(Event::Ticked(1, true));
    journey.apply(Event::Quantity(1, 2));
    assert_eq!(
        journey.apply(Event::Next),
        [Command::FocusNotice],
        "3 + 22 units are above 24"
    );
    journey.apply(Event::Ticked(0, false));
    journey.apply(Event::Next);
    assert_eq!(journey.step, Step::Place);
}

#[test]
fn only_centres_with_all_services_and_days_with_room_are_offered() {
    let mut journey = at(Step::Service);
    journey.apply(Event::Ticked(0, true));
    assert_eq!(journey.catalogue.serving(&journey.wishes).len(), 2);
    assert_eq!(journey.days(), [date_of("2026-12-01").unwrap()]);
    journey.apply(Event::Ticked(1, true));
    assert_eq!(journey.catalogue.serving(&journey.wishes).len(), 1);
    assert_eq!(journey.days(), [], "six units do not fit into five");
}

#[test]
fn a_centre_given_by_the_page_skips_the_choice_until_one_goes_back() {
    let mut journey = Journey::new(Some("suederelbe".into()));
    journey.apply(Event::Catalogue(catalogue()));
    journey.apply(Event::Ticked(0, true));
    journey.apply(Event::Next);
    assert_eq!(
        (journey.step, journey.centre.as_deref()),
        (Step::Day, Some("suederelbe"))
    );
    journey.apply(Event::Back);
    assert_eq!(journey.step, Step::Place);

    let mut journey = Journey::new(Some("suederelbe".into()));
    journey.apply(Event::Catalogue(catalogue()));
    journey.apply(Event::Ticked(1, true));
    journey.apply(Event::Next);
    assert_eq!(
        journey.step,
        Step::Place,
        "a centre that does not serve the wish is not forced on anyone"
    );
}

#[test]
fn another_time_takes_the_place_of_the_first() {
    let mut journey = at(Step::Details);
    journey.apply(Event::Back);
    assert!(
        journey.kept.is_some(),
        "the first time stays until the second is reserved"
    );
    journey.apply(Event::Slots(
        "from=2026-12-01&service=personalausweis:1&centre=harburg".into(),
        vec![slot("08:20")],
    ));
    let commands = journey.apply(Event::Slot(slot("08:20")));
    assert_eq!(commands, [reservation("08:20", Some(ticket()))]);
}

#[test]
fn leaving_gives_the_time_back() {
    for step in [Step::Details, Step::Sent] {
        let commands = at(step).apply(Event::Cancel);
        assert!(commands.contains(&Command::Release(ticket())), "{step:?}");
        assert!(commands.contains(&Command::Remember(None)), "{step:?}");
    }
    let mut journey = at(Step::Details);
    for _ in 0..3 {
        journey.apply(Event::Back);
    }
    let commands = journey.apply(Event::Back);
    assert_eq!(journey.step, Step::Service);
    assert!(commands.contains(&Command::Release(ticket())));
}

#[test]
fn a_second_press_while_one_is_under_way_does_nothing() {
    let mut journey = at(Step::Time);
    assert_eq!(journey.apply(Event::Slot(slot("08:15"))).len(), 1);
    assert_eq!(journey.apply(Event::Slot(slot("08:20"))), []);
    assert_eq!(journey.apply(Event::Back), []);
}

#[test]
fn anywhere_on_a_day_is_one_request_and_leads_over_a_centre_to_its_times() {
    let mut journey = at(Step::Place);
    journey.apply(Event::Anywhere);
    let commands = journey.apply(Event::Day(date_of("2026-12-01").unwrap()));
    let everywhere = "from=2026-12-01&service=personalausweis:1";
    assert_eq!(commands.first(), Some(&Command::LoadSlots(everywhere.into())));
    journey.apply(Event::Slots(everywhere.into(), vec![slot("08:15")]));

    let commands = journey.apply(Event::Centre("suederelbe".into()));
    let there = [everywhere, "&centre=suederelbe"].concat();
    assert_eq!(commands.first(), Some(&Command::LoadSlots(there.clone())));
    journey.apply(Event::Slots(everywhere.into(), vec![slot("08:15")]));
    assert_eq!(
        journey.slots, None,
        "an answer to what was asked before is not shown"
    );
    journey.apply(Event::Slots(there, vec![slot("08:20")]));
    assert_eq!(
        (journey.step, journey.slots.clone()),
        (Step::Time, Some(vec![slot("08:20")]))
    );

    journey.apply(Event::Back);
    assert_eq!((journey.step, journey.centre.as_deref()), (Step::Time, None));
    journey.apply(Event::Back);
    assert_eq!(journey.step, Step::Day);
}

#[test]
fn another_language_changes_the_words_and_nothing_else() {
    for step in [
        Step::Service,
        Step::Place,
        Step::Day,
        Step::Time,
        Step::Details,
        Step::Sent,
        Step::Done,
    ] {
        let mut journey = at(step);
        let commands = journey.apply(Event::Speak("en".into()));
        assert_eq!(commands, [Command::LoadLanguage("en".into())], "{step:?}");
        let before = journey.clone();
        // The list may have changed meanwhile: choices follow their services.
        let mut english = catalogue();
        english.today.clear();
        english.services.reverse();
        for service in &mut english.services {
            service.name = "in English".into();
        }
        let commands = journey.apply(Event::Spoken(english));
        assert_eq!(commands, [], "{step:?}");
        let chosen = |journey: &Journey| journey.wanted(slot("08:15")).services;
        assert_eq!(chosen(&journey), chosen(&before), "{step:?}");
        assert_eq!(journey.catalogue.today, before.catalogue.today, "{step:?}");
        assert_eq!(
            (journey.step, &journey.form),
            (before.step, &before.form),
            "{step:?}"
        );
        assert_eq!(journey.kept, before.kept, "{step:?}");
    }
}
