//! Closed centres, documents that wait, invitations, a closed booking.

use super::*;
use crate::catalogue::Place;

/// The catalogue with a centre that closed in July, and two services that are not had everywhere.
fn city() -> Catalogue {
    let mut city = catalogue();
    let only = |id: &str, place| Service {
        id: id.into(),
        place,
        ..city.services[0].clone()
    };
    let (collect, invited) = (
        only("ausweis-abholung", Place::IssuingOffice),
        only("l-21", Place::Invitation),
    );
    city.services.extend([collect, invited]);
    for centre in &mut city.centres {
        centre.services.push("ausweis-abholung".into());
    }
    city.centres.push(Centre {
        id: "harburg-2".into(),
        services: vec!["l-21".into()],
        ..Centre::default()
    });
    city.centres.push(Centre {
        id: "eimsbuettel".into(),
        valid_to: Some("2026-07-01".into()),
        successor: Some("suederelbe".into()),
        ..city.centres[0].clone()
    });
    city
}

fn journey(given: Option<&str>) -> Journey {
    let mut journey = Journey::new(given.map(str::to_owned));
    journey.apply(Event::Catalogue(city()));
    journey.apply(Event::Availability(availability()));
    journey
}

#[test]
fn a_centre_that_has_closed_is_told_and_its_successor_chosen() {
    let mut journey = journey(Some("eimsbuettel"));
    let (closed, successor) = journey.moved().unwrap();
    assert_eq!(
        (closed.id.as_str(), successor.id.as_str()),
        ("eimsbuettel", "suederelbe")
    );
    journey.apply(Event::Ticked(0, true));
    journey.apply(Event::Next);
    assert_eq!(
        (journey.step, journey.centre.as_deref()),
        (Step::Day, Some("suederelbe"))
    );
}

#[test]
fn centres_are_listed_from_their_first_day_to_the_day_before_they_close() {
    // Today is the first day of the availability: 30 November 2026.
    for (from, to, listed) in [
        (None, None, true),
        (Some("2026-11-30"), None, true),
        (Some("2026-12-01"), None, false),
        (None, Some("2026-12-01"), true),
        (None, Some("2026-11-30"), false),
    ] {
        let mut city = city();
        city.centres[0].valid_from = from.map(str::to_owned);
        city.centres[0].valid_to = to.map(str::to_owned);
        let mut journey = journey(None);
        journey.apply(Event::Catalogue(city));
        journey.apply(Event::Availability(availability()));
        journey.apply(Event::Ticked(0, true));
        let serving = journey.catalogue.serving(&journey.wishes);
        let found = serving.iter().any(|centre| centre.id == "harburg");
        assert_eq!(found, listed, "{from:?} {to:?}");
    }
}

#[test]
fn successors_in_a_circle_end() {
    let mut city = city();
    city.today = "2026-11-30".into();
    let last = city.centres.len() - 1;
    city.centres[last].successor = Some("eimsbuettel".into());
    assert_eq!(city.in_place_of("eimsbuettel"), None);
    assert_eq!(city.in_place_of("nowhere"), None);
}

#[test]
fn a_document_that_waits_is_never_looked_for_anywhere() {
    let mut journey = journey(Some("suederelbe"));
    journey.apply(Event::Ticked(2, true));
    journey.apply(Event::Next);
    assert_eq!(
        journey.step,
        Step::Place,
        "the person says where it was applied for"
    );
}

#[test]
fn an_invitation_stands_alone() {
    let mut journey = journey(None);
    let chosen = |journey: &Journey| journey.wishes.iter().map(|wish| wish.service).collect::<Vec<_>>();
    journey.apply(Event::Ticked(0, true));
    journey.apply(Event::Ticked(3, true));
    assert_eq!(chosen(&journey), [3]);
    journey.apply(Event::Ticked(1, true));
    assert_eq!(chosen(&journey), [1]);
}

#[test]
fn an_invitation_s_code_opens_its_office_and_goes_with_the_reservation() {
    let mut journey = journey(None);
    journey.apply(Event::Ticked(3, true));
    journey.apply(Event::Next);
    assert_eq!(journey.step, Step::Place);
    assert_eq!(journey.apply(Event::SubmitInvitation), [Command::FocusNotice]);
    assert_eq!(journey.form.fault(Field::Invitation), Some(&Fault::Missing));

    journey.apply(Event::Typed(Field::Invitation, " k7mq-2p ".into()));
    let redeem = Command::Redeem("k7mq-2p".into());
    let asked = journey.apply(Event::SubmitInvitation);
    assert_eq!(asked, std::slice::from_ref(&redeem));
    let unknown = Refusal {
        errors: vec![("code".into(), "Diesen Code gibt es nicht.".into())],
        detail: Some("Prüfen Sie die genannten Felder.".into()),
        ..refusal("invalid")
    };
    journey.apply(Event::Refused(redeem, unknown));
    let said = Fault::Said("Diesen Code gibt es nicht.".into());
    assert_eq!(journey.form.fault(Field::Invitation), Some(&said));

    journey.apply(Event::SubmitInvitation);
    journey.apply(Event::Invited("harburg-2".into(), "l-21".into()));
    assert_eq!(
        (journey.step, journey.centre.as_deref()),
        (Step::Day, Some("harburg-2"))
    );
    journey.apply(Event::Day(date_of("2026-12-01").unwrap()));
    let commands = journey.apply(Event::Slot(slot("08:15")));
    let Some(Command::Reserve(wanted, None)) = commands.first() else {
        panic!("{commands:?}");
    };
    assert_eq!(wanted.invitation.as_deref(), Some("k7mq-2p"));
    assert_eq!(wanted.services, [("l-21".into(), 1)]);
}

#[test]
fn a_closed_booking_is_said_before_anything_is_chosen_and_can_be_tried_again() {
    let mut journey = journey(None);
    let why = Some("Wir sind umgezogen.".to_owned());
    journey.apply(Event::Catalogue(Catalogue {
        closed: why,
        ..city()
    }));
    assert_eq!(journey.closed(), Some("Wir sind umgezogen."));
    assert_eq!(journey.apply(Event::Again), [Command::LoadCatalogue]);
    journey.apply(Event::Catalogue(city()));
    assert_eq!(journey.closed(), None);
}

#[test]
fn a_booking_closed_in_the_middle_loses_nothing_typed() {
    let mut journey = at(Step::Details);
    journey.apply(Event::Typed(Field::Name, "Ada Lovelace".into()));
    journey.apply(Event::Back);
    journey.apply(Event::Slot(slot("08:20")));
    let command = reservation("08:20", Some(ticket()));
    let refusal = Refusal {
        detail: Some("Morgen wieder.".into()),
        ..refusal("booking-closed")
    };
    journey.apply(Event::Refused(command.clone(), refusal));
    let trouble = Trouble::Closed(Some("Morgen wieder.".into()));
    assert_eq!(
        journey.notice,
        Some(Notice::Failed(trouble, Box::new(command.clone())))
    );
    assert_eq!(journey.form.name, "Ada Lovelace");
    assert!(journey.kept.is_some(), "the time kept stays kept");
    assert_eq!(journey.apply(Event::Again), [command]);
}

#[test]
fn what_to_bring_is_known_before_the_form_and_asked_for_again_where_it_is_not() {
    let mut journey = Journey::new(None);
    let commands = journey.apply(Event::Catalogue(catalogue()));
    assert!(commands.contains(&Command::LoadRequirements));
    let mut journey = at(Step::Sent);
    let commands = journey.apply(status("booked"));
    assert!(commands.contains(&Command::LoadRequirements));
    let mut whole = catalogue();
    whole.services[0].documents = vec!["Passfoto".into()];
    journey.apply(Event::Requirements(whole.clone()));
    assert_eq!(journey.catalogue.services[0].documents, ["Passfoto"]);

    let mut journey = at(Step::Sent);
    journey.apply(Event::Requirements(whole));
    assert!(
        !journey
            .apply(status("booked"))
            .contains(&Command::LoadRequirements)
    );
}
