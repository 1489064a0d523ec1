//! A citizen picks a service and a time, gets the mail, presses the button, has an appointment; moves
//! it, cancels it, takes that back.

use reqwest::Method;
use serde_json::json;
use tests::City;

const SERVICES: &[(&str, u32)] = &[("personalausweis", 2)];

#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_look_to_the_cancelled_appointment() {
    let city = City::open().await;
    let citizen = city.citizen();

    let slots = citizen
        .slots("service=personalausweis:2&centre=harburg&from=2026-12-01&days=1")
        .await;
    let slot = &slots[3];
    let held = citizen.hold(SERVICES, slot).await;
    let look = citizen.look(&held.reserved).await;
    assert_eq!((&look["status"], &look["mail"]), (&json!("held"), &json!("sent")));
    assert_eq!(held.letter.subject, "Bitte bis 10:00 Uhr bestätigen: Ihr Termin");

    let page = citizen.get(&held.letter.link()).await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Termin jetzt bestätigen"), "{}", page.text);
    assert_eq!(citizen.look(&held.reserved).await["status"], "held");

    let pressed = citizen.press(&held.letter.link(), "do=activate").await;
    assert_eq!(pressed.status, 200, "{}", pressed.text);
    assert!(pressed.text.contains("Ihr Termin steht fest"), "{}", pressed.text);
    let look = citizen.look(&held.reserved).await;
    assert_eq!(look["status"], "booked");
    let reference = look["reference"].as_str().expect("a reference").to_owned();

    let again = citizen.activate(&held).await;
    assert_eq!((again.status, &again.json["already"]), (200, &json!(true)));
    assert_eq!(again.json["reference"], json!(reference));

    let confirmation = city.inbox.nth(&citizen.email, 2).await;
    assert!(confirmation.text.contains(&reference), "{}", confirmation.text);
    assert!(
        confirmation.text.contains("Harburger Rathausforum 3"),
        "{}",
        confirmation.text
    );
    let calendar = confirmation.calendar.clone().expect("a calendar entry");
    assert!(calendar.contains("METHOD:PUBLISH"), "{calendar}");
    let manage = confirmation.token();
    assert!(!calendar.contains(&manage), "no token in the calendar");

    let path = format!("/api/v1/appointments/{}", held.reserved.id);
    let target = &slots[10];
    let body = json!({ "centre": target["centre"], "starts_at": target["starts_at"] });
    let moved = citizen
        .ask(Method::POST, &format!("{path}/move"), &manage, Some(body.clone()))
        .await;
    assert_eq!(
        (moved.status, &moved.json["reference"]),
        (200, &json!(reference)),
        "{moved:?}"
    );
    assert_eq!(moved.json["starts_at"], target["starts_at"]);
    let same = citizen
        .ask(Method::POST, &format!("{path}/move"), &manage, Some(body))
        .await;
    assert_eq!(
        same.status, 200,
        "moving to where it is says so, and nothing more"
    );
    let letter = city.inbox.nth(&citizen.email, 3).await;
    assert!(letter.calendar.expect("a calendar entry").contains("SEQUENCE:1"));

    let cancelled = citizen.ask(Method::DELETE, &path, &manage, None).await;
    assert_eq!(cancelled.status, 204, "{cancelled:?}");
    assert_eq!(citizen.look(&held.reserved).await["status"], "cancelled");
    let undone = citizen
        .ask(Method::POST, &format!("{path}/undo"), &manage, None)
        .await;
    assert_eq!(
        (undone.status, &undone.json["status"]),
        (200, &json!("booked")),
        "{undone:?}"
    );
    let again = citizen.ask(Method::DELETE, &path, &manage, None).await;
    assert_eq!(again.status, 204);
    let letter = city.inbox.nth(&citizen.email, 5).await;
    let methods: Vec<bool> = city
        .inbox
        .letters()
        .iter()
        .filter_map(|letter| letter.calendar.as_ref())
        .map(|calendar| calendar.contains("METHOD:CANCEL"))
        .collect();
    assert!(
        methods.contains(&true),
        "a cancellation reaches the calendar: {letter:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_of_the_mail_confirms_in_the_browser_that_reserved() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen
        .slots("service=reisepass:1&centre=harburg&from=2026-11-25&limit=1")
        .await;
    let held = citizen.hold(&[("reisepass", 1)], &slots[0]).await;

    let wrong = if held.letter.code() == "000000" {
        "000001"
    } else {
        "000000"
    };
    let refused = citizen
        .event(
            Method::POST,
            &held.reserved,
            "/activation",
            Some(json!({ "code": wrong })),
        )
        .await;
    assert_eq!((refused.status, refused.problem()), (403, "wrong-code"));
    assert_eq!(refused.json["tries_left"], 4);

    let body = json!({ "code": held.letter.code() });
    let booked = citizen
        .event(Method::POST, &held.reserved, "/activation", Some(body.clone()))
        .await;
    assert_eq!(
        (booked.status, &booked.json["status"]),
        (200, &json!("booked")),
        "{booked:?}"
    );
    let again = citizen
        .event(Method::POST, &held.reserved, "/activation", Some(body))
        .await;
    assert_eq!((again.status, &again.json["already"]), (200, &json!(true)));
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_codes_end_the_trying_but_not_the_link() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen
        .slots("service=reisepass:1&centre=harburg&from=2026-11-25&limit=1")
        .await;
    let held = citizen.hold(&[("reisepass", 1)], &slots[0]).await;
    let right = held.letter.code();
    let wrong = if right == "123456" { "654321" } else { "123456" };
    for left in (0..5).rev() {
        let refused = citizen
            .event(
                Method::POST,
                &held.reserved,
                "/activation",
                Some(json!({ "code": wrong })),
            )
            .await;
        assert_eq!(refused.json["tries_left"], left, "{refused:?}");
    }
    let spent = citizen
        .event(
            Method::POST,
            &held.reserved,
            "/activation",
            Some(json!({ "code": right })),
        )
        .await;
    assert_eq!((spent.status, spent.problem()), (403, "code-spent"));
    assert_eq!(citizen.activate(&held).await.status, 200);
}

/// A page that says no once had no style: its policy forbade the sheet.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_says_no_looks_like_every_other() {
    let city = City::open().await;
    for path in ["/", "/nowhere", "/problems/nowhere", "/t/nobody"] {
        let response = city.http.get(format!("{}{path}", city.base)).send().await;
        let response = response.expect("the city answers");
        assert_eq!(response.status(), 404, "{path}");
        let policy = response.headers().get("content-security-policy").cloned();
        let policy = policy.expect("a policy");
        let policy = policy.to_str().expect("ASCII");
        assert!(policy.contains("style-src 'self'"), "{path}: {policy}");
        let page = response.text().await.expect("a page");
        assert!(page.contains("/page.css"), "{path}: {page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn undoing_too_late_shows_the_cancelled_appointment_and_not_an_error() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen
        .slots("service=reisepass:1&centre=harburg&from=2026-12-01&limit=1")
        .await;
    let (_, manage) = citizen.book(&[("reisepass", 1)], &slots[0]).await;
    let path = format!("/t/{manage}");
    assert_eq!(citizen.press(&path, "do=cancel").await.status, 200);
    city.pass(301).await;
    let late = citizen.press(&path, "do=undo").await;
    assert_eq!(late.status, 409);
    assert!(late.text.contains("Ihr Termin ist abgesagt"), "{}", late.text);
    assert!(!late.text.contains("Rückgängig machen"), "{}", late.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_of_development_refuses_what_nothing_could_read() {
    let city = City::open().await;
    for body in [
        json!({ "advance_seconds": 1_000_000_000_000_000_000_i64 }),
        json!({ "advance_seconds": i64::MIN }),
        json!({ "set": "9999-01-01T00:00:00Z" }),
        json!({}),
    ] {
        let refused = city.citizen().post("/dev/clock", body.clone()).await;
        assert_eq!(refused.status, 422, "{body}: {refused:?}");
    }
    assert!(city.now().await.starts_with("2026-11-24T09:"));
}
