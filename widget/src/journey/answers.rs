//! The times to name before anybody has to choose: the earliest of all, near, late, on a Saturday.

use booking::answers::{self, SOON};
use booking::near::{self, Near};

use super::Journey;
use crate::catalogue::Centre;
use crate::date;
use crate::offer::{Slot, Wish};

pub use booking::answers::Why;

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
    /// The times to name, the earliest first. None while the city's free days are not here.
    pub fn answers(&self) -> Option<Vec<Answer>> {
        let availability = self.availability.as_ref()?;
        let serving = self.catalogue.serving(&self.wishes);
        let all: Vec<&str> = serving.iter().map(|centre| centre.id.as_str()).collect();
        let near = self.near(&serving);
        let near: Vec<&str> = near.iter().map(|centre| centre.id.as_str()).collect();
        let visit = self.catalogue.visit(&self.wishes);
        let first = |why| {
            let centres = if why == Why::Near { &near } else { &all };
            let wishes: &[Wish] = match why {
                Why::Earliest | Why::Near => &[Wish::Today, Wish::FromTomorrow],
                Why::FromTomorrow => &[Wish::FromTomorrow],
                Why::Late => &[Wish::Late],
                Why::Saturday => &[Wish::Saturday],
            };
            let visit = visit.as_ref()?;
            let mut wishes = wishes.iter();
            wishes.find_map(|wish| availability.first(centres, visit, *wish))
        };
        let named = answers::answers(first, |slot| self.soon_from(slot).is_some());
        let answers = named.into_iter().map(|(why, slot)| Answer {
            why,
            starts_in: self.soon_from(&slot),
            metres: self.metres_to(&slot.centre),
            slot,
        });
        Some(answers.collect())
    }

    /// Minutes until a start that is soon.
    fn soon_from(&self, slot: &Slot) -> Option<u32> {
        self.minutes_until(slot).filter(|minutes| *minutes <= SOON)
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
        let Some(near) = self.nearby() else {
            return Vec::new();
        };
        let places = serving.iter();
        near.places(places.map(|centre| (*centre, centre.district.as_str(), self.point_of(centre))))
    }

    /// How far it is to a centre, where a postcode was said.
    pub fn metres_to(&self, centre: &str) -> Option<u32> {
        let near = self.nearby()?;
        near.metres_to(self.point_of(self.catalogue.centre(centre)?)?)
    }

    /// Where a centre is, or at least its postcode.
    fn point_of(&self, centre: &Centre) -> Option<booking::catalogue::Coordinates> {
        let of_postcode = || near::point_in(self.postcodes.as_deref()?, centre.city.get(..5)?);
        centre.point.or_else(of_postcode)
    }
}
