//! A centre's file, checked.

use booking::catalogue::PlannedCentre;
use booking::id::{CentreId, ServiceId};
use booking::plan::{Counter, Plan, SpecialOpening};
use booking::skill::MOST_SKILLS;
use booking::{Centre, Service};

use crate::city::City;
use crate::closure;
use crate::file;
use crate::hours;
use crate::origin::{check_id, check_origin, check_provenance};
use crate::problem::Problem;
use crate::source::Source;

const DISTRICTS: [&str; 7] = [
    "Hamburg-Mitte",
    "Altona",
    "Eimsbüttel",
    "Hamburg-Nord",
    "Wandsbek",
    "Bergedorf",
    "Harburg",
];
const FIRST_VERSION: u32 = 1;
const MOST_COUNTERS: u8 = 64;

/// Checks what a centre's file says by itself, and against the city and its services.
pub fn check(
    source: &Source,
    file: &file::Centre,
    city: &City,
    services: &[Service],
    problems: &mut Vec<Problem>,
) -> PlannedCentre {
    check_facts(source, file, problems);
    let centre = Centre {
        id: CentreId::from(file.id.get_ref().as_str()),
        name: file.name.clone(),
        district: file.district.get_ref().clone(),
        address: file.address.get_ref().clone(),
        note: file.note.clone(),
        step_free: file.step_free,
        payment: file.payment.clone(),
        skills: city.skills(source, file.skills.get_ref(), problems),
        services: file
            .services
            .get_ref()
            .iter()
            .map(|id| ServiceId::from(id.get_ref().as_str()))
            .collect(),
        lead_minutes: file.lead_minutes.unwrap_or(city.lead_minutes),
        horizon_days: file.horizon_days.unwrap_or(city.horizon_days),
    };
    let counters = counters(source, file, &centre, problems);
    check_services(source, file, &centre, &counters, services, problems);
    for number in file
        .closures
        .iter()
        .filter_map(|closure| closure.counter.as_ref())
    {
        if !counters.iter().any(|counter| counter.number == *number.get_ref()) {
            problems.push(source.problem(
                number.span(),
                format!("a closure of counter {}, which is not there", number.get_ref()),
                "Use a number from [[counters]].",
            ));
        }
    }
    let mut closures = city.closures.clone();
    closures.extend(closure::check(source, &file.closures, problems));
    let plan = Plan {
        opening_hours: hours::weeks(source, &file.opening_hours, problems),
        special_openings: special_openings(source, file, problems),
        closures,
        counters,
    };
    PlannedCentre {
        centre,
        plan,
        plan_version: FIRST_VERSION,
    }
}

fn check_facts(source: &Source, file: &file::Centre, problems: &mut Vec<Problem>) {
    check_id(source, &file.id, problems);
    if !DISTRICTS.contains(&file.district.get_ref().as_str()) {
        problems.push(source.problem(
            file.district.span(),
            format!("no district {}", file.district.get_ref()),
            format!("Use one of: {}.", DISTRICTS.join(", ")),
        ));
    }
    let postcode = &file.address.get_ref().postcode;
    if postcode.len() != 5 || !postcode.chars().all(|c| c.is_ascii_digit()) {
        problems.push(source.problem(
            file.address.span(),
            format!("postcode \"{postcode}\" has not five digits"),
            "Write it like 21073.",
        ));
    }
    if !(1..=MOST_SKILLS).contains(&file.skills.get_ref().len()) {
        problems.push(source.problem(
            file.skills.span(),
            format!("a centre has 1 to {MOST_SKILLS} skills"),
            "Join skills that the same counters have.",
        ));
    }
    let mut facts = vec![
        "name",
        "district",
        "address",
        "step_free",
        "payment",
        "services",
        "opening_hours",
        "counters",
    ];
    facts.extend(file.note.as_ref().map(|_| "note"));
    facts.extend(file.lead_minutes.map(|_| "lead_minutes"));
    facts.extend(file.horizon_days.map(|_| "horizon_days"));
    check_provenance(source, &file.provenance, &facts, problems);
}

fn counters(
    source: &Source,
    file: &file::Centre,
    centre: &Centre,
    problems: &mut Vec<Problem>,
) -> Vec<Counter> {
    let mut found: Vec<Counter> = Vec::new();
    for group in &file.counters {
        let written = group.get_ref();
        for skill in &written.skills {
            if !centre
                .skills
                .iter()
                .any(|known| known.as_str() == skill.get_ref())
            {
                problems.push(source.problem(
                    skill.span(),
                    format!(
                        "counters with skill \"{}\", which the centre does not name",
                        skill.get_ref()
                    ),
                    "Correct it, or add it at the end of the centre's skills.",
                ));
            }
        }
        let named: Vec<_> = written
            .skills
            .iter()
            .map(|skill| skill.get_ref().as_str().into())
            .collect();
        let skills = centre.skill_set(&named).unwrap_or_default();
        if named.is_empty() || written.numbers.is_empty() {
            problems.push(source.problem(
                group.span(),
                "counters without numbers or without skills",
                "Say which counters, and what can be done there.",
            ));
        }
        for number in &written.numbers {
            let n = *number.get_ref();
            if !(1..=MOST_COUNTERS).contains(&n) || found.iter().any(|counter| counter.number == n) {
                problems.push(source.problem(
                    number.span(),
                    format!("counter {n} is there twice or not between 1 and {MOST_COUNTERS}"),
                    "Give each counter a number of its own.",
                ));
            }
            found.push(Counter { number: n, skills });
        }
    }
    found.sort_by_key(|counter| counter.number);
    found
}

/// What a centre serves must exist, and one counter must have all it takes.
fn check_services(
    source: &Source,
    file: &file::Centre,
    centre: &Centre,
    counters: &[Counter],
    services: &[Service],
    problems: &mut Vec<Problem>,
) {
    for (index, (named, id)) in file.services.get_ref().iter().zip(&centre.services).enumerate() {
        let mut complain =
            |what: String, remedy: &str| problems.push(source.problem(named.span(), what, remedy));
        if centre.services.iter().take(index).any(|earlier| earlier == id) {
            complain(format!("service {id} is named twice"), "Name it once.");
        }
        let Some(service) = services.iter().find(|service| service.id == *id) else {
            complain(
                format!("unknown service \"{id}\""),
                "Use the id of a file below services/.",
            );
            continue;
        };
        let needed = centre.skill_set(&service.skills);
        if !needed.is_some_and(|needed| counters.iter().any(|counter| counter.skills.covers(needed))) {
            complain(
                format!("no counter can serve {id}"),
                "Give one counter all skills of the service, or remove it from the centre.",
            );
        }
    }
}

fn special_openings(
    source: &Source,
    file: &file::Centre,
    problems: &mut Vec<Problem>,
) -> Vec<SpecialOpening> {
    let mut found = Vec::new();
    for opening in &file.special_openings {
        check_origin(source, opening.date.span(), &opening.origin, problems);
        let hours = hours::day(source, &opening.hours, problems);
        if let Some(date) = hours::date(source, &opening.date, problems) {
            found.extend(
                hours
                    .into_iter()
                    .map(|(opens, closes)| SpecialOpening { date, opens, closes }),
            );
        }
    }
    found
}
