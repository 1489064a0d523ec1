//! The first start for a visit of each length: what "the earliest" is answered from, on a day and over many.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::offer::{LongestOfDay, length_letter, letter_length};
use crate::skill::SkillSet;
use crate::unit::{UNITS_A_DAY, Unit};

/// The first unit of the late hours, 16:00: for people who come after work.
pub const LATE_FROM: Unit = 192;

/// Characters of an entry as text: three digits to the base 36, and the letter of a length.
const ENTRY: usize = 4;

/// Starts in their order, each for a longer visit than any before: for every length the first start is the first entry that is
/// long enough. A start is counted in units from the midnight before the first day, 288 to a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstStarts(Vec<(u16, u8)>);

impl FirstStarts {
    /// Takes note of a later start, and of the longest visit (in units) that may begin there.
    pub fn note(&mut self, start: u16, longest: u8) {
        if longest > self.longest() {
            self.0.push((start, longest));
        }
    }

    /// The first start for a visit of so many units.
    #[must_use]
    pub fn of(&self, units: u8) -> Option<u16> {
        let mut entries = self.0.iter();
        entries
            .find(|(_, longest)| *longest >= units)
            .map(|(start, _)| *start)
    }

    /// The longest visit that starts at all, in units.
    #[must_use]
    pub fn longest(&self) -> u8 {
        self.0.last().map_or(0, |(_, longest)| *longest)
    }

    /// The entries: start and longest visit, both rising.
    pub fn entries(&self) -> impl Iterator<Item = (u16, u8)> {
        self.0.iter().copied()
    }

    /// As text: for each entry its start as three digits to the base 36, then the letter of its length; `02co` is 07:00 of the
    /// first day, for visits of up to 24 units.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for (start, longest) in &self.0 {
            for place in [36 * 36, 36, 1] {
                text.push(char::from_digit(u32::from(start / place % 36), 36).unwrap_or('0'));
            }
            text.push(length_letter(*longest));
        }
        text
    }

    /// Reads [`FirstStarts::to_text`]; none if it is damaged.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut read = Self::default();
        let mut before = None;
        for entry in text.as_bytes().chunks(ENTRY) {
            let mut start = 0;
            let (digits, letter) = entry.split_at_checked(ENTRY - 1)?;
            for digit in digits {
                start = start * 36
                    + char::from(*digit)
                        .to_digit(36)
                        .filter(|_| !digit.is_ascii_uppercase())?;
            }
            let start = u16::try_from(start).ok()?;
            let longest = letter_length(char::from(*letter.first()?))?;
            if before.is_some_and(|before| start <= before) || longest <= read.longest() {
                return None;
            }
            read.note(start, longest);
            before = Some(start);
        }
        Some(read)
    }
}

/// What people ask for first, of one kind of counter over the days from the first on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ahead {
    /// On the first day.
    pub today: FirstStarts,
    /// From the second day on.
    pub later: FirstStarts,
    /// At [`LATE_FROM`] or after it, on any day.
    pub late: FirstStarts,
    /// On a Saturday.
    pub saturday: FirstStarts,
}

impl Ahead {
    /// Of a kind of counter on `days`, which follow each other from `from` on.
    #[must_use]
    pub fn of(kind: SkillSet, from: NaiveDate, days: &[LongestOfDay]) -> Self {
        let mut ahead = Self::default();
        for ((date, day), midnight) in from
            .iter_days()
            .zip(days)
            .zip((0..).step_by(usize::from(UNITS_A_DAY)))
        {
            let usual = if date == from {
                &mut ahead.today
            } else {
                &mut ahead.later
            };
            for (start, longest) in day.first_starts(kind) {
                usual.note(midnight + start, longest);
                if date.weekday() == Weekday::Sat {
                    ahead.saturday.note(midnight + start, longest);
                }
            }
            for (start, longest) in day.late_starts(kind) {
                ahead.late.note(midnight + start, longest);
            }
        }
        ahead
    }
}
