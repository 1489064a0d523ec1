//! A centre's file, checked.

use booking::catalogue::PlannedCentre;
use booking::id::{CentreId, ServiceId};
use booking::plan::Plan;
use booking::share::Shares;
use booking::skill::MOST_SKILLS;
use booking::{Centre, Service};

use crate::city::{City, check_lead};
use crate::closure;
use crate::counter;
use crate::file;
use crate::hours;
use crate::origin::{check_id, check_provenance};
use crate::problem::Problem;
use crate::source::Source;
use crate::special_opening;

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
        lead_minutes: match &file.lead_minutes {
            Some(minutes) => check_lead(source, minutes, problems),
            None => city.lead_minutes,
        },
        horizon_days: file.horizon_days.unwrap_or(city.horizon_days),
        valid_from: None,
        valid_to: None,
        successor: None,
        coordinates: None,
        aliases: Vec::new(),
        shares: Shares::default(),
    };
    let counters = counter::check(source, file, &centre, problems);
    counter::check_services(source, file, &centre, &counters, services, problems);
    let mut closures = city.closures.clone();
    closures.extend(closure::check(source, &file.closures, problems));
    let plan = Plan {
        opening_hours: hours::weeks(source, &file.opening_hours, problems),
        special_openings: special_opening::check(source, &file.special_openings, problems),
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
    facts.extend(file.lead_minutes.as_ref().map(|_| "lead_minutes"));
    facts.extend(file.horizon_days.map(|_| "horizon_days"));
    check_provenance(source, &file.provenance, &facts, problems);
}
