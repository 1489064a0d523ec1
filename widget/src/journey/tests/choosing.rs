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
    assert_eq!(commands.first(), Some(&Command::LoadStarts("suederelbe".into())));
    let day = date_of("2026-12-01").unwrap();
    assert_eq!(journey.times("suederelbe", day), None);
    journey.apply(Event::Starts(starts("suederelbe")));
    let times = journey.times("suederelbe", day).unwrap();
    assert_eq!(times.len(), 2);

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

#[test]
fn changing_services_or_people_asks_for_nothing_and_a_centre_is_asked_for_once() {
    let mut journey = at(Step::Place);
    journey.apply(Event::Back);
    journey.apply(Event::Quantity(0, 2));
    journey.apply(Event::Ticked(1, true));
    journey.apply(Event::Quantity(0, 1));
    journey.apply(Event::Ticked(1, false));
    // A challenge is fetched only where none is waiting.
    let asked = |commands: Vec<Command>| -> Vec<Command> {
        let loads = |command: &Command| {
            matches!(
                command,
                Command::LoadAvailability | Command::LoadStarts(_) | Command::LoadSlots(_)
            )
        };
        commands.into_iter().filter(loads).collect()
    };
    assert_eq!(asked(journey.apply(Event::Next)), []);
    let there = [Command::LoadStarts("harburg".into())];
    assert_eq!(asked(journey.apply(Event::Centre("harburg".into()))), there);
    journey.apply(Event::Starts(starts("harburg")));
    assert_eq!(
        asked(journey.apply(Event::Day(date_of("2026-12-01").unwrap()))),
        []
    );
    journey.apply(Event::Back);
    journey.apply(Event::Back);
    assert_eq!(asked(journey.apply(Event::Centre("harburg".into()))), []);
    journey.apply(Event::Back);
    // Half a minute later both are old.
    journey.now = 30_000.0;
    assert_eq!(asked(journey.apply(Event::Centre("harburg".into()))), there);
    journey.apply(Event::Back);
    journey.apply(Event::Back);
    assert_eq!(asked(journey.apply(Event::Next)), [Command::LoadAvailability]);
}

#[test]
fn several_centres_are_looked_at_together() {
    let mut journey = at(Step::Place);
    let both = vec!["harburg".to_owned(), "suederelbe".to_owned()];
    let commands = journey.apply(Event::Among(both));
    for centre in ["harburg", "suederelbe"] {
        assert!(commands.contains(&Command::LoadStarts(centre.into())), "{centre}");
        journey.apply(Event::Starts(starts(centre)));
    }
    assert_eq!(journey.chosen(), ["harburg", "suederelbe"]);
    let day = date_of("2026-12-01").unwrap();
    assert_eq!(journey.days(), [day]);
    let commands = journey.apply(Event::Day(day));
    assert!(
        !commands
            .iter()
            .any(|command| matches!(command, Command::LoadSlots(_)))
    );
    assert_eq!(journey.times("suederelbe", day).map(|times| times.len()), Some(2));
    journey.apply(Event::Back);
    assert_eq!(journey.step, Step::Day);
}
