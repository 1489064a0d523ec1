//! Forms, codes and chosen times that nobody can mean.

use super::*;

/// What is wrong with a form, as changes of a good one, and the fields that are named.
fn forms() -> Vec<(&'static str, Value, Vec<&'static str>)> {
    let long = "x".repeat(200);
    let mut table = vec![
        (
            "two at once",
            json!({ "name": "", "phone": "x" }),
            vec!["name", "phone"],
        ),
        ("everything", json!({ "name": 1 }), vec!["name"]),
        ("no address", json!({ "email": null }), vec!["email"]),
        (
            "unknown field",
            json!({ "birthday": "1964-08-12" }),
            vec!["birthday"],
        ),
    ];
    let names = [
        "",
        "  ",
        "123",
        "Erika\r\nBcc: all@example.org",
        "Erika\u{202E}akirE",
        "Erika\u{0}",
        long.as_str(),
    ];
    table.extend(names.map(|name| ("name", json!({ "name": name }), vec!["name"])));
    let addresses = [
        "",
        "erika",
        "erika@",
        "@example.org",
        "erika@localhost",
        "erika@example..org",
        "erika@-example.org",
        "erika@example.123",
        "erika m@example.org",
        "erika@example.org, max@example.org",
        "Erika <erika@example.org>",
        "erika@example.org\r\nRCPT TO:<all@example.org>",
        "eri\u{202E}ka@example.org",
        &format!("{long}@example.org"),
        &format!("erika@{}.org", format!("{long}.").repeat(2)),
    ];
    table.extend(addresses.map(|email| ("address", json!({ "email": email }), vec!["email"])));
    let phones = [
        "call me",
        "123",
        "040 1234567\r\nX: y",
        "040;1234567",
        &"1".repeat(41),
    ];
    table.extend(phones.map(|phone| ("phone", json!({ "phone": phone }), vec!["phone"])));
    table.extend(
        ["", "tlh", "de-DE", "DE"]
            .map(|language| ("language", json!({ "language": language }), vec!["language"])),
    );
    table
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_that_name_nobody() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen
        .slots("service=reisepass:1&centre=harburg&from=2026-12-01&limit=1")
        .await;
    let reserved = citizen.reserve(&[("reisepass", 1)], &slots[0]).await;
    let path = format!("{APPOINTMENTS}/{}/applicant", reserved.id);
    for (what, changes, fields) in forms() {
        let mut form =
            json!({ "name": "Erika Mustermann", "email": citizen.email, "phone": null, "language": "de" });
        for (name, value) in changes.as_object().expect("changes") {
            form[name] = value.clone();
        }
        let ask = Ask::new(Method::PUT, path.as_str())
            .bearer(&reserved.secret)
            .json(&form);
        refused(&city, &format!("{what} {changes:.60}"), &ask, "invalid", &fields).await;
    }
    assert_eq!(
        citizen.apply(&reserved).await.status,
        202,
        "after all that a good form still holds the time"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_that_are_no_six_digits() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen
        .slots("service=reisepass:1&centre=harburg&from=2026-12-01&limit=1")
        .await;
    let held = citizen.hold(&[("reisepass", 1)], &slots[0]).await;
    let path = format!("{APPOINTMENTS}/{}/activation", held.reserved.id);
    let codes = [
        json!("12"),
        json!("abcdef"),
        json!("1234567"),
        json!(""),
        json!("٣٤٥"),
        json!("-12345"),
        json!(123456),
    ];
    for code in codes {
        let ask = Ask::new(Method::POST, path.as_str())
            .bearer(&held.reserved.secret)
            .json(&json!({ "code": code }));
        invalid(&city, &format!("code {code}"), &ask, "code").await;
    }
    let body = json!({ "code": held.letter.code() });
    let right = citizen
        .event(Method::POST, &held.reserved, "/activation", Some(body))
        .await;
    assert_eq!(right.status, 200, "no try was counted: {right:?}");
}

/// A time to move to or to choose late, and the field of it that is wrong.
fn targets() -> Vec<(Value, &'static str)> {
    let at = |time: &str| json!({ "centre": "harburg", "starts_at": time });
    vec![
        (
            json!({ "centre": "atlantis", "starts_at": "2026-12-01T09:00:00+01:00" }),
            "centre",
        ),
        (json!({ "centre": "harburg" }), "starts_at"),
        (json!({ "starts_at": "2026-12-01T09:00:00+01:00" }), "centre"),
        (json!({ "centre": "harburg", "starts_at": 9 }), "starts_at"),
        (at("2026-12-01T09:07:00+01:00"), "starts_at"),
        (at("2026-12-01T09:00:00"), "starts_at"),
        (at("tomorrow"), "starts_at"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn times_to_confirm_late_at_that_are_none() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen
        .slots("service=reisepass:1&centre=harburg&from=2026-12-01&limit=1")
        .await;
    let held = citizen.hold(&[("reisepass", 1)], &slots[0]).await;
    let activation = |slot: Value| {
        let body = json!({ "token": held.letter.token(), "slot": slot });
        Ask::new(Method::POST, "/api/v1/activations").json(&body)
    };
    for (target, field) in targets() {
        invalid(
            &city,
            &format!("slot {target}"),
            &activation(target),
            &format!("slot.{field}"),
        )
        .await;
    }
    invalid(&city, "a text", &activation(json!("harburg")), "slot").await;
    let tokenless = Ask::new(Method::POST, "/api/v1/activations").json(&json!({}));
    invalid(&city, "no token", &tokenless, "token").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn moves_to_where_nobody_can_go() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen
        .slots("service=reisepass:1&centre=harburg&from=2026-12-01&limit=1")
        .await;
    let (held, manage) = citizen.book(&[("reisepass", 1)], &slots[0]).await;
    city.until_mails_are_settled().await;
    let path = format!("{APPOINTMENTS}/{}/move", held.reserved.id);
    let ask = |body: &Value| Ask::new(Method::POST, path.as_str()).bearer(&manage).json(body);
    for (target, field) in targets() {
        invalid(&city, &format!("to {target}"), &ask(&target), field).await;
    }
    let with = |services: Value| {
        let body =
            json!({ "centre": "harburg", "starts_at": "2026-12-01T10:00:00+01:00", "services": services });
        ask(&body)
    };
    invalid(&city, "no service", &with(json!([])), "services").await;
    invalid(
        &city,
        "unknown",
        &with(json!([{ "id": "x", "quantity": 1 }])),
        "services[0].id",
    )
    .await;
    invalid(
        &city,
        "too many",
        &with(json!([{ "id": "reisepass", "quantity": 99 }])),
        "services[0].quantity",
    )
    .await;
    for time in [
        "2026-11-23T09:00:00+01:00",
        "2026-11-24T09:30:00+01:00",
        "9999-12-31T23:55:00+01:00",
    ] {
        let body = json!({ "centre": "harburg", "starts_at": time });
        refused(&city, time, &ask(&body), "not-offered", &[]).await;
    }
}
