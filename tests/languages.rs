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

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_language_keeps_what_was_typed_on_every_page_with_a_form() {
    let city = City::open().await;
    let citizen = city.citizen();
    let letters = citizen.open("/meine-termine").await;
    let wrong = letters
        .press("Termine zusenden")
        .with("email", "nobody")
        .send()
        .await;
    assert_eq!(wrong.answer.status, 422);
    let turkish = wrong.then("Türkçe").await;
    assert_eq!(turkish.field("email").as_deref(), Some("nobody"));
    assert!(
        turkish.answer.text.contains("<html lang=\"tr\""),
        "{}",
        turkish.answer.text
    );
    let asked = letters
        .press("Termine zusenden")
        .with("email", &citizen.email)
        .send()
        .await;
    assert_eq!(
        asked.then("English").await.heading(),
        "Please look into your mailbox"
    );

    let services = citizen.open("/buchen").await;
    let english = services
        .press("English")
        .with("service", "reisepass:2")
        .send()
        .await;
    assert_eq!(english.heading(), "Book an appointment online");
    assert!(
        english.answer.text.contains("\"reisepass:2\" selected"),
        "{}",
        english.answer.text
    );
    let places = english.then("Continue").await;
    let typed = places
        .press("Deutsch")
        .with("near", "Harburg")
        .ticked("centre", "city-spitalerstrasse");
    let german = typed.send().await;
    assert_eq!(german.heading(), "Wo passt es Ihnen?");
    assert_eq!(german.field("near").as_deref(), Some("Harburg"));
    assert!(
        german
            .answer
            .text
            .contains("value=\"city-spitalerstrasse\" checked>")
    );
    let days = german.then("Freie Tage zeigen").await;
    assert_eq!(days.then("English").await.heading(), "On which day?");

    let times = citizen
        .open("/buchen?service=reisepass:1&centre=harburg&day=2026-12-01")
        .await;
    let english = times.then("English").await;
    assert!(
        english.says("Tuesday, 1 December 2026") && english.says("9:00"),
        "{}",
        english.answer.text
    );
    let young = times.then("9:00 Uhr").await;
    let english = young.then("English").await;
    assert!(
        english.says("Reserve this time"),
        "the time stays chosen: {}",
        english.answer.text
    );
    city.pass(6).await;
    let details = english.then("Reserve this time").await;
    assert_eq!(details.heading(), "Your details");
    let other = details
        .press("Deutsch")
        .ticked("other", "1")
        .with("name", "Erika")
        .send()
        .await;
    assert_eq!(other.field("other").as_deref(), Some("1"));
    let sent = other
        .press("Termin vormerken")
        .with("email", &citizen.email)
        .send()
        .await;
    let address = sent.then("Adresse korrigieren").await;
    let english = address
        .press("English")
        .with("email", "right@example.org")
        .send()
        .await;
    assert_eq!(english.field("email").as_deref(), Some("right@example.org"));
}
