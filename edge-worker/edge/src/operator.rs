//! Who may use the operator's routes: programs by bearer, a browser by HTTP Basic (decision 0019).

use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::Edge;
use crate::keys::{same, sha256_hex};
use crate::problem::{Kind, Problem};
use crate::request::Bearer;

/// The name a browser signs in with.
pub const USER: &str = "operator";
/// Shortest key, in characters.
pub const SHORTEST: usize = 32;
/// What a wrong key costs whoever tries it, in milliseconds.
const DELAY: u32 = 1_000;

/// The operator's secret, kept as its hash: all that comparing needs.
#[derive(Clone)]
pub struct OperatorKey(String);

impl OperatorKey {
    /// Reads the setting; `None` when it is shorter than [`SHORTEST`].
    #[must_use]
    pub fn parse(setting: &str) -> Option<Self> {
        (setting.chars().count() >= SHORTEST).then(|| Self(sha256_hex(setting)))
    }

    /// Whether `given` is the key; takes as long for every wrong one.
    fn is(&self, given: &str) -> bool {
        same(self.0.as_bytes(), sha256_hex(given).as_bytes())
    }
}

/// Lets requests with the key as bearer pass; for the JSON API.
pub async fn by_bearer(
    State(edge): State<Edge>,
    bearer: Result<Bearer, Problem>,
    request: Request,
    next: Next,
) -> Response {
    let given = bearer.ok().map(|bearer| bearer.0);
    admit(&edge, given, request, next).await
}

/// Lets requests with the key as password of `operator` pass; for pages that a browser opens without a cookie.
pub async fn by_password(
    State(edge): State<Edge>,
    headers: HeaderMap,
    request: Request,
    next: Next,
) -> Response {
    admit(&edge, password(&headers), request, next).await
}

async fn admit(edge: &Edge, given: Option<String>, request: Request, next: Next) -> Response {
    match given {
        Some(key) if edge.settings.operator_key.is(&key) => next.run(request).await,
        Some(_) => {
            (edge.pause)(DELAY).await;
            Problem::from(Kind::OperatorOnly).into_response()
        }
        None => Problem::from(Kind::OperatorOnly).into_response(),
    }
}

/// The password that a browser sends with [`USER`].
fn password(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, credentials) = value.split_once(' ')?;
    let decoded = STANDARD.decode(credentials.trim()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (user, password) = text.split_once(':')?;
    (scheme.eq_ignore_ascii_case("basic") && user == USER).then(|| password.to_owned())
}
