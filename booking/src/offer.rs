//! The offer of a day: for each kind of counter and start the longest visit that may start there. A visit
//! may start where one of the kinds that can do all it needs has room for it.
//!
//! Derived from the claims, exact where a bitmap of free units is not, and valid until the next
//! claim lapses. Lead time and horizon are not in it: readers apply them ([`crate::horizon`]).

use std::str::FromStr;

use chrono::NaiveDate;

use crate::day::{Day, claimed};
use crate::first::{FirstStarts, LATE_FROM};
use crate::fit::Board;
use crate::skill::SkillSet;
use crate::time::{Instant, unit_start};
use crate::unit::{LONGEST_VISIT, UNITS_A_DAY, Unit};

/// First byte of the stored text; a change of the format changes it and keeps reading the old one.
const FORMAT: char = '1';

/// Likewise of the longest visits of a day, kept in a column of its own.
const LONGEST_FORMAT: char = '2';

/// What a day is for somebody who looks for a time; of several centres the most counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayIs {
    /// Nobody serves this visit.
    #[default]
    Closed,
    /// Not open for booking yet.
    NotYet,
    /// No room.
    Full,
    /// Room.
    Free,
}

/// What a day has to offer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// The unit that the first entry of every row stands for.
    pub first: Unit,
    /// For each kind of counter, by its skills, the longest visit (in units, 0 to 24) by start.
    pub rows: Vec<(SkillSet, Vec<u8>)>,
}

impl Offer {
    /// Derives the offer of `day` at `now`.
    #[must_use]
    pub fn of(day: &Day, now: Instant) -> Self {
        let open = &day.open;
        let first = open
            .counters
            .iter()
            .filter_map(|counter| counter.open.first())
            .min();
        let last = open
            .counters
            .iter()
            .filter_map(|counter| counter.open.last())
            .max();
        let (Some(first), Some(last)) = (first, last) else {
            return Self::default();
        };
        let live: Vec<_> = day.live(now, None).cloned().collect();
        let mut board = Board::new(open, &claimed(&live));
        let rows = board
            .kinds()
            .into_iter()
            .map(|skills| {
                let mut longest = board.longest(skills);
                longest.truncate(usize::from(last) + 1);
                longest.drain(..usize::from(first).min(longest.len()));
                (skills, longest)
            })
            .collect();
        Self { first, rows }
    }

    /// The longest visit of these skills that may start at `start`, in units.
    #[must_use]
    pub fn longest(&self, skills: SkillSet, start: Unit) -> u8 {
        let Some(offset) = start.checked_sub(self.first) else {
            return 0;
        };
        self.rows_for(skills)
            .filter_map(|row| row.get(usize::from(offset)))
            .max()
            .copied()
            .unwrap_or(0)
    }

    /// Starts at which a visit of these skills and this length may begin.
    pub fn starts(&self, skills: SkillSet, units: u8) -> impl Iterator<Item = Unit> {
        let length = self.rows.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
        let starts = (self.first..).take(length);
        starts.filter(move |start| self.longest(skills, *start) >= units)
    }

    /// What is left of it from `earliest` on, which is on the same date or before: starts nearer than the
    /// lead time are no longer to be had.
    #[must_use]
    pub fn from_earliest(mut self, date: NaiveDate, earliest: Instant) -> Self {
        if date > earliest.date() {
            return self;
        }
        let first = self.first;
        for (_, row) in &mut self.rows {
            for (start, longest) in (first..).zip(row.iter_mut()) {
                if unit_start(date, start).is_none_or(|instant| instant < earliest) {
                    *longest = 0;
                }
            }
        }
        self
    }

    /// The longest visits of the whole day.
    #[must_use]
    pub fn longest_of_day(&self) -> LongestOfDay {
        let kinds = self.rows.iter().map(|(skills, row)| {
            let mut kind = LongestOfKind {
                skills: *skills,
                ..LongestOfKind::default()
            };
            for (start, longest) in (self.first..).zip(row) {
                kind.first.note(start, *longest);
                if start >= LATE_FROM {
                    kind.late.note(start, *longest);
                }
            }
            kind
        });
        LongestOfDay(kinds.collect())
    }

    /// The rows of the kinds of counters that can do all of `skills`.
    fn rows_for(&self, skills: SkillSet) -> impl Iterator<Item = &[u8]> {
        let able = move |(kind, _): &&(SkillSet, Vec<u8>)| kind.covers(skills);
        self.rows.iter().filter(able).map(|(_, row)| row.as_slice())
    }

    /// As stored: format, first unit, then one row a set, `1 84 1:oon0 2:000o`.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = format!("{FORMAT} {}", self.first);
        for (skills, row) in &self.rows {
            text.push_str(&format!(" {}:", skills.bits()));
            text.extend(row.iter().map(|longest| length_letter(*longest)));
        }
        text
    }

    /// Reads what [`Offer::to_text`] wrote; none if it is damaged.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        if parts.next()? != FORMAT.to_string() {
            return None;
        }
        let first: Unit = number(parts.next()?)?;
        let longest_row = usize::from(UNITS_A_DAY.checked_sub(first)?);
        let rows = parts
            .map(|part| {
                let (skills, row) = part.split_once(':')?;
                let row = row.chars().map(letter_length).collect::<Option<Vec<u8>>>()?;
                let in_a_day = row.len() <= longest_row;
                in_a_day.then_some((skill_set(skills)?, row))
            })
            .collect::<Option<Vec<_>>>()?;
        Some(Self { first, rows })
    }
}

/// For each kind of counter, by its skills, the longest visit that a day has room for, and when visits of each length may first
/// start, over the whole day and in its late hours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LongestOfDay(Vec<LongestOfKind>);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct LongestOfKind {
    skills: SkillSet,
    first: FirstStarts,
    late: FirstStarts,
}

impl LongestOfDay {
    /// Of this kind of counter, in units; none where there is no such counter that day.
    #[must_use]
    pub fn of(&self, kind: SkillSet) -> Option<u8> {
        self.kind(kind).map(|kind| kind.first.longest())
    }

    /// The longest visit of these skills, in units: at any kind of counter that can do all of them.
    #[must_use]
    pub fn longest(&self, skills: SkillSet) -> u8 {
        let able = self.0.iter().filter(|kind| kind.skills.covers(skills));
        able.map(|kind| kind.first.longest()).max().unwrap_or(0)
    }

    /// When visits of each length may first start at this kind of counter, with the longest from there.
    pub fn first_starts(&self, kind: SkillSet) -> impl Iterator<Item = (Unit, u8)> {
        self.kind(kind).into_iter().flat_map(|kind| kind.first.entries())
    }

    /// The same in the late hours, from [`LATE_FROM`] on.
    pub fn late_starts(&self, kind: SkillSet) -> impl Iterator<Item = (Unit, u8)> {
        self.kind(kind).into_iter().flat_map(|kind| kind.late.entries())
    }

    /// The kinds of counters there are that day.
    pub fn kinds(&self) -> impl Iterator<Item = SkillSet> {
        self.0.iter().map(|kind| kind.skills)
    }

    fn kind(&self, kind: SkillSet) -> Option<&LongestOfKind> {
        self.0.iter().find(|known| known.skills == kind)
    }

    /// As stored: format, then one entry a set with its first starts and, after a stroke, those of the late hours:
    /// `2 1:02co/05co 2:/`.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = LONGEST_FORMAT.to_string();
        for kind in &self.0 {
            let (first, late) = (kind.first.to_text(), kind.late.to_text());
            text.push_str(&format!(" {}:{first}/{late}", kind.skills.bits()));
        }
        text
    }

    /// Reads what [`LongestOfDay::to_text`] wrote; none if it is damaged, or of the format before, which had no starts: readers
    /// then take the claims.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut entries = text.split(' ');
        if entries.next()? != LONGEST_FORMAT.to_string() {
            return None;
        }
        let within_a_day = |starts: &FirstStarts| starts.entries().all(|(start, _)| start < UNITS_A_DAY);
        let entries = entries.map(|entry| {
            let (skills, starts) = entry.split_once(':')?;
            let (first, late) = starts.split_once('/')?;
            let read = |text| FirstStarts::from_text(text).filter(within_a_day);
            Some(LongestOfKind {
                skills: skill_set(skills)?,
                first: read(first)?,
                late: read(late)?,
            })
        });
        entries.collect::<Option<Vec<_>>>().map(Self)
    }
}

/// Reads a kind of counter; a bit dropped would be another kind.
fn skill_set(text: &str) -> Option<SkillSet> {
    let bits = number(text)?;
    let skills = SkillSet::from_bits(bits);
    (skills.bits() == bits).then_some(skills)
}

/// Reads a number as it is written: no sign, no zeros before it.
fn number<T: FromStr>(text: &str) -> Option<T> {
    let plain = text == "0" || !text.starts_with(['+', '0']);
    text.parse().ok().filter(|_| plain)
}

/// One character for a length in units: 0 to 9, then `a` (10) to `o` (24).
#[must_use]
pub fn length_letter(units: u8) -> char {
    char::from_digit(u32::from(units.min(LONGEST_VISIT)), 36).unwrap_or('0')
}

/// Reads [`length_letter`].
#[must_use]
pub fn letter_length(letter: char) -> Option<u8> {
    let digit = letter.to_digit(36).filter(|_| !letter.is_ascii_uppercase())?;
    u8::try_from(digit).ok().filter(|units| *units <= LONGEST_VISIT)
}
