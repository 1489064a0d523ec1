//! The plan of a centre: opening hours, special openings, closures, counters; and the day it opens.

mod hours;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::holiday::holiday;
use crate::skill::SkillSet;
use crate::time::unit_start;
use crate::unit::{UNITS_A_DAY, Unit, UnitSet};

pub use hours::{Occurrence, OpeningHours, Rhythm};

/// When a centre opens and with which counters. Changing it never touches a booking (rule 12).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Opening hours by weekday.
    pub opening_hours: Vec<OpeningHours>,
    /// Openings of single days; they override holidays and weekly hours.
    #[serde(default)]
    pub special_openings: Vec<SpecialOpening>,
    /// Closures of the centre or of one counter.
    #[serde(default)]
    pub closures: Vec<Closure>,
    /// Where visits take place.
    pub counters: Vec<Counter>,
}

/// Hours of one date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialOpening {
    /// The date.
    pub date: NaiveDate,
    /// First unit.
    pub opens: Unit,
    /// First unit after closing.
    pub closes: Unit,
}

/// A time without visits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// First closed date.
    pub from: NaiveDate,
    /// First date after it.
    pub until: NaiveDate,
    /// Only this part of each day, first unit and first unit after it; none for whole days.
    #[serde(default)]
    pub part: Option<(Unit, Unit)>,
    /// Only this counter; none for the centre.
    #[serde(default)]
    pub counter: Option<u8>,
}

/// A counter (Schalter). Its number never changes: claims refer to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counter {
    /// 1 to 64.
    pub number: u8,
    /// What can be done there.
    pub skills: SkillSet,
}

/// What a plan opens on one date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OpenDay {
    /// Counters that open for at least one unit.
    pub counters: Vec<OpenCounter>,
}

/// A counter on one date.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OpenCounter {
    /// Its number.
    pub number: u8,
    /// What can be done there.
    pub skills: SkillSet,
    /// The units in which it is open.
    pub open: UnitSet,
}

impl Plan {
    /// What this plan opens on `date`.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> OpenDay {
        let hours = self.hours(date);
        let counters = self
            .counters
            .iter()
            .map(|counter| OpenCounter {
                number: counter.number,
                skills: counter.skills,
                open: hours.minus(&self.closed(date, counter.number)),
            })
            .filter(|counter| !counter.open.is_empty())
            .collect();
        OpenDay { counters }
    }

    fn hours(&self, date: NaiveDate) -> UnitSet {
        let special = self
            .special_openings
            .iter()
            .filter(|opening| opening.date == date)
            .map(|opening| (opening.opens, opening.closes));
        let mut hours: Vec<(Unit, Unit)> = special.collect();
        if hours.is_empty() && holiday(date).is_none() {
            hours.extend(
                self.opening_hours
                    .iter()
                    .filter(|opening| opening.applies(date))
                    .map(|opening| (opening.opens, opening.closes)),
            );
        }
        let open = hours
            .into_iter()
            .fold(UnitSet::default(), |set, (opens, closes)| {
                set.union(&UnitSet::range(opens, closes))
            });
        open.minus(&units_without_a_single_clock_time(date))
    }

    fn closed(&self, date: NaiveDate, counter: u8) -> UnitSet {
        self.closures
            .iter()
            .filter(|closure| closure.from <= date && date < closure.until)
            .filter(|closure| closure.counter.is_none_or(|number| number == counter))
            .fold(UnitSet::default(), |set, closure| {
                let (from, to) = closure.part.unwrap_or((0, UNITS_A_DAY));
                set.union(&UnitSet::range(from, to))
            })
    }
}

/// The hour that spring leaves out, or the one that autumn has twice. Both changes fall on a Sunday
/// between 02:00 and 03:00, so other days and hours need no look at the time zone.
fn units_without_a_single_clock_time(date: NaiveDate) -> UnitSet {
    let mut units = UnitSet::default();
    if date.weekday() == Weekday::Sun && matches!(date.month(), 3 | 10) {
        for unit in (0..UNITS_A_DAY).filter(|unit| unit_start(date, *unit).is_none()) {
            units.insert(unit);
        }
    }
    units
}
