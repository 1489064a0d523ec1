//! What somebody wants: services chosen, and the visit they make.

use serde::{Deserialize, Serialize};

use crate::id::{CentreId, ServiceId};
use crate::skill::SkillSet;
use crate::unit::LONGEST_VISIT;

/// A service chosen, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// The service.
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
