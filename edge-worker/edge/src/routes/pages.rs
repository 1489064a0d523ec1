//! Pages without an appointment: `/barrierefreiheit`, `/problems/…`, and the style sheet.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::Edge;
use crate::language::Reader;
use crate::pages::{self, CSS, PLAIN_POLICY};
use crate::problem::{Kind, Problem};

pub(super) async fn barriers(State(edge): State<Edge>, reader: Reader) -> Response {
    page(PLAIN_POLICY, pages::barriers(reader.frame(&edge)))
}

pub(super) async fn problem(
    State(edge): State<Edge>,
    reader: Reader,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    let texts = reader.texts;
    let kind = Kind::ALL
        .iter()
        .find(|kind| kind.name() == name)
        .ok_or(Kind::NotFound)?;
    let title = kind.words(texts).title;
    let detail = Problem::from(*kind).detail(texts);
    Ok(page(
        PLAIN_POLICY,
        pages::problem(reader.frame(&edge), title, &detail),
    ))
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

pub(super) fn page(policy: &'static str, html: String) -> Response {
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(html)).into_response()
}
