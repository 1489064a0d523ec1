//! A refusal as programs read it: application/problem+json.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::Serialize;
use texts::Texts;

use crate::problem::Problem;
use crate::standing::Shut;
use crate::wire::SlotJson;

/// A refusal as programs read it (RFC 9457).
#[derive(Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Problem")
)]
pub(crate) struct Document<'a> {
    /// Its last part names the kind; the address explains it to people.
    r#type: String,
    /// What happened, in the caller's language.
    pub(crate) title: &'a str,
    /// The HTTP status again.
    status: u16,
    /// What to do next, in the caller's language.
    pub(crate) detail: String,
    /// What is wrong, field by field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldDocument>,
    /// Free times to choose from instead, earliest first; after a lapse the time that was held first, if it is still free.
    #[serde(skip_serializing_if = "Option::is_none")]
    alternatives: Option<Vec<SlotJson>>,
    /// Seconds after which it is worth another try, as in `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u32>,
    /// Codes that may still be tried.
    #[serde(skip_serializing_if = "Option::is_none")]
    tries_left: Option<u8>,
    /// The centre that has taken over from one that is closed for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    successor: Option<String>,
    /// The first date on which a centre to come is expected to be open.
    #[serde(skip_serializing_if = "Option::is_none")]
    opens: Option<NaiveDate>,
}

/// A field that is wrong.
#[derive(Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "FieldProblem")
)]
struct FieldDocument {
    /// Its place in the body or query, `services[0].quantity`; empty for the body itself.
    field: String,
    /// What it must be, in the caller's language.
    detail: String,
}

impl<'a> Document<'a> {
    /// This problem, worded.
    pub(crate) fn new(problem: &Problem, texts: &'a Texts, base_url: &str) -> Self {
        let shut = problem.shut.as_deref();
        Self {
            r#type: format!("{base_url}/problems/{}", problem.kind.name()),
            title: problem.kind.words(texts).title,
            status: problem.kind.status().as_u16(),
            detail: problem.detail(texts),
            errors: problem
                .fields
                .iter()
                .map(|field| FieldDocument {
                    field: field.field.clone(),
                    detail: field.words(texts),
                })
                .collect(),
            alternatives: problem.alternatives.clone(),
            retry_after: problem.retry_after,
            tries_left: problem.tries_left,
            successor: shut.and_then(|shut| shut.successor()).map(ToString::to_string),
            opens: shut.and_then(Shut::opens),
        }
    }
}

impl IntoResponse for Document<'_> {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let content_type = [(header::CONTENT_TYPE, "application/problem+json")];
        (status, content_type, body).into_response()
    }
}
