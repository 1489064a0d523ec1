//! What a centre serves, and whether its counters can.

use booking::catalogue::{Place, PlannedCentre};
use booking::id::ServiceId;
use booking::plan::Counter;
use booking::{Centre, Service};

use crate::file::{self, Kind};
use crate::problem::Problem;
use crate::source::Source;

/// What the file names, or all that centres of its kind serve; nothing where there is no counter.
pub fn services(file: &file::Centre, services: &[Service]) -> Vec<ServiceId> {
    match &file.services {
        Some(named) => named
            .get_ref()
            .iter()
            .map(|id| ServiceId::from(id.get_ref().as_str()))
            .collect(),
        None if file.counters.is_empty() => Vec::new(),
        None => services
            .iter()
            .filter(|service| suits(*file.kind.get_ref(), service))
            .map(|service| service.id.clone())
            .collect(),
    }
}

/// Services by invitation are the foreigners' offices' own, and those have no others.
fn suits(kind: Kind, service: &Service) -> bool {
    (kind == Kind::Foreigners) == (service.place == Place::Invitation)
}

/// What a centre serves must exist and be of its kind, and one counter must have all it takes.
pub fn check(
    source: &Source,
    file: &file::Centre,
    centre: &Centre,
    counters: &[Counter],
    services: &[Service],
    problems: &mut Vec<Problem>,
) {
    if counters.is_empty() && centre.valid_to.is_none() {
        problems.push(source.problem(
            file.id.span(),
            "a centre without counters",
            "Add [[counters]], or say with valid_to since when it is closed.",
        ));
    }
    for (index, id) in centre.services.iter().enumerate() {
        let named = file
            .services
            .as_ref()
            .and_then(|named| named.get_ref().get(index));
        let span = named.map_or(file.kind.span(), |named| named.span());
        let mut complain = |what: String, remedy: &str| {
            problems.push(source.problem(span.clone(), what, remedy));
        };
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
        if !suits(*file.kind.get_ref(), service) {
            complain(
                format!("{id} does not belong to a centre of this kind"),
                "Services by invitation are only had at kind = \"foreigners\", and all others only elsewhere.",
            );
        }
        let needed = centre.skill_set(&service.skills);
        if !needed.is_some_and(|needed| counters.iter().any(|counter| counter.skills.covers(needed))) {
            complain(
                format!("no counter can serve {id}"),
                "Give one counter all skills of the service, or name in services only what is served here.",
            );
        }
    }
}

/// A service that no centre serves would be offered without a single time.
pub fn check_served(
    source: &Source,
    file: &file::Service,
    centres: &[PlannedCentre],
    problems: &mut Vec<Problem>,
) {
    let id = ServiceId::from(file.id.get_ref().as_str());
    let stays = |planned: &&PlannedCentre| planned.centre.valid_to.is_none();
    if !centres
        .iter()
        .filter(stays)
        .any(|planned| planned.centre.services.contains(&id))
    {
        problems.push(source.problem(
            file.id.span(),
            format!("no centre serves {id}"),
            "Add it to the services of a centre that stays open, or remove this file.",
        ));
    }
}
