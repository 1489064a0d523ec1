//! Opening hours by weekday, and the rhythm in which they come back.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::unit::Unit;

const WEEKS_COMPARED: usize = 40 * 53;

/// Hours of one weekday, in every week unless a rhythm says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningHours {
    /// Monday is `Mon`.
    pub weekday: Weekday,
    /// First unit.
    pub opens: Unit,
    /// First unit after closing.
    pub closes: Unit,
    /// First date on which this applies.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// First date on which this no longer applies.
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
    /// In which weeks.
    #[serde(default)]
    pub rhythm: Rhythm,
}

/// In which weeks hours apply.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Rhythm {
    /// In every week.
    #[default]
    Weekly,
    /// In the week (Monday to Sunday) of `anchor`, and in every `weeks`-th before and after it.
    EveryWeeks {
        /// 2 for every second week.
        weeks: u8,
        /// Any date of a week in which they apply.
        anchor: NaiveDate,
    },
    /// On these occurrences of the weekday in a month.
    OfMonth(Vec<Occurrence>),
}

/// Which of a month's Mondays, Tuesdays, …
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occurrence {
    /// Days 1 to 7.
    First,
    /// Days 8 to 14.
    Second,
    /// Days 15 to 21.
    Third,
    /// Days 22 to 28.
    Fourth,
    /// Days 29 to 31, in months that have it.
    Fifth,
    /// The fourth or the fifth, whichever ends the month.
    Last,
}

impl OpeningHours {
    /// Whether these hours apply on `date`, holidays aside.
    #[must_use]
    pub fn applies(&self, date: NaiveDate) -> bool {
        self.weekday == date.weekday()
            && self.valid_from.is_none_or(|from| from <= date)
            && self.valid_until.is_none_or(|until| date < until)
            && self.rhythm.beats(date)
    }

    /// Whether there is a date on which both apply, whatever their times. Rhythms are compared by walking
    /// through forty years of weeks, which hold every combination of them.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        if self.weekday != other.weekday {
            return false;
        }
        let from = self.valid_from.max(other.valid_from);
        let until = [self.valid_until, other.valid_until].into_iter().flatten().min();
        let span = Days::new(7 * WEEKS_COMPARED as u64);
        let first = from.or_else(|| until?.checked_sub_days(span)).unwrap_or_default();
        first
            .iter_days()
            .skip_while(|date| date.weekday() != self.weekday)
            .step_by(7)
            .take_while(|date| until.is_none_or(|until| *date < until))
            .take(WEEKS_COMPARED)
            .any(|date| self.applies(date) && other.applies(date))
    }
}

impl Rhythm {
    fn beats(&self, date: NaiveDate) -> bool {
        match self {
            Self::Weekly => true,
            Self::EveryWeeks { weeks, anchor } => {
                let monday =
                    |date: NaiveDate| date.num_days_from_ce() - date.weekday().num_days_from_monday() as i32;
                let apart = (monday(date) - monday(*anchor)) / 7;
                *weeks != 0 && apart % i32::from(*weeks) == 0
            }
            Self::OfMonth(occurrences) => occurrences.iter().any(|occurrence| occurrence.is(date)),
        }
    }
}

impl Occurrence {
    fn is(self, date: NaiveDate) -> bool {
        let nth = date.day().div_ceil(7);
        match self {
            Self::First => nth == 1,
            Self::Second => nth == 2,
            Self::Third => nth == 3,
            Self::Fourth => nth == 4,
            Self::Fifth => nth == 5,
            Self::Last => date
                .checked_add_days(Days::new(7))
                .is_none_or(|next| next.month() != date.month()),
        }
    }
}
