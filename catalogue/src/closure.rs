//! Closures, of the whole city or of one centre.

use booking::plan::Closure;
use toml::Spanned;

use crate::file;
use crate::hours;
use crate::origin::check_origin;
use crate::problem::Problem;
use crate::source::Source;

/// Checks closures and spreads them over their dates.
pub fn check(source: &Source, files: &[Spanned<file::Closure>], problems: &mut Vec<Problem>) -> Vec<Closure> {
    let mut found = Vec::new();
    for written in files {
        let file = written.get_ref();
        check_origin(source, written.span(), &file.origin, problems);
        if file.reason.trim().is_empty() || file.dates.is_empty() {
            problems.push(source.problem(
                written.span(),
                "a closure without a reason or without dates",
                "Say which days, and why: others must be able to judge whether it still holds.",
            ));
        }
        let part = file
            .hours
            .as_ref()
            .and_then(|part| hours::hours(source, part, problems));
        let counter = file.counter.as_ref().map(|number| *number.get_ref());
        for dates in &file.dates {
            if let Some((from, until)) = hours::dates(source, dates, problems) {
                found.push(Closure {
                    from,
                    until,
                    part,
                    counter,
                });
            }
        }
    }
    found
}
