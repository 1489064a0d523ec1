//! What the API says of itself: complete, written down, and noticed when it is wrong. That it is true is held
//! by every other test: each answer passes the description before the test sees it.

use std::collections::BTreeSet;

use edge::routes::DESCRIBED;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use tests::{City, Exchange};

#[test]
fn every_route_is_described_and_nothing_else() {
    let document = edge::openapi::document();
    let paths = document["paths"].as_object().unwrap();
    let described = paths.iter().flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().keys();
        methods.map(move |method| format!("{method} {path}"))
    });
    let described: BTreeSet<String> = described.collect();
    let routed = DESCRIBED.iter().flat_map(|(prefix, routes)| {
        let routes = routes.iter();
        routes.map(move |(method, path)| format!("{method} {prefix}{path}"))
    });
    let routed: BTreeSet<String> = routed.collect();
    let left_out: Vec<_> = routed.difference(&described).collect();
    let made_up: Vec<_> = described.difference(&routed).collect();
    assert!(
        left_out.is_empty() && made_up.is_empty(),
        "describe {left_out:?} in edge/src/openapi; {made_up:?} have no row in a table of edge/src/routes"
    );
}

#[test]
fn what_is_written_down_is_what_the_types_say() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
    let written = std::fs::read_to_string(file).unwrap();
    let made = edge::openapi::text().unwrap();
    assert!(
        written == made,
        "docs/openapi.json is not what the types say: run `cargo xtask openapi`"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn its_examples_are_what_a_city_answers() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../edge-worker/edge/src/openapi/examples.json"
    );
    let written: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let answered = tests::examples().await;
    for (operation, example) in answered.as_object().unwrap() {
        assert_eq!(
            *example, written[operation],
            "{operation} is answered differently now: run `cargo xtask openapi`"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn programs_read_the_description_where_the_api_is() {
    let city = City::open().await;
    let citizen = city.citizen();
    let answer = citizen.get("/api/v1/openapi.json").await;
    assert!(
        answer.json == edge::openapi::document(),
        "the city carries another description: run `cargo xtask openapi`, and build the Worker anew"
    );
    let tag = answer.etag.unwrap();
    let known = [("if-none-match", tag.as_str())];
    let again = citizen
        .send(Method::GET, "/api/v1/openapi.json", &known, None)
        .await;
    assert_eq!(again.status, 304);
}

#[test]
fn every_reference_leads_somewhere() {
    let document = edge::openapi::document();
    let mut references = Vec::new();
    collect(&document, &mut references);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

#[test]
fn every_member_and_parameter_says_what_it_is() {
    let document = edge::openapi::document();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let members = schemas.iter().flat_map(|(name, schema)| {
        let members = schema["properties"].as_object().into_iter().flatten();
        members.map(move |(member, schema)| (format!("{name}.{member}"), schema))
    });
    let operations = document["paths"].as_object().unwrap().iter();
    let operations = operations.flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().iter();
        methods.map(move |(method, operation)| (format!("{method} {path}"), operation))
    });
    let parameters = operations.flat_map(|(name, operation)| {
        let inline = operation["parameters"].as_array().into_iter().flatten();
        let inline = inline.filter(|parameter| parameter["$ref"].is_null());
        inline.map(move |parameter| (format!("{name}: {}", parameter["name"]), parameter))
    });
    let types = schemas.iter().map(|(name, schema)| (name.clone(), schema));
    let silent = types.chain(members).chain(parameters);
    let silent = silent.filter(|(_, told)| told["description"].as_str().is_none_or(str::is_empty));
    let silent: Vec<String> = silent.map(|(name, _)| name).collect();
    assert!(
        silent.is_empty(),
        "say in a comment of edge/src/wire what these are: {silent:?}"
    );
}

fn collect(value: &Value, references: &mut Vec<String>) {
    if let Some(reference) = value["$ref"].as_str() {
        references.push(reference.to_owned());
    }
    let (members, list) = (value.as_object(), value.as_array());
    let parts = members.into_iter().flat_map(|members| members.values());
    parts
        .chain(list.into_iter().flatten())
        .for_each(|part| collect(part, references));
}

const SLOTS: &str = r#"{"units":2,"slots":[{"centre":"harburg","starts_at":"2026-12-01T08:15:00+01:00","ends_at":"2026-12-01T08:25:00+01:00"}]}"#;
const TAKEN: &str = r#"{"type":"https://termin.example/problems/slot-taken","title":"t","status":409,"detail":"d","alternatives":[]}"#;
const JSON: (&str, &str) = ("content-type", "application/json");
const PROBLEM: (&str, &str) = ("content-type", "application/problem+json");
const TAG: (&str, &str) = ("etag", "\"x\"");

/// What is wrong (nothing, where the complaint is empty), request, answer, part of the complaint.
type Row = (
    &'static str,
    (&'static str, &'static str),
    (u16, &'static [(&'static str, &'static str)], &'static str),
    &'static str,
);

const ANSWERS: &[Row] = &[
    (
        "as it should be",
        ("GET", "/api/v1/slots?service=x"),
        (200, &[JSON, TAG], SLOTS),
        "",
    ),
    (
        "not changed",
        ("GET", "/api/v1/slots?service=x"),
        (304, &[TAG], ""),
        "",
    ),
    (
        "HEAD",
        ("HEAD", "/api/v1/slots?service=x"),
        (200, &[JSON, TAG], ""),
        "",
    ),
    (
        "a page, which is none of ours",
        ("GET", "/buchen"),
        (418, &[], "x"),
        "",
    ),
    (
        "another type",
        ("GET", "/api/v1/slots"),
        (200, &[("content-type", "text/html"), TAG], SLOTS),
        "its content",
    ),
    (
        "no ETag",
        ("GET", "/api/v1/slots"),
        (200, &[JSON], SLOTS),
        "ETag is missing",
    ),
    (
        "an unknown member",
        ("GET", "/api/v1/slots"),
        (200, &[JSON, TAG], r#"{"units":2,"slots":[],"more":1}"#),
        "'more'",
    ),
    (
        "an unknown member within",
        ("GET", "/api/v1/slots"),
        (
            200,
            &[JSON, TAG],
            r#"{"units":2,"slots":[{"centre":"x","starts_at":"2026-12-01T08:15:00+01:00","ends_at":"2026-12-01T08:15:00+01:00","x":1}]}"#,
        ),
        "'x'",
    ),
    (
        "a member missing",
        ("GET", "/api/v1/slots"),
        (200, &[JSON, TAG], r#"{"slots":[]}"#),
        "\"units\" is a required",
    ),
    (
        "a time without a zone",
        ("GET", "/api/v1/slots"),
        (
            200,
            &[JSON, TAG],
            r#"{"units":2,"slots":[{"centre":"x","starts_at":"2026-12-01T08:15:00","ends_at":"2026-12-01T08:15:00+01:00"}]}"#,
        ),
        "date-time",
    ),
    (
        "a status of another route",
        ("GET", "/api/v1/slots"),
        (201, &[JSON, TAG], SLOTS),
        "201 is none",
    ),
    (
        "a parameter nobody knows",
        ("GET", "/api/v1/slots?place=x"),
        (200, &[JSON, TAG], SLOTS),
        "parameter place",
    ),
    (
        "a body where there is none",
        ("DELETE", "/api/v1/appointments/x"),
        (204, &[], "{}"),
        "no body",
    ),
    (
        "a refusal",
        ("POST", "/api/v1/appointments/x/move"),
        (409, &[PROBLEM], TAKEN),
        "",
    ),
    (
        "a refusal of another route",
        ("POST", "/api/v1/appointments/x/prolong"),
        (409, &[PROBLEM], TAKEN),
        "is none of",
    ),
    (
        "a refusal without its members",
        ("POST", "/api/v1/appointments/x/move"),
        (
            409,
            &[PROBLEM],
            r#"{"type":"https://termin.example/problems/slot-taken","title":"t","status":409,"detail":"d"}"#,
        ),
        "alternatives",
    ),
    (
        "a refusal with members of another",
        ("GET", "/api/v1/availability/x"),
        (
            404,
            &[PROBLEM],
            r#"{"type":"https://termin.example/problems/not-found","title":"t","status":404,"detail":"d","tries_left":1}"#,
        ),
        "'tries_left'",
    ),
    (
        "a refusal with another status",
        ("GET", "/api/v1/availability/x"),
        (
            404,
            &[PROBLEM],
            r#"{"type":"https://termin.example/problems/not-found","title":"t","status":409,"detail":"d"}"#,
        ),
        "404",
    ),
    (
        "no such path, and yet",
        ("GET", "/api/v1/secret"),
        (200, &[JSON], "{}"),
        "no such route",
    ),
    (
        "no such method, and yet",
        ("PUT", "/api/v1/slots"),
        (200, &[JSON], "{}"),
        "no such route",
    ),
];

#[test]
fn answers_that_are_not_as_described_are_noticed() {
    for (what, (method, path), (status, headers, body), complaint) in ANSWERS {
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        let exchange = Exchange {
            method: &method.parse().unwrap(),
            path,
            sent: None,
            status: StatusCode::from_u16(*status).unwrap(),
            headers: &headers,
            received: body,
        };
        match exchange.complaint() {
            None => assert!(complaint.is_empty(), "{what}: should be noticed"),
            Some(said) => assert!(
                !complaint.is_empty() && said.contains(complaint),
                "{what}: {said}"
            ),
        }
    }
}

#[test]
fn good_answers_to_bad_requests_are_noticed() {
    let body = br#"{"token":"x","slot":null,"more":1}"#;
    let exchange = Exchange {
        method: &Method::POST,
        path: "/api/v1/activations",
        sent: Some(body),
        status: StatusCode::OK,
        headers: &HeaderMap::from_iter([(
            HeaderName::from_static("content-type"),
            HeaderValue::from_static("application/json"),
        )]),
        received: r#"{"id":"x","status":"booked","reference":"K7TM-2Q9X"}"#,
    };
    let complaint = exchange.complaint().unwrap();
    assert!(
        complaint.contains("of the request") && complaint.contains("'more'"),
        "{complaint}"
    );
}
