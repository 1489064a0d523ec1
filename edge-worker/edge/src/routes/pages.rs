//! Pages without an appointment: `/buchen`, `/problems/…`, the style sheet, `/health`.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde_json::json;

use crate::Edge;
use crate::clock::Clock;
use crate::pages::{self, CSS, Frame, PLAIN_POLICY};
use crate::problem::{Kind, Problem, texts_for};

/// `/buchen` runs the widget and may be framed; it holds nothing of anybody.
const BOOKING_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
    connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'";

pub(super) async fn book(State(edge): State<Edge>, headers: HeaderMap) -> Response {
    let frame = Frame {
        texts: texts_for(&headers),
        footer: &edge.settings.footer,
    };
    page(BOOKING_POLICY, pages::book(frame))
}

pub(super) async fn problem(
    State(edge): State<Edge>,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let texts = texts_for(&headers);
    let kind = Kind::ALL
        .iter()
        .find(|kind| kind.name() == name)
        .ok_or(Kind::NotFound)?;
    let frame = Frame {
        texts,
        footer: &edge.settings.footer,
    };
    Ok(page(PLAIN_POLICY, pages::problem(frame, &kind.words(texts))))
}

/// There is none: said without an error.
pub(super) async fn icon() -> StatusCode {
    StatusCode::NO_CONTENT
}

pub(super) async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, CSS)
}

/// Says that the Worker and its database answer, and what the time is.
pub(super) async fn health(State(edge): State<Edge>, clock: Clock) -> Result<Response, Problem> {
    let now = clock.now();
    edge.forget_catalogue();
    let catalogue = edge.catalogue(now).await?;
    let body = json!({ "status": "ok", "now": now.to_rfc3339(), "centres": catalogue.centres.len() });
    Ok(axum::Json(body).into_response())
}

pub(super) fn page(policy: &'static str, html: String) -> Response {
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
}
