//! What is free, as JSON.

use booking::catalogue::Centre;
use booking::offer::length_letter;
use booking::skill::SkillSet;
use chrono::NaiveDate;
use serde::Serialize;

use crate::wire::SlotJson;

/// Answer of `GET /api/v1/availability`: the whole city at a glance, at most two seconds old.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CityAvailability {
    /// When this was written.
    pub now: String,
    /// The first day.
    pub from: NaiveDate,
    /// How many days.
    pub days: u32,
    /// Centres that are open on one of these days.
    pub centres: Vec<CentreOverview>,
}

/// One centre of [`CityAvailability`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CentreOverview {
    /// The centre, as the catalogue names it.
    pub id: String,
    /// One character a day: the longest visit that the day has room for.
    pub rows: Vec<LongestRow>,
}

/// Answer of `GET /api/v1/availability/{centre}`: exact, start by start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct CentreAvailability {
    /// When this was written.
    pub now: String,
    /// The centre, as the catalogue names it.
    pub centre: String,
    /// Days with room.
    pub days: Vec<DayAvailability>,
}

/// One day of [`CentreAvailability`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DayAvailability {
    /// The day, in Berlin.
    pub date: NaiveDate,
    /// The 5-minute unit of the day that the first character stands for; 84 is 07:00.
    pub first: u16,
    /// One character a unit: the longest visit that may start there.
    pub rows: Vec<LongestRow>,
}

/// The longest visits, one character each, in units of five minutes: `0` to `9`, then `a` (10) to `o` (24).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct LongestRow {
    /// The sets of skills for which it holds. A visit needs all skills of all its services together.
    pub sets: Vec<Vec<String>>,
    /// The characters. A visit of so many units or fewer fits.
    pub longest: String,
}

/// Answer of `GET /api/v1/slots`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Slots {
    /// How long the visit is, in units of five minutes.
    pub units: u8,
    /// Earliest first.
    pub slots: Vec<SlotJson>,
}

impl LongestRow {
    /// One row for all sets that have the same, in the order of `sets`; none for sets without any room.
    pub fn all(centre: &Centre, sets: &[SkillSet], longest: impl Fn(SkillSet) -> Vec<u8>) -> Vec<Self> {
        let mut rows: Vec<Self> = Vec::new();
        for set in sets {
            let units = longest(*set);
            if units.iter().all(|units| *units == 0) {
                continue;
            }
            let longest: String = units.into_iter().map(length_letter).collect();
            match rows.iter_mut().find(|row| row.longest == longest) {
                Some(row) => row.sets.push(names(centre, *set)),
                None => rows.push(Self {
                    sets: vec![names(centre, *set)],
                    longest,
                }),
            }
        }
        rows
    }
}

fn names(centre: &Centre, set: SkillSet) -> Vec<String> {
    let named = centre.skills.iter().enumerate();
    named
        .filter(|(index, _)| set.covers(SkillSet::only(*index)))
        .map(|(_, skill)| skill.as_str().to_owned())
        .collect()
}
