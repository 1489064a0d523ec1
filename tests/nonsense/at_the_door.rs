//! Refused before anybody looks at what is wanted: bodies, media types, paths, methods, queries.

use super::*;

/// Routes that read a body.
const WITH_BODY: &[(Method, &str)] = &[
    (Method::POST, "/api/v1/appointments"),
    (
        Method::PUT,
        "/api/v1/appointments/00000000000000000000000000/applicant",
    ),
    (
        Method::POST,
        "/api/v1/appointments/00000000000000000000000000/prolong",
    ),
    (
        Method::POST,
        "/api/v1/appointments/00000000000000000000000000/activation",
    ),
    (
        Method::POST,
        "/api/v1/appointments/00000000000000000000000000/move",
    ),
    (Method::POST, "/api/v1/activations"),
];

fn ask(method: &Method, path: &str) -> Ask {
    Ask::new(method.clone(), path)
        .bearer("x")
        .header("idempotency-key", "key")
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_are_no_json_object() {
    let city = City::open().await;
    let bodies: &[(&str, &[u8], &str, &[&str])] = &[
        ("not JSON", b"service=reisepass", "bad-json", &[]),
        ("broken off", b"{", "bad-json", &[]),
        ("single quotes", b"{'token':'x'}", "bad-json", &[]),
        ("not UTF-8", b"{\"\xff\":1}", "bad-json", &[]),
        ("deeply nested", &[b'['; 60_000], "bad-json", &[]),
        ("a list", b"[]", "invalid", &[""]),
        ("a list of what would fit", br#"["x"]"#, "invalid", &[""]),
        ("a text", br#" "x""#, "invalid", &[""]),
        ("null", b"null", "invalid", &[""]),
    ];
    for (method, path) in WITH_BODY {
        for (what, body, problem, fields) in bodies {
            let ask = ask(method, path).body("application/json; charset=utf-8", *body);
            refused(&city, what, &ask, problem, fields).await;
        }
        let nested = format!(r#"{{"{}1{}"#, "x\":{\"".repeat(8_000), "}".repeat(8_000));
        let ask = ask(method, path).body("application/json", nested);
        let answer = ask.send(&city).await.status();
        assert!(answer == 400 || answer == 422, "nested objects: {answer}");
    }
}

/// Once this read as a field without a name that must be a number.
#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_say_a_thing_twice() {
    let city = City::open().await;
    let path = "/api/v1/activations";
    for (body, field) in [
        (r#"{"token":"x","token":"y"}"#, "token"),
        (
            r#"{"token":"x","slot":{"centre":"harburg","centre":"altona"}}"#,
            "slot.centre",
        ),
    ] {
        let ask = ask(&Method::POST, path).body("application/json", body);
        refused(&city, "twice", &ask, "invalid", &[field]).await;
    }
}

/// Serde would take them, value by value.
#[tokio::test(flavor = "multi_thread")]
async fn bodies_with_a_list_for_an_object() {
    let city = City::open().await;
    let slot = r#""centre":"harburg","starts_at":"2026-12-01T09:00:00+01:00""#;
    for (path, body, field) in [
        (
            "activations",
            r#"{"token":"x","slot":["harburg","2026-12-01T09:00:00+01:00",null]}"#.to_owned(),
            "slot",
        ),
        (
            "appointments",
            format!(r#"{{"services":[["reisepass",1]],{slot}}}"#),
            "services[0]",
        ),
        (
            "appointments",
            format!(r#"{{"services":[{{"id":"reisepass","quantity":1}}],{slot},"replaces":["x","y"]}}"#),
            "replaces",
        ),
        (
            "appointments/00000000000000000000000000/move",
            format!(r#"{{{slot},"services":[["reisepass",1]]}}"#),
            "services[0]",
        ),
    ] {
        let ask = ask(&Method::POST, &format!("/api/v1/{path}")).body("application/json", body);
        refused(&city, "a list", &ask, "invalid", &[field]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_that_are_too_large() {
    let city = City::open().await;
    for (method, path) in WITH_BODY {
        for size in [64 * 1024 + 1, 1024 * 1024] {
            let ask = ask(method, path).body("application/json", vec![b' '; size]);
            refused(&city, &format!("{size} bytes"), &ask, "too-large", &[]).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_of_another_type() {
    let city = City::open().await;
    let types = [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonx",
        "",
    ];
    for (method, path) in WITH_BODY {
        for content_type in types {
            let ask = ask(method, path).body(content_type, "{}");
            refused(&city, content_type, &ask, "unsupported-media-type", &[]).await;
        }
        let body = Some(b"{}".to_vec());
        let ask = Ask {
            body,
            ..ask(method, path)
        };
        refused(&city, "no type", &ask, "unsupported-media-type", &[]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_that_lead_nowhere() {
    let city = City::open().await;
    let paths = [
        "/api/v1",
        "/api/v1/",
        "/api/v2/slots",
        "/api/v1/nothing",
        "/api/v1/slots/",
        "/api/v1/appointments/",
        "/api/v1/appointments/x/y/z",
        "/dev/nothing",
    ];
    for path in paths {
        refused(&city, "unknown path", &Ask::get(path), "not-found", &[]).await;
        refused(
            &city,
            "unknown path",
            &Ask::new(Method::POST, path),
            "not-found",
            &[],
        )
        .await;
    }
    for centre in ["atlantis", "%F0%9F%98%80", "%00", "%FF"] {
        let ask = Ask::get(format!("/api/v1/availability/{centre}"));
        refused(&city, "unknown centre", &ask, "not-found", &[]).await;
    }
}

/// Each path with the methods it takes.
const METHODS: &[(&str, &[&str])] = &[
    ("/api/v1/catalogue", &["GET", "HEAD"]),
    ("/api/v1/availability", &["GET", "HEAD"]),
    ("/api/v1/availability/harburg", &["GET", "HEAD"]),
    ("/api/v1/slots", &["GET", "HEAD"]),
    ("/api/v1/challenge", &["GET", "HEAD"]),
    ("/api/v1/appointments", &["POST"]),
    ("/api/v1/appointments/x", &["DELETE", "GET", "HEAD"]),
    ("/api/v1/appointments/x/prolong", &["POST"]),
    ("/api/v1/appointments/x/applicant", &["PUT"]),
    ("/api/v1/appointments/x/mail", &["POST"]),
    ("/api/v1/appointments/x/activation", &["POST"]),
    ("/api/v1/appointments/x/undo", &["POST"]),
    ("/api/v1/appointments/x/move", &["POST"]),
    ("/api/v1/activations", &["POST"]),
    ("/dev/clock", &["POST"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn methods_that_a_path_does_not_take() {
    let city = City::open().await;
    for (path, taken) in METHODS {
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            if taken.contains(&method) {
                continue;
            }
            let ask = Ask::new(method.parse().expect("a method"), *path);
            let headers = refused(&city, "wrong method", &ask, "method-not-allowed", &[]).await;
            let mut allowed: Vec<&str> = headers["allow"]
                .to_str()
                .unwrap()
                .split(',')
                .map(str::trim)
                .collect();
            allowed.sort_unstable();
            assert_eq!(allowed, *taken, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_elsewhere_may_ask_first() {
    let city = City::open().await;
    for (path, taken) in METHODS.iter().filter(|(path, _)| path.starts_with("/api/")) {
        let preflight = Ask::new(Method::OPTIONS, *path)
            .header("origin", "https://www.hamburg.de")
            .header("access-control-request-method", taken[0])
            .header(
                "access-control-request-headers",
                "authorization, content-type, idempotency-key",
            );
        let response = preflight.send(&city).await;
        assert_eq!(response.status(), 204, "{path}");
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("access-control-allow-origin"), "*");
        for method in taken.iter().filter(|method| **method != "HEAD") {
            assert!(
                header("access-control-allow-methods").contains(method),
                "{path}: {method}"
            );
        }
        for name in [
            "authorization",
            "content-type",
            "idempotency-key",
            "accept-language",
            "if-none-match",
        ] {
            assert!(
                header("access-control-allow-headers").contains(name),
                "{path}: {name}"
            );
        }
        assert!(
            !response
                .headers()
                .contains_key("access-control-allow-credentials"),
            "{path}: bearer only"
        );
        assert!(
            !response.headers().contains_key("set-cookie"),
            "{path}: no cookies"
        );
    }
}

/// A query of `/slots`, the problem, the field it names.
const QUERIES: &[(&str, &str, &[&str])] = &[
    ("", "bad-query", &["service"]),
    ("centre=harburg", "bad-query", &["service"]),
    ("service=reisepass&days=0", "bad-query", &["days"]),
    ("service=reisepass&days=62", "bad-query", &["days"]),
    ("service=reisepass&days=-1", "bad-query", &["days"]),
    ("service=reisepass&days=", "bad-query", &["days"]),
    (
        "service=reisepass&days=99999999999999999999",
        "bad-query",
        &["days"],
    ),
    ("service=reisepass&limit=0", "bad-query", &["limit"]),
    ("service=reisepass&limit=501", "bad-query", &["limit"]),
    ("service=reisepass&limit=9999", "bad-query", &["limit"]),
    ("service=reisepass&limit=ten", "bad-query", &["limit"]),
    ("service=reisepass&from=yesterday", "bad-query", &["from"]),
    ("service=reisepass&from=2026-02-30", "bad-query", &["from"]),
    ("service=reisepass&from=%2B262142-12-31", "bad-query", &["from"]),
    ("service=reisepass&from=-9999-01-01", "bad-query", &["from"]),
    ("service=reisepass&from=01.12.2026", "bad-query", &["from"]),
    ("service=reisepass&place=harburg", "bad-query", &["place"]),
    (
        "service=reisepass&days=0&limit=0&from=x",
        "bad-query",
        &["days", "limit", "from"],
    ),
    ("service=", "invalid", &["service"]),
    ("service=hundesteuer", "invalid", &["service"]),
    ("service=reisepass:0", "invalid", &["service"]),
    ("service=reisepass:two", "invalid", &["service"]),
    ("service=beglaubigung-dokumente:26", "invalid", &["service"]),
    ("service=reisepass&service=reisepass", "invalid", &["service"]),
    ("service=reisepass&centre=atlantis", "invalid", &["centre"]),
    ("service=reisepass&centre=", "invalid", &["centre"]),
    ("%00%FF=%FF", "bad-query", &["\u{0}\u{FFFD}", "service"]),
];

#[tokio::test(flavor = "multi_thread")]
async fn queries_that_ask_for_nothing() {
    let city = City::open().await;
    for (query, problem, fields) in QUERIES {
        refused(
            &city,
            query,
            &Ask::get(format!("/api/v1/slots?{query}")),
            problem,
            fields,
        )
        .await;
    }
    refused(
        &city,
        "no query",
        &Ask::get("/api/v1/slots"),
        "bad-query",
        &["service"],
    )
    .await;
    refused(
        &city,
        "language",
        &Ask::get("/api/v1/catalogue?lang=tlh"),
        "bad-query",
        &["lang"],
    )
    .await;
    refused(
        &city,
        "neither brief nor not",
        &Ask::get("/api/v1/catalogue?brief=vielleicht"),
        "bad-query",
        &[],
    )
    .await;
    refused(
        &city,
        "two languages",
        &Ask::get("/api/v1/catalogue?lang=de&lang=en"),
        "bad-query",
        &[],
    )
    .await;
}
