//! `/t/{token}`: the pages behind the links of the mails. GET, HEAD and rendering change nothing; one
//! POST from a button does (rule 4).

mod other_services;

use std::sync::Arc;

use axum::extract::{Path, Query, RawForm, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use booking::appointment::Slot;
use booking::catalogue::Chosen;
use booking::deadline::undo_until;
use booking::{Catalogue, CentreId, Instant, State as Standing};
use chrono::NaiveDate;
use serde::Deserialize;
use texts::Texts;

use crate::Edge;
use crate::alternatives::{after_lapse, nearest};
use crate::clock::Clock;
use crate::database::DatabaseError;
use crate::events::{Access, Decided, activate, change, record};
use crate::ical::{FILE_NAME, Method};
use crate::keys::Purpose;
use crate::language::Reader;
use crate::offers::slots;
use crate::outbox::entry;
use crate::pages::PLAIN_POLICY;
use crate::pages::{self, Expired, Frame, Manage, Notice};
use crate::problem::{Kind, Problem};
use crate::request;
use crate::routes::pages::page;
use crate::slots_query::days_from;
use crate::store::appointments::Record;
use crate::view::{changeable, deadline, slot_views, visit};

/// Free times shown to whoever wants to move.
const TIMES_TO_MOVE: usize = 12;
/// Services read of one form; a visit has at most eight, the rest is nonsense.
const MOST_SERVICES: usize = 64;
/// Free times shown of a day asked for.
const TIMES_OF_A_DAY: usize = 200;

#[derive(Deserialize)]
pub(super) struct Asked {
    absagen: Option<String>,
    leistungen: Option<String>,
    tag: Option<String>,
}

/// What a button sends.
#[derive(Default)]
pub(super) struct Press {
    r#do: String,
    centre: Option<String>,
    starts_at: Option<String>,
    /// `personalausweis:2`, each.
    services: Vec<String>,
    /// The day asked for.
    day: String,
    /// The language of the button pressed …
    switch: String,
    /// … on the page where services are chosen.
    choosing: bool,
}

impl Press {
    /// Reads `do=…&centre=…`; names nobody knows are left out.
    ///
    /// # Errors
    /// `bad-query` where something is said twice that is meant once.
    fn read(bytes: &[u8]) -> Result<Self, Kind> {
        let mut read = Self::default();
        let mut said: Vec<String> = Vec::new();
        for (name, value) in form_urlencoded::parse(bytes) {
            let value = value.into_owned();
            if name == "service" {
                if !value.is_empty() && read.services.len() < MOST_SERVICES {
                    read.services.push(value);
                }
                continue;
            }
            if said.iter().any(|known| *known == name) {
                return Err(Kind::BadQuery);
            }
            match name.as_ref() {
                "do" => read.r#do = value,
                "centre" => read.centre = Some(value),
                "starts_at" => read.starts_at = Some(value),
                "tag" => read.day = value,
                "switch" => read.switch = value,
                "choosing" => read.choosing = true,
                _ => continue,
            }
            said.push(name.into_owned());
        }
        Ok(read)
    }
}

/// A page under way: who looks at which appointment.
struct Visit<'a> {
    edge: &'a Edge,
    catalogue: Arc<Catalogue>,
    token: &'a str,
    record: Record,
    purpose: Purpose,
    now: Instant,
    reader: Reader,
}

pub(super) async fn show(
    State(edge): State<Edge>,
    clock: Clock,
    reader: Reader,
    Path(token): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    match Visit::load(&edge, &clock, &token, reader).await {
        Ok(visit) => visit.page(&asked, None).await,
        Err(problem) if problem.kind() == Kind::NotFound => Ok(unknown(&edge, reader)),
        Err(problem) => Err(problem),
    }
}

pub(super) async fn press(
    State(edge): State<Edge>,
    clock: Clock,
    reader: Reader,
    Path(token): Path<String>,
    RawForm(bytes): RawForm,
) -> Result<Response, Problem> {
    let press = Press::read(&bytes)?;
    let reader = reader.switched(&edge.settings.languages, &press.switch);
    let visit = match Visit::load(&edge, &clock, &token, reader).await {
        Ok(visit) => visit,
        Err(problem) if problem.kind() == Kind::NotFound => return Ok(unknown(&edge, reader)),
        Err(problem) => return Err(problem),
    };
    let access = Access::Link(token.clone());
    match (press.r#do.as_str(), visit.purpose) {
        ("activate", Purpose::Activation) => visit.activate(&clock, &press).await,
        ("cancel", Purpose::Manage) => {
            let decided = change::cancel(&edge, &clock, &access).await;
            visit.after(decided, None).await
        }
        ("undo", Purpose::Manage) => {
            let decided = change::undo(&edge, &clock, &access).await;
            visit.after(decided, Some(Notice::Restored)).await
        }
        ("services", Purpose::Manage) => visit.change_services(&press, StatusCode::OK).await,
        ("move", Purpose::Manage) if !press.services.is_empty() => {
            visit.move_with_services(&clock, &access, &press).await
        }
        ("move", Purpose::Manage) => {
            let slot = visit.chosen(&press)?.ok_or(Kind::BadQuery)?;
            let decided = change::move_to(&edge, &clock, &access, &slot, None).await;
            visit.after(decided, Some(Notice::Moved)).await
        }
        _ => Err(Kind::BadQuery.into()),
    }
}

pub(super) async fn calendar(
    State(edge): State<Edge>,
    clock: Clock,
    reader: Reader,
    Path(token): Path<String>,
) -> Result<Response, Problem> {
    let shown = Visit::load(&edge, &clock, &token, reader).await?;
    if shown.purpose != Purpose::Manage {
        return Err(Kind::NotFound.into());
    }
    let method = match shown.record.appointment.state(shown.now) {
        Standing::Booked => Method::Publish,
        Standing::Cancelled => Method::Cancel,
        _ => return Err(Kind::NotFound.into()),
    };
    let view = visit(&edge, &shown.catalogue, &shown.record, shown.texts().language)?;
    let calendar = entry(&edge, &shown.record, shown.texts(), &view, method, shown.now);
    let content_type = format!("text/calendar; charset=utf-8; method={}", method.name());
    let disposition = format!("attachment; filename=\"{FILE_NAME}\"");
    let headers = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, calendar.ics).into_response())
}

impl<'a> Visit<'a> {
    async fn load(edge: &'a Edge, clock: &Clock, token: &'a str, reader: Reader) -> Result<Self, Problem> {
        let access = Access::Link(token.to_owned());
        let (record, purpose) = record(edge, &access, &[Purpose::Activation, Purpose::Manage]).await?;
        let now = clock.now();
        Ok(Self {
            edge,
            catalogue: edge.catalogue(now).await?,
            token,
            record,
            purpose,
            now,
            reader,
        })
    }

    /// The page of the state that the appointment is in.
    async fn page(&self, asked: &Asked, notice: Option<Notice>) -> Result<Response, Problem> {
        let appointment = &self.record.appointment;
        let view = visit(self.edge, &self.catalogue, &self.record, self.texts().language)?;
        let state = appointment.state(self.now);
        let html = match (self.purpose, state) {
            (Purpose::Activation, Standing::Held) => {
                let until = deadline(appointment.until, self.now);
                pages::activate(self.frame(), self.token, &view, until)
            }
            (Purpose::Activation, Standing::Booked) => {
                pages::already(self.frame(), &self.manage_token(), &view)
            }
            (Purpose::Activation, Standing::Lapsed) => self.expired(None).await?,
            (Purpose::Manage, Standing::Booked)
                if asked.absagen.is_some() && changeable(appointment, self.now) =>
            {
                pages::cancel_question(self.frame(), self.token, &view)
            }
            (Purpose::Manage, Standing::Booked)
                if asked.leistungen.is_some() && changeable(appointment, self.now) =>
            {
                self.choose_services(None)
            }
            (Purpose::Manage, Standing::Booked) => self.manage(asked.tag.as_deref(), notice).await?,
            (_, Standing::Cancelled) => {
                let until = appointment.progress.cancelled_at.map(undo_until);
                let until = until.filter(|until| self.purpose == Purpose::Manage && self.now < *until);
                pages::cancelled(
                    self.frame(),
                    self.token,
                    until.map(|until| deadline(until, self.now)),
                )
            }
            _ => return Err(Kind::NotFound.into()),
        };
        Ok(page(PLAIN_POLICY, html))
    }

    async fn activate(mut self, clock: &Clock, press: &Press) -> Result<Response, Problem> {
        let slot = self.chosen(press)?;
        match activate::by_token(self.edge, clock, self.token, slot.as_ref()).await {
            Ok(Decided { record, changed, now }) => {
                self.record = record;
                self.now = now;
                let view = visit(self.edge, &self.catalogue, &self.record, self.texts().language)?;
                let manage = self.manage_token();
                let html = if changed {
                    pages::booked(self.frame(), &manage, &view)
                } else {
                    pages::already(self.frame(), &manage, &view)
                };
                Ok(page(PLAIN_POLICY, html))
            }
            Err(problem) => match problem.kind() {
                Kind::Lapsed => Ok(page_of(StatusCode::GONE, self.expired(None).await?)),
                kind if is_taken(kind) => Ok(page_of(
                    StatusCode::CONFLICT,
                    self.expired(Some(Expired::ChoiceTaken)).await?,
                )),
                _ => Err(problem),
            },
        }
    }

    /// The page after an event: of the new state, or of the old one with what was in the way.
    async fn after(
        mut self,
        decided: Result<Decided, Problem>,
        notice: Option<Notice>,
    ) -> Result<Response, Problem> {
        let nothing = Asked {
            absagen: None,
            leistungen: None,
            tag: None,
        };
        match decided {
            Ok(Decided { record, now, .. }) => {
                self.record = record;
                self.now = now;
                self.page(&nothing, notice).await
            }
            Err(problem) if is_taken(problem.kind()) => {
                let appointment = &self.record.appointment;
                if appointment.state(self.now) != Standing::Booked {
                    return Err(problem);
                }
                let html = self.manage(None, Some(Notice::Taken)).await?;
                Ok(page_of(StatusCode::CONFLICT, html))
            }
            // Too late for this press: the page of what holds now says what can be done.
            Err(problem) if problem.kind() == Kind::WrongState => {
                let mut response = self.page(&nothing, None).await?;
                *response.status_mut() = StatusCode::CONFLICT;
                Ok(response)
            }
            Err(problem) => Err(problem),
        }
    }

    async fn expired(&self, state: Option<Expired>) -> Result<String, Problem> {
        let appointment = &self.record.appointment;
        let found = after_lapse(self.edge, &self.catalogue, appointment, self.now).await?;
        let same_is_free = found.first() == Some(&appointment.slot);
        let state = state.unwrap_or(if same_is_free {
            Expired::SameIsFree
        } else {
            Expired::SameIsGone
        });
        let views = slot_views(&self.catalogue, &found);
        Ok(pages::expired(self.frame(), self.token, state, &views))
    }

    async fn manage(&self, day: Option<&str>, notice: Option<Notice>) -> Result<String, Problem> {
        let appointment = &self.record.appointment;
        let days = days_from(self.now.date());
        let day = day.and_then(request::date);
        let (dates, most) = match day {
            Some(day) => ((day, day), TIMES_OF_A_DAY),
            None => (days, TIMES_TO_MOVE),
        };
        let services = &appointment.progress.services;
        let changeable = changeable(appointment, self.now);
        let mut found = if changeable {
            self.free_times(services, dates, most).await?
        } else {
            Vec::new()
        };
        found.retain(|slot| *slot != appointment.slot);
        let near = match day {
            None if changeable => {
                nearest(self.edge, &self.catalogue, services, &appointment.slot, self.now).await?
            }
            _ => Vec::new(),
        };
        let manage = Manage {
            near: &slot_views(&self.catalogue, &near),
            view: &visit(self.edge, &self.catalogue, &self.record, self.texts().language)?,
            notice,
            changeable,
            slots: &slot_views(&self.catalogue, &found),
            day,
            days,
        };
        Ok(pages::manage(self.frame(), self.token, manage))
    }

    /// The free times for these services at the appointment's centre.
    async fn free_times(
        &self,
        services: &[Chosen],
        dates: (NaiveDate, NaiveDate),
        most: usize,
    ) -> Result<Vec<Slot>, DatabaseError> {
        let centre = Some(&self.record.appointment.slot.centre);
        slots(
            self.edge,
            &self.catalogue,
            services,
            centre,
            dates,
            most,
            self.now,
        )
        .await
    }

    fn chosen(&self, press: &Press) -> Result<Option<Slot>, Problem> {
        let (Some(centre), Some(starts_at)) = (&press.centre, &press.starts_at) else {
            return Ok(None);
        };
        let planned = self
            .catalogue
            .centre(&CentreId::from(centre.as_str()))
            .ok_or(Kind::BadQuery)?;
        let slot = request::start(&planned.centre, starts_at, "starts_at");
        slot.map(Some).map_err(|fault| Problem::bad_query(vec![fault]))
    }

    /// The language that the address names, or else that of the appointment: its mail led here.
    fn texts(&self) -> &'static Texts {
        if self.reader.chosen {
            self.reader.texts
        } else {
            texts::of(&self.record.appointment.progress.language)
        }
    }

    fn frame(&self) -> Frame<'a> {
        Frame {
            texts: self.texts(),
            ..self.reader.frame(self.edge)
        }
    }

    fn manage_token(&self) -> String {
        self.record.token(&self.edge.settings.keys, Purpose::Manage)
    }
}

fn unknown(edge: &Edge, reader: Reader) -> Response {
    page_of(StatusCode::NOT_FOUND, pages::unknown(reader.frame(edge)))
}

fn page_of(status: StatusCode, html: String) -> Response {
    (status, page(PLAIN_POLICY, html)).into_response()
}

/// Whether the time asked for is not to be had, and another may be.
fn is_taken(kind: Kind) -> bool {
    matches!(kind, Kind::SlotTaken | Kind::NotOffered | Kind::CentrePaused)
}
