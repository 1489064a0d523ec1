//! Thirty seconds old is old; but nothing moves under finger or focus.

use super::*;
use crate::journey::fresh::FRESH;

/// The starts of Harburg, 8:15 having been taken.
fn without_the_first() -> CentreStarts {
    CentreStarts {
        rows: vec![(vec!["ausweis".into()], vec!["".into(), "05".into()])],
        ..starts("harburg")
    }
}

fn times(journey: &Journey) -> Vec<Slot> {
    journey.times("harburg", date_of("2026-12-01").unwrap()).unwrap()
}

#[test]
fn what_is_looked_at_for_half_a_minute_is_asked_for_again_in_the_background() {
    for (step, asked) in [
        (Step::Service, 0),
        (Step::Place, 1),
        (Step::Day, 2),
        (Step::Time, 2),
        (Step::Sent, 0),
        (Step::Done, 0),
    ] {
        let mut journey = at(step);
        let loads = |commands: Vec<Command>| {
            let load =
                |command: &&Command| matches!(command, Command::LoadAvailability | Command::LoadStarts(_));
            commands.iter().filter(load).count()
        };
        assert_eq!(
            loads(journey.apply(Event::Tick(FRESH - 1.0, true))),
            0,
            "{step:?}"
        );
        assert_eq!(
            loads(journey.apply(Event::Tick(FRESH, false))),
            0,
            "{step:?}, unseen"
        );
        assert_eq!(loads(journey.apply(Event::Tick(FRESH, true))), asked, "{step:?}");
        assert_eq!(
            loads(journey.apply(Event::Tick(FRESH + 1_000.0, true))),
            0,
            "{step:?}, once"
        );
        assert_eq!(journey.busy, None, "{step:?}: nobody waits");
    }
}

#[test]
fn a_time_taken_meanwhile_stays_in_its_place_and_is_marked() {
    let mut journey = at(Step::Time);
    journey.apply(Event::Tick(FRESH, true));
    let before = times(&journey);
    journey.apply(Event::Starts(without_the_first()));
    assert_eq!(times(&journey), before, "nothing moves");
    assert!(journey.taken(&slot("08:15")));
    assert!(!journey.taken(&slot("08:20")));
    journey.apply(Event::Back);
    journey.apply(Event::Day(date_of("2026-12-01").unwrap()));
    assert_eq!(
        times(&journey),
        [slot("08:20")],
        "the next step shows it as it is"
    );
}

#[test]
fn a_page_seen_again_shows_what_is_free_now() {
    let mut journey = at(Step::Time);
    journey.now = FRESH;
    assert!(
        journey
            .apply(Event::Woke)
            .contains(&Command::LoadStarts("harburg".into()))
    );
    journey.apply(Event::Starts(without_the_first()));
    assert_eq!(times(&journey), [slot("08:20")]);
}

#[test]
fn a_refusal_in_the_background_is_not_said() {
    let mut journey = at(Step::Time);
    journey.apply(Event::Tick(FRESH, true));
    journey.apply(Event::Refused(Command::LoadAvailability, refusal("network")));
    assert_eq!(journey.notice, None);
}

#[test]
fn a_centre_not_yet_known_is_shown_as_soon_as_it_is_here() {
    let mut journey = at(Step::Time);
    journey.apply(Event::Tick(FRESH, true));
    journey.apply(Event::Starts(starts("suederelbe")));
    assert!(
        journey
            .times("suederelbe", date_of("2026-12-01").unwrap())
            .is_some()
    );
}
