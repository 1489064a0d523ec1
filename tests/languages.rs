//! Every language can be asked for by name, and a change of language loses nothing.

use serde_json::json;
use tests::City;
use texts::ALL;

#[tokio::test(flavor = "multi_thread")]
async fn the_api_speaks_every_language() {
    let city = City::open().await;
    let citizen = city.citizen();
    for texts in ALL {
        let tag = texts.language;
        let answer = citizen.get(&format!("/api/v1/catalogue?lang={tag}")).await;
        assert_eq!(answer.status, 200, "{tag}");
        let services = answer.json["services"].as_array().expect("services");
        let passport = services
            .iter()
            .find(|service| service["id"] == "reisepass")
            .expect("one");
        if tag == "de" {
            assert_eq!(passport.get("german_name"), None);
        } else {
            assert_ne!(passport["name"], "Reisepass beantragen", "{tag}");
            assert_eq!(passport["german_name"], "Reisepass beantragen", "{tag}");
        }
        let offered = answer.json["languages"].as_array().expect("languages");
        assert!(
            offered.contains(&json!({ "tag": tag, "name": texts.name })),
            "{tag}"
        );
    }
    assert_eq!(citizen.get("/api/v1/catalogue?lang=xx").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_in_the_language_that_their_address_names() {
    let city = City::open().await;
    let citizen = city.citizen();
    for texts in ALL {
        for path in ["/buchen", "/barrierefreiheit", "/t/nobody"] {
            let page = citizen.open(&format!("{path}?lang={}", texts.language)).await;
            let root = format!("<html lang=\"{}\" dir=\"{}\">", texts.language, texts.direction);
            assert!(page.answer.text.contains(&root), "{path} {root}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_language_keeps_the_reservation_and_what_was_typed() {
    let city = City::open().await;
    let citizen = city.citizen();
    let days = "/buchen?service=reisepass:1&centre=harburg&day=2026-12-01";
    let times = citizen.open(days).await;
    city.pass(6).await;
    let details = times.then("9:00 Uhr").await;
    let turkish = details
        .press("Türkçe")
        .with("name", "Erika Mustermann")
        .send()
        .await;
    assert_eq!(turkish.heading(), "Bilgileriniz", "{}", turkish.answer.text);
    assert_eq!(turkish.field("name").as_deref(), Some("Erika Mustermann"));
    let sent = turkish
        .press("Randevuyu ayırt")
        .with("email", &citizen.email)
        .send()
        .await;
    assert_eq!(
        sent.heading(),
        "Bir adım daha: Randevuyu e-postayla onaylayın",
        "{}",
        sent.answer.text
    );
    let letter = city.inbox.nth(&citizen.email, 1).await;
    assert!(letter.text.contains("Saat sizin için ayrıldı"), "{}", letter.text);
}
