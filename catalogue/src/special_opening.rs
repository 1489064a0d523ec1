//! Openings of single days, which also hold on holidays.

use booking::plan::SpecialOpening;
use toml::Spanned;

use crate::file;
use crate::hours;
use crate::origin::check_origin;
use crate::problem::Problem;
use crate::source::Source;

/// Checks special openings.
pub fn check(
    source: &Source,
    files: &[Spanned<file::SpecialOpening>],
    problems: &mut Vec<Problem>,
) -> Vec<SpecialOpening> {
    let mut found = Vec::new();
    for written in files {
        let file = written.get_ref();
        check_origin(source, written.span(), &file.origin, problems);
        if file.hours.is_empty() {
            problems.push(source.problem(
                written.span(),
                "a special opening without hours",
                "Give its hours, or write a closure if the day shall be closed.",
            ));
        }
        let hours = hours::day(source, &file.hours, problems);
        if let Some(date) = hours::date(source, &file.date, problems) {
            found.extend(
                hours
                    .into_iter()
                    .map(|(opens, closes)| SpecialOpening { date, opens, closes }),
            );
        }
    }
    found
}
