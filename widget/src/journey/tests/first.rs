//! The first step alone does what the whole journey does, and gives back what takes more.

use super::*;

/// What can happen before the rest of the widget is here.
fn events() -> Vec<Event> {
    vec![
        Event::Catalogue(catalogue()),
        Event::Ticked(1, true),
        Event::Ticked(0, true),
        Event::Quantity(0, 3),
        Event::AllServices(true),
        Event::Typed(Field::Search, "Perso".into()),
        Event::Tick(5_000.0, true),
        Event::Woke,
        Event::Ticked(1, false),
        Event::AllServices(false),
        Event::Catalogue(catalogue()),
    ]
}

#[test]
fn what_the_first_step_takes_it_takes_as_the_whole_journey_does() {
    let (mut first, mut whole) = (Journey::new(None), Journey::new(None));
    for event in events() {
        let commands = first.first(event.clone());
        assert_eq!(commands, Ok(whole.apply(event.clone())), "{event:?}");
        // Counted for the watch on an appointment, which the first step has none of.
        whole.ticks = first.ticks;
        assert_eq!(format!("{first:?}"), format!("{whole:?}"), "after {event:?}");
    }
}

#[test]
fn what_takes_the_whole_journey_comes_back_and_changes_nothing() {
    let late = [
        Event::Next,
        Event::Speak("en".into()),
        Event::Restored(String::new()),
        Event::Remembered(ticket(), String::new()),
        Event::Visit(Step::Place),
        Event::Refused(Command::LoadCatalogue, refusal("network")),
        Event::Availability(availability()),
        Event::Typed(Field::Name, "Ada".into()),
        Event::Again,
    ];
    for event in late {
        let mut journey = Journey::new(None);
        let before = format!("{journey:?}");
        assert_eq!(journey.first(event.clone()), Err(Box::new(event.clone())));
        assert_eq!(format!("{journey:?}"), before, "{event:?}");
    }
    let mut later = at(Step::Day);
    let tick = Event::Ticked(0, false);
    assert_eq!(
        later.first(tick.clone()),
        Err(Box::new(tick)),
        "a press that came too late for its step"
    );
}
