//! What the operator may do that citizens may not, and nobody without the key.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Method, Response};
use tests::{Answer, City, OPERATOR_KEY, Reserved};

#[path = "operator/access.rs"]
mod access;
#[path = "operator/closing.rs"]
mod closing;
#[path = "operator/day_lists.rs"]
mod day_lists;
#[path = "operator/footer.rs"]
mod footer;
#[path = "operator/health.rs"]
mod health;
#[path = "operator/invariants.rs"]
mod invariants;
#[path = "operator/restore.rs"]
mod restore;
#[path = "operator/settings.rs"]
mod settings;

/// A request with these credentials.
async fn ask(city: &City, method: Method, path: &str, authorization: Option<&str>) -> Response {
    let mut request = city.http.request(method, format!("{}{path}", city.base));
    if let Some(value) = authorization {
        request = request.header("authorization", value);
    }
    request.send().await.expect("the city answers")
}

fn bearer(key: &str) -> String {
    format!("Bearer {key}")
}

fn basic(user: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{user}:{password}")))
}
