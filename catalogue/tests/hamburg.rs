//! Hamburg's own data: it reads without problems, and says what the project promises of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use booking::catalogue::{Chosen, Place, Wording};
use booking::share::Shares;
use booking::{Catalogue, CentreId, ServiceId};
use chrono::{Datelike, NaiveDate};

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
    let complete =
        |text: &Wording| !text.de.is_empty() && text.translations.get("en").is_some_and(|en| !en.is_empty());
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
        planned.opens(date.parse::<NaiveDate>().unwrap()).counters.len()
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
        ("eimsbuettel", "2026-12-01", 0, "closed for good"),
        ("nord", "2026-12-01", 0, "closed for good"),
        ("city", "2026-12-01", 0, "not yet open"),
        ("niendorf", "2026-12-01", 5, "one shift a day"),
        ("finkenwerder", "2026-12-02", 0, "a mobile team"),
        ("finkenwerder", "2026-12-03", 2, "its Thursday"),
        ("harburg-2", "2026-12-01", 5, "a Tuesday"),
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
    assert_eq!(sensitive, ["l-17", "l-20", "l-21", "l-22"]);
}

#[test]
fn the_whole_city_is_there() {
    let catalogue = hamburg();
    assert_eq!((catalogue.services.len(), catalogue.centres.len()), (22, 25));
    let sortable = |name: &str| name.replace('ü', "u").replace('ö', "o").to_lowercase();
    let names = catalogue
        .centres
        .iter()
        .map(|planned| sortable(&planned.centre.name));
    assert!(names.is_sorted(), "centres are listed by name");
}

#[test]
fn each_year_opens_as_many_days_as_it_has_workdays_without_christmas_eve_and_new_years_eve() {
    let catalogue = hamburg();
    let harburg = catalogue.centre(&CentreId::from("harburg")).unwrap();
    for (year, days) in [(2026, 252), (2027, 254), (2028, 251), (2029, 249), (2030, 249)] {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let open = first
            .iter_days()
            .take_while(|day| day.year() == year)
            .filter(|day| !harburg.opens(*day).counters.is_empty());
        assert_eq!(open.count(), days, "{year}");
    }
}

#[test]
fn whoever_goes_to_a_closed_centre_is_sent_to_one_that_stays() {
    let closed: Vec<(String, Option<String>)> = hamburg()
        .centres
        .iter()
        .map(|planned| &planned.centre)
        .filter(|centre| centre.valid_to.is_some())
        .map(|centre| {
            (
                centre.id.to_string(),
                centre.successor.as_ref().map(CentreId::to_string),
            )
        })
        .collect();
    let to_eppendorf = |id: &str| (id.to_owned(), Some("eppendorf".to_owned()));
    assert_eq!(closed, [to_eppendorf("eimsbuettel"), to_eppendorf("nord")]);
}

#[test]
fn invitations_open_only_the_foreigners_offices_and_those_do_nothing_else() {
    let catalogue = hamburg();
    for planned in &catalogue.centres {
        let foreigners = planned.centre.id.as_str().ends_with("-2");
        for id in &planned.centre.services {
            let place = catalogue.service(id).unwrap().place;
            assert_eq!(
                place == Place::Invitation,
                foreigners,
                "{id} at {}",
                planned.centre.id
            );
        }
        assert_eq!(
            planned.centre.shares == Shares::default(),
            foreigners,
            "{}",
            planned.centre.id
        );
    }
}

#[test]
fn everyday_words_lead_to_their_service() {
    let catalogue = hamburg();
    for (word, id) in [
        ("Perso", "personalausweis"),
        ("Kinderreisepass", "reisepass"),
        ("passport", "reisepass"),
        ("umziehen", "ummeldung"),
        ("Zuzug", "anmeldung"),
        ("geklaut", "ausweis-verlust"),
        ("PIN vergessen", "eid-pin"),
        ("polizeiliches Führungszeugnis", "l-17"),
        ("Angelschein", "fischereischein"),
        ("Hundesteuer", "hund-anmelden"),
        ("rosa Führerschein", "fuehrerschein-umtausch"),
        ("Kirchensteuer", "l-20"),
        ("residence permit", "l-21"),
        ("Besuchervisum", "l-22"),
    ] {
        let service = catalogue.service(&ServiceId::from(id)).unwrap();
        assert!(
            service.synonyms.iter().any(|synonym| synonym == word),
            "{word} for {id}"
        );
    }
    for service in &catalogue.services {
        assert!(service.synonyms.len() >= 6, "{} has too few words", service.id);
    }
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
        .chain([dir.join("city.toml"), dir.join("postcodes.toml")]);
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

#[test]
fn every_centre_is_near_its_own_postcode() {
    let postcodes = catalogue::postcodes(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the postcodes read");
    assert_eq!(postcodes.len(), 100, "all of Hamburg but Neuwerk");
    for planned in &hamburg().centres {
        let centre = &planned.centre;
        let own = postcodes
            .iter()
            .find(|known| known.digits == centre.address.postcode);
        let own = own.unwrap_or_else(|| panic!("{} of {}", centre.address.postcode, centre.id));
        if let Some(at) = centre.coordinates {
            let far = booking::near::metres(own.point, at);
            assert!(far < 3_500, "{} is {far} m from its postcode", centre.id);
        }
    }
}

#[test]
fn every_service_has_a_name_and_everyday_words_in_every_language_of_the_catalogue() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("languages");
    let tags: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|file| file.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    for service in hamburg().services {
        for tag in &tags {
            // Plain language says the German name where there is no plainer one, and is typed in German.
            let german = tag.starts_with("de-");
            assert!(
                german || service.name.translations.contains_key(tag),
                "{} {tag}",
                service.id
            );
            let words = service.translated_synonyms.get(tag);
            assert!(
                german || words.is_some_and(|words| words.len() >= 2),
                "{} {tag}",
                service.id
            );
        }
    }
}
