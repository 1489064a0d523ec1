//! A whole request against the router: paths, queries, headers, forms and bodies on their way to what reads them.
//!
//! The input is a request as HTTP/1.1 writes it, with plain line ends; `Host` and lengths are left out. The city is small,
//! its clock stands still, and it is opened anew as soon as something has been written.

use std::cell::RefCell;

use axum::body::Body;
use axum::http::{Method, Request, Response, StatusCode};
use serde_json::Value;
use tower_service::Service;

use crate::city::{City, payments, whole};
use crate::ready;

thread_local! {
    static CITY: RefCell<City> = RefCell::new(City::open());
}

/// See the crate.
pub fn check(input: &[u8]) -> bool {
    let Some(request) = read(input) else { return false };
    CITY.with_borrow_mut(|city| {
        let before = city.written();
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let response = ready(city.router.call(request)).expect("the router always answers");
        let status = response.status();
        answered(response, &path);
        if city.written() != before {
            may_write(&method, &path, status);
            *city = City::open();
        } else if let Some(again) = read(input) {
            let again = ready(city.router.call(again)).expect("the router always answers");
            assert_eq!(again.status(), status, "the same request, the same answer");
        }
        status.is_success()
    })
}

/// No answer is a fault of ours, and every refusal of the API is a problem document that says so itself.
fn answered(response: Response<Body>, path: &str) {
    let status = response.status();
    // No cron has come by yet, which is for `/health` to say.
    assert!(
        !status.is_server_error() || path == "/health",
        "{status} for {path}"
    );
    let json = response.headers().get("content-type");
    let json = json.is_some_and(|kind| kind == "application/problem+json");
    let body = ready(whole(response.into_body()));
    if path.starts_with("/api/") && status.is_client_error() && !body.is_empty() {
        assert!(json, "{status} for {path} is no problem document");
        let problem: Value = serde_json::from_slice(&body).expect("JSON");
        assert_eq!(problem["status"], status.as_u16());
        for text in ["type", "title", "detail"] {
            let text = problem[text].as_str().expect("a text");
            assert!(!text.is_empty() && !text.contains(['{', '}']), "{problem}");
        }
    }
}

/// Reading writes nothing but the note that the operator has looked at a list; neither does what is refused, but for the
/// tries of a code.
fn may_write(method: &Method, path: &str, status: StatusCode) {
    let looks = *method == Method::GET || *method == Method::HEAD || *method == Method::OPTIONS;
    assert!(!looks || path.starts_with("/operator/"), "{method} {path} writes");
    let refused = status.is_client_error();
    let code = path.ends_with("/activation") || path == "/buchen";
    assert!(!refused || code, "{method} {path} writes and answers {status}");
}

/// A request, where HTTP itself would let it through.
fn read(input: &[u8]) -> Option<Request<Body>> {
    let end = input.windows(2).position(|window| window == b"\n\n");
    let (head, body) = input.split_at(end.unwrap_or(input.len()));
    let mut lines = str::from_utf8(head).ok()?.lines();
    let (method, target) = lines.next()?.split_once(' ')?;
    let mut request = Request::builder().method(method).uri(target);
    for line in lines {
        let (name, value) = line.split_once(": ")?;
        request = request.header(name, value);
    }
    let body = body.get(2..).unwrap_or_default().to_vec();
    request
        .body(Body::from(body))
        .ok()
        .filter(|request| request.uri().path().starts_with('/'))
}

/// Requests that only the city's keys open: what a corpus begins with.
#[must_use]
pub fn issued() -> Vec<String> {
    const JSON: &str = "Content-Type: application/json";
    const FORM: &str = "Content-Type: application/x-www-form-urlencoded";
    let City { held, booked, .. } = City::open();
    let bearer = |method: &str, id: &str, path: &str, token: &str, body: &str| {
        let head = format!("{method} /api/v1/appointments/{id}{path}\nAuthorization: Bearer {token}");
        format!("{head}\n{JSON}\n\n{body}")
    };
    let [solution, ticket] = payments();
    let reserve = format!(
        r#"{{"services":[{{"id":"pass","quantity":1}}],"centre":"hafen","starts_at":"2026-11-30T10:00:00+01:00","challenge":"{solution}"}}"#
    );
    let there = r#"{"centre":"hafen","starts_at":"2026-11-30T10:00:00+01:00"}"#;
    vec![
        format!("GET /t/{}", held.activation),
        format!("POST /t/{}\n{FORM}\n\ndo=activate", held.activation),
        format!("GET /t/{}?tag=2026-11-30", booked.manage),
        format!("GET /t/{}?absagen=", booked.manage),
        format!("GET /t/{}/termin.ics", booked.manage),
        format!("POST /t/{}\n{FORM}\n\ndo=cancel", booked.manage),
        format!(
            "POST /t/{}\n{FORM}\n\ndo=move&centre=hafen&starts_at=2026-11-30T10:00:00%2B01:00",
            booked.manage
        ),
        format!(
            "POST /api/v1/activations\n{JSON}\n\n{{\"token\":\"{}\"}}",
            held.activation
        ),
        format!("POST /api/v1/appointments\nIdempotency-Key: k\n{JSON}\n\n{reserve}"),
        format!(
            "POST /buchen\n{FORM}\n\nservice=pass:1&slot=hafen+2026-11-30T10:00:00%2B01:00&ticket={ticket}"
        ),
        format!(
            "POST /buchen\n{FORM}\n\ndo=look&id={}&secret={}",
            held.id, held.secret
        ),
        bearer("GET", &held.id, "", &held.secret, ""),
        bearer("POST", &held.id, "/mail", &held.secret, ""),
        bearer(
            "POST",
            &held.id,
            "/activation",
            &held.secret,
            r#"{"code":"123456"}"#,
        ),
        bearer("DELETE", &held.id, "", &held.secret, ""),
        bearer("GET", &booked.id, "", &booked.manage, ""),
        bearer("POST", &booked.id, "/move", &booked.manage, there),
        bearer("DELETE", &booked.id, "", &booked.manage, ""),
    ]
}
