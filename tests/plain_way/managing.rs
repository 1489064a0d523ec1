//! The page behind the link of the confirmation: near times, services changed in one step, and what is told on paper.

use serde_json::Value;
use tests::{Citizen, City, Page};

/// A booked passport at 9:00 on a Tuesday, and the path of its page.
async fn booked<'a>(city: &City, citizen: &Citizen<'a>) -> (Page<'a>, String) {
    let slots = citizen
        .slots("service=reisepass:1&centre=harburg&from=2026-12-01&days=1&limit=500")
        .await;
    let nine = |slot: &&Value| {
        slot["starts_at"]
            .as_str()
            .is_some_and(|start| start.contains("T09:00"))
    };
    let slot = slots.iter().find(nine).expect("a time at nine");
    let (_, manage) = citizen.book(&[("reisepass", 1)], slot).await;
    city.until_mails_are_settled().await;
    let path = format!("/t/{manage}");
    (citizen.open(&path).await, path)
}

#[tokio::test(flavor = "multi_thread")]
async fn services_are_changed_at_the_same_time_where_they_fit() {
    let city = City::open().await;
    let citizen = city.citizen();
    let (page, path) = booked(&city, &citizen).await;
    let link = format!("{path}?leistungen");
    assert!(page.answer.text.contains(&link), "{}", page.answer.text);
    let before = city.everything().await;
    let choice = citizen.open(&link).await;
    assert_eq!(choice.heading(), "Leistungen ändern");
    assert!(
        choice.answer.text.contains("\"reisepass:1\" selected"),
        "{}",
        choice.answer.text
    );
    let press = choice.press("Weiter").with("service", "personalausweis:2");
    let times = press.send().await;
    assert_eq!(times.heading(), "Wann passt der geänderte Termin?");
    assert!(
        times.says("Zeit behalten: Dienstag, 1. Dezember 2026, 9:00 Uhr"),
        "{}",
        times.answer.text
    );
    assert_eq!(city.everything().await, before, "looking changes nothing");
    let english = press.forged("switch", "en").send().await;
    assert!(
        english.answer.text.contains("\"personalausweis:2\" selected"),
        "what was chosen stays"
    );
    let changed = times.then("Zeit behalten").await;
    assert_eq!(
        changed.heading(),
        "Ihr Termin ist geändert",
        "{}",
        changed.answer.text
    );
    assert!(changed.says("Personalausweis beantragen, für 2 Personen") && changed.says("9:00 Uhr"));
    for person in ["Person 1", "Person 2"] {
        assert!(
            changed.says(person),
            "a list for each person: {}",
            changed.answer.text
        );
    }
    let letter = city.inbox.nth(&citizen.email, 3).await;
    assert!(letter.text.contains("für 2 Personen"), "{}", letter.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_chosen_is_said_beside_the_choice() {
    let city = City::open().await;
    let citizen = city.citizen();
    let (_, path) = booked(&city, &citizen).await;
    let choice = citizen.open(&format!("{path}?leistungen")).await;
    let before = city.everything().await;
    for (service, said) in [
        ("", "Wählen Sie mindestens eine Leistung."),
        ("nothing:1", "Diese Leistung gibt es nicht."),
        ("l-21:1", "Einladung"),
    ] {
        let again = choice.press("Weiter").forged("service", service).send().await;
        assert_eq!(again.answer.status, 422, "{service}: {}", again.answer.text);
        assert!(again.says(said), "{service}: {}", again.answer.text);
        assert_eq!(city.everything().await, before, "{service}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn times_near_ones_own_come_first_and_lost_mails_can_be_asked_for() {
    let city = City::open().await;
    let citizen = city.citizen();
    let (page, _) = booked(&city, &citizen).await;
    let (_, near) = page
        .answer
        .text
        .split_once("Nahe an Ihrer Zeit")
        .expect("near times");
    let (near, _) = near.split_once("</ul>").expect("a list");
    assert!(near.contains("1. Dezember 2026, 9:05 Uhr"), "{near}");
    assert!(
        page.answer.text.contains("href=\"/meine-termine\""),
        "{}",
        page.answer.text
    );
    assert!(
        page.answer.text.contains("class=\"reference\""),
        "{}",
        page.answer.text
    );
    let moved = page.then("9:05 Uhr").await;
    assert_eq!(
        moved.heading(),
        "Ihr Termin ist verschoben",
        "{}",
        moved.answer.text
    );
}
