//! Hamburg's own data: it reads without problems, and says what the project promises of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use booking::catalogue::{Chosen, Wording};
use booking::{Catalogue, CentreId, ServiceId};
use chrono::NaiveDate;

fn hamburg() -> Catalogue {
    catalogue::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap_or_else(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}

#[test]
fn every_service_makes_a_visit_somewhere_at_every_quantity() {
    let catalogue = hamburg();
    assert!(catalogue.services.len() >= 8);
    for service in &catalogue.services {
        for quantity in 1..=service.max_quantity() {
            let wish = [Chosen {
                id: service.id.clone(),
                quantity: quantity as u8,
            }];
            assert!(
                catalogue.centres.iter().any(|planned| {
                    catalogue.visit(&wish, &planned.centre).is_ok_and(|visit| {
                        planned
                            .plan
                            .counters
                            .iter()
                            .any(|counter| counter.skills.covers(visit.skills))
                    })
                }),
                "{quantity} of {}",
                service.id
            );
        }
    }
}

#[test]
fn everything_is_worded_in_german_and_english() {
    let catalogue = hamburg();
    let services = catalogue.services.iter().flat_map(|service| {
        service
            .documents
            .iter()
            .chain([&service.name])
            .chain(&service.alternative)
            .chain(service.fees.iter().map(|fee| &fee.label))
    });
    let centres = catalogue
        .centres
        .iter()
        .flat_map(|planned| planned.centre.note.iter().chain([&planned.centre.payment]));
    let complete = |text: &Wording| !text.de.is_empty() && text.en.as_ref().is_some_and(|en| !en.is_empty());
    for text in services.chain(centres) {
        assert!(complete(text), "{text:?}");
    }
}

#[test]
fn certified_copies_take_10_20_or_45_minutes() {
    let catalogue = hamburg();
    let service = catalogue
        .service(&ServiceId::from("beglaubigung-dokumente"))
        .unwrap();
    let minutes = |quantity: usize| u16::from(service.units[quantity - 1]) * 5;
    for (from, to, expected) in [(1, 5, 10), (6, 20, 20), (21, 25, 45)] {
        assert_eq!(
            (minutes(from), minutes(to)),
            (expected, expected),
            "{from} to {to}"
        );
    }
    assert_eq!(service.max_quantity(), 25);
}

#[test]
fn centres_open_as_published() {
    let catalogue = hamburg();
    let open = |centre: &str, date: &str| {
        let planned = catalogue.centre(&CentreId::from(centre)).unwrap();
        planned.plan.on(date.parse::<NaiveDate>().unwrap()).counters.len()
    };
    for (centre, date, counters, why) in [
        ("harburg", "2026-12-01", 8, "a Tuesday"),
        ("harburg", "2026-12-05", 0, "a Saturday"),
        ("hamburg-mitte", "2026-12-05", 14, "Saturdays too"),
        ("suederelbe", "2026-12-01", 4, "a Tuesday"),
        ("suederelbe", "2026-12-02", 0, "closed on Wednesdays"),
        ("harburg", "2026-12-24", 0, "Christmas Eve"),
        ("harburg", "2030-12-31", 0, "New Year's Eve"),
        ("harburg", "2026-12-25", 0, "a holiday"),
        ("eppendorf", "2026-03-31", 0, "not yet moved in"),
        ("eppendorf", "2026-04-01", 15, "the first day"),
    ] {
        assert_eq!(open(centre, date), counters, "{centre} on {date}: {why}");
    }
}

#[test]
fn sensitive_services_do_not_tell_by_their_id() {
    let sensitive: Vec<String> = hamburg()
        .services
        .iter()
        .filter(|service| service.sensitive)
        .map(|service| service.id.to_string())
        .collect();
    assert_eq!(sensitive, ["l-17", "l-20"]);
}

#[test]
fn every_source_named_is_listed_and_every_source_listed_is_named() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = fs::read_to_string(dir.join("SOURCES.md")).unwrap();
    let listed: BTreeSet<&str> = list
        .lines()
        .filter_map(|line| Some(line.strip_prefix("- **")?.split_once("**")?.0))
        .collect();
    let files = ["services", "centres"]
        .iter()
        .flat_map(|folder| fs::read_dir(dir.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .chain([dir.join("city.toml")]);
    let mut named = BTreeSet::new();
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        let sources = text
            .split("sources = [")
            .skip(1)
            .filter_map(|rest| rest.split(']').next());
        named.extend(
            sources
                .flat_map(|list| {
                    list.split(',')
                        .map(|name| name.trim().trim_matches('"').to_owned())
                })
                .filter(|name| name != "project"),
        );
    }
    assert_eq!(named.iter().map(String::as_str).collect::<BTreeSet<_>>(), listed);
}
