//! Where postcodes lie: what "near me" is answered from, without anybody being located.

use std::collections::BTreeMap;
use std::path::Path;

pub use booking::near::Postcode;
use serde::Deserialize;
use toml::Spanned;

use crate::file::{Point, Provenance};
use crate::origin::check_provenance;
use crate::place::{check_district, check_point};
use crate::problem::Problem;
use crate::source::Source;

/// `postcodes.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    postcodes: BTreeMap<Spanned<String>, Entry>,
    provenance: Provenance,
}

/// `{ lat = 53.4591, lon = 9.978, district = "Harburg" }`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    lat: f64,
    lon: f64,
    district: Spanned<String>,
}

/// Reads and checks `postcodes.toml` in `dir`; ascending.
///
/// # Errors
/// Every [`Problem`] found, by line.
pub fn postcodes(dir: &Path) -> Result<Vec<Postcode>, Vec<Problem>> {
    let mut problems = Vec::new();
    match read(dir, &mut problems) {
        Some(postcodes) if problems.is_empty() => Ok(postcodes),
        _ => Err(problems),
    }
}

fn read(dir: &Path, problems: &mut Vec<Problem>) -> Option<Vec<Postcode>> {
    let source = Source::read(dir, "postcodes.toml", problems)?;
    let file: File = source.parse(problems)?;
    check_provenance(&source, &file.provenance, &["points", "districts"], problems);
    let postcodes = file.postcodes.into_iter().map(|(digits, entry)| {
        let text = digits.get_ref();
        if text.len() != 5 || !text.bytes().all(|sign| sign.is_ascii_digit()) {
            problems.push(source.problem(
                digits.span(),
                format!("postcode \"{text}\" has not five digits"),
                "Write it like 21073.",
            ));
        }
        check_district(&source, &entry.district, problems);
        let point = Point {
            lat: entry.lat,
            lon: entry.lon,
        };
        Postcode {
            point: check_point(&source, &Spanned::new(digits.span(), point), problems),
            district: entry.district.into_inner(),
            digits: digits.into_inner(),
        }
    });
    Some(postcodes.collect())
}
