//! What is free, as JSON.

use std::collections::BTreeSet;

use booking::catalogue::Centre;
use booking::first::Ahead;
use booking::horizon::{last_open_day, next_opening};
use booking::offer::{LongestOfDay, length_letter};
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
    /// The last day that is open for booking.
    pub until: NaiveDate,
    /// When the day after it opens; the next ones follow day by day at the same time.
    pub next_opens: Option<String>,
    /// One for each kind of counter.
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

/// One kind of counter of [`CentreOverview`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct LongestRow {
    /// What this kind of counter can do. A visit fits where one kind that can do all of it has room.
    pub skills: Vec<String>,
    /// One character a day: the longest visit that it has room for, in units of five minutes: `0` (full) to `9`, then `a` (10) to
    /// `o` (24). `-` where no such counter is open, `.` where the day is not open for booking yet.
    pub longest: String,
    /// When a visit of each length may first start.
    pub first: FirstStartsJson,
}

/// First starts. Each text has four characters an entry, in their order: three digits to the base 36, the start in units of five
/// minutes from midnight before the first day on (288 a day, by Hamburg's clock), then the longest visit that may start there. A
/// visit first starts at the first entry that is long enough. `02co` is 07:00 of the first day. Left out where there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "FirstStarts")
)]
pub struct FirstStartsJson {
    /// On the first day, the lead time regarded.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub today: String,
    /// From the second day on.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub later: String,
    /// At 16:00 or later, on any day.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub late: String,
    /// On a Saturday.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub saturday: String,
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

/// Sign of a day without such a counter.
const NO_COUNTER: char = '-';
/// Sign of a day that is not open for booking yet.
const NOT_YET: char = '.';

impl CentreOverview {
    /// Of a centre whose days follow each other from `from` on.
    pub fn new(centre: &Centre, from: NaiveDate, days: &[LongestOfDay], now: Instant) -> Self {
        let until = last_open_day(centre, now);
        let kinds: BTreeSet<SkillSet> = days.iter().flat_map(LongestOfDay::kinds).collect();
        let row = |kind| {
            let letter = |(date, day): (NaiveDate, &LongestOfDay)| match day.of(kind) {
                _ if date > until => NOT_YET,
                None => NO_COUNTER,
                Some(units) => length_letter(units),
            };
            LongestRow {
                skills: names(centre, kind),
                longest: from.iter_days().zip(days).map(letter).collect(),
                first: Ahead::of(kind, from, days).into(),
            }
        };
        Self {
            id: centre.id.to_string(),
            until,
            next_opens: next_opening(centre, now).map(Instant::to_rfc3339),
            rows: kinds.into_iter().map(row).collect(),
        }
    }
}

impl From<Ahead> for FirstStartsJson {
    fn from(ahead: Ahead) -> Self {
        Self {
            today: ahead.today.to_text(),
            later: ahead.later.to_text(),
            late: ahead.late.to_text(),
            saturday: ahead.saturday.to_text(),
        }
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
