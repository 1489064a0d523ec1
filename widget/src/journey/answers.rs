//! The times to name before anybody has to choose: the earliest of all, near, late, on a Saturday.

use booking::near::{metres, nearest};

use super::Journey;
use crate::catalogue::Centre;
use crate::date;
use crate::near::{self, Near};
use crate::offer::{Slot, Wish};

/// A start nearer than this many minutes is told in minutes, and the earliest from tomorrow stands beside it.
const SOON: u32 = 180;

/// Why a time is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The earliest in the whole city.
    Earliest,
    /// The earliest that is not today, for whom the earliest is too soon.
    FromTomorrow,
    /// The earliest near where the person is.
    Near,
    /// The next after 16:00.
    Late,
    /// The next on a Saturday.
    Saturday,
}

/// A time that is named, to be taken with one press.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Why.
    pub why: Why,
    /// The time.
    pub slot: Slot,
    /// How many minutes until it starts, where that is soon.
    pub starts_in: Option<u32>,
    /// How many metres it is to the centre, where the person has said a postcode.
    pub metres: Option<u32>,
}

impl Journey {
    /// The times to name, the earliest first; a time is named once. None while the city's free days are not here.
    pub fn answers(&self) -> Option<Vec<Answer>> {
        self.availability.as_ref()?;
        let serving = self.catalogue.serving(&self.wishes);
        let all: Vec<&str> = serving.iter().map(|centre| centre.id.as_str()).collect();
        let near: Vec<&str> = self
            .near(&serving)
            .iter()
            .map(|centre| centre.id.as_str())
            .collect();
        let mut answers = Vec::new();
        self.name(
            &mut answers,
            Why::Earliest,
            &all,
            &[Wish::Today, Wish::FromTomorrow],
        );
        if answers.iter().any(|earliest| earliest.starts_in.is_some()) {
            self.name(&mut answers, Why::FromTomorrow, &all, &[Wish::FromTomorrow]);
        }
        self.name(&mut answers, Why::Near, &near, &[Wish::Today, Wish::FromTomorrow]);
        self.name(&mut answers, Why::Late, &all, &[Wish::Late]);
        self.name(&mut answers, Why::Saturday, &all, &[Wish::Saturday]);
        Some(answers)
    }

    fn name(&self, answers: &mut Vec<Answer>, why: Why, centres: &[&str], wishes: &[Wish]) {
        let visit = self.catalogue.visit(&self.wishes);
        let (Some(availability), Some(visit)) = (&self.availability, visit) else {
            return;
        };
        let first = wishes
            .iter()
            .find_map(|wish| availability.first(centres, &visit, *wish));
        // What somebody has asked for by postcode is answered, even where it is the earliest of all.
        let said = |slot: &Slot| why != Why::Near && answers.iter().any(|answer| answer.slot == *slot);
        if let Some(slot) = first.filter(|slot| !said(slot)) {
            answers.push(Answer {
                why,
                starts_in: self.minutes_until(&slot).filter(|minutes| *minutes <= SOON),
                metres: self.metres_to(&slot.centre),
                slot,
            });
        }
    }

    /// Minutes until a start of today.
    fn minutes_until(&self, slot: &Slot) -> Option<u32> {
        let written = &self.availability.as_ref()?.written;
        let today = date::date_of(&written.text)?;
        if date::date_of(&slot.starts_at)? != today {
            return None;
        }
        let since = ((self.now - written.at) / 60_000.0).max(0.0) as u32;
        date::minute_of(&slot.starts_at).checked_sub(date::minute_of(&written.text) + since)
    }

    /// What was understood of where the person is.
    pub fn nearby(&self) -> Option<Near<'_>> {
        near::find(self.postcodes.as_deref()?, &self.form.near)
    }

    /// The centres near the person: the nearest to a postcode, nearest first, or all of a district.
    pub fn near<'a>(&self, serving: &[&'a Centre]) -> Vec<&'a Centre> {
        match self.nearby() {
            None => Vec::new(),
            Some(Near::District(name)) => {
                let there = serving.iter().filter(|centre| centre.district == name);
                there.copied().collect()
            }
            Some(Near::Postcode(postcode)) => {
                let placed = serving
                    .iter()
                    .filter_map(|centre| Some((*centre, self.point_of(centre)?)));
                let near = nearest(postcode.point, placed);
                near.into_iter().map(|(_, centre)| centre).collect()
            }
        }
    }

    /// How far it is to a centre, where a postcode was said.
    pub fn metres_to(&self, centre: &str) -> Option<u32> {
        match self.nearby() {
            Some(Near::Postcode(postcode)) => {
                let to = self.point_of(self.catalogue.centre(centre)?)?;
                Some(metres(postcode.point, to))
            }
            _ => None,
        }
    }

    /// Where a centre is, or at least its postcode.
    fn point_of(&self, centre: &Centre) -> Option<booking::catalogue::Coordinates> {
        let of_postcode = || {
            let postcodes = self.postcodes.as_deref()?;
            let own = postcodes
                .iter()
                .find(|known| centre.city.starts_with(&known.digits))?;
            Some(own.point)
        };
        centre.point.or_else(of_postcode)
    }
}
