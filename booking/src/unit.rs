//! Units of five minutes, the grain of every visit (rule 9), and sets of them.

/// Index of a five-minute unit of a local day: 0 is 00:00, 287 is 23:55.
pub type Unit = u16;

/// Minutes of a unit.
pub const UNIT_MINUTES: u16 = 5;
/// Units of a day.
pub const UNITS_A_DAY: u16 = 288;
/// The longest visit, in units (rule 9).
pub const LONGEST_VISIT: u8 = 24;

const WORDS: usize = 5;
/// The unit that the lowest bit of each word stands for.
const BASES: [Unit; WORDS] = [0, 64, 128, 192, 256];

/// A set of units of one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct UnitSet([u64; WORDS]);

impl UnitSet {
    /// The units `from..to`, cut to the day.
    #[must_use]
    pub fn range(from: Unit, to: Unit) -> Self {
        let mut set = Self::default();
        for (word, base) in set.0.iter_mut().zip(BASES) {
            let below = |unit: Unit| low_bits(unit.min(UNITS_A_DAY).saturating_sub(base));
            *word = below(to) & !below(from);
        }
        set
    }

    /// Adds a unit.
    pub fn insert(&mut self, unit: Unit) {
        if let Some(word) = self.0.get_mut(usize::from(unit / 64)) {
            *word |= 1 << (unit % 64);
        }
    }

    /// Whether the unit is in the set.
    #[must_use]
    pub fn contains(&self, unit: Unit) -> bool {
        self.0
            .get(usize::from(unit / 64))
            .is_some_and(|word| word & (1 << (unit % 64)) != 0)
    }

    /// Whether nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// How many units are in it.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Both sets together.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a | b)
    }

    /// What this set has and the other has not.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a & !b)
    }

    /// What both have.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        self.combine(other, |a, b| a & b)
    }

    /// Whether every unit of `other` is in this set.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.minus(self).is_empty()
    }

    /// How many units from `start` on are in the set without a gap.
    #[must_use]
    pub fn run_from(&self, start: Unit) -> u16 {
        let gap = Self::range(start, UNITS_A_DAY).minus(self).first();
        gap.unwrap_or(UNITS_A_DAY).saturating_sub(start)
    }

    /// How many units before `start` are in the set without a gap.
    #[must_use]
    pub fn run_before(&self, start: Unit) -> u16 {
        let gap = Self::range(0, start).minus(self).last();
        start - gap.map_or(0, |unit| unit + 1)
    }

    /// The first unit in the set.
    #[must_use]
    pub fn first(&self) -> Option<Unit> {
        let mut words = BASES.into_iter().zip(self.0);
        let (base, word) = words.find(|(_, word)| *word != 0)?;
        Some(base + word.trailing_zeros() as Unit)
    }

    /// The last unit in the set.
    #[must_use]
    pub fn last(&self) -> Option<Unit> {
        let mut words = BASES.into_iter().zip(self.0).rev();
        let (base, word) = words.find(|(_, word)| *word != 0)?;
        Some(base + 63 - word.leading_zeros() as Unit)
    }

    fn combine(&self, other: &Self, with: fn(u64, u64) -> u64) -> Self {
        let mut words = self.0;
        for (word, theirs) in words.iter_mut().zip(other.0) {
            *word = with(*word, theirs);
        }
        Self(words)
    }
}

/// A word whose lowest `count` bits are set.
fn low_bits(count: u16) -> u64 {
    1_u64
        .checked_shl(u32::from(count))
        .map_or(u64::MAX, |bit| bit - 1)
}

/// Reads a clock time such as `07:30` or `24:00` that lies on the 5-minute grid.
#[must_use]
pub fn parse_clock(text: &str) -> Option<Unit> {
    let (hour, minute) = text.split_once(':')?;
    let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !two_digits(hour) || !two_digits(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total % UNIT_MINUTES == 0 && total <= 24 * 60).then_some(total / UNIT_MINUTES)
}

/// Writes a unit's start as a clock time, `07:30`.
#[must_use]
pub fn clock(unit: Unit) -> String {
    let minutes = unit * UNIT_MINUTES;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
