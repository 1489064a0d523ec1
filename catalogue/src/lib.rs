//! Hamburg's centres and services as data: files that a clerk can read and change, checked as a
//! whole before anything is imported.
//!
//! `services/*.toml` and `centres/*.toml` hold one thing each, `city.toml` what holds everywhere and
//! the order in which things are shown, `postcodes.toml` where postcodes lie, `languages/*.toml` the texts in other
//! languages. Every fact names its origin; the
//! sources are listed in `SOURCES.md`.
//!
//! **In scope:** the form of the files, their checks, the import: what differs from a database, and the script that
//! brings it there.
//! **Out of scope:** what the data means for offers and visits (`booking`), running the script.

mod centre;
mod city;
mod closure;
mod counter;
mod file;
mod hours;
mod import;
mod languages;
mod life;
mod origin;
mod place;
mod postcode;
mod problem;
mod served;
mod service;
mod source;
mod special_opening;
mod week;

use std::path::Path;

use booking::Service;
use booking::catalogue::PlannedCentre;
use toml::Spanned;

use crate::city::City;
use crate::source::Source;

pub use booking::Catalogue;

pub use crate::import::{
    Change, Diff, Entry, SELECT_CENTRES, SELECT_SERVICES, Stored, StoredCentre, StoredService, Verdict,
    import_sql,
};
pub use crate::postcode::{Postcode, postcodes};
pub use crate::problem::Problem;

/// Reads and checks the catalogue in `dir` (with `city.toml`, `services/`, `centres/`).
///
/// # Errors
/// Every [`Problem`] found, by file and line. While a file has not the right form at all, only slips
/// of form are named: what refers to it cannot be judged.
pub fn read(dir: &Path) -> Result<Catalogue, Vec<Problem>> {
    let mut problems = Vec::new();
    let found = read_into(dir, &mut problems);
    match found {
        Some(catalogue) if problems.is_empty() => Ok(catalogue),
        _ => {
            problems.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
            Err(problems)
        }
    }
}

fn read_into(dir: &Path, problems: &mut Vec<Problem>) -> Option<Catalogue> {
    let city_source = Source::read(dir, "city.toml", problems)?;
    let city_file: file::City = city_source.parse(problems)?;
    let service_files = source::folder::<file::Service>(dir, "services", problems);
    let centre_files = source::folder::<file::Centre>(dir, "centres", problems);
    if !problems.is_empty() {
        return None;
    }

    let city = City::check(&city_source, &city_file, problems);
    let mut services: Vec<Service> = service_files
        .iter()
        .map(|(source, file)| service::check(source, file, &city, problems))
        .collect();
    // What a centre serves has the city's order, even while something is wrong with that.
    let place = |service: &Service| {
        let named = city_file.services.get_ref().iter();
        named
            .map(Spanned::get_ref)
            .position(|id| id == service.id.as_str())
    };
    services.sort_by_key(place);
    let centres: Vec<PlannedCentre> = centre_files
        .iter()
        .map(|(source, file)| centre::check(source, file, &city, &services, problems))
        .collect();

    for (source, file) in &service_files {
        served::check_served(source, file, &centres, problems);
    }
    for (source, file) in &centre_files {
        life::check_successor(source, file, &centres, problems);
    }
    origin::check_distinct(
        service_files.iter().map(|(source, file)| (source, &file.id)),
        problems,
    );
    origin::check_distinct(
        centre_files.iter().map(|(source, file)| (source, &file.id)),
        problems,
    );
    let services = city::in_order(
        &city_source,
        &city_file.services,
        "services",
        services,
        |service| service.id.as_str(),
        problems,
    );
    let centres = city::in_order(
        &city_source,
        &city_file.centres,
        "centres",
        centres,
        |planned| planned.centre.id.as_str(),
        problems,
    );
    let mut catalogue = Catalogue { services, centres };
    // What refers to texts that are wrong themselves cannot be judged.
    if problems.is_empty() {
        languages::translate(dir, &mut catalogue, problems);
    }
    Some(catalogue)
}
