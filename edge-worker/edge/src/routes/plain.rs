//! `/buchen`: the widget for those with script, and for all others a journey of plain pages that decides nothing
//! itself: each press is one event, as the API has it. GET looks, only POST does; what is personal travels in
//! the bodies of forms.

mod browse;
mod city;
mod days;
mod entered;
mod events;
mod near;
mod place;
mod standing;
mod times;
mod wishes;

pub(super) use wishes::choices;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use booking::{Catalogue, Instant};
use texts::Texts;

use crate::Edge;
use crate::brake::Network;
use crate::clock::Clock;
use crate::language::Reader;
use crate::pages::plain::{Said, Step};
use crate::pages::{Frame, PLAIN_POLICY};
use crate::problem::{Kind, Problem};
use crate::routes::pages::page;
use crate::store::closed;
use crate::ticket::{self, TicketError};
use entered::Entered;

type Answer = Result<Response, Problem>;

/// The first pages run the widget and may be framed; they hold nothing of anybody.
const BOOKING_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
    connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'";

/// One request of the journey.
struct Journey<'a> {
    edge: &'a Edge,
    clock: &'a Clock,
    catalogue: Arc<Catalogue>,
    texts: &'static Texts,
    reader: Reader,
    now: Instant,
    entered: Entered,
}

pub(super) async fn look(
    State(edge): State<Edge>,
    clock: Clock,
    reader: Reader,
    RawQuery(query): RawQuery,
) -> Answer {
    if let Some(closed) = closed::read(edge.one(closed::select()).await?)? {
        return Err(Problem::closed(closed.text));
    }
    let entered = Entered::read(query.unwrap_or_default().as_bytes()).looked_for_only();
    let mut journey = Journey::new(&edge, &clock, reader, entered).await?;
    journey.entered.go_back();
    journey.browse(None).await
}

pub(super) async fn press(
    State(edge): State<Edge>,
    clock: Clock,
    headers: HeaderMap,
    reader: Reader,
    network: Network,
    body: Bytes,
) -> Answer {
    let form = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    if !form {
        return Err(Kind::UnsupportedMediaType.into());
    }
    let mut journey = Journey::new(&edge, &clock, reader, Entered::read(&body)).await?;
    match journey.entered.action.as_str() {
        _ if journey.entered.changed_language() => journey.show_again().await,
        "hold" | "correct" => journey.hold().await,
        "address" => journey.address().await,
        "prolong" => journey.prolong().await,
        "resend" => journey.resend().await,
        "code" => journey.activate().await,
        "look" => journey.stand(None).await,
        "leave" => journey.leave().await,
        "" if !journey.entered.slot.is_empty() => journey.reserve(&network).await,
        _ => {
            journey.entered.go_back();
            journey.browse(None).await
        }
    }
}

impl<'a> Journey<'a> {
    async fn new(
        edge: &'a Edge,
        clock: &'a Clock,
        reader: Reader,
        entered: Entered,
    ) -> Result<Self, Problem> {
        let now = clock.now();
        let reader = reader.switched(&edge.settings.languages, entered.language());
        Ok(Self {
            edge,
            clock,
            catalogue: edge.catalogue(now).await?,
            texts: reader.texts,
            reader,
            now,
            entered,
        })
    }

    fn frame(&self) -> Frame<'_> {
        self.reader.frame_of_form(self.edge)
    }

    /// The page where the person is, after a change of the language only: what was typed stays, and nothing is done.
    async fn show_again(&mut self) -> Answer {
        match self.entered.at.as_str() {
            "address" => self.address().await,
            "" if !self.entered.slot.is_empty() => self.once_more(),
            "" if self.entered.has_reserved() => self.stand(None).await,
            _ => {
                self.entered.go_back();
                self.browse(None).await
            }
        }
    }

    /// What the next press pays with. A ticket that is too young stays, so that it grows older.
    fn ticket(&self) -> String {
        let keys = &self.edge.settings.keys;
        match ticket::check(keys, &self.entered.ticket, self.now) {
            Err(TicketError::Young) => self.entered.ticket.clone(),
            _ => ticket::issue(keys, self.now, self.edge.draw()),
        }
    }

    /// A step of looking for a time, which a change of the language comes back to.
    fn step_at(&self, at: &'static str, notice: Option<Said>) -> Step {
        let mut step = self.step(notice);
        step.carried.push(("at", at.to_owned()));
        step
    }

    /// A step whose forms carry what has been entered so far.
    fn step(&self, notice: Option<Said>) -> Step {
        Step {
            carried: self.entered.carried(),
            personal: self.entered.is_personal(),
            notice,
            widget: None,
        }
    }

    /// What a problem says, above the page it leads to.
    fn said(&self, problem: &Problem) -> Said {
        Said {
            title: problem.kind().words(self.texts).title.to_owned(),
            detail: problem.detail(self.texts),
            good: false,
        }
    }
}

fn said(title: &str, detail: &str) -> Said {
    Said {
        title: title.to_owned(),
        detail: detail.to_owned(),
        good: false,
    }
}

fn plain(status: StatusCode, html: impl ToString) -> Response {
    (status, page(PLAIN_POLICY, html.to_string())).into_response()
}

/// A page that the widget may take over; not where something personal is among it.
fn offered(entered: &Entered, status: StatusCode, html: impl ToString) -> Response {
    if entered.is_personal() {
        return plain(status, html);
    }
    (status, page(BOOKING_POLICY, html.to_string())).into_response()
}

/// A refusal as a page of the journey, with the moment at which to come again.
fn refused(problem: &Problem, html: impl ToString) -> Response {
    let mut response = plain(problem.kind().status(), html);
    if let Some(seconds) = problem.retry_after() {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds.max(1)));
    }
    response
}
