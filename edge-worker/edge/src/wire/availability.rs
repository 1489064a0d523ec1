//! What is free, as JSON.

use std::collections::BTreeSet;

use booking::catalogue::Centre;
use booking::offer::length_letter;
use booking::skill::SkillSet;
use booking::{Instant, Offer};
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
    /// The first day.
    pub from: NaiveDate,
    /// The 5-minute unit of every day that its first character stands for; 84 is 07:00.
    pub first: u16,
    /// For each kind of counter its days.
    pub rows: Vec<DaysRow>,
}

/// One kind of counter of [`CentreAvailability`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct DaysRow {
    /// What this kind of counter can do. A visit fits where one kind that can do all of it has room.
    pub skills: Vec<String>,
    /// One text a day, empty where there is no room; in it one character a start, from `first` on to the last with room: the longest
    /// visit that may start there, in units of five minutes, `0` to `9`, then `a` (10) to `o` (24).
    pub longest: Vec<String>,
}

/// The longest visits, one character each, in units of five minutes: `0` to `9`, then `a` (10) to `o` (24).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct LongestRow {
    /// What this kind of counter can do. A visit fits where one kind that can do all of it has room.
    pub skills: Vec<String>,
    /// The characters.
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
    /// The row of a kind of counter; none without any room.
    pub fn new(centre: &Centre, kind: SkillSet, units: impl Iterator<Item = u8>) -> Option<Self> {
        let longest: String = units.map(length_letter).collect();
        let room = longest.bytes().any(|letter| letter != b'0');
        room.then(|| Self {
            skills: names(centre, kind),
            longest,
        })
    }
}

impl CentreAvailability {
    /// Of the days of one centre, which follow each other from `from` on.
    pub fn new(now: Instant, centre: &Centre, from: NaiveDate, days: &[(NaiveDate, Offer)]) -> Self {
        let open = days.iter().filter(|(_, offer)| !offer.rows.is_empty());
        let first = open.map(|(_, offer)| offer.first).min().unwrap_or_default();
        let all = days.iter().flat_map(|(_, offer)| offer.rows.iter());
        let kinds: BTreeSet<SkillSet> = all.map(|(kind, _)| *kind).collect();
        let rows = kinds.into_iter().map(|kind| DaysRow {
            skills: names(centre, kind),
            longest: days.iter().map(|(_, offer)| starts(offer, kind, first)).collect(),
        });
        Self {
            now: now.to_rfc3339(),
            centre: centre.id.to_string(),
            from,
            first,
            rows: rows
                .filter(|row| row.longest.iter().any(|day| !day.is_empty()))
                .collect(),
        }
    }
}

/// One character a start from `first` on, to the last with room.
fn starts(offer: &Offer, kind: SkillSet, first: u16) -> String {
    let row = offer.rows.iter().find(|(known, _)| *known == kind);
    let row = row.map_or(&[][..], |(_, row)| row);
    let room = row
        .iter()
        .rposition(|units| *units > 0)
        .map_or(0, |last| last + 1);
    if room == 0 {
        return String::new();
    }
    let closed = usize::from(offer.first.saturating_sub(first));
    let open = row.iter().take(room).map(|units| length_letter(*units));
    std::iter::repeat_n('0', closed).chain(open).collect()
}

fn names(centre: &Centre, set: SkillSet) -> Vec<String> {
    let named = centre.skills.iter().enumerate();
    named
        .filter(|(index, _)| set.covers(SkillSet::only(*index)))
        .map(|(_, skill)| skill.as_str().to_owned())
        .collect()
}
