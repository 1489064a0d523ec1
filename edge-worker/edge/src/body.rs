//! JSON bodies: read within limits, each fault named.

use std::future::poll_fn;
use std::pin::pin;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::Edge;
use crate::field::{Fault, FieldProblem, JsonType};
use crate::problem::{Kind, Problem};

/// Largest body.
const BODY_LIMIT: usize = 64 * 1024;
/// Larger ones are read to their end and refused, up to here.
const HEARD_OUT: usize = 4 * 1024 * 1024;

/// Reads each body before anything is decided on it, and hears out one that is too large: a connection with
/// an unread body breaks, and whoever is cut short may never read why.
pub async fn hear_out(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match read(body).await {
        Ok(bytes) => next.run(Request::from_parts(parts, bytes.into())).await,
        Err(problem) => problem.into_response(),
    }
}

async fn read(body: Body) -> Result<Bytes, Problem> {
    let mut body = pin!(body);
    let mut bytes = Vec::new();
    let mut heard = 0;
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        // A body that breaks off has no one left to read the answer.
        let Ok(data) = frame.map_err(|_| Kind::BadJson)?.into_data() else {
            continue;
        };
        heard += data.len();
        if heard > HEARD_OUT {
            break;
        }
        if heard <= BODY_LIMIT {
            bytes.extend_from_slice(&data);
        }
    }
    if heard > BODY_LIMIT {
        return Err(Kind::TooLarge.into());
    }
    Ok(bytes.into())
}

/// A JSON body, with its bytes for comparing requests.
pub struct Json<T> {
    /// What it says.
    pub value: T,
    /// As it came.
    pub bytes: Bytes,
}

impl<T: DeserializeOwned> FromRequest<Edge> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, edge: &Edge) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Kind::UnsupportedMediaType.into());
        }
        let bytes = heard(request, edge).await?;
        let value = parse(&bytes)?;
        Ok(Self { value, bytes })
    }
}

/// A JSON body that may be left out.
pub struct OptionalJson<T>(pub T);

impl<T: DeserializeOwned + Default> FromRequest<Edge> for OptionalJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, edge: &Edge) -> Result<Self, Problem> {
        let json = is_json(request.headers());
        let bytes = heard(request, edge).await?;
        match (bytes.is_empty(), json) {
            (true, _) => Ok(Self(T::default())),
            (false, true) => Ok(Self(parse(&bytes)?)),
            (false, false) => Err(Kind::UnsupportedMediaType.into()),
        }
    }
}

/// The bytes that [`hear_out`] has read.
async fn heard(request: Request, edge: &Edge) -> Result<Bytes, Problem> {
    Bytes::from_request(request, edge)
        .await
        .map_err(|_| Kind::TooLarge.into())
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("application/json"))
}

/// Reads JSON, naming the field that is wrong.
///
/// # Errors
/// `bad-json`, or `invalid` with the field.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // Serde would take an array for an object, its values in the order of our fields.
    if !bytes.trim_ascii_start().starts_with(b"{") {
        let json = serde_json::from_slice::<IgnoredAny>(bytes).is_ok();
        let body = || Problem::invalid(vec![FieldProblem::new("", Fault::Body)]);
        return Err(if json { body() } else { Kind::BadJson.into() });
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        if error.inner().classify() != serde_json::error::Category::Data {
            return Kind::BadJson.into();
        }
        Problem::invalid(vec![data_fault(
            &error.path().to_string(),
            &error.inner().to_string(),
        )])
    })?;
    json.end().map_err(|_| Kind::BadJson)?;
    Ok(value)
}

/// Names the field that serde stumbled over: it knows the path, and quotes missing and unknown names.
fn data_fault(path: &str, message: &str) -> FieldProblem {
    let quoted = message.split('`').nth(1).unwrap_or_default();
    let within = if path == "." { "" } else { path };
    let named = |fault| {
        // Of an unknown name the path tells already.
        let known = within == quoted || within.ends_with(&format!(".{quoted}"));
        match (known, within) {
            (true, _) => FieldProblem::new(within, fault),
            (false, "") => FieldProblem::new(quoted, fault),
            (false, _) => FieldProblem::new(format!("{within}.{quoted}"), fault),
        }
    };
    if message.starts_with("missing field") {
        named(Fault::Missing)
    } else if message.starts_with("unknown field") {
        named(Fault::Unknown)
    } else if message.starts_with("duplicate field") {
        named(Fault::Twice)
    } else {
        FieldProblem::new(within, Fault::Type(expected(message)))
    }
}

/// The type that serde expected.
fn expected(message: &str) -> JsonType {
    let wanted = message.split("expected ").nth(1).unwrap_or_default();
    if wanted.starts_with("a string") {
        JsonType::Text
    } else if wanted.starts_with("a sequence") {
        JsonType::List
    } else if wanted.starts_with("struct") {
        JsonType::Object
    } else {
        JsonType::Number
    }
}
