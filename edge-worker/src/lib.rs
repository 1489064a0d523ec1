//! The Worker: two events, and what they need from workerd — D1, sockets, clock, chance.
//!
//! **Architecture invariant:** no route, rule or word is here. This crate is a cdylib that nothing can
//! link, so everything worth a test is in `edge`.

mod console;
mod d1;
mod environment;
mod socket;

use axum::body::Body;
use edge::clock::Clock;
use edge::{cron, outbox, routes};
use tower_service::Service;
use worker::{Context, Env, HttpRequest, Result, ScheduleContext, ScheduledEvent, event};

use crate::environment::{Awake, Patience, edge};

#[event(start)]
fn start() {
    console::listen();
}

#[event(fetch)]
async fn fetch(request: HttpRequest, env: Env, context: Context) -> Result<http::Response<Body>> {
    let awake = Awake::default();
    let edge = edge(&env, &awake, Patience::AfterAnswer)?;
    let response = routes::router(edge.clone()).call(request).await?;
    if awake.is_set() {
        // The answer leaves at once; the mail follows. What is missed here, the minute cron sends.
        context.wait_until(async move {
            if let Err(error) = drain(&edge).await {
                tracing::error!(%error, "outbox");
            }
        });
    }
    Ok(response)
}

#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, _: ScheduleContext) {
    let ticked = match edge(&env, &Awake::default(), Patience::Cron) {
        Ok(edge) => cron::tick(&edge).await.map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    if let Err(error) = ticked {
        tracing::error!(error, "cron");
    }
}

async fn drain(edge: &edge::Edge) -> std::result::Result<(), edge::database::DatabaseError> {
    let clock = Clock::read(edge).await?;
    outbox::drain(edge, &clock).await
}
