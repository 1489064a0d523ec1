//! The paths of the product. A route reads the request, asks for an event, writes the answer.

mod again;
pub(crate) mod api;
mod appointments;
mod availability;
mod catalogue;
mod challenge;
mod description;
mod development;
mod health;
mod invitations;
mod operator;
mod pages;
mod plain;
mod table;
mod token;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::Edge;
use crate::body::hear_out;
use crate::problem::{Kind, Problem, render};
use crate::settings::Mode;

/// Prefix, methods and paths of everything that answers in JSON: what `openapi` describes.
pub const DESCRIBED: &[(&str, &[(&str, &str)])] =
    &[(api::PREFIX, api::ROUTES), (operator::PREFIX, operator::ROUTES)];

/// The whole product behind one router.
pub fn router(edge: Edge) -> Router {
    let mut router = Router::new()
        .nest(api::PREFIX, api::router())
        .nest(operator::PREFIX, operator::api(&edge))
        .nest(operator::PAGES, operator::pages(&edge))
        .route("/t/{token}", get(token::show).post(token::press))
        .route("/t/{token}/termin.ics", get(token::calendar))
        .route("/buchen", get(plain::look).post(plain::press))
        .route("/meine-termine", get(again::show).post(again::press))
        .route("/barrierefreiheit", get(pages::barriers))
        .route("/page.css", get(pages::style))
        .route("/favicon.ico", get(pages::icon))
        .route("/problems/{name}", get(pages::problem))
        .route("/health", get(health::health))
        .route("/ping", get(async || StatusCode::NO_CONTENT));
    if edge.settings.mode == Mode::Development {
        router = router.route("/dev/clock", post(development::clock));
    }
    router
        .fallback(async || Problem::from(Kind::NotFound))
        .layer(from_fn(hear_out))
        .layer(from_fn_with_state(edge.clone(), render))
        .layer(from_fn(safe_headers))
        .with_state(edge)
}

/// Widgets live on other origins and carry no cookies: every page may ask, by bearer only.
async fn open_to_every_page(request: Request, next: Next) -> Response {
    let preflight = request.method() == Method::OPTIONS;
    let mut response = if preflight {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    allow_every_origin(response.headers_mut());
    if preflight {
        let headers = response.headers_mut();
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET, POST, PUT, DELETE, OPTIONS"),
        );
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            HeaderValue::from_static(
                "authorization, content-type, idempotency-key, accept-language, if-none-match",
            ),
        );
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("86400"));
    }
    response
}

fn allow_every_origin(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("ETag, Retry-After"),
    );
}

/// What every answer carries, whoever made it.
async fn safe_headers(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let api = path.starts_with("/api/") && !path.starts_with(operator::PREFIX);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers
        .entry(header::REFERRER_POLICY)
        .or_insert(HeaderValue::from_static("no-referrer"));
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'none'; frame-ancestors 'none'",
        ));
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if api {
        // Also where the framework refused before the API's own layer.
        allow_every_origin(headers);
        headers.insert(
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        );
    }
    response
}
