//! The browser's back and forward, and a page loaded again in the middle of the choice.

use super::*;

/// What a page loaded again knows once the catalogue is here and it has read `choices`.
fn loaded_again(choices: &str) -> Journey {
    let mut journey = Journey::new(None);
    journey.apply(Event::Catalogue(catalogue()));
    journey.apply(Event::Restored(choices.into()));
    journey
}

#[test]
fn a_page_loaded_again_comes_back_to_the_choice_it_left() {
    for step in [Step::Place, Step::Day, Step::Time] {
        let left = at(step);
        let journey = loaded_again(&left.choices());
        assert_eq!(journey.step, step);
        assert_eq!(journey.wishes, left.wishes, "{step:?}");
        assert_eq!(journey.centre, left.centre, "{step:?}");
        assert_eq!(journey.day, left.day, "{step:?}");
    }
}

#[test]
fn nothing_typed_is_ever_among_the_choices() {
    for step in STEPS {
        let mut journey = at(step);
        for field in [
            Field::Name,
            Field::Email,
            Field::Phone,
            Field::Code,
            Field::Invitation,
            Field::Search,
        ] {
            journey.form.set(field, "typed".into());
        }
        assert!(!journey.choices().contains("typed"), "{step:?}");
    }
}

#[test]
fn there_is_nothing_to_come_back_to_before_the_first_choice_and_after_the_form() {
    for (step, empty) in STEPS
        .into_iter()
        .zip([true, false, false, false, false, true, true, true])
    {
        assert_eq!(at(step).choices().is_empty(), empty, "{step:?}");
    }
}

#[test]
fn a_reservation_under_way_comes_back_with_its_day_and_centre() {
    let choices = at(Step::Details).choices();
    let mut journey = loaded_again(&choices);
    assert_eq!(journey.step, Step::Service, "how it stands decides");
    journey.apply(Event::Remembered(ticket(), "2026-11-20T10:15:00+01:00".into()));
    let commands = journey.apply(status("reserved"));
    assert_eq!(journey.step, Step::Details);
    assert!(
        !commands.contains(&Command::FocusHeading),
        "loading takes the focus from nobody"
    );
    journey.apply(Event::Back);
    assert_eq!(journey.step, Step::Time);
    assert_eq!(journey.centre.as_deref(), Some("harburg"));
}

#[test]
fn choices_that_no_longer_exist_lead_as_far_as_there_is_a_way() {
    for (choices, step) in [
        ("", Step::Service),
        ("time", Step::Service),
        ("time service=gone:1 harburg 2026-12-01", Step::Service),
        ("time service=personalausweis:9 harburg 2026-12-01", Step::Service),
        ("time service=personalausweis:1 gone 2026-12-01", Step::Time),
        ("time service=personalausweis:1 harburg nonsense", Step::Day),
        ("sent service=personalausweis:1 harburg 2026-12-01", Step::Time),
    ] {
        assert_eq!(loaded_again(choices).step, step, "{choices}");
    }
}

#[test]
fn back_and_forward_lead_where_the_table_says() {
    use Step::{Day, Details, Done, Gone, Place, Sent, Service, Time};
    #[rustfmt::skip]
    let table = [
        // to:      from Service  Place    Day      Time     Details  Sent  Done  Gone
        (Service, [Service, Service, Service, Service, Service, Sent, Done, Gone]),
        (Place,   [Service, Place,   Place,   Place,   Place,   Sent, Done, Gone]),
        (Day,     [Service, Day,     Day,     Day,     Day,     Sent, Done, Gone]),
        (Time,    [Service, Place,   Day,     Time,    Time,    Sent, Done, Gone]),
        (Details, [Service, Place,   Day,     Time,    Details, Sent, Done, Gone]),
        (Sent,    [Service, Place,   Day,     Time,    Details, Sent, Done, Gone]),
        (Done,    [Service, Place,   Day,     Time,    Details, Sent, Done, Gone]),
        (Gone,    [Service, Place,   Day,     Time,    Details, Sent, Done, Gone]),
    ];
    for (to, reached) in table {
        for (from, step) in STEPS.into_iter().zip(reached) {
            let mut journey = at(from);
            journey.apply(Event::Visit(to));
            assert_eq!(journey.step, step, "from {from:?} to {to:?}");
        }
    }
}

#[test]
fn back_and_forward_again_keep_the_time_reserved() {
    let mut journey = at(Step::Details);
    for step in [Step::Time, Step::Day, Step::Place, Step::Details] {
        journey.apply(Event::Visit(step));
        assert_eq!(journey.step, step);
        assert_eq!(journey.ticket(), Some(ticket()), "{step:?}");
    }
}

#[test]
fn other_services_are_never_joined_to_the_time_reserved_for_the_first() {
    let mut journey = at(Step::Details);
    let commands = journey.apply(Event::Visit(Step::Service));
    assert!(commands.contains(&Command::Release(ticket())));
    journey.apply(Event::Ticked(1, true));
    journey.apply(Event::Visit(Step::Details));
    assert_eq!(journey.step, Step::Service);
}

#[test]
fn forward_ends_correcting_the_address() {
    let mut journey = at(Step::Sent);
    journey.apply(Event::Correct);
    journey.apply(Event::Visit(Step::Time));
    assert_eq!(
        journey.step,
        Step::Details,
        "what has been sent is not taken back by a press on back"
    );
    journey.apply(Event::Visit(Step::Sent));
    assert_eq!(journey.step, Step::Sent);
}
