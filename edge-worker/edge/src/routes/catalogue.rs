//! `GET /api/v1/catalogue`

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use crate::Edge;
use crate::clock::Clock;
use crate::problem::Problem;
use crate::request::language;
use crate::routes::availability::tagged_json;
use crate::store::closed;
use crate::wire::CatalogueJson;

#[derive(Deserialize)]
pub(super) struct Parameters {
    lang: Option<String>,
    /// Whether to leave out what nobody chooses by.
    #[serde(default)]
    brief: bool,
}

pub(super) async fn catalogue(
    State(edge): State<Edge>,
    clock: Clock,
    headers: HeaderMap,
    Query(parameters): Query<Parameters>,
) -> Result<Response, Problem> {
    let language = language(parameters.lang.as_deref()).map_err(|mut problem| {
        problem.field = "lang".to_owned();
        Problem::bad_query(vec![problem])
    })?;
    let catalogue = edge.catalogue(clock.now()).await?;
    let closed = closed::read(edge.one(closed::select()).await?)?;
    let closed = closed.as_ref().map(|closed| &closed.text);
    let whole = CatalogueJson::new(&catalogue, closed, &edge.settings, language);
    tagged_json(&headers, &if parameters.brief { whole.brief() } else { whole })
}
