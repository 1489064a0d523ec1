//! Mails that nobody will get: staff and whoever watches the product learn of them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tests::{City, Mood, OPERATOR_KEY};

use super::{AT_SUEDERELBE, COPIES};

async fn operator(city: &City, path: &str) -> (Value, String) {
    let password = STANDARD.encode(format!("operator:{OPERATOR_KEY}"));
    let bearer = if path.starts_with("/api") {
        format!("Bearer {OPERATOR_KEY}")
    } else {
        format!("Basic {password}")
    };
    let sent = city
        .http
        .get(format!("{}{path}", city.base))
        .header("authorization", bearer)
        .send();
    let text = sent
        .await
        .expect("the city answers")
        .text()
        .await
        .expect("a body");
    (serde_json::from_str(&text).unwrap_or_default(), text)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_confirmation_refused_for_good_is_on_the_list_of_the_day_and_in_the_figures() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let held = citizen.hold(COPIES, &slots[0]).await;
    let (figures, _) = operator(&city, "/api/v1/operator/mails").await;
    assert_eq!(figures, json!({ "waiting": 0, "stuck": 0, "refused": [] }));
    city.inbox.be(Mood::Unwilling);
    assert_eq!(citizen.activate(&held).await.status, 200);
    city.until_mails_are_settled().await;
    let look = citizen.look(&held.reserved).await;
    assert_eq!(look["status"], "booked", "the appointment stands");
    let (figures, _) = operator(&city, "/api/v1/operator/mails").await;
    let refused = &figures["refused"][0];
    assert_eq!(refused["kind"], "confirmed", "{figures}");
    assert_eq!(refused["reference"], look["reference"]);
    assert_eq!(refused["starts_at"], slots[0]["starts_at"]);
    assert!(!figures.to_string().contains('@'), "no address");
    let (_, list) = operator(&city, "/operator/days/suederelbe/2026-12-01").await;
    assert!(list.contains("E-Mail kam nicht an"), "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_that_the_mail_system_does_not_take_are_told_after_six_tries() {
    let city = City::open().await;
    city.inbox.be(Mood::Busy);
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let reserved = citizen.reserve(COPIES, &slots[0]).await;
    citizen.apply(&reserved).await;
    city.until_mails_are_postponed().await;
    for tries in 1..=6 {
        let health = citizen.get("/health").await;
        assert_eq!(health.json["mails_waiting"], 1, "{health:?}");
        assert_eq!(
            health.json["mails_stuck"],
            u8::from(tries > 5),
            "after {tries} tries"
        );
        let word = if tries > 5 { "mail-stuck" } else { "ok" };
        // No tick has been, at first.
        assert!(tries == 1 || health.json["status"] == word, "{health:?}");
        city.pass(230).await;
        city.tick().await;
        city.until_mails_are_postponed().await;
    }
    city.inbox.be(Mood::Kind);
    city.pass(230).await;
    city.tick().await;
    let health = citizen.get("/health").await;
    assert_eq!(
        (&health.json["status"], &health.json["mails_waiting"]),
        (&json!("ok"), &json!(0))
    );
}
