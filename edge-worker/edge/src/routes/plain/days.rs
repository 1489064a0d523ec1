//! The third page: the next days with free times, and why others have none.

use axum::http::StatusCode;
use booking::CentreId;
use booking::appointment::Slot;
use booking::catalogue::Chosen;
use booking::offer::DayIs;
use booking::thin::thinned;
use booking::unit::UNIT_MINUTES;
use chrono::{Days as DaysLater, NaiveDate};
use texts::{date, fill};

use super::city::City;
use super::{Answer, Journey};
use crate::offers::offers;
use crate::pages::plain::{Day, Days, Said};
use crate::problem::Problem;
use crate::request;
use crate::view::services;

/// So many days are listed at a time: with five, every fourth person has to ask for more (NHS).
const LISTED: usize = 10;

impl Journey<'_> {
    pub(super) async fn days(&self, wish: &[Chosen], notice: Option<Said>) -> Answer {
        let city = self.city(wish).await?;
        let from = request::date(&self.entered.from).unwrap_or(self.now.date());
        let free: Vec<NaiveDate> = city
            .days()
            .filter(|(day, is)| *is == DayIs::Free && *day >= from)
            .map(|(day, _)| day)
            .collect();
        let listed: Vec<NaiveDate> = free.iter().copied().take(LISTED).collect();
        let told = self.told(wish, &city, &listed).await?;
        let mut days = Vec::new();
        let mut before = from;
        for (day, told) in listed.iter().zip(told) {
            days.extend(self.between(&city, before, *day));
            days.push(Day {
                value: day.to_string(),
                label: date::date(&self.texts.date, *day),
                told,
            });
            before = *day + DaysLater::new(1);
        }
        let html = Days {
            frame: self.frame(),
            step: self.first_step("days", notice),
            wish: self.wish_in_words(wish),
            days,
            later: free.get(LISTED).map(NaiveDate::to_string),
            opens: self.opens(&city),
            required: services(&self.catalogue, wish, self.texts.language),
        };
        Ok(super::offered(&self.entered, StatusCode::OK, html))
    }

    /// What is free on each day: how many times and from when, or anywhere at how many centres.
    async fn told(
        &self,
        wish: &[Chosen],
        city: &City<'_>,
        days: &[NaiveDate],
    ) -> Result<Vec<String>, Problem> {
        let words = &self.texts.widget;
        if self.entered.centres.is_empty() {
            let centres = |day: &NaiveDate| {
                let free = u32::try_from(city.centres_free_on(*day)).unwrap_or(u32::MAX);
                self.texts.count(words.day_centres, free)
            };
            return Ok(days.iter().map(centres).collect());
        }
        let (Some(first), Some(last)) = (days.first(), days.last()) else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        for centre in self.centres() {
            found.extend(self.times_at(wish, &centre, (*first, *last)).await?);
        }
        let told = days.iter().map(|day| {
            let of_day = found
                .iter()
                .filter(|times| times.first().is_some_and(|slot| slot.date == *day));
            let few: usize = of_day.clone().map(|times| few(times).len()).sum();
            let first = of_day.flatten().map(|slot| slot.starts_at).min();
            let Some(first) = first else {
                return words.day_free.to_owned();
            };
            let count = self
                .texts
                .count(words.day_count, u32::try_from(few).unwrap_or(u32::MAX));
            let time = date::time(&self.texts.date, first.wall().time());
            format!("{count} · {}", fill(words.time_from, &[("time", &time)]))
        });
        Ok(told.collect())
    }

    /// The free times at a centre, day by day.
    pub(super) async fn times_at(
        &self,
        wish: &[Chosen],
        centre: &CentreId,
        dates: (NaiveDate, NaiveDate),
    ) -> Result<Vec<Vec<Slot>>, Problem> {
        let days = offers(self.edge, &self.catalogue, Some(centre), dates, self.now).await?;
        let times = days.iter().filter_map(|offered| {
            let visit = self.catalogue.visit(wish, &offered.planned.centre).ok()?;
            Some(offered.slots(visit).collect())
        });
        Ok(times.collect())
    }

    /// The days from `from` to before `next`, none of them free: each run with its reason.
    fn between(&self, city: &City, from: NaiveDate, next: NaiveDate) -> Vec<Day> {
        let words = &self.texts.widget;
        let days: Vec<_> = city
            .days()
            .filter(|(day, _)| *day >= from && *day < next)
            .collect();
        let runs = days
            .chunk_by(|(_, one), (_, other)| one == other)
            .filter_map(|run| {
                let ((first, is), (last, _)) = (run.first()?, run.last()?);
                let why = match is {
                    DayIs::Full => words.day_full,
                    DayIs::Closed => words.day_closed,
                    DayIs::NotYet => words.day_not_yet,
                    DayIs::Free => return None,
                };
                let mut days = self.short_date(*first);
                if first != last {
                    days = format!("{days} – {}", self.short_date(*last));
                }
                Some(Day {
                    value: String::new(),
                    label: days,
                    told: why.to_owned(),
                })
            });
        runs.collect()
    }

    /// Which day is released next, and when.
    fn opens(&self, city: &City) -> Option<String> {
        let next = city.centres.iter().filter_map(|centre| {
            let day = centre.until + DaysLater::new(1);
            Some((centre.next_opens?, day))
        });
        let (opens, day) = next.min()?;
        let opens = opens.wall();
        Some(fill(
            self.texts.widget.day_opens,
            &[
                ("day", &date::date(&self.texts.date, day)),
                ("date", &date::date(&self.texts.date, opens.date())),
                ("time", &date::time(&self.texts.date, opens.time())),
            ],
        ))
    }

    /// "Di, 1. Dezember"
    pub(super) fn short_date(&self, day: NaiveDate) -> String {
        date::short_date(&self.texts.date, day)
    }
}

/// As many times of a day as help somebody to choose.
pub(super) fn few(times: &[Slot]) -> Vec<&Slot> {
    thinned(times, |slot| u32::from(slot.start * UNIT_MINUTES))
}
