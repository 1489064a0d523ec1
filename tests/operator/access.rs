//! Only the operator's key opens the operator's paths, each in its way.

use super::*;

const API: &str = "/api/v1/operator/nothing-here";
const PAGE: &str = "/operator/nothing-here";

#[tokio::test(flavor = "multi_thread")]
async fn the_key_opens_and_nothing_else_does() {
    let city = City::open().await;
    let almost = OPERATOR_KEY.replace("test", "tess");
    let table: &[(&str, Option<String>, u16, u16)] = &[
        ("no credentials", None, 401, 401),
        ("the key as bearer", Some(bearer(OPERATOR_KEY)), 404, 401),
        (
            "the key as password",
            Some(basic("operator", OPERATOR_KEY)),
            401,
            404,
        ),
        ("another key", Some(bearer(&almost)), 401, 401),
        ("another password", Some(basic("operator", &almost)), 401, 401),
        ("another name", Some(basic("root", OPERATOR_KEY)), 401, 401),
        ("a part of the key", Some(bearer(&OPERATOR_KEY[..31])), 401, 401),
        ("an empty password", Some(basic("operator", "")), 401, 401),
        ("no Base64", Some("Basic %%%".to_owned()), 401, 401),
        (
            "a name alone",
            Some(format!("Basic {}", STANDARD.encode("operator"))),
            401,
            401,
        ),
    ];
    for (what, authorization, api, page) in table {
        for (path, expected) in [(API, *api), (PAGE, *page), ("/operator", *page)] {
            // The overview is there.
            let expected = if (path, expected) == ("/operator", 404) {
                200
            } else {
                expected
            };
            let answer = ask(&city, Method::GET, path, authorization.as_deref()).await;
            assert_eq!(answer.status(), expected, "{what}: {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_asked_for_a_bearer_and_a_browser_for_a_password() {
    let city = City::open().await;
    for (path, way, content_type) in [
        (API, "Bearer", "application/problem+json"),
        (PAGE, "Basic realm=\"Betrieb\", charset=\"UTF-8\"", "text/html"),
    ] {
        let answer = ask(&city, Method::GET, path, None).await;
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("www-authenticate"), way);
        assert!(header("content-type").starts_with(content_type), "{path}");
        assert_eq!(header("cache-control"), "no-store");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_other_origins_have_no_business_here() {
    let city = City::open().await;
    for authorization in [None, Some(bearer(OPERATOR_KEY))] {
        for method in [Method::GET, Method::OPTIONS] {
            let answer = ask(&city, method, API, authorization.as_deref()).await;
            assert!(!answer.headers().contains_key("access-control-allow-origin"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_waits_before_it_is_refused() {
    let city = City::open().await;
    let begun = tokio::time::Instant::now();
    ask(&city, Method::GET, API, Some(&bearer("wrong"))).await;
    assert!(begun.elapsed() >= std::time::Duration::from_millis(900));
}
