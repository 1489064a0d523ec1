//! What the whole city has free for one visit, from the same overview that the widget is told.

use booking::answers::Why;
use booking::appointment::Slot;
use booking::catalogue::{Catalogue, Chosen, PlannedCentre, Visit};
use booking::first::{Ahead, FirstStarts};
use booking::horizon::{last_open_day, next_opening};
use booking::offer::{DayIs, LongestOfDay};
use booking::skill::SkillSet;
use booking::time::unit_start;
use booking::unit::UNITS_A_DAY;
use booking::{CentreId, Instant};
use chrono::{Days, NaiveDate};

use crate::Edge;
use crate::database::DatabaseError;
use crate::offers::overview;
use crate::slots_query::{DAYS, days_from};
use crate::standing::Shut;

/// The centres that serve a visit, with their days from today on.
pub(super) struct City<'a> {
    from: NaiveDate,
    /// In the order of the catalogue.
    pub centres: Vec<AtCentre<'a>>,
}

/// One of them.
pub(super) struct AtCentre<'a> {
    /// The centre.
    pub planned: &'a PlannedCentre,
    /// What the visit takes there.
    pub visit: Visit,
    days: Vec<LongestOfDay>,
    /// The last day that is open for booking.
    pub until: NaiveDate,
    /// When the day after it opens.
    pub next_opens: Option<Instant>,
}

impl<'a> City<'a> {
    /// Looks at all centres that serve the wish and are not closed for good.
    pub async fn look(
        edge: &Edge,
        catalogue: &'a Catalogue,
        wish: &[Chosen],
        now: Instant,
    ) -> Result<Self, DatabaseError> {
        let from = now.date();
        let dates = days_from(from);
        let city = overview(edge, catalogue, dates, now).await?;
        let centres = catalogue.centres.iter().zip(city);
        let centres = centres.filter_map(|(planned, days)| {
            let visit = catalogue.visit(wish, &planned.centre).ok()?;
            let shut = Shut::between(catalogue, &planned.centre, dates, from);
            shut.is_none().then(|| AtCentre {
                planned,
                visit,
                days,
                until: last_open_day(&planned.centre, now),
                next_opens: next_opening(&planned.centre, now),
            })
        });
        Ok(Self {
            from,
            centres: centres.collect(),
        })
    }

    /// Only these centres; all where none is named.
    pub fn only(mut self, wanted: &[CentreId]) -> Self {
        self.centres
            .retain(|centre| wanted.is_empty() || wanted.contains(&centre.planned.centre.id));
        self
    }

    /// The days, and what each is at these centres together.
    pub fn days(&self) -> impl Iterator<Item = (NaiveDate, DayIs)> {
        let is = |nth| {
            let each = self.centres.iter().map(|centre| centre.day(self.from, nth));
            each.max().unwrap_or_default()
        };
        let days = self.from.iter_days().zip(0..DAYS as usize);
        days.map(move |(date, nth)| (date, is(nth)))
    }

    /// At how many centres a day has room.
    pub fn centres_free_on(&self, date: NaiveDate) -> usize {
        let free = |centre: &&AtCentre| centre.free_days(self.from).any(|free| free == date);
        self.centres.iter().filter(free).count()
    }

    /// The first day with room at a centre.
    pub fn first_day(&self, centre: &AtCentre) -> Option<NaiveDate> {
        centre.free_days(self.from).next()
    }

    /// The first time that is named for this reason at one of the centres; of equal ones the catalogue's first.
    pub fn first(&self, centres: &[&AtCentre], why: Why) -> Option<Slot> {
        let first = centres
            .iter()
            .filter_map(|centre| Some((centre.first(self.from, why)?, centre)));
        let (start, centre) = first.min_by_key(|(start, _)| *start)?;
        let date = self.from + Days::new(u64::from(start / UNITS_A_DAY));
        let start = start % UNITS_A_DAY;
        Some(Slot {
            centre: centre.planned.centre.id.clone(),
            date,
            start,
            starts_at: unit_start(date, start)?,
        })
    }
}

impl AtCentre<'_> {
    fn day(&self, from: NaiveDate, nth: usize) -> DayIs {
        let Some(day) = self.days.get(nth) else {
            return DayIs::Closed;
        };
        if from + Days::new(nth as u64) > self.until {
            return DayIs::NotYet;
        }
        if day.longest(self.visit.skills) >= self.visit.units {
            DayIs::Free
        } else if day.kinds().any(|kind| kind.covers(self.visit.skills)) {
            DayIs::Full
        } else {
            DayIs::Closed
        }
    }

    fn free_days(&self, from: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        let days = from.iter_days().zip(0..self.days.len());
        let free = days.filter(move |(_, nth)| self.day(from, *nth) == DayIs::Free);
        free.map(|(date, _)| date)
    }

    /// The first start in units from the midnight before `from` on.
    fn first(&self, from: NaiveDate, why: Why) -> Option<u16> {
        let mut kinds: Vec<SkillSet> = self.days.iter().flat_map(LongestOfDay::kinds).collect();
        kinds.retain(|kind| kind.covers(self.visit.skills));
        kinds.sort_unstable();
        kinds.dedup();
        let of = |starts: &FirstStarts| starts.of(self.visit.units);
        let first = kinds.into_iter().filter_map(|kind| {
            let ahead = Ahead::of(kind, from, &self.days);
            match why {
                Why::Earliest | Why::Near => of(&ahead.today).or_else(|| of(&ahead.later)),
                Why::FromTomorrow => of(&ahead.later),
                Why::Late => of(&ahead.late),
                Why::Saturday => of(&ahead.saturday),
            }
        });
        first.min()
    }
}
