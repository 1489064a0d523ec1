//! `GET /api/v1/openapi.json`: what the API says of itself.

use axum::http::HeaderMap;
use axum::response::Response;

use crate::routes::availability::tagged;

/// Written by `cargo xtask openapi`.
const DESCRIPTION: &str = include_str!("../../../../docs/openapi.json");

pub(super) async fn description(headers: HeaderMap) -> Response {
    tagged(&headers, DESCRIPTION.as_bytes())
}
