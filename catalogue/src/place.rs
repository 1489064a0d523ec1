//! Where a centre is.

use booking::catalogue::Coordinates;
use toml::Spanned;

use crate::file;
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
/// Hamburg without its islands in the North Sea, in degrees.
const SOUTH_TO_NORTH: std::ops::RangeInclusive<f64> = 53.39..=53.75;
const WEST_TO_EAST: std::ops::RangeInclusive<f64> = 9.72..=10.33;

/// Checks that there is such a district.
pub fn check_district(source: &Source, district: &Spanned<String>, problems: &mut Vec<Problem>) {
    if !DISTRICTS.contains(&district.get_ref().as_str()) {
        problems.push(source.problem(
            district.span(),
            format!("no district {}", district.get_ref()),
            format!("Use one of: {}.", DISTRICTS.join(", ")),
        ));
    }
}

/// Checks district and address.
pub fn check(source: &Source, file: &file::Centre, problems: &mut Vec<Problem>) {
    check_district(source, &file.district, problems);
    let postcode = &file.address.get_ref().postcode;
    if postcode.len() != 5 || !postcode.chars().all(|c| c.is_ascii_digit()) {
        problems.push(source.problem(
            file.address.span(),
            format!("postcode \"{postcode}\" has not five digits"),
            "Write it like 21073.",
        ));
    }
}

/// Checks that a point lies in Hamburg.
pub fn check_point(
    source: &Source,
    written: &Spanned<file::Point>,
    problems: &mut Vec<Problem>,
) -> Coordinates {
    let file::Point { lat, lon } = *written.get_ref();
    if !SOUTH_TO_NORTH.contains(&lat) || !WEST_TO_EAST.contains(&lon) {
        problems.push(source.problem(
            written.span(),
            format!("{lat}, {lon} is not in Hamburg"),
            "Write degrees, north first: lat is about 53.5, lon about 10.",
        ));
    }
    let millionths = |degrees: f64| (degrees * 1e6).round() as i32;
    Coordinates {
        lat: millionths(lat),
        lon: millionths(lon),
    }
}
