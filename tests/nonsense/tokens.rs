//! Tokens that are broken, foreign or for another purpose open nothing.

use super::*;

/// One appointment in each state that has tokens, and a stranger's reservation.
struct Tokens {
    reserved: (String, String),
    held: (String, String),
    activation: String,
    booked: (String, String),
    manage: String,
}

async fn tokens(city: &City) -> Tokens {
    let citizen = city.citizen();
    let slots = citizen
        .slots("service=reisepass:1&centre=harburg&from=2026-12-01&days=1")
        .await;
    let passport: &[(&str, u32)] = &[("reisepass", 1)];
    let reserved = citizen.reserve(passport, &slots[0]).await;
    let held = city.citizen().hold(passport, &slots[5]).await;
    let (booked, manage) = city.citizen().book(passport, &slots[10]).await;
    city.until_mails_are_settled().await;
    Tokens {
        reserved: (reserved.id, reserved.secret),
        activation: held.letter.token(),
        held: (held.reserved.id, held.reserved.secret),
        booked: (booked.reserved.id, booked.reserved.secret),
        manage,
    }
}

/// The routes of an appointment, each with a body that is fine.
fn routes(id: &str) -> Vec<Ask> {
    let path = |event: &str| format!("{APPOINTMENTS}/{id}{event}");
    let form = json!({ "name": "Erika Mustermann", "email": "erika@example.org" });
    let target = json!({ "centre": "harburg", "starts_at": "2026-12-01T12:00:00+01:00" });
    vec![
        Ask::get(path("")),
        Ask::new(Method::DELETE, path("")),
        Ask::new(Method::POST, path("/prolong")),
        Ask::new(Method::PUT, path("/applicant")).json(&form),
        Ask::new(Method::POST, path("/mail")),
        Ask::new(Method::POST, path("/activation")).json(&json!({ "code": "123456" })),
        Ask::new(Method::POST, path("/undo")),
        Ask::new(Method::POST, path("/move")).json(&target),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_or_a_broken_one() {
    let city = City::open().await;
    let tokens = tokens(&city).await;
    for id in [&tokens.reserved.0, &tokens.held.0, &tokens.booked.0] {
        for ask in routes(id) {
            refused(&city, "no token", &ask, "unauthorised", &[]).await;
            for value in ["Bearer", "Bearer ", "Basic ZXJpa2E6", "bearer x", "x", ""] {
                let ask = ask.clone().header("authorization", value);
                refused(&city, value, &ask, "unauthorised", &[]).await;
            }
            for token in [
                "A".repeat(43),
                "A".repeat(5_000),
                format!("{}A", tokens.reserved.1),
            ] {
                refused(
                    &city,
                    "broken token",
                    &ask.clone().bearer(&token),
                    "unauthorised",
                    &[],
                )
                .await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_another_appointment_or_purpose() {
    let city = City::open().await;
    let tokens = tokens(&city).await;
    let foreign: &[(&str, &str, &[&str])] = &[
        (
            &tokens.reserved.0,
            "reserved",
            &[
                &tokens.held.1,
                &tokens.booked.1,
                &tokens.activation,
                &tokens.manage,
            ],
        ),
        (
            &tokens.held.0,
            "held",
            &[
                &tokens.reserved.1,
                &tokens.booked.1,
                &tokens.activation,
                &tokens.manage,
            ],
        ),
        (
            &tokens.booked.0,
            "booked",
            &[&tokens.reserved.1, &tokens.held.1, &tokens.activation],
        ),
    ];
    for (id, what, others) in foreign {
        for ask in routes(id) {
            for token in *others {
                refused(&city, what, &ask.clone().bearer(token), "unauthorised", &[]).await;
            }
        }
    }
    // The right appointment, the wrong purpose.
    let (id, secret) = &tokens.booked;
    for ask in routes(id) {
        let event = ask.path.rsplit('/').next().unwrap_or_default().to_owned();
        match event.as_str() {
            "prolong" | "applicant" | "mail" | "activation" => {
                refused(
                    &city,
                    "manage as secret",
                    &ask.bearer(&tokens.manage),
                    "unauthorised",
                    &[],
                )
                .await;
            }
            "undo" | "move" => {
                refused(
                    &city,
                    "secret as manage",
                    &ask.bearer(secret),
                    "unauthorised",
                    &[],
                )
                .await;
            }
            _ if ask.method == Method::DELETE => {
                refused(
                    &city,
                    "secret of what is booked",
                    &ask.bearer(secret),
                    "forbidden",
                    &[],
                )
                .await;
            }
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appointment_that_nobody_has() {
    let city = City::open().await;
    let tokens = tokens(&city).await;
    let ids = [
        NOBODYS,
        "zzzzzzzzzzzzzzzzzzzzzzzzzz",
        "uuuuuuuuuuuuuuuuuuuuuuuuuu",
        "x",
        "%00",
        "%F0%9F%98%80",
        "'--",
    ];
    for id in ids {
        for ask in routes(id) {
            refused(
                &city,
                "unknown id",
                &ask.bearer(&tokens.reserved.1),
                "not-found",
                &[],
            )
            .await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_activation_token_activates() {
    let city = City::open().await;
    let tokens = tokens(&city).await;
    let long = "A".repeat(5_000);
    let mut cut = tokens.activation.clone();
    cut.pop();
    let others = [
        "",
        "x",
        "\u{0}",
        &long,
        &cut,
        &tokens.reserved.1,
        &tokens.held.1,
        &tokens.booked.1,
        &tokens.manage,
    ];
    for token in others {
        let body = json!({ "token": token });
        let ask = Ask::new(Method::POST, "/api/v1/activations").json(&body);
        refused(&city, "activating", &ask, "not-found", &[]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_open_for_their_own_token_and_button_only() {
    const FORM: &str = "application/x-www-form-urlencoded";
    let city = City::open().await;
    let tokens = tokens(&city).await;
    let page = |token: &str, rest: &str| format!("/t/{token}{rest}");
    let press = |token: &str, form: &str| Ask::new(Method::POST, page(token, "")).body(FORM, form);
    let mut table: Vec<(Ask, u16)> = Vec::new();
    for unknown in [
        "x",
        "%00",
        "%F0%9F%98%80",
        &"A".repeat(43),
        &tokens.reserved.1,
        &tokens.held.1,
        &tokens.booked.1,
    ] {
        table.push((Ask::get(page(unknown, "")), 404));
        table.push((Ask::get(page(unknown, "/termin.ics")), 404));
        table.push((Ask::get(page(unknown, "?absagen")), 404));
        for button in ["activate", "cancel", "undo", "move"] {
            table.push((press(unknown, &format!("do={button}")), 404));
        }
    }
    let (activation, manage) = (tokens.activation.as_str(), tokens.manage.as_str());
    table.push((Ask::get(page(activation, "/termin.ics")), 404));
    for form in [
        "",
        "do=",
        "do=cancel",
        "do=undo",
        "do=move",
        "do=book",
        "do=activate&do=activate",
        "%FF",
    ] {
        table.push((press(activation, form), 400));
    }
    for form in [
        "",
        "do=activate",
        "do=move",
        "do=move&centre=atlantis&starts_at=2026-12-01T09:00:00%2B01:00",
    ] {
        table.push((press(manage, form), 400));
    }
    table.push((press(manage, "do=move&centre=harburg&starts_at=soon"), 400));
    for token in [activation, manage] {
        table.push((Ask::new(Method::POST, page(token, "")), 415));
        table.push((
            Ask::new(Method::POST, page(token, "")).json(&json!({ "do": "activate" })),
            415,
        ));
        table.push((press(token, &"x".repeat(100_000)), 413));
        table.push((Ask::new(Method::PUT, page(token, "")), 405));
        table.push((Ask::new(Method::DELETE, page(token, "")), 405));
        table.push((Ask::get(page(token, "/more")), 404));
    }
    for (ask, status) in table {
        let before = city.everything().await;
        let response = ask.send(&city).await;
        let form = String::from_utf8_lossy(ask.body.as_deref().unwrap_or_default()).into_owned();
        let what = format!("{} {} {form:.60}", ask.method, ask.path);
        assert_eq!(response.status(), status, "{what}");
        let content_type = response.headers()["content-type"].to_str().unwrap().to_owned();
        assert!(
            content_type.starts_with("text/html"),
            "{what}: a page, for a person: {content_type}"
        );
        assert!(
            response.text().await.unwrap().contains("115"),
            "{what}: says what to do next"
        );
        assert!(city.everything().await == before, "{what} has changed something");
    }
}
