//! The days as a month, and where keys lead in it.

use chrono::{Datelike, Days, NaiveDate};

use super::Journey;
use crate::offer::Day;

/// A key pressed on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// To the free day before.
    Before,
    /// To the free day after.
    After,
    /// A week back, or the free day before that.
    WeekBefore,
    /// A week on, or the free day after that.
    WeekAfter,
    /// To the first free day of the week.
    WeekStart,
    /// To the last free day of the week.
    WeekEnd,
    /// To the last free day of the month before.
    MonthBefore,
    /// To the first free day of the month after.
    MonthAfter,
}

/// The first day of the month that `day` lies in.
pub fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

impl Journey {
    /// The month shown: the one asked for, else that of the first free day.
    pub fn month(&self) -> Option<NaiveDate> {
        self.month.or_else(|| self.days().first().copied().map(month_of))
    }

    /// The months that can be shown, ascending: those of the days that are known.
    pub fn months(&self) -> Vec<NaiveDate> {
        let mut months = Vec::new();
        if let Some(availability) = &self.availability
            && let Some(from) = availability.from
        {
            for day in from.iter_days().take(availability.length()) {
                if months.last() != Some(&month_of(day)) {
                    months.push(month_of(day));
                }
            }
        }
        months
    }

    /// What a day is at the centres chosen; none before today. Days further ahead than is known are not open for booking yet.
    pub fn day_is(&self, day: NaiveDate) -> Option<Day> {
        let availability = self.availability.as_ref()?;
        let nth = usize::try_from((day - availability.from?).num_days()).ok()?;
        if nth >= availability.length() {
            return Some(Day::NotYet);
        }
        let visit = self.catalogue.visit(&self.wishes)?;
        Some(availability.day(&self.chosen(), &visit, nth))
    }

    /// The free day that a key leads to; none where there is none on that side.
    pub fn led_to(&self, day: NaiveDate, key: Key) -> Option<NaiveDate> {
        let days = self.days();
        let week = day.week(chrono::Weekday::Mon);
        let first = |from: NaiveDate| days.iter().find(|free| **free >= from).copied();
        let last = |to: NaiveDate| days.iter().rev().find(|free| **free <= to).copied();
        let led = match key {
            Key::Before => last(day.pred_opt()?),
            Key::After => first(day.succ_opt()?),
            Key::WeekBefore => last(day.checked_sub_days(Days::new(7))?),
            Key::WeekAfter => first(day.checked_add_days(Days::new(7))?),
            Key::WeekStart => first(week.first_day()),
            Key::WeekEnd => last(week.last_day()),
            Key::MonthBefore => last(month_of(day).pred_opt()?),
            Key::MonthAfter => first(month_of(month_of(day).checked_add_days(Days::new(31))?)),
        };
        led.filter(|led| *led != day)
    }
}
