//! From when to when a centre exists, and who takes over.

use booking::catalogue::PlannedCentre;
use booking::id::CentreId;
use chrono::NaiveDate;

use crate::file;
use crate::hours;
use crate::problem::Problem;
use crate::source::Source;

/// A centre's first date, the first date after its last, and its successor.
pub struct Life {
    /// First date on which it is open at all.
    pub valid_from: Option<NaiveDate>,
    /// First date on which it is closed for good.
    pub valid_to: Option<NaiveDate>,
    /// Who takes over.
    pub successor: Option<CentreId>,
}

/// Checks what a centre's file says about it by itself.
pub fn check(source: &Source, file: &file::Centre, problems: &mut Vec<Problem>) -> Life {
    let valid_from = hours::optional_date(source, file.valid_from.as_ref(), problems);
    let valid_to = hours::optional_date(source, file.valid_to.as_ref(), problems);
    let backwards = valid_from.zip(valid_to).is_some_and(|(from, to)| to <= from);
    if let Some(written) = file.valid_to.as_ref().filter(|_| backwards) {
        problems.push(source.problem(
            written.span(),
            "the centre closes before it opens",
            "valid_to is the first date on which it is closed for good: write a date after valid_from.",
        ));
    }
    if let Some(successor) = file.successor.as_ref().filter(|_| file.valid_to.is_none()) {
        problems.push(source.problem(
            successor.span(),
            "a successor, but no date from which it takes over",
            "Write valid_to, the first date on which this centre is closed, or leave the successor out.",
        ));
    }
    let successor = file.successor.as_ref();
    Life {
        valid_from,
        valid_to,
        successor: successor.map(|id| CentreId::from(id.get_ref().as_str())),
    }
}

/// People are sent to the successor: it must be there, and stay.
pub fn check_successor(
    source: &Source,
    file: &file::Centre,
    centres: &[PlannedCentre],
    problems: &mut Vec<Problem>,
) {
    let Some(written) = &file.successor else {
        return;
    };
    let id = written.get_ref();
    let mut complain =
        |what: String, remedy: &str| problems.push(source.problem(written.span(), what, remedy));
    if id == file.id.get_ref() {
        complain(
            "the centre is its own successor".to_owned(),
            "Name the centre that takes over, or leave it out.",
        );
        return;
    }
    match centres.iter().find(|planned| planned.centre.id.as_str() == id) {
        None => complain(
            format!("unknown successor \"{id}\""),
            "Use the id of a file below centres/.",
        ),
        Some(planned) if planned.centre.valid_to.is_some() => complain(
            format!("the successor {id} closes as well"),
            "Name the centre that stays: people must not be sent from one closed door to the next.",
        ),
        Some(_) => {}
    }
}
