//! Looking for a time: what is still to be chosen, and the days.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use booking::CentreId;
use booking::catalogue::{Centre, Chosen};
use chrono::{Days as DaysLater, NaiveDate};
use texts::{date, fill};

use super::wishes::amount;
use super::{Answer, BOOKING_POLICY, Journey, said};
use crate::field::{Fault, FieldProblem};
use crate::offers::overview;
use crate::pages::plain::{Choice, Days, Said, Step};
use crate::problem::Problem;
use crate::request;
use crate::routes::pages::page;
use crate::standing::Shut;
use crate::visit_view::Fact;

/// Days of the horizon, today included.
const HORIZON: u64 = 61;
/// Days shown at a time.
const DAYS_SHOWN: usize = 14;

impl Journey<'_> {
    /// The first step that something is still to be chosen in.
    pub(super) async fn browse(&self, notice: Option<Said>) -> Answer {
        if self.entered.services.is_empty() {
            return Ok(self.services(notice, StatusCode::OK));
        }
        if let Some(shut) = self.shut() {
            let problem = Problem::from(shut);
            return Ok(self.services(Some(self.said(&problem)), problem.kind().status()));
        }
        let wish = match self.wish() {
            Ok(wish) => wish,
            Err(fault) => {
                let words = match fault.fault {
                    Fault::UnknownService => self.texts.plain.service_unknown.to_owned(),
                    _ => fault.words(self.texts),
                };
                let notice = said(self.texts.widget.error_title, &words);
                return Ok(self.services(Some(notice), StatusCode::UNPROCESSABLE_ENTITY));
            }
        };
        if self.centre().is_none() && self.catalogue.is_bound(&wish) {
            let notice = self.where_to_go(&wish);
            return Ok(self.services(Some(notice), StatusCode::UNPROCESSABLE_ENTITY));
        }
        match request::date(&self.entered.day) {
            Some(day) => self.times(&wish, day, notice, StatusCode::OK).await,
            None => self.days(&wish, notice).await,
        }
    }

    /// The services asked for, which the centre serves, or one of all.
    pub(super) fn wish(&self) -> Result<Vec<Chosen>, FieldProblem> {
        let catalogue = &self.catalogue;
        let wish = request::services(catalogue, &self.entered.chosen())
            .map_err(|faults| faults.into_iter().next())
            .map_err(|fault| fault.unwrap_or(FieldProblem::new("service", Fault::NoServices)))?;
        match self.centre() {
            Some(id) => {
                let unknown = || FieldProblem::new("centre", Fault::UnknownCentre);
                let planned = catalogue.centre(&id).ok_or_else(unknown)?;
                let visit = catalogue.visit(&wish, &planned.centre);
                visit.map_err(|error| FieldProblem::of_wish(&error))?;
            }
            None => {
                let visits = catalogue
                    .centres
                    .iter()
                    .map(|planned| catalogue.visit(&wish, &planned.centre));
                if !visits.into_iter().any(|visit| visit.is_ok()) {
                    return Err(FieldProblem::new("centre", Fault::NotServed));
                }
            }
        }
        Ok(wish)
    }

    /// Why the centre has no time on any day that can be chosen, if it is closed for good or not open yet.
    pub(super) fn shut(&self) -> Option<Shut> {
        let planned = self.catalogue.centre(&self.centre()?)?;
        self.shut_at(&planned.centre)
    }

    /// Likewise of any centre.
    pub(super) fn shut_at(&self, centre: &Centre) -> Option<Shut> {
        let today = self.now.date();
        let dates = (today, today + DaysLater::new(HORIZON - 1));
        Shut::between(&self.catalogue, centre, dates, today)
    }

    /// Asks for the one centre that has what is bound to it.
    fn where_to_go(&self, wish: &[Chosen]) -> Said {
        let words = &self.texts.widget;
        if self.catalogue.needs_invitation(wish) {
            return said(words.error_title, self.texts.plain.invitation_where);
        }
        said(words.place_issuing_title, words.place_issuing_office)
    }

    pub(super) fn centre(&self) -> Option<CentreId> {
        let centre = self.entered.centre.as_str();
        (!centre.is_empty()).then(|| CentreId::from(centre))
    }

    /// A step that the widget can take over, unless a reservation is under way.
    pub(super) fn first_step(&self, notice: Option<Said>) -> Step {
        let service = self.entered.chosen().first().map(|chosen| chosen.id.clone());
        let known = service.filter(|id| self.catalogue.service(&id.as_str().into()).is_some());
        let centre = self.centre().filter(|id| self.catalogue.centre(id).is_some());
        let widget = (
            known.unwrap_or_default(),
            centre.map(|id| id.to_string()).unwrap_or_default(),
        );
        Step {
            widget: (!self.entered.is_personal()).then_some(widget),
            ..self.step(notice)
        }
    }

    async fn days(&self, wish: &[Chosen], notice: Option<Said>) -> Answer {
        let today = self.now.date();
        let from = request::date(&self.entered.from).unwrap_or(today).max(today);
        let dates = (from, today + DaysLater::new(HORIZON - 1));
        let wanted = self.centre();
        let city = overview(self.edge, &self.catalogue, dates, self.now).await?;
        let mut free: BTreeSet<NaiveDate> = BTreeSet::new();
        for (planned, days) in self.catalogue.centres.iter().zip(city) {
            let Ok(visit) = self.catalogue.visit(wish, &planned.centre) else {
                continue;
            };
            if wanted.as_ref().is_some_and(|id| *id != planned.centre.id) {
                continue;
            }
            let days = from.iter_days().zip(days);
            let room = days.filter(|(_, longest)| longest.longest(visit.skills) >= visit.units);
            free.extend(room.map(|(date, _)| date));
        }
        let mut free: Vec<NaiveDate> = free.into_iter().collect();
        let later = free.get(DAYS_SHOWN).map(NaiveDate::to_string);
        free.truncate(DAYS_SHOWN);
        let days = free.iter().map(|day| Choice {
            value: day.to_string(),
            label: date::date(&self.texts.date, *day),
            chosen: false,
        });
        let html = Days {
            frame: self.frame(),
            wish: self.wish_in_words(wish),
            step: self.first_step(notice),
            days: days.collect(),
            later,
        };
        let policy = if self.entered.is_personal() {
            crate::pages::PLAIN_POLICY
        } else {
            BOOKING_POLICY
        };
        Ok(page(policy, html.to_string()))
    }

    fn wish_in_words(&self, wish: &[Chosen]) -> Vec<Fact> {
        let words = &self.texts.widget;
        let services = wish.iter().filter_map(|chosen| {
            let service = self.catalogue.service(&chosen.id)?;
            let name = service.full_name(self.texts.language);
            let amount = amount(self.texts, service.quantity_of, usize::from(chosen.quantity));
            Some(fill(
                self.texts.visit.service,
                &[("service", &name), ("amount", &amount)],
            ))
        });
        let centre = self.centre().and_then(|id| self.catalogue.centre(&id));
        let place = centre.map_or(words.place_anywhere, |planned| planned.centre.name.as_str());
        vec![
            Fact {
                label: words.summary_services,
                lines: services.collect(),
            },
            Fact {
                label: words.summary_where,
                lines: vec![place.to_owned()],
            },
        ]
    }
}
