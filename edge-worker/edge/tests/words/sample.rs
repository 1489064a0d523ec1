//! Appointments as examples.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use edge::ical::{Calendar, Entry, Method, calendar};
use edge::pages::{DayList, Footer, SlotView, Visitor};
use edge::visit_view::{CentreView, Deadline, FeeView, ServiceView, VisitView};
use texts::Texts;

pub const MANAGE: &str = "https://termin.example/t/MANAGETOKEN";
pub const ACTIVATE: &str = "https://termin.example/t/ACTIVATETOKEN";

pub fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a moment")
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn stamp() -> DateTime<Utc> {
    "2026-11-20T13:32:05Z".parse().expect("an instant")
}

/// 14:32 of the day on which it is printed.
pub fn deadline() -> Deadline {
    Deadline {
        until: at("2026-11-20 14:32"),
        today: day("2026-11-20"),
    }
}

fn fee(label: &str, cents: Option<u32>) -> FeeView {
    FeeView {
        label: label.to_owned(),
        cents,
    }
}

/// Two identity cards and a certified copy in Harburg.
pub fn family() -> VisitView {
    VisitView {
        starts: at("2026-12-01 09:15"),
        minutes: 40,
        centre: CentreView {
            name: "Kundenzentrum Harburg".to_owned(),
            street: "Harburger Rathausforum 3".to_owned(),
            postcode: "21073".to_owned(),
            city: "Hamburg".to_owned(),
            note: "Eingang vom Rathausplatz, Erdgeschoss rechts".to_owned(),
            step_free: Some(true),
        },
        services: vec![
            ServiceView {
                name: "Personalausweis beantragen".to_owned(),
                quantity: 2,
                quantity_of_person: true,
                documents: vec![
                    "Alter Ausweis, Reisepass oder Geburtsurkunde".to_owned(),
                    "Digitales biometrisches Foto (QR-Code) oder Aufnahme vor Ort".to_owned(),
                ],
                fees: vec![
                    fee("ab 24 Jahren", Some(4600)),
                    fee("unter 24 Jahren", Some(2760)),
                ],
            },
            ServiceView {
                name: "Kopie beglaubigen".to_owned(),
                quantity: 3,
                quantity_of_person: false,
                documents: vec!["Original und Kopie".to_owned()],
                fees: vec![fee("", None)],
            },
        ],
        payment: "Girocard oder bar".to_owned(),
        sensitive: false,
        reference: Some("HBG-7K4M-2Q".to_owned()),
        name: Some("Zoë Müller-Łukasiewicz".to_owned()),
    }
}

/// One person whose name is written from right to left, at a centre nobody has measured.
pub fn arabic() -> VisitView {
    let mut view = family();
    view.services.truncate(1);
    view.services[0].quantity = 1;
    view.services[0].documents.clear();
    view.services[0].fees = vec![fee("", Some(0))];
    view.centre.step_free = None;
    view.name = Some("عبد الرحمن العلي".to_owned());
    view
}

/// A visit of which mails and calendars must not tell.
pub fn sensitive() -> VisitView {
    let mut view = family();
    view.services.truncate(1);
    view.services[0].name = "Kirchenaustritt erklären".to_owned();
    view.services[0].quantity = 1;
    view.services[0].documents = vec!["Taufurkunde, wenn vorhanden".to_owned()];
    view.sensitive = true;
    view
}

pub fn entry(texts: &Texts, view: &VisitView, sequence: u32, method: Method) -> Calendar {
    let entry = Entry {
        appointment: "0193f2c4-7f1e",
        host: "termin.example",
        organizer: "termine@hamburg.example",
        sequence,
        stamp: stamp(),
    };
    calendar(texts, view, &entry, method)
}

pub fn footer() -> Footer {
    Footer {
        imprint: "https://stadt.example/impressum".to_owned(),
        privacy: "https://stadt.example/datenschutz".to_owned(),
        accessibility: "https://stadt.example/erklaerung".to_owned(),
        easy_language: "https://stadt.example/einfach".to_owned(),
        feedback: "barriere@stadt.example".to_owned(),
        arbitration: "https://stadt.example/schlichtung".to_owned(),
    }
}

/// A free time in Harburg; its form value is winter time.
pub fn slot(starts: &str) -> SlotView {
    let starts = at(starts);
    SlotView {
        centre: "harburg".to_owned(),
        centre_name: "Kundenzentrum Harburg".to_owned(),
        starts,
        starts_at: format!("{}+01:00", starts.format("%Y-%m-%dT%H:%M:%S")),
    }
}

/// Two visitors in Harburg, one of them for what nobody shall read over a shoulder; a third has not confirmed yet.
pub fn day_list() -> DayList {
    let visitor = |starts: &str, minutes, reference: &str, name: &str, services: &[&str]| Visitor {
        starts: at(starts),
        minutes,
        reference: reference.to_owned(),
        name: Some(name.to_owned()),
        phone: None,
        unreached: false,
        services: services.iter().map(|service| (*service).to_owned()).collect(),
    };
    let family = [
        "Personalausweis beantragen (Personen: 2)",
        "Kopie beglaubigen (Dokumente: 3)",
    ];
    DayList {
        centre: "Kundenzentrum Harburg".to_owned(),
        date: day("2026-12-01"),
        visits: vec![
            Visitor {
                phone: Some("040 1234567".to_owned()),
                ..visitor(
                    "2026-12-01 09:15",
                    40,
                    "K7MQ-2X9D",
                    "Zoë Müller-Łukasiewicz",
                    &family,
                )
            },
            visitor("2026-12-01 14:00", 25, "B2TT-90QX", "عبد الرحمن العلي", &["l-17"]),
            Visitor {
                name: None,
                ..visitor(
                    "2026-12-01 14:30",
                    10,
                    "M3CA-77HK",
                    "",
                    &["Reisepass abholen (Personen: 1)"],
                )
            },
        ],
        held: 1,
    }
}
