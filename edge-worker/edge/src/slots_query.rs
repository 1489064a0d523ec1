//! What `GET /api/v1/slots` is asked for: read from the query, each fault named.

use booking::{CentreId, Instant};
use chrono::{Days, NaiveDate};

use crate::field::{Fault, FieldProblem};
use crate::problem::Problem;
use crate::request;
use crate::wire::ChosenRequest;

/// Days of the horizon, today included.
pub const DAYS: u32 = 61;

/// The first and the last of the [`DAYS`] from this one on.
pub fn days_from(first: NaiveDate) -> (NaiveDate, NaiveDate) {
    (first, first + Days::new(u64::from(DAYS) - 1))
}
/// Most slots of one answer.
pub const MOST_SLOTS: u32 = 500;
/// Slots of an answer that asks for no number.
const USUAL_SLOTS: u32 = 50;

/// A query for free times.
#[derive(Clone, Debug)]
pub struct SlotsQuery {
    /// What for, as it was named; the catalogue has not yet seen it.
    pub services: Vec<ChosenRequest>,
    /// Where; anywhere if not given.
    pub centre: Option<CentreId>,
    /// The first date; today if not given.
    pub from: NaiveDate,
    /// How many days from there, 1 to [`DAYS`].
    pub days: u32,
    /// Most slots to answer with, 1 to [`MOST_SLOTS`].
    pub limit: u32,
}

impl SlotsQuery {
    /// Reads `service=personalausweis:2&service=…&centre=…&from=…&days=…&limit=…`.
    ///
    /// # Errors
    /// `bad-query` with all faults at once.
    pub fn read(query: &str, now: Instant) -> Result<Self, Problem> {
        let mut faults = Vec::new();
        let mut read = Self {
            services: Vec::new(),
            centre: None,
            from: now.date(),
            days: DAYS,
            limit: USUAL_SLOTS,
        };
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match name.as_ref() {
                "service" => read.services.push(ChosenRequest::of_text(&value)),
                "centre" => read.centre = Some(CentreId::from(value.as_ref())),
                "from" => match request::date(&value) {
                    Some(date) => read.from = date,
                    None => faults.push(FieldProblem::new("from", Fault::DateFormat)),
                },
                "days" => read.days = number(&value, 1, DAYS, "days", &mut faults),
                "limit" => read.limit = number(&value, 1, MOST_SLOTS, "limit", &mut faults),
                _ => faults.push(FieldProblem::new(name.as_ref(), Fault::Unknown)),
            }
        }
        if read.services.is_empty() {
            faults.push(FieldProblem::new("service", Fault::NoServices));
        }
        if faults.is_empty() {
            Ok(read)
        } else {
            Err(Problem::bad_query(faults))
        }
    }
}

fn number(text: &str, min: u32, max: u32, field: &str, faults: &mut Vec<FieldProblem>) -> u32 {
    match text.parse() {
        Ok(number) if (min..=max).contains(&number) => number,
        _ => {
            faults.push(FieldProblem::new(field, Fault::Number(min, max)));
            min
        }
    }
}
