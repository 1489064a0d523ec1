//! Nonsense gets a problem document that says what is wrong and what to do, in the caller's language, and
//! changes nothing.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use edge::problem::Kind;
use reqwest::header::HeaderMap;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tests::{Citizen, City, Exchange};

#[path = "nonsense/at_the_door.rs"]
mod at_the_door;
#[path = "nonsense/fields.rs"]
mod fields;
#[path = "nonsense/reservations.rs"]
mod reservations;
#[path = "nonsense/tokens.rs"]
mod tokens;

const APPOINTMENTS: &str = "/api/v1/appointments";
/// 26 characters, as every id has, of no appointment.
const NOBODYS: &str = "00000000000000000000000000";

/// The status of each problem.
const STATUS: &[(&str, u16)] = &[
    ("bad-json", 400),
    ("bad-query", 400),
    ("idempotency-key-missing", 400),
    ("unauthorised", 401),
    ("operator-only", 401),
    ("forbidden", 403),
    ("challenge-invalid", 403),
    ("not-found", 404),
    ("method-not-allowed", 405),
    ("not-offered", 409),
    ("challenge-spent", 409),
    ("wrong-state", 409),
    ("too-large", 413),
    ("unsupported-media-type", 415),
    ("invalid", 422),
    ("idempotency-key-reused", 422),
    ("challenge-required", 428),
];

/// A request.
#[derive(Clone)]
struct Ask {
    method: Method,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
}

impl Ask {
    fn new(method: Method, path: impl Into<String>) -> Self {
        let (headers, body) = (Vec::new(), None);
        Self {
            method,
            path: path.into(),
            headers,
            body,
        }
    }

    fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// A reservation with this key.
    fn reserve(key: &str, wish: &Value) -> Self {
        Self::new(Method::POST, APPOINTMENTS)
            .header("idempotency-key", key)
            .json(wish)
    }

    fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    fn body(self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let body = Some(body.into());
        Self {
            body,
            ..self.header("content-type", content_type)
        }
    }

    fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    async fn send(&self, city: &City) -> Response {
        let mut request = city
            .http
            .request(self.method.clone(), format!("{}{}", city.base, self.path));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        if let Some(body) = &self.body {
            request = request.body(body.clone());
        }
        request.send().await.expect("the city answers")
    }
}

/// Sends nonsense in German and in English and expects the problem that names these fields, the same status
/// for HEAD where there is GET, and nothing changed. Returns the headers of the German answer.
async fn refused(city: &City, what: &str, ask: &Ask, problem: &str, fields: &[&str]) -> HeaderMap {
    let before = city.everything().await;
    let german = document(city, what, ask, problem, fields, "de").await;
    document(city, what, ask, problem, fields, "en").await;
    if ask.method == Method::GET {
        let head = Ask {
            method: Method::HEAD,
            ..ask.clone()
        }
        .send(city)
        .await;
        assert_eq!(head.status(), status_of(problem), "{what}: HEAD");
        assert_eq!(
            head.headers()["content-type"],
            "application/problem+json",
            "{what}: HEAD"
        );
    }
    assert!(city.everything().await == before, "{what} has changed something");
    german
}

/// The same for a field that is wrong.
async fn invalid(city: &City, what: &str, ask: &Ask, field: &str) {
    refused(city, what, ask, "invalid", &[field]).await;
}

async fn document(
    city: &City,
    what: &str,
    ask: &Ask,
    problem: &str,
    fields: &[&str],
    language: &str,
) -> HeaderMap {
    let response = ask.clone().header("accept-language", language).send(city).await;
    let (status, headers) = (response.status(), response.headers().clone());
    let text = response.text().await.expect("a body");
    Exchange {
        method: &ask.method,
        path: &ask.path,
        sent: ask.body.as_deref(),
        status,
        headers: &headers,
        received: &text,
    }
    .is_as_described();
    let what = format!("{what}: {} {} → {status} {text}", ask.method, ask.path);

    assert_eq!(status, status_of(problem), "{what}");
    assert_eq!(headers["content-type"], "application/problem+json", "{what}");
    assert_eq!(headers["content-language"], language, "{what}");
    assert_eq!(headers["cache-control"], "no-store", "{what}");
    if ask.path.starts_with("/api/") {
        assert_eq!(headers["access-control-allow-origin"], "*", "{what}");
        assert_eq!(
            headers["access-control-expose-headers"], "ETag, Retry-After",
            "{what}"
        );
    }
    let body: Value = serde_json::from_str(&text).expect(&what);
    let kind = Kind::ALL
        .iter()
        .find(|kind| kind.name() == problem)
        .expect("a kind of problem");
    let words = kind.words(texts::of(language));
    assert_eq!(
        body["type"],
        format!("https://termin.example/problems/{problem}"),
        "{what}"
    );
    assert_eq!(body["status"], status_of(problem), "{what}");
    assert_eq!(
        (&body["title"], &body["detail"]),
        (&json!(words.title), &json!(words.detail)),
        "{what}"
    );
    let errors = body["errors"].as_array().cloned().unwrap_or_default();
    let named: Vec<&str> = errors
        .iter()
        .filter_map(|error| error["field"].as_str())
        .collect();
    assert_eq!(named, fields, "{what}");
    assert!(
        errors
            .iter()
            .all(|error| error["detail"].as_str().is_some_and(|detail| !detail.is_empty())),
        "{what}"
    );
    headers
}

fn status_of(problem: &str) -> u16 {
    let row = STATUS.iter().find(|(name, _)| *name == problem);
    row.unwrap_or_else(|| panic!("{problem} has no status")).1
}

/// Certified copies at Harburg on a free morning, with a solved challenge.
async fn good_wish(citizen: &Citizen<'_>) -> Value {
    let slots = citizen
        .slots("service=beglaubigung-dokumente:1&centre=harburg&from=2026-12-01&days=1")
        .await;
    citizen.wish(&[("beglaubigung-dokumente", 1)], &slots[3]).await
}
