//! Hamburg's centres and services, and what a wish for services means at a centre.

mod centre;
mod service;
mod wish;

use crate::id::{CentreId, ServiceId};
use crate::skill::SkillSet;
use crate::unit::LONGEST_VISIT;

pub use centre::{Address, Centre, Coordinates, PlannedCentre, Standing, StepFree};
pub use service::{Fee, Place, QuantityOf, Service, Wording};
pub use wish::{Chosen, Visit, WishError};

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
