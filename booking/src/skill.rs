//! Sets of skills at one centre: bit *n* stands for the *n*-th skill of the centre.

use serde::{Deserialize, Serialize};

/// The most skills a centre may name (rule 10): few kinds of counters, so that offers stay cheap.
pub const MOST_SKILLS: usize = 4;

/// A set of at most four skills.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SkillSet(u8);

impl SkillSet {
    /// From its bits; bits above the fourth are dropped.
    #[must_use]
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits & 0x0F)
    }

    /// Its bits.
    #[must_use]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// Only the skill with this index.
    #[must_use]
    pub const fn only(index: usize) -> Self {
        Self(if index < MOST_SKILLS { 1 << index } else { 0 })
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether this set has all of `other`.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// How many skills.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}
