//! A service's file, checked.

use std::collections::BTreeMap;

use booking::Service;
use booking::catalogue::Fee;
use booking::id::ServiceId;
use booking::skill::MOST_SKILLS;
use booking::unit::LONGEST_VISIT;
use toml::Spanned;

use crate::city::City;
use crate::file;
use crate::origin::{check_id, check_origin, check_provenance};
use crate::problem::Problem;
use crate::source::Source;

/// Checks what a service's file says by itself and against the city's skills.
pub fn check(source: &Source, file: &file::Service, city: &City, problems: &mut Vec<Problem>) -> Service {
    check_id(source, &file.id, problems);
    check_sensitive(source, file, problems);
    check_units(source, file, problems);
    if let Some(leika) = &file.leika {
        let text = leika.get_ref();
        if text.len() != 14 || !text.chars().all(|c| c.is_ascii_digit()) {
            problems.push(source.problem(
                leika.span(),
                format!("LeiKa key \"{text}\" has not 14 digits"),
                "Look it up in the service catalogue, or leave it out.",
            ));
        }
    }
    if !(1..=MOST_SKILLS).contains(&file.skills.get_ref().len()) {
        problems.push(source.problem(
            file.skills.span(),
            format!("a service needs 1 to {MOST_SKILLS} skills"),
            "Name what the counter must be able to do.",
        ));
    }
    let mut facts = vec!["name", "units", "place", "documents", "skills"];
    facts.extend(file.leika.as_ref().map(|_| "leika"));
    facts.extend(file.alternative.as_ref().map(|_| "alternative"));
    check_provenance(source, &file.provenance, &facts, problems);

    Service {
        id: ServiceId::from(file.id.get_ref().as_str()),
        name: file.name.clone(),
        leika: file.leika.as_ref().map(|leika| leika.get_ref().clone()),
        units: file.units.get_ref().clone(),
        quantity_of: file.quantity_of,
        place: file.place,
        alternative: file.alternative.clone(),
        fees: file
            .fees
            .iter()
            .map(|fee| check_fee(source, fee, problems))
            .collect(),
        documents: file.documents.clone(),
        skills: city.skills(source, file.skills.get_ref(), problems),
        sensitive: file.sensitive,
        synonyms: file.synonyms.clone(),
        translated_synonyms: BTreeMap::new(),
    }
}

fn check_units(source: &Source, file: &file::Service, problems: &mut Vec<Problem>) {
    let units = file.units.get_ref();
    let mut complain =
        |what: String, remedy: &str| problems.push(source.problem(file.units.span(), what, remedy));
    if units.is_empty() {
        complain(
            "no units".to_owned(),
            "Give the length for one in 5-minute units, like [3].",
        );
    }
    if let Some(wrong) = units.iter().find(|units| !(1..=LONGEST_VISIT).contains(*units)) {
        complain(
            format!("a visit of {wrong} units"),
            "A visit takes 1 to 24 units of 5 minutes: end the table at the largest quantity that fits.",
        );
    }
    if !units.is_sorted() {
        complain(
            "units fall with the quantity".to_owned(),
            "More must not take less time: correct the table.",
        );
    }
}

fn check_fee(source: &Source, written: &Spanned<file::Fee>, problems: &mut Vec<Problem>) -> Fee {
    let fee = written.get_ref();
    check_origin(source, written.span(), &fee.origin, problems);
    if fee.cents.is_some() && !fee.origin.verified {
        problems.push(source.problem(
            written.span(),
            format!("unverified amount for \"{}\"", fee.label.de),
            "Leave `cents` out until the office has confirmed it: people rely on what they read.",
        ));
    }
    Fee {
        label: fee.label.clone(),
        cents: fee.cents,
    }
}

/// Rule 13: the id of a sensitive service stands in addresses and logs, so it must not tell.
fn check_sensitive(source: &Source, file: &file::Service, problems: &mut Vec<Problem>) {
    let neutral = file
        .id
        .get_ref()
        .strip_prefix("l-")
        .is_some_and(|number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()));
    if neutral != file.sensitive {
        problems.push(source.problem(
            file.id.span(),
            format!(
                "id \"{}\" and sensitive = {} do not match",
                file.id.get_ref(),
                file.sensitive
            ),
            "Sensitive services have a number for an id, like l-17, and no others do.",
        ));
    }
}
