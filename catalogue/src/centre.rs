//! A centre's file, checked.

use booking::catalogue::PlannedCentre;
use booking::id::CentreId;
use booking::plan::Plan;
use booking::skill::MOST_SKILLS;
use booking::{Centre, Service};

use crate::city::{City, check_lead, check_shares};
use crate::closure;
use crate::counter;
use crate::file;
use crate::life;
use crate::origin::{check_id, check_provenance};
use crate::place;
use crate::problem::Problem;
use crate::served;
use crate::source::Source;
use crate::special_opening;
use crate::week;

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
    let life = life::check(source, file, problems);
    let centre = Centre {
        id: CentreId::from(file.id.get_ref().as_str()),
        name: file.name.clone(),
        district: file.district.get_ref().clone(),
        address: file.address.get_ref().clone(),
        note: file.note.clone(),
        step_free: file.step_free,
        payment: file.payment.clone(),
        skills: city.skills(source, file.skills.get_ref(), problems),
        services: served::services(file, services),
        lead_minutes: match &file.lead_minutes {
            Some(minutes) => check_lead(source, minutes, problems),
            None => city.lead_minutes,
        },
        horizon_days: file.horizon_days.unwrap_or(city.horizon_days),
        valid_from: life.valid_from,
        valid_to: life.valid_to,
        successor: life.successor,
        coordinates: file
            .coordinates
            .as_ref()
            .map(|point| place::check_point(source, point, problems)),
        aliases: file.aliases.clone(),
        shares: check_shares(source, file.shares.as_ref(), problems).unwrap_or(city.shares),
    };
    let counters = counter::check(source, file, &centre, problems);
    served::check(source, file, &centre, &counters, services, problems);
    let mut closures = city.closures.clone();
    closures.extend(closure::check(source, &file.closures, problems));
    let plan = Plan {
        opening_hours: week::weeks(source, &file.opening_hours, problems),
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
    place::check(source, file, problems);
    if !(1..=MOST_SKILLS).contains(&file.skills.get_ref().len()) {
        problems.push(source.problem(
            file.skills.span(),
            format!("a centre has 1 to {MOST_SKILLS} skills"),
            "Join skills that the same counters have.",
        ));
    }
    let mut facts = vec![
        "kind",
        "name",
        "district",
        "address",
        "step_free",
        "payment",
        "services",
        "opening_hours",
        "counters",
    ];
    facts.extend((!file.aliases.is_empty()).then_some("aliases"));
    facts.extend(file.valid_from.as_ref().map(|_| "valid_from"));
    facts.extend(file.valid_to.as_ref().map(|_| "valid_to"));
    facts.extend(file.successor.as_ref().map(|_| "successor"));
    facts.extend(file.coordinates.as_ref().map(|_| "coordinates"));
    facts.extend(file.shares.as_ref().map(|_| "shares"));
    facts.extend(file.note.as_ref().map(|_| "note"));
    facts.extend(file.lead_minutes.as_ref().map(|_| "lead_minutes"));
    facts.extend(file.horizon_days.map(|_| "horizon_days"));
    check_provenance(source, &file.provenance, &facts, problems);
}
