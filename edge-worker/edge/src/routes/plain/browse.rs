//! Looking for a time: services and centre, then the day, then the time.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use booking::CentreId;
use booking::appointment::Slot;
use booking::catalogue::{Chosen, Place, QuantityOf, Service, Standing};
use booking::unit::{UNIT_MINUTES, Unit};
use chrono::{Days as DaysLater, NaiveDate};
use texts::{Texts, date, fill};

use super::{Answer, BOOKING_POLICY, Journey, plain};
use crate::field::{Fault, FieldProblem};
use crate::offers::offers;
use crate::pages::plain::{Choice, Days, Group, Said, ServiceChoice, Times, Wishes};
use crate::request;
use crate::routes::pages::page;
use crate::visit_view::Fact;

/// Days of the horizon, today included.
const HORIZON: u64 = 61;
/// Days shown at a time.
const DAYS_SHOWN: usize = 14;
const UNITS_OF_HOUR: Unit = 60 / UNIT_MINUTES;
const UNITS_OF_QUARTER: Unit = 15 / UNIT_MINUTES;
const NOON: Unit = 12 * UNITS_OF_HOUR;

impl Journey<'_> {
    /// The first step that something is still to be chosen in.
    pub(super) async fn browse(&self, notice: Option<Said>) -> Answer {
        if self.entered.services.is_empty() {
            return Ok(self.services(notice, StatusCode::OK));
        }
        let wish = match self.wish() {
            Ok(wish) => wish,
            Err(fault) => {
                let notice = Said {
                    title: self.texts.widget.error_title.to_owned(),
                    detail: fault.words(self.texts),
                    good: false,
                };
                return Ok(self.services(Some(notice), StatusCode::UNPROCESSABLE_ENTITY));
            }
        };
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

    fn centre(&self) -> Option<CentreId> {
        let centre = self.entered.centre.as_str();
        (!centre.is_empty()).then(|| CentreId::from(centre))
    }

    fn services(&self, notice: Option<Said>, status: StatusCode) -> Response {
        let today = self.now.date();
        let services = self.catalogue.services.iter();
        let centres = self
            .catalogue
            .centres
            .iter()
            .filter(|planned| !matches!(planned.centre.standing(today), Standing::Closed(_)));
        let anywhere = Choice {
            value: String::new(),
            label: self.texts.widget.place_anywhere.to_owned(),
            chosen: self.entered.centre.is_empty(),
        };
        let centres = centres.map(|planned| Choice {
            value: planned.centre.id.to_string(),
            label: planned.centre.name.clone(),
            chosen: self.entered.centre == planned.centre.id.as_str(),
        });
        let html = Wishes {
            frame: self.frame(),
            step: self.first_step(notice),
            services: services.map(|service| self.service(service)).collect(),
            centres: std::iter::once(anywhere).chain(centres).collect(),
        };
        (status, page(BOOKING_POLICY, html.to_string())).into_response()
    }

    /// A step that the widget can take over, unless a reservation is under way.
    fn first_step(&self, notice: Option<Said>) -> crate::pages::plain::Step {
        let service = self.entered.chosen().first().map(|chosen| chosen.id.clone());
        let known = service.filter(|id| self.catalogue.service(&id.as_str().into()).is_some());
        let centre = self.centre().filter(|id| self.catalogue.centre(id).is_some());
        let widget = (
            known.unwrap_or_default(),
            centre.map(|id| id.to_string()).unwrap_or_default(),
        );
        crate::pages::plain::Step {
            widget: (!self.entered.is_personal()).then_some(widget),
            ..self.step(notice)
        }
    }

    fn service(&self, service: &Service) -> ServiceChoice {
        let language = self.texts.language;
        let words = &self.texts.widget;
        let place = match service.place {
            Place::Any => None,
            Place::IssuingOffice => Some(words.service_issuing_office.to_owned()),
            Place::Invitation => Some(self.texts.plain.invitation_hint.to_owned()),
        };
        let online = service
            .alternative
            .as_ref()
            .map(|text| format!("{}{}", words.service_online, text.in_language(language)));
        let none = Choice {
            value: String::new(),
            label: self.texts.plain.none.to_owned(),
            chosen: false,
        };
        let quantities = (1..=service.max_quantity()).map(|quantity| {
            let value = format!("{}:{quantity}", service.id);
            let bare = quantity == 1
                && self
                    .entered
                    .services
                    .iter()
                    .any(|text| *text == service.id.as_str());
            Choice {
                chosen: bare || self.entered.services.contains(&value),
                value,
                label: amount(self.texts, service.quantity_of, quantity),
            }
        });
        ServiceChoice {
            name: service.name.in_language(language).to_owned(),
            notes: place.into_iter().chain(online).collect(),
            quantities: std::iter::once(none).chain(quantities).collect(),
        }
    }

    async fn days(&self, wish: &[Chosen], notice: Option<Said>) -> Answer {
        let today = self.now.date();
        let from = request::date(&self.entered.from).unwrap_or(today).max(today);
        let dates = (from, today + DaysLater::new(HORIZON - 1));
        let centre = self.centre();
        let mut free: Vec<NaiveDate> = Vec::new();
        for offered in offers(self.edge, &self.catalogue, centre.as_ref(), dates, self.now).await? {
            let known = free.last() == Some(&offered.date);
            if let (false, Ok(visit)) = (known, self.catalogue.visit(wish, &offered.planned.centre))
                && offered.slots(visit).next().is_some()
            {
                free.push(offered.date);
            }
        }
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

    /// The times of a day, each a press away from being reserved.
    pub(super) async fn times(
        &self,
        wish: &[Chosen],
        day: NaiveDate,
        notice: Option<Said>,
        status: StatusCode,
    ) -> Answer {
        let centre = self.centre();
        let mut groups = Vec::new();
        for offered in offers(self.edge, &self.catalogue, centre.as_ref(), (day, day), self.now).await? {
            let Ok(visit) = self.catalogue.visit(wish, &offered.planned.centre) else {
                continue;
            };
            let all: Vec<Slot> = offered.slots(visit).collect();
            let shown = thinned(&all, centre.is_none());
            if let Some(first) = all.first() {
                groups.push((first.start, self.group(&offered.planned.centre.name, shown)));
            }
        }
        groups.sort_by_key(|(first, _)| *first);
        let several = centre.is_none() && groups.len() > 1;
        let notice = notice.or_else(|| {
            let detail = self.texts.plain.of_several;
            let title = date::date(&self.texts.date, day);
            Some(Said {
                title,
                detail: if several { detail } else { "" }.to_owned(),
                good: true,
            })
        });
        let groups = groups.into_iter().map(|(_, group)| group).collect();
        Ok(plain(
            status,
            self.times_page(wish, self.texts.widget.time_title, groups, notice),
        ))
    }

    /// A page of times to reserve, with a ticket to reserve one.
    pub(super) fn times_page(
        &self,
        wish: &[Chosen],
        title: &str,
        groups: Vec<Group>,
        notice: Option<Said>,
    ) -> String {
        let mut step = self.step(notice);
        step.carried.push(("ticket", self.new_ticket()));
        Times {
            frame: self.frame(),
            step,
            title: title.to_owned(),
            groups,
            invitation: self
                .catalogue
                .needs_invitation(wish)
                .then(|| self.entered.invitation.clone()),
        }
        .to_string()
    }

    fn group(&self, title: &str, slots: Vec<&Slot>) -> Group {
        let times = slots.into_iter().map(|slot| Choice {
            value: format!("{} {}", slot.centre, slot.starts_at.to_rfc3339()),
            label: date::time(&self.texts.date, slot.starts_at.wall().time()),
            chosen: false,
        });
        Group {
            title: title.to_owned(),
            times: times.collect(),
        }
    }

    fn wish_in_words(&self, wish: &[Chosen]) -> Vec<Fact> {
        let words = &self.texts.widget;
        let services = wish.iter().filter_map(|chosen| {
            let service = self.catalogue.service(&chosen.id)?;
            let name = service.name.in_language(self.texts.language);
            let amount = amount(self.texts, service.quantity_of, usize::from(chosen.quantity));
            Some(format!("{name}, {amount}"))
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

/// "für 2 Personen"
fn amount(texts: &Texts, of: QuantityOf, quantity: usize) -> String {
    let words = &texts.visit;
    let text = match (of, quantity) {
        (QuantityOf::Person, 1) => words.for_one_person,
        (QuantityOf::Person, _) => words.for_persons,
        (QuantityOf::Document, 1) => words.for_one_document,
        (QuantityOf::Document, _) => words.for_documents,
    };
    fill(text, &[("quantity", &quantity.to_string())])
}

/// Fewer times to choose from, of one centre and day: those on a quarter hour, and the first of an hour that has
/// none; among several centres the first before noon and the first after.
fn thinned(slots: &[Slot], several: bool) -> Vec<&Slot> {
    if several {
        let halves = slots.chunk_by(|one, next| (one.start < NOON) == (next.start < NOON));
        return halves.filter_map(<[Slot]>::first).collect();
    }
    let hours = slots.chunk_by(|one, next| one.start / UNITS_OF_HOUR == next.start / UNITS_OF_HOUR);
    hours
        .flat_map(|hour| {
            let quarters: Vec<&Slot> = hour
                .iter()
                .filter(|slot| slot.start % UNITS_OF_QUARTER == 0)
                .collect();
            if quarters.is_empty() {
                hour.iter().take(1).collect()
            } else {
                quarters
            }
        })
        .collect()
}
