//! Centres: where they are, what they serve, from when to when.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Wording;
use crate::id::{CentreId, ServiceId, SkillId};
use crate::plan::{OpenDay, Plan};
use crate::share::Shares;
use crate::skill::{MOST_SKILLS, SkillSet};

/// A centre (Kundenzentrum).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Centre {
    /// `harburg`.
    pub id: CentreId,
    /// What people read.
    pub name: String,
    /// One of Hamburg's seven districts.
    pub district: String,
    /// Where it is.
    pub address: Address,
    /// Way in, stop, entrance.
    #[serde(default)]
    pub note: Option<Wording>,
    /// Unknown is not no, and never yes.
    #[serde(default)]
    pub step_free: StepFree,
    /// How people pay there.
    pub payment: Wording,
    /// At most four; their order gives the bits of a [`SkillSet`], so it never changes, it only grows.
    pub skills: Vec<SkillId>,
    /// What it serves.
    pub services: Vec<ServiceId>,
    /// Bookable online from now plus this many minutes (rule 1).
    #[serde(default = "default_lead_minutes")]
    pub lead_minutes: u16,
    /// Bookable online to today plus this many days (rule 1).
    #[serde(default = "default_horizon_days")]
    pub horizon_days: u16,
    /// First date on which it is open at all; none for ever since.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// First date on which it is closed for good.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
    /// Where its services are had once it is closed.
    #[serde(default)]
    pub successor: Option<CentreId>,
    /// Where it is on a map.
    #[serde(default)]
    pub coordinates: Option<Coordinates>,
    /// Other names people know it by.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What is kept back for the phone and for short notice (rule 11).
    #[serde(default)]
    pub shares: Shares,
}

const fn default_lead_minutes() -> u16 {
    60
}

const fn default_horizon_days() -> u16 {
    60
}

impl Centre {
    /// The set of all its skills.
    #[must_use]
    pub fn all_skills(&self) -> SkillSet {
        (0..self.skills.len().min(MOST_SKILLS))
            .fold(SkillSet::default(), |set, index| set.union(SkillSet::only(index)))
    }

    /// Whether it exists on `date`.
    #[must_use]
    pub fn standing(&self, date: NaiveDate) -> Standing {
        match (self.valid_from, self.valid_to) {
            (_, Some(to)) if to <= date => Standing::Closed(to),
            (Some(from), _) if date < from => Standing::NotYet(from),
            _ => Standing::Open,
        }
    }

    /// The set that these skills make here; none if one of them is not had here.
    #[must_use]
    pub fn skill_set(&self, skills: &[SkillId]) -> Option<SkillSet> {
        skills.iter().try_fold(SkillSet::default(), |set, skill| {
            let index = self.skills.iter().position(|known| known == skill)?;
            Some(set.union(SkillSet::only(index)))
        })
    }
}

/// Whether a centre exists on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Its plan says when it opens.
    Open,
    /// It opens for the first time on this date.
    NotYet(NaiveDate),
    /// It is closed for good since this date.
    Closed(NaiveDate),
}

/// A place on the map, in millionths of a degree (WGS 84): whole numbers compare, and a millionth is 11 cm.
/// Data © OpenStreetMap contributors, ODbL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Coordinates {
    /// Latitude, north positive.
    pub lat: i32,
    /// Longitude, east positive.
    pub lon: i32,
}

/// A postal address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// Street and number.
    pub street: String,
    /// Five digits.
    pub postcode: String,
    /// City.
    pub city: String,
}

/// Whether one gets in without a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StepFree {
    /// Known to be so.
    Yes,
    /// Known not to be so.
    No,
    /// Not known.
    #[default]
    Unknown,
}

/// A centre with its plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedCentre {
    /// Name, address, services.
    pub centre: Centre,
    /// Hours, counters, closures.
    pub plan: Plan,
    /// Counts changes of the plan; guards writes that relied on it.
    pub plan_version: u32,
}

impl PlannedCentre {
    /// What the plan opens on `date`: nothing before the centre opens or once it is closed for good.
    #[must_use]
    pub fn opens(&self, date: NaiveDate) -> OpenDay {
        match self.centre.standing(date) {
            Standing::Open => self.plan.on(date),
            Standing::NotYet(_) | Standing::Closed(_) => OpenDay::default(),
        }
    }
}
