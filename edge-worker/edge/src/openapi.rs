//! The description of API v1 (OpenAPI 3.1), made from the types that read requests and write answers.
//! `cargo xtask openapi` writes it to `docs/openapi.json`, a test holds it against this, and the acceptance
//! tests hold every answer they get against it.
//!
//! **A new route** has its row in a table of [`crate::routes`] and its [`operation::Operation`] in one of the files here.
//! **A new problem** has its row in `kinds!` of [`crate::problem`], members beyond the usual in [`problems`],
//! and is named in [`operation::Operation::refuses`] of every operation that may answer it.
//! **A new member** has its field in [`crate::wire`], with a comment that says what it is to a stranger.

#![cfg_attr(
    not(test),
    expect(
        clippy::indexing_slicing,
        reason = "JSON under construction grows by index; the Worker runs none of this"
    )
)]

mod appointments;
mod operation;
mod operator;
mod problems;
mod reading;
mod schemas;

use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};
use serde_json::{Map, Value, json};

use crate::openapi::operation::Operation;
use crate::openapi::schemas::Schemas;
use crate::routes::api::PREFIX;

const ABOUT: &str = include_str!("openapi/about.md");
/// Requests and answers by operation: one way through the city, which a test goes.
const EXAMPLES: &str = include_str!("openapi/examples.json");

/// The whole description.
#[must_use]
pub fn document() -> Value {
    let mut schemas = Schemas::default();
    let examples: Value = serde_json::from_str(EXAMPLES).unwrap_or_default();
    let mut paths = Map::new();
    for operation in operations() {
        let path = paths.entry(format!("{PREFIX}{}", operation.path));
        let path = path.or_insert_with(|| json!({}));
        path[operation.method] = operation.document(&mut schemas, &examples);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "hamburg-termin",
            "summary": "Appointments at Hamburg's customer centres (Kundenzentren).",
            "description": ABOUT,
            "version": "1",
            "license": { "name": "EUPL-1.2", "identifier": "EUPL-1.2" },
        },
        "servers": [{ "url": "/", "description": "Whoever serves this document." }],
        "tags": [
            { "name": reading::TAG, "description": "What there is, and when." },
            { "name": appointments::TAG, "description": "From the reservation to the visit." },
            { "name": operator::TAG, "description": "Closing and resuming. No page of another origin may ask." },
        ],
        "paths": paths,
        "components": {
            "schemas": schemas.components(),
            "securitySchemes": operation::bearers(),
            "parameters": operation::parameters(),
            "headers": operation::headers(),
        },
    })
}

/// The same as it is written down: for people to compare line by line, for the Worker to carry few blanks.
///
/// # Errors
/// What cannot be written as JSON.
pub fn text() -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    let layout = PrettyFormatter::with_indent(b"\t");
    document().serialize(&mut Serializer::with_formatter(&mut bytes, layout))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned() + "\n")
}

fn operations() -> impl Iterator<Item = Operation> {
    let groups = [
        (reading::TAG, reading::operations()),
        (appointments::TAG, appointments::operations()),
        (operator::TAG, operator::operations()),
    ];
    groups
        .into_iter()
        .flat_map(|(tag, operations)| operations.into_iter().map(move |operation| operation.tag(tag)))
}
