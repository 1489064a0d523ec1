//! Hamburg's centres and services, and what a wish for services means at a centre.

use serde::{Deserialize, Serialize};

use crate::id::{CentreId, ServiceId, SkillId};
use crate::plan::Plan;
use crate::skill::{MOST_SKILLS, SkillSet};
use crate::unit::LONGEST_VISIT;

/// A text in German and, where we have it, in English.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// German, always there.
    pub de: String,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Wording {
    /// In `language`, or in German where we lack it.
    #[must_use]
    pub fn in_language(&self, language: &str) -> &str {
        match (language, &self.en) {
            ("en", Some(english)) => english,
            _ => &self.de,
        }
    }
}

/// A service (Leistung) citizens come for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Neutral where the name is sensitive (rule 13).
    pub id: ServiceId,
    /// What people read.
    pub name: Wording,
    /// LeiKa key, 14 digits.
    #[serde(default)]
    pub leika: Option<String>,
    /// Length in 5-minute units by quantity: the first entry is for one, the last for the maximum (rule 9).
    pub units: Vec<u8>,
    /// What is counted.
    pub quantity_of: QuantityOf,
    /// Where it may be had.
    pub place: Place,
    /// An online or postal way, told before any calendar.
    #[serde(default)]
    pub alternative: Option<Wording>,
    /// What it costs.
    #[serde(default)]
    pub fees: Vec<Fee>,
    /// What to bring.
    #[serde(default)]
    pub documents: Vec<Wording>,
    /// Skills one counter must have.
    pub skills: Vec<SkillId>,
    /// Whether its name must stay out of subjects, URLs, logs and calendars (rule 13).
    #[serde(default)]
    pub sensitive: bool,
    /// Everyday words for the search.
    #[serde(default)]
    pub synonyms: Vec<String>,
}

impl Service {
    /// The largest quantity of one visit.
    #[must_use]
    pub fn max_quantity(&self) -> usize {
        self.units.len()
    }
}

/// What a quantity counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuantityOf {
    /// People.
    Person,
    /// Documents, as with certified copies.
    Document,
}

/// Where a service may be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// At every centre that serves it.
    Any,
    /// Only where the document was applied for.
    IssuingOffice,
    /// Only with an invitation.
    Invitation,
}

/// One line of what a service costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// For whom or what.
    pub label: Wording,
    /// Euro cents; none where the amount is not verified.
    #[serde(default)]
    pub cents: Option<u32>,
}

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

    /// The set that these skills make here; none if one of them is not had here.
    #[must_use]
    pub fn skill_set(&self, skills: &[SkillId]) -> Option<SkillSet> {
        skills.iter().try_fold(SkillSet::default(), |set, skill| {
            let index = self.skills.iter().position(|known| known == skill)?;
            Some(set.union(SkillSet::only(index)))
        })
    }
}

/// A postal address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// A service chosen, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// Which.
    pub id: ServiceId,
    /// For how many people or documents.
    pub quantity: u8,
}

/// What chosen services mean at one centre: one visit at one counter (rule 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Length in 5-minute units.
    pub units: u8,
    /// Skills the counter must have.
    pub skills: SkillSet,
}

/// Why chosen services make no visit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WishError {
    /// Nothing chosen.
    #[error("no service chosen")]
    Nothing,
    /// No such service.
    #[error("unknown service {0}")]
    UnknownService(ServiceId),
    /// Named twice.
    #[error("service {0} named twice")]
    Twice(ServiceId),
    /// Zero, or above the maximum.
    #[error("quantity of {id} must be 1 to {max}")]
    Quantity {
        /// Of which service.
        id: ServiceId,
        /// The most of one visit.
        max: usize,
    },
    /// Longer than the longest visit.
    #[error("longer than {LONGEST_VISIT} units")]
    TooLong,
    /// No such centre, or no longer.
    #[error("unknown centre {0}")]
    UnknownCentre(CentreId),
    /// The centre does not serve this.
    #[error("the centre does not serve {0}")]
    NotServed(ServiceId),
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

/// Everything on offer, in the order in which it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// Services.
    pub services: Vec<Service>,
    /// Centres.
    pub centres: Vec<PlannedCentre>,
}

impl Catalogue {
    /// The service of this id.
    #[must_use]
    pub fn service(&self, id: &ServiceId) -> Option<&Service> {
        self.services.iter().find(|service| service.id == *id)
    }

    /// The centre of this id.
    #[must_use]
    pub fn centre(&self, id: &CentreId) -> Option<&PlannedCentre> {
        self.centres.iter().find(|planned| planned.centre.id == *id)
    }

    /// How long the chosen services take together, wherever it is.
    ///
    /// # Errors
    /// [`WishError`] for an empty, unknown, doubled or oversized wish.
    pub fn units(&self, wish: &[Chosen]) -> Result<u8, WishError> {
        if wish.is_empty() {
            return Err(WishError::Nothing);
        }
        let mut total: u16 = 0;
        for (index, chosen) in wish.iter().enumerate() {
            let service = self
                .service(&chosen.id)
                .ok_or_else(|| WishError::UnknownService(chosen.id.clone()))?;
            if wish.iter().take(index).any(|earlier| earlier.id == chosen.id) {
                return Err(WishError::Twice(chosen.id.clone()));
            }
            let units = usize::from(chosen.quantity)
                .checked_sub(1)
                .and_then(|place| service.units.get(place))
                .ok_or_else(|| WishError::Quantity {
                    id: chosen.id.clone(),
                    max: service.max_quantity(),
                })?;
            total = total.saturating_add(u16::from(*units));
        }
        u8::try_from(total)
            .ok()
            .filter(|total| *total <= LONGEST_VISIT)
            .ok_or(WishError::TooLong)
    }

    /// The visit that the chosen services make at a centre.
    ///
    /// # Errors
    /// [`WishError`], also when the centre does not serve one of them.
    pub fn visit(&self, wish: &[Chosen], centre: &Centre) -> Result<Visit, WishError> {
        let units = self.units(wish)?;
        let mut skills = SkillSet::default();
        for chosen in wish {
            let not_served = || WishError::NotServed(chosen.id.clone());
            let service = self.service(&chosen.id).ok_or_else(not_served)?;
            if !centre.services.contains(&chosen.id) {
                return Err(not_served());
            }
            skills = skills.union(centre.skill_set(&service.skills).ok_or_else(not_served)?);
        }
        Ok(Visit { units, skills })
    }

    /// Whether one of the chosen services is sensitive.
    #[must_use]
    pub fn is_sensitive(&self, wish: &[Chosen]) -> bool {
        wish.iter()
            .any(|chosen| self.service(&chosen.id).is_none_or(|service| service.sensitive))
    }
}
