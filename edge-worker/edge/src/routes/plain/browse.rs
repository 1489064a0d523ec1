//! Looking for a time: which page comes next, and what is looked for.

use axum::http::StatusCode;
use booking::CentreId;
use booking::catalogue::{Centre, Chosen};
use texts::fill;

use super::city::City;
use super::wishes::amount;
use super::{Answer, Journey, said};
use crate::field::{Fault, FieldProblem};
use crate::pages::plain::{Said, Step};
use crate::problem::Problem;
use crate::request;
use crate::slots_query::days_from;
use crate::standing::Shut;
use crate::visit_view::Fact;

impl Journey<'_> {
    /// The first step that something is still to be chosen in.
    pub(super) async fn browse(&self, notice: Option<Said>) -> Answer {
        if self.entered.services.is_empty() || self.entered.action == "services" {
            return Ok(self.services(notice, StatusCode::OK));
        }
        let wish = match self.wish() {
            Ok(wish) => wish,
            Err(fault) => {
                let words = match fault.fault {
                    Fault::UnknownService => self.texts.plain.service_unknown.to_owned(),
                    Fault::NotServed => self.texts.widget.place_not_served.to_owned(),
                    _ => fault.words(self.texts),
                };
                let notice = said(self.texts.widget.error_title, &words);
                return Ok(self.services(Some(notice), StatusCode::UNPROCESSABLE_ENTITY));
            }
        };
        if let Some(shut) = self.shut() {
            let problem = Problem::from(shut);
            let notice = Some(self.said(&problem));
            return self.place(&wish, notice, problem.kind().status()).await;
        }
        if let Some(fault) = self.wrong_centre(&wish) {
            let notice = Some(said(self.texts.widget.error_title, &fault.words(self.texts)));
            return self.place(&wish, notice, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        let asks_for_a_day = !self.entered.day.is_empty() || !self.entered.from.is_empty();
        let placed = self.entered.placed || asks_for_a_day;
        if placed && self.centres().is_empty() && self.catalogue.is_bound(&wish) {
            let notice = Some(self.where_to_go(&wish));
            return self.place(&wish, notice, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        match request::date(&self.entered.day) {
            _ if !placed => self.place(&wish, notice, StatusCode::OK).await,
            Some(day) => self.times(&wish, day, notice, StatusCode::OK).await,
            None => self.days(&wish, notice).await,
        }
    }

    /// The services asked for, which some centre serves together.
    pub(super) fn wish(&self) -> Result<Vec<Chosen>, FieldProblem> {
        let catalogue = &self.catalogue;
        let wish = request::services(catalogue, &self.entered.chosen())
            .map_err(|faults| faults.into_iter().next())
            .map_err(|fault| fault.unwrap_or(FieldProblem::new("service", Fault::NoServices)))?;
        let units = catalogue.units(&wish);
        units.map_err(|error| FieldProblem::of_wish(&error))?;
        let mut centres = catalogue.centres.iter();
        if centres.any(|planned| catalogue.visit(&wish, &planned.centre).is_ok()) {
            Ok(wish)
        } else {
            Err(FieldProblem::new("centre", Fault::NotServed))
        }
    }

    /// What is wrong with the first of the centres asked for that is unknown or does not serve the wish.
    pub(super) fn wrong_centre(&self, wish: &[Chosen]) -> Option<FieldProblem> {
        self.centres().iter().find_map(|id| {
            let Some(planned) = self.catalogue.centre(id) else {
                return Some(FieldProblem::new("centre", Fault::UnknownCentre));
            };
            let visit = self.catalogue.visit(wish, &planned.centre);
            visit.err().map(|error| FieldProblem::of_wish(&error))
        })
    }

    /// Why the one centre asked for has no time on any day that can be chosen, if it is closed for good or not open yet.
    pub(super) fn shut(&self) -> Option<Shut> {
        let centres = self.centres();
        let [only] = centres.as_slice() else { return None };
        self.shut_at(&self.catalogue.centre(only)?.centre)
    }

    /// Likewise of any centre.
    fn shut_at(&self, centre: &Centre) -> Option<Shut> {
        let today = self.now.date();
        let dates = days_from(today);
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

    /// The centres asked for; none for anywhere.
    pub(super) fn centres(&self) -> Vec<CentreId> {
        let ids = self.entered.centres.iter();
        ids.map(|id| CentreId::from(id.as_str())).collect()
    }

    /// What the centres asked for have free.
    pub(super) async fn city(&self, wish: &[Chosen]) -> Result<City<'_>, Problem> {
        let city = City::look(self.edge, &self.catalogue, wish, self.now).await?;
        Ok(city.only(&self.centres()))
    }

    /// A step that the widget can take over, unless a reservation is under way.
    pub(super) fn first_step(&self, at: &'static str, notice: Option<Said>) -> Step {
        let service = self.entered.chosen().first().map(|chosen| chosen.id.clone());
        let known = service.filter(|id| self.catalogue.service(&id.as_str().into()).is_some());
        let centres = self.centres();
        let mut known_centres = centres.iter().filter(|id| self.catalogue.centre(id).is_some());
        let widget = (
            known.unwrap_or_default(),
            known_centres.next().map(CentreId::to_string).unwrap_or_default(),
        );
        Step {
            widget: (!self.entered.is_personal()).then_some(widget),
            ..self.step_at(at, notice)
        }
    }

    /// What is looked for, and where.
    pub(super) fn wish_in_words(&self, wish: &[Chosen]) -> Vec<Fact> {
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
        let centres = self.centres();
        let named = centres.iter().filter_map(|id| self.catalogue.centre(id));
        let mut places: Vec<String> = named.map(|planned| planned.centre.name.clone()).collect();
        if places.is_empty() {
            places.push(words.place_anywhere.to_owned());
        }
        vec![
            Fact {
                label: words.summary_services,
                lines: services.collect(),
            },
            Fact {
                label: words.summary_where,
                lines: places,
            },
        ]
    }
}
