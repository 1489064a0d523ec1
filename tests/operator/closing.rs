//! The read-only switch: nothing new is reserved, everything that exists goes on.

use serde_json::{Value, json};
use tests::Citizen;

use super::*;

const CLOSED: &str = "/api/v1/operator/closed";
const COPIES: &[(&str, u32)] = &[("beglaubigung-dokumente", 1)];
const SLOTS: &str = "service=beglaubigung-dokumente:1&centre=suederelbe&from=2026-12-01&days=1&limit=200";
const WHY: &str = "Die Technik wird gewartet <bis 14 Uhr>.";

async fn close(citizen: &Citizen<'_>) -> Answer {
    let text = json!({ "de": WHY, "en": "Maintenance until 2 pm." });
    citizen
        .ask(Method::PUT, CLOSED, OPERATOR_KEY, Some(json!({ "text": text })))
        .await
}

async fn reopen(citizen: &Citizen<'_>) {
    let answer = citizen.ask(Method::DELETE, CLOSED, OPERATOR_KEY, None).await;
    assert_eq!(answer.status, 204, "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn while_it_is_closed_nobody_reserves_and_everybody_reads_why() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slot = citizen.slots(SLOTS).await[0].clone();
    let wish = citizen.wish(COPIES, &slot).await;
    let replayed = citizen
        .try_reserve_as("before", &citizen.wish(COPIES, &slot).await)
        .await;
    assert_eq!(replayed.status, 201);
    let set = close(&citizen).await;
    assert_eq!(
        (set.status, &set.json["closed"]["text"]["de"]),
        (200, &json!(WHY))
    );

    let before = city.everything().await;
    let refused = citizen.try_reserve(&wish).await;
    assert_eq!((refused.status, refused.problem()), (503, "booking-closed"));
    assert_eq!(refused.retry_after.as_deref(), Some("600"));
    let detail = refused.json["detail"].as_str().expect("a detail");
    assert!(detail.starts_with(WHY) && detail.contains("115"), "{detail}");
    assert_eq!(
        city.everything().await,
        before,
        "nothing is stored, no challenge spent"
    );

    for (language, why) in [("de", WHY), ("en", "Maintenance until 2 pm.")] {
        let catalogue = citizen
            .get(&format!("/api/v1/catalogue?lang={language}"))
            .await
            .json;
        assert_eq!(catalogue["closed"], json!({ "text": why }));
        let privacy = catalogue["privacy_url"].as_str().expect("an address");
        assert!(privacy.starts_with("https://www.hamburg.de/"), "{privacy}");
    }
    let page = citizen.get("/buchen").await;
    assert_eq!((page.status, page.retry_after.as_deref()), (503, Some("600")));
    for words in [
        "Die Online-Buchung ist geschlossen",
        "gewartet &#60;bis 14 Uhr&#62;.",
        "tel:115",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert!(!page.text.contains("<script"), "no widget to press on");
    assert_eq!(citizen.get("/health").await.json["closed"], true);

    reopen(&citizen).await;
    let catalogue = citizen.get("/api/v1/catalogue").await.json;
    assert_eq!(catalogue["closed"], Value::Null);
    assert_eq!(citizen.get("/buchen").await.status, 200);
    assert_eq!(citizen.try_reserve(&wish).await.problem(), "slot-taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_made_before_is_answered_again_and_goes_all_its_way() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slot = citizen.slots(SLOTS).await[0].clone();
    let wish = citizen.wish(COPIES, &slot).await;
    let first = citizen.try_reserve_as("once", &wish).await;
    close(&citizen).await;

    let again = citizen.try_reserve_as("once", &wish).await;
    assert_eq!((again.status, &again.json), (201, &first.json));
    let [id, secret] = ["id", "secret"].map(|name| first.json[name].as_str().expect("text").to_owned());
    let reserved = Reserved {
        id,
        secret,
        answer: first,
    };
    let prolonged = citizen.event(Method::POST, &reserved, "/prolong", None).await;
    assert_eq!(prolonged.status, 200, "{prolonged:?}");
    assert_eq!(citizen.apply(&reserved).await.status, 202);
    city.inbox.nth(&citizen.email, 1).await;
    citizen.until_mail_is(&reserved, "sent").await;
    city.pass(121).await;
    let resent = citizen.event(Method::POST, &reserved, "/mail", None).await;
    assert_eq!(resent.status, 202, "{resent:?}");
    let letter = city.inbox.nth(&citizen.email, 2).await;
    let pressed = citizen.press(&letter.link(), "do=activate").await;
    assert!(pressed.text.contains("Ihr Termin steht fest"), "{}", pressed.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn links_in_mails_still_move_cancel_and_undo() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(SLOTS).await;
    let (held, manage) = citizen.book(COPIES, &slots[0]).await;
    close(&citizen).await;
    let path = format!("/api/v1/appointments/{}", held.reserved.id);
    let target = json!({ "centre": slots[4]["centre"], "starts_at": slots[4]["starts_at"] });
    let steps = [
        (Method::POST, "/move", Some(target), 200),
        (Method::DELETE, "", None, 204),
        (Method::POST, "/undo", None, 200),
    ];
    for (method, event, body, expected) in steps {
        let answer = citizen
            .ask(method, &format!("{path}{event}"), &manage, body)
            .await;
        assert_eq!(answer.status, expected, "{event}: {answer:?}");
    }
    assert_eq!(citizen.get(&format!("/t/{manage}")).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_needed_in_every_language() {
    let city = City::open().await;
    let citizen = city.citizen();
    for (text, fields) in [
        (json!({ "de": " ", "en": "Closed." }), vec!["text.de"]),
        (
            json!({ "de": "x".repeat(501), "en": "" }),
            vec!["text.de", "text.en"],
        ),
        (json!({ "de": "Zu." }), vec!["text.en"]),
    ] {
        let body = Some(json!({ "text": text }));
        let answer = citizen.ask(Method::PUT, CLOSED, OPERATOR_KEY, body).await;
        assert_eq!((answer.status, answer.problem()), (422, "invalid"));
        let named: Vec<&str> = answer.json["errors"]
            .as_array()
            .expect("errors")
            .iter()
            .map(|error| error["field"].as_str().expect("a field"))
            .collect();
        assert_eq!(named, fields, "{answer:?}");
    }
    assert_eq!(citizen.get("/api/v1/catalogue").await.json["closed"], Value::Null);
}
