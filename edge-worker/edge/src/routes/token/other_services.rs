//! Changing what a booked visit is for: by the same step as moving it, so at once and whole or not at all.

use axum::http::StatusCode;
use axum::response::Response;
use booking::Appointment;
use booking::catalogue::Chosen;

use super::{Press, TIMES_OF_A_DAY, Visit, is_taken, page_of};
use crate::alternatives::{nearest, own_time_is_free};
use crate::clock::Clock;
use crate::events::{Access, change};
use crate::field::{Fault, FieldProblem};
use crate::pages::other_services::{ChooseServices, ServiceTimes};
use crate::pages::{Frame, Notice};
use crate::problem::{Kind, Problem};
use crate::request;
use crate::routes::plain::choices;
use crate::slots_query::days_from;
use crate::view::{changeable, slot_views, visit};
use crate::wire::ChosenRequest;

impl<'a> Visit<'a> {
    /// The page on which services are chosen anew, with what is wrong with the choice.
    pub(super) fn choose_services(&self, fault: Option<(&Press, String)>) -> String {
        let now = self.record.appointment.progress.services.iter();
        let now = now.map(|chosen| format!("{}:{}", chosen.id, chosen.quantity));
        let chosen = match &fault {
            Some((press, _)) => press.services.clone(),
            None => now.collect(),
        };
        let page = ChooseServices {
            frame: self.frame_of_form(),
            token: self.token,
            services: choices(&self.catalogue, self.texts(), &chosen),
            fault: fault.map(|(_, words)| words),
        };
        page.to_string()
    }

    /// The times at which the visit could take place with other services: its own first, if it still fits. Nothing changes yet.
    pub(super) async fn change_services(
        &self,
        press: &Press,
        status: StatusCode,
    ) -> Result<Response, Problem> {
        let appointment = &self.record.appointment;
        if !changeable(appointment, self.now) {
            return Err(Kind::WrongState.into());
        }
        if press.choosing && !press.switch.is_empty() {
            return Ok(page_of(
                status,
                self.choose_services(Some((press, String::new()))),
            ));
        }
        let wanted = match self.wanted(press) {
            Ok(wanted) => wanted,
            Err(words) => {
                let html = self.choose_services(Some((press, words)));
                return Ok(page_of(StatusCode::UNPROCESSABLE_ENTITY, html));
            }
        };
        let services = &wanted.progress.services;
        let day = request::date(&press.day);
        let mut found = match day {
            Some(day) => self.free_times(services, (day, day), TIMES_OF_A_DAY).await?,
            None => nearest(self.edge, &self.catalogue, services, &wanted.slot, self.now).await?,
        };
        found.retain(|slot| *slot != wanted.slot);
        let keeps = own_time_is_free(self.edge, &self.catalogue, &wanted, self.now).await?;
        let own = slot_views(&self.catalogue, std::slice::from_ref(&wanted.slot)).pop();
        let mut record = self.record.clone();
        record.appointment = wanted;
        let page = ServiceTimes {
            frame: self.frame_of_form(),
            token: self.token,
            view: &visit(self.edge, &self.catalogue, &record, self.texts().language)?,
            services: &press.services,
            own: own.filter(|_| keeps),
            slots: &slot_views(&self.catalogue, &found),
            taken: status == StatusCode::CONFLICT,
            day,
            days: days_from(self.now.date()),
        };
        Ok(page_of(status, page.to_string()))
    }

    /// Books the chosen time with the services chosen anew.
    pub(super) async fn move_with_services(
        mut self,
        clock: &Clock,
        access: &Access,
        press: &Press,
    ) -> Result<Response, Problem> {
        let slot = self.chosen(press)?.ok_or(Kind::BadQuery)?;
        let services = match self.wanted(press) {
            Ok(wanted) => wanted.progress.services,
            Err(words) => {
                let html = self.choose_services(Some((press, words)));
                return Ok(page_of(StatusCode::UNPROCESSABLE_ENTITY, html));
            }
        };
        match change::move_to(self.edge, clock, access, &slot, Some(&services)).await {
            Err(problem) if is_taken(problem.kind()) => {
                self.now = clock.now();
                self.change_services(press, StatusCode::CONFLICT).await
            }
            decided => self.after(decided, Some(Notice::Changed)).await,
        }
    }

    /// The appointment as it would be with the services of the form; else what is wrong with them, in words.
    fn wanted(&self, press: &Press) -> Result<Appointment, String> {
        let texts = self.texts();
        let asked: Vec<ChosenRequest> = press
            .services
            .iter()
            .map(|text| ChosenRequest::of_text(text))
            .collect();
        let in_words = |fault: FieldProblem| match fault.fault {
            Fault::UnknownService => texts.plain.service_unknown.to_owned(),
            _ => fault.words(texts),
        };
        let nothing = || FieldProblem::new("service", Fault::NoServices);
        let services: Vec<Chosen> = request::services(&self.catalogue, &asked)
            .map_err(|faults| in_words(faults.into_iter().next().unwrap_or_else(nothing)))?;
        let mut wanted = self.record.appointment.clone();
        let at = &wanted.slot.centre;
        let planned = self.catalogue.centre(at);
        let planned = planned.ok_or_else(|| in_words(FieldProblem::new("centre", Fault::UnknownCentre)))?;
        let from = (wanted.progress.services.as_slice(), at);
        if self.catalogue.still_invited(from, (&services, at)).is_err() {
            return Err(Problem::from(Kind::InvitationRequired).detail(texts));
        }
        let visit = self.catalogue.visit(&services, &planned.centre);
        let visit = visit.map_err(|error| in_words(FieldProblem::of_wish(&error)))?;
        wanted.units = visit.units;
        wanted.skills = visit.skills;
        wanted.progress.services = services;
        Ok(wanted)
    }

    fn frame_of_form(&self) -> Frame<'a> {
        Frame {
            texts: self.texts(),
            ..self.reader.frame_of_form(self.edge)
        }
    }
}
