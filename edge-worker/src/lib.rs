//! The Worker: two events, and what they need from workerd — D1, sockets, mail, clock, chance.
//!
//! **Architecture invariant:** no route, rule or word is here. This crate is a cdylib that nothing can
//! link, so everything worth a test is in `edge`.

mod console;
mod d1;
mod email;
mod environment;
mod socket;

use std::sync::OnceLock;

use axum::Router;
use axum::body::{Body, to_bytes};
use edge::clock::Clock;
use edge::{Edge, cron, outbox, routes};
use tower_service::Service;
use worker::{
    Context, Env, Error, Headers, HttpRequest, Response, ResponseBody, Result, ScheduleContext,
    ScheduledEvent, event,
};

use crate::environment::{Patience, edge, is_awake};

#[event(start)]
fn start() {
    console::listen();
}

/// What answers, made once an isolate.
static ANSWERING: OnceLock<(Edge, Router)> = OnceLock::new();

#[event(fetch)]
async fn fetch(request: HttpRequest, env: Env, context: Context) -> Result<Response> {
    let (edge, router) = match ANSWERING.get() {
        Some(answering) => answering,
        None => {
            let edge = edge(&env, Patience::AfterAnswer)?;
            ANSWERING.get_or_init(|| (edge.clone(), routes::router(edge)))
        }
    };
    let answer = router.clone().call(request).await?;
    if is_awake() {
        // The answer leaves at once; the mail follows. What is missed here, the minute cron sends.
        context.wait_until(async move {
            if let Err(error) = drain(edge).await {
                tracing::error!(%error, "outbox");
            }
        });
    }
    whole(answer).await
}

/// An answer in one piece. As a stream, which is how the worker crate hands over a body, it takes the runtime longer than
/// all the rest of a small answer.
async fn whole(answer: http::Response<Body>) -> Result<Response> {
    let (parts, body) = answer.into_parts();
    let bytes = to_bytes(body, usize::MAX).await;
    let bytes = bytes.map_err(|error| Error::RustError(error.to_string()))?;
    let body = if bytes.is_empty() {
        ResponseBody::Empty
    } else {
        ResponseBody::Body(bytes.into())
    };
    let builder = Response::builder().with_status(parts.status.as_u16());
    Ok(builder.with_headers(Headers::from(parts.headers)).body(body))
}

#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, _: ScheduleContext) {
    let ticked = match edge(&env, Patience::Cron) {
        Ok(edge) => cron::tick(&edge).await.map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    if let Err(error) = ticked {
        tracing::error!(error, "cron");
    }
}

async fn drain(edge: &Edge) -> std::result::Result<(), edge::database::DatabaseError> {
    let clock = Clock::read(edge).await?;
    outbox::drain(edge, &clock, outbox::AFTER_ANSWER_SECONDS).await
}
