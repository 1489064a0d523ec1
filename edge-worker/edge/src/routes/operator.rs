//! `/api/v1/operator/…` for the operator's programs, `/operator/…` for the operator's browser. Pages of other origins
//! have no business here: no CORS.

mod closed;
mod day_lists;
mod invitations;
mod mails;
mod pauses;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use crate::Edge;
use crate::operator::{by_bearer, by_password};
use crate::problem::{Kind, Problem};
use crate::routes::table::table;

/// Where the operator's API begins.
pub(super) const PREFIX: &str = "/api/v1/operator";
/// Where the operator's pages begin.
pub(super) const PAGES: &str = "/operator";

table! {
    get "/closed" closed::show;
    put "/closed" closed::close;
    delete "/closed" closed::open;
    post "/invitations" invitations::issue;
    get "/mails" mails::show;
    get "/pauses" pauses::show;
    delete "/pauses/{centre}" pauses::resume;
}

/// The operator's API; whoever has no key learns not even which paths there are.
pub(super) fn api(edge: &Edge) -> Router<Edge> {
    routed()
        .fallback(nothing)
        .layer(from_fn_with_state(edge.clone(), by_bearer))
}

/// The operator's pages.
pub(super) fn pages(edge: &Edge) -> Router<Edge> {
    Router::new()
        .route("/", get(day_lists::overview))
        .route("/days/{date}", get(day_lists::of_all))
        .route("/days/{centre}/{date}", get(day_lists::of_centre))
        .fallback(nothing)
        .layer(from_fn_with_state(edge.clone(), by_password))
}

async fn nothing() -> Problem {
    Kind::NotFound.into()
}
