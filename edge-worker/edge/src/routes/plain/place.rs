//! The second page: what can be done without an appointment, the earliest times, and where.

use axum::http::StatusCode;
use booking::answers::{SOON, Why, answers};
use booking::appointment::Slot;
use booking::catalogue::{Chosen, Place as Had, StepFree};
use booking::near::Near;
use texts::{date, fill};

use super::city::{AtCentre, City};
use super::{Answer, Journey, near};
use crate::pages::plain::{Centre, Centres, Named, Place, Said};
use crate::problem::Kind;
use crate::view::{services, slot_views};

impl Journey<'_> {
    /// The page on which the place is chosen, or a time that needs no such choice.
    pub(super) async fn place(&self, wish: &[Chosen], notice: Option<Said>, status: StatusCode) -> Answer {
        let words = &self.texts.widget;
        let city = City::look(self.edge, &self.catalogue, wish, self.now).await?;
        let typed = self.entered.near.trim();
        let near = near::understood(typed);
        let bound = self.catalogue.is_bound(wish);
        let invited = self.catalogue.needs_invitation(wish);
        let mut step = self.first_step("place", notice);
        step.carried = self.entered.carried_without(&["centre", "near"]);
        step.carried.push(("at", "place".to_owned()));
        let hint = match (bound, invited) {
            (_, true) => words.invitation_text,
            (true, false) => words.place_issuing_office,
            (false, false) => "",
        };
        let html = Place {
            frame: self.frame(),
            step,
            wish: self.wish_in_words(wish).into_iter().take(1).collect(),
            ticket: self.ticket(),
            without: self.without_appointment(wish),
            hint,
            bound,
            invited,
            named: if bound {
                Vec::new()
            } else {
                self.named(&city, near)?
            },
            near: self.entered.near.clone(),
            near_unknown: !typed.is_empty() && near.is_none(),
            centres: self.by_district(&city, near.filter(|_| !bound)),
            required: services(&self.catalogue, wish, self.texts.language),
        };
        Ok(super::offered(&self.entered, status, html))
    }

    /// The ways without an appointment.
    fn without_appointment(&self, wish: &[Chosen]) -> Vec<String> {
        let language = self.texts.language;
        let services = wish
            .iter()
            .filter_map(|chosen| self.catalogue.service(&chosen.id));
        services
            .filter(|service| service.place != Had::Invitation || service.alternative.is_some())
            .filter_map(|service| Some(service.alternative.as_ref()?.in_language(language).to_owned()))
            .collect()
    }

    /// The times that are named before any choice.
    fn named(&self, city: &City, near: Option<Near>) -> Result<Vec<Named>, Kind> {
        let all: Vec<&AtCentre> = city.centres.iter().collect();
        let nearby = near.map(|near| near::centres(city, near)).unwrap_or_default();
        let first = |why| city.first(if why == Why::Near { &nearby } else { &all }, why);
        let found = answers(first, |slot| self.starts_in(slot).is_some());
        let named = found
            .into_iter()
            .map(|(why, slot)| self.named_time(why, &slot, near));
        named.collect::<Option<_>>().ok_or(Kind::Internal)
    }

    fn named_time(&self, why: Why, slot: &Slot, near: Option<Near>) -> Option<Named> {
        let words = &self.texts.widget;
        let view = slot_views(&self.catalogue, std::slice::from_ref(slot)).pop()?;
        let centre = &self.catalogue.centre(&slot.centre)?.centre;
        let far = near::metres_to(near, centre).map(|metres| self.distance(metres));
        let place: Vec<String> = std::iter::once(view.centre_name).chain(far).collect();
        Some(Named {
            why: match why {
                Why::Earliest => words.place_earliest,
                Why::FromTomorrow => words.answer_tomorrow,
                Why::Near => words.answer_near,
                Why::Late => words.answer_late,
                Why::Saturday => words.answer_saturday,
            },
            is_earliest: why == Why::Earliest,
            value: format!("{} {}", view.centre, view.starts_at),
            moment: date::moment(&self.texts.date, view.starts),
            starts_in: self
                .starts_in(slot)
                .map(|minutes| self.texts.count(words.answer_starts_in, minutes)),
            place: place.join(" · "),
        })
    }

    /// Minutes until a start that is soon.
    fn starts_in(&self, slot: &Slot) -> Option<u32> {
        let minutes = u32::try_from(slot.starts_at.since(self.now) / 60).ok()?;
        (minutes <= SOON).then_some(minutes)
    }

    /// "etwa 3 km entfernt": as the crow flies, so not more exactly than that.
    fn distance(&self, metres: u32) -> String {
        let kilometres = ((metres + 500) / 1000).max(1);
        let words = self.texts.widget.answer_distance;
        fill(words, &[("n", &kilometres.to_string())])
    }

    /// The centres: what is near first, then district by district.
    fn by_district(&self, city: &City, near: Option<Near>) -> Vec<Centres> {
        let nearby = near.map(|near| near::centres(city, near)).unwrap_or_default();
        let is_near = |centre: &&AtCentre| {
            let mut nearby = nearby.iter();
            nearby.any(|near| near.planned.centre.id == centre.planned.centre.id)
        };
        let mut groups = Vec::new();
        if !nearby.is_empty() {
            let centres = nearby.iter();
            groups.push(Centres {
                title: self.texts.widget.answer_near.to_owned(),
                centres: centres
                    .map(|centre| self.centre(city, centre, near, true))
                    .collect(),
            });
        }
        let others: Vec<&AtCentre> = city.centres.iter().filter(|centre| !is_near(centre)).collect();
        let mut districts: Vec<&str> = others.iter().map(|centre| district(centre)).collect();
        districts.sort_unstable();
        districts.dedup();
        for name in districts {
            let there = others.iter().filter(|centre| district(centre) == name);
            groups.push(Centres {
                title: name.to_owned(),
                centres: there
                    .map(|centre| self.centre(city, centre, near, false))
                    .collect(),
            });
        }
        groups
    }

    fn centre(&self, city: &City, at: &AtCentre, near: Option<Near>, chosen: bool) -> Centre {
        let words = &self.texts.widget;
        let centre = &at.planned.centre;
        let from = match city.first_day(at) {
            Some(day) => fill(words.place_from, &[("date", &self.short_date(day))]),
            None => words.place_none_free.to_owned(),
        };
        let far = near::metres_to(near, centre).map(|metres| self.distance(metres));
        let step_free = match centre.step_free {
            StepFree::Yes => Some(words.place_step_free.to_owned()),
            StepFree::No => Some(words.place_not_step_free.to_owned()),
            StepFree::Unknown => None,
        };
        let address = &centre.address;
        let address = format!("{}, {} {}", address.street, address.postcode, address.city);
        // Who asks for a closed centre goes on with the one that has taken over.
        let successor = self.shut().and_then(|shut| shut.successor().cloned());
        let wanted = successor.map_or_else(|| self.centres(), |centre| vec![centre]);
        Centre {
            id: centre.id.to_string(),
            name: centre.name.clone(),
            beside: far.into_iter().chain([from]).collect::<Vec<_>>().join(" · "),
            more: std::iter::once(address)
                .chain(step_free)
                .collect::<Vec<_>>()
                .join(" · "),
            chosen: chosen || wanted.contains(&centre.id),
        }
    }
}

fn district<'a>(centre: &AtCentre<'a>) -> &'a str {
    &centre.planned.centre.district
}
