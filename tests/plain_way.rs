//! The whole way without JavaScript: pages and forms as a browser without script sends them.

use tests::{Citizen, City, Guards, Page};

/// The page of the times of a day in Harburg.
async fn times<'a>(citizen: &Citizen<'a>) -> Page<'a> {
    let start = citizen.open("/buchen").await;
    assert_eq!(start.answer.status, 200, "{:?}", start.answer);
    let form = start.press("Freie Tage zeigen").with("service", "reisepass:1");
    let days = form.with("centre", "harburg").send().await;
    assert!(days.says("An welchem Tag?"), "{}", days.answer.text);
    days.then("Dienstag, 1. Dezember").await
}

/// A reservation, on the page of the form.
async fn reserved<'a>(city: &City, citizen: &Citizen<'a>) -> Page<'a> {
    let times = times(citizen).await;
    city.pass(6).await;
    let details = times.then("9:00 Uhr").await;
    assert_eq!(details.heading(), "Ihre Angaben", "{}", details.answer.text);
    details
}

/// The form sent.
async fn held<'a>(city: &City, citizen: &Citizen<'a>) -> Page<'a> {
    let details = reserved(city, citizen).await;
    let form = details.press("Termin vormerken").with("name", "Erika Mustermann");
    form.with("email", &citizen.email).send().await
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_page_to_a_booked_appointment() {
    let city = City::open().await;
    let citizen = city.citizen();
    let sent = held(&city, &citizen).await;
    assert_eq!(
        sent.heading(),
        "Noch ein Schritt: Termin per E-Mail bestätigen",
        "{}",
        sent.answer.text
    );
    let letter = city.inbox.nth(&citizen.email, 1).await;
    city.until_mails_are_settled().await;

    let wrong = sent.press("Mit Code bestätigen").with("code", "12").send().await;
    assert_eq!(wrong.answer.status, 422);
    let waiting = wrong.then("Stand prüfen").await;
    assert!(waiting.says("Mit Code bestätigen"), "{}", waiting.answer.text);
    let booked = waiting
        .press("Mit Code bestätigen")
        .with("code", &letter.code())
        .send()
        .await;
    assert_eq!(
        booked.heading(),
        "Ihr Termin ist gebucht",
        "{}",
        booked.answer.text
    );
    assert!(!booked.answer.text.contains("/t/"), "a token stays in its mail");
    assert_eq!(
        city.number("SELECT count(*) FROM appointment WHERE status = 'booked'")
            .await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_of_the_mail_books_as_well_and_the_page_knows() {
    let city = City::open().await;
    let citizen = city.citizen();
    let sent = held(&city, &citizen).await;
    let letter = city.inbox.nth(&citizen.email, 1).await;
    city.until_mails_are_settled().await;
    citizen.press(&letter.link(), "do=activate").await;
    assert_eq!(
        sent.then("Stand prüfen").await.heading(),
        "Ihr Termin ist gebucht"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn anywhere_and_several_services_lead_to_a_time_too() {
    let city = City::open().await;
    let citizen = city.citizen();
    let start = citizen.open("/buchen").await;
    let form = start.press("Freie Tage zeigen").with("service", "reisepass:2");
    let days = form.with("service", "personalausweis:1").send().await;
    assert!(
        days.says("Überall in Hamburg") && days.says("für 2 Personen"),
        "{}",
        days.answer.text
    );
    let times = days.then("1. Dezember").await;
    let offered = times.buttons().len();
    assert!((3..=60).contains(&offered), "no grid of hundreds: {offered}");
    city.pass(6).await;
    assert_eq!(times.then(" Uhr").await.heading(), "Ihre Angaben");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_personal_stands_in_an_address() {
    let city = City::open().await;
    let citizen = city.citizen();
    let details = reserved(&city, &citizen).await;
    for button in details.buttons() {
        let press = details.press(&button);
        assert_eq!(press.address(), "/buchen", "{button}");
    }
    let asked = citizen
        .open("/buchen?service=reisepass:1&id=x&secret=y&name=Erika&email=e@example.org")
        .await;
    for kept in ["Erika", "example.org", "secret"] {
        assert!(
            !asked.answer.text.contains(kept),
            "{kept}: a link brings nothing personal in"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_kept_beside_what_is_wrong() {
    let city = City::open().await;
    let citizen = city.citizen();
    let details = reserved(&city, &citizen).await;
    let form = details.press("Termin vormerken").with("name", "Zoë \"Zo\" <b>");
    let again = form
        .with("email", "nobody")
        .with("phone", "040 123456")
        .send()
        .await;
    assert_eq!(
        (again.answer.status, again.heading().as_str()),
        (422, "Ihre Angaben")
    );
    assert!(
        again.says("Fehler: Tragen Sie eine gültige E-Mail-Adresse ein"),
        "{}",
        again.answer.text
    );
    assert_eq!(again.field("name").as_deref(), Some("Zoë \"Zo\" <b>"));
    assert_eq!(again.field("phone").as_deref(), Some("040 123456"));
    let more = again.then("Mehr Zeit").await;
    assert_eq!(
        more.field("email").as_deref(),
        Some("nobody"),
        "also by the other buttons"
    );
    let sent = more
        .press("Termin vormerken")
        .with("email", &citizen.email)
        .send()
        .await;
    assert_eq!(sent.answer.status, 200, "{}", sent.answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_press_reserves_once() {
    let city = City::open().await;
    let citizen = city.citizen();
    let times = times(&citizen).await;
    city.pass(6).await;
    let press = times.press("9:00 Uhr");
    let (one, other) = tokio::join!(press.send(), press.send());
    assert_eq!(
        (one.heading().as_str(), other.heading().as_str()),
        ("Ihre Angaben", "Ihre Angaben")
    );
    assert_eq!(one.field("id"), other.field("id"));
    assert_eq!(city.number("SELECT count(*) FROM appointment").await, 1);
    let elsewhere = times.then("9:30 Uhr").await;
    assert!(
        elsewhere.says("Bitte drücken Sie noch einmal"),
        "{}",
        elsewhere.answer.text
    );
    assert_eq!(
        city.number("SELECT count(*) FROM appointment").await,
        1,
        "a ticket is good once"
    );
    city.pass(6).await;
    assert_eq!(
        elsewhere.then("Diese Zeit reservieren").await.heading(),
        "Ihre Angaben"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_that_is_too_young_too_old_or_made_up_costs_one_more_press() {
    let city = City::open().await;
    let citizen = city.citizen();
    let page = times(&citizen).await;
    let young = page.then("9:00 Uhr").await;
    assert!(
        young.says("Das ging schneller, als wir prüfen können"),
        "{}",
        young.answer.text
    );
    city.pass(31 * 60).await;
    let old = page.then("9:00 Uhr").await;
    assert!(old.says("Die Seite war etwas lange offen"), "{}", old.answer.text);
    let forged = page.press("9:00 Uhr").forged("ticket", "1.2.3").send().await;
    assert!(
        forged.says("Die Seite war etwas lange offen"),
        "{}",
        forged.answer.text
    );
    assert_eq!(city.number("SELECT count(*) FROM appointment").await, 0);
    city.pass(6).await;
    assert_eq!(old.then("Diese Zeit reservieren").await.heading(), "Ihre Angaben");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_time_leads_to_others_and_the_ticket_is_not_spent() {
    let city = City::open().await;
    let citizen = city.citizen();
    let page = times(&citizen).await;
    city.pass(6).await;
    let closed = page.press("9:00 Uhr").send().await;
    assert_eq!(closed.answer.status, 200);
    let mut press = page.press("9:00 Uhr");
    press = press.forged(
        "ticket",
        &times(&citizen).await.field("ticket").expect("a ticket"),
    );
    city.pass(6).await;
    let night = page.press("9:00 Uhr").body().replace("T09%3A00", "T03%3A00");
    let night = night.replace(&page.field("ticket").expect("a ticket"), &press_ticket(&press));
    let refused = citizen.press("/buchen", &night).await;
    assert_eq!(refused.status, 409, "{refused:?}");
    assert!(
        refused.text.matches("name=\"slot\"").count() == 3,
        "{}",
        refused.text
    );
    let kept = press.send().await;
    assert_eq!(
        kept.heading(),
        "Ihre Angaben",
        "the same ticket: {}",
        kept.answer.text
    );
}

fn press_ticket(press: &tests::Press<'_, '_>) -> String {
    let body = press.body();
    let (_, rest) = body.split_once("ticket=").expect("a ticket");
    rest.split('&').next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn late_the_same_time_is_offered_again_with_all_that_was_typed() {
    let city = City::open().await;
    let citizen = city.citizen();
    let details = reserved(&city, &citizen).await;
    city.pass(16 * 60).await;
    let form = details.press("Termin vormerken").with("name", "Erika Mustermann");
    let late = form.with("email", &citizen.email).send().await;
    assert_eq!(late.answer.status, 410, "{}", late.answer.text);
    city.pass(6).await;
    let details = late.then("1. Dezember 2026, 9:00 Uhr").await;
    assert_eq!(details.heading(), "Ihre Angaben", "{}", details.answer.text);
    assert_eq!(details.field("name").as_deref(), Some("Erika Mustermann"));
    let sent = details.then("Termin vormerken").await;
    assert!(
        sent.heading().starts_with("Noch ein Schritt"),
        "{}",
        sent.answer.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_more_time_ten_times() {
    let city = City::open().await;
    let citizen = city.citizen();
    let mut page = reserved(&city, &citizen).await;
    for number in 1..=10 {
        city.pass(6).await;
        page = page.then("Mehr Zeit").await;
        assert_eq!(page.answer.status, 200, "{number}: {}", page.answer.text);
    }
    assert!(
        !page.buttons().contains(&"Mehr Zeit".to_owned()),
        "{:?}",
        page.buttons()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn choosing_another_time_swaps_in_one_step() {
    let city = City::open().await;
    let citizen = city.citizen();
    let details = reserved(&city, &citizen).await;
    let days = details.then("Andere Zeit wählen").await;
    let times = days.then("Mittwoch, 2. Dezember").await;
    city.pass(6).await;
    let details = times.then(" Uhr").await;
    assert_eq!(details.heading(), "Ihre Angaben", "{}", details.answer.text);
    assert_eq!(
        city.number("SELECT count(*) FROM appointment WHERE status = 'reserved'")
            .await,
        1
    );
    let left = details.then("Abbrechen").await;
    assert!(left.says("Dieser Termin ist abgesagt"), "{}", left.answer.text);
    assert_eq!(
        city.number("SELECT count(*) FROM appointment WHERE status = 'reserved'")
            .await,
        0
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mail_comes_again_and_the_address_can_be_corrected() {
    let city = City::open().await;
    let citizen = city.citizen();
    let sent = held(&city, &citizen).await;
    city.inbox.nth(&citizen.email, 1).await;
    city.until_mails_are_settled().await;
    let soon = sent.then("E-Mail noch einmal senden").await;
    assert_eq!(soon.answer.status, 429, "{}", soon.answer.text);
    city.pass(121).await;
    assert!(
        soon.then("E-Mail noch einmal senden")
            .await
            .says("noch einmal unterwegs")
    );
    city.inbox.nth(&citizen.email, 2).await;
    city.until_mails_are_settled().await;
    let right = format!("right.{}", citizen.email);
    let corrected = sent
        .press("Adresse korrigieren")
        .with("email", &right)
        .send()
        .await;
    assert!(corrected.says(&right), "{}", corrected.answer.text);
    city.inbox.nth(&right, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn over_the_ration_a_page_says_when_and_keeps_the_choice() {
    for (setting, other_is_free) in [("TICKETS_OF_NETWORK", true), ("TICKETS_OF_CITY", false)] {
        let city = City::open_set(&[("BRAKE", "on"), (setting, "1")]).await;
        let (home, other) = (city.citizen().at("192.0.2.7"), city.citizen().at("192.0.2.8"));
        reserved(&city, &home).await;
        let page = times(&home).await;
        let others = times(&other).await;
        city.pass(6).await;
        let wait = page.then("10:00 Uhr").await;
        assert_eq!(wait.answer.status, 429, "{}", wait.answer.text);
        assert!(
            wait.answer.retry_after.is_some() && wait.says("Versuchen Sie es um 9:10 Uhr wieder"),
            "{}",
            wait.answer.text
        );
        assert!(wait.says("10:00 Uhr") && wait.says("115"), "{}", wait.answer.text);
        let status = others.then("11:00 Uhr").await.answer.status;
        assert_eq!(status == 200, other_is_free, "{setting}: {status}");
        city.pass(11 * 60).await;
        assert_eq!(
            wait.then("Diese Zeit reservieren").await.heading(),
            "Ihre Angaben",
            "{setting}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_guard_the_ration_would_not_hold() {
    let city = City::open_set(&[("BRAKE", "on"), ("TICKETS_OF_NETWORK", "1")]).await;
    let city = city.with(Guards::Dropped).await;
    let citizen = city.citizen();
    reserved(&city, &citizen).await;
    let page = times(&citizen).await;
    city.pass(6).await;
    assert_eq!(page.then("10:00 Uhr").await.heading(), "Ihre Angaben");
}

#[tokio::test(flavor = "multi_thread")]
async fn nonsense_in_any_field_gets_a_page_that_says_what_to_do_and_changes_nothing() {
    let city = City::open().await;
    let citizen = city.citizen();
    let page = times(&citizen).await;
    city.pass(6).await;
    let looks = [
        ("/buchen?service=nothing", 422),
        ("/buchen?service=reisepass:99", 422),
        ("/buchen?service=reisepass:1&service=reisepass:2", 422),
        ("/buchen?service=reisepass&centre=atlantis", 422),
        ("/buchen?service=reisepass&day=yesterday", 200),
        ("/buchen?service=reisepass&day=1999-01-01", 200),
        ("/buchen?service=reisepass&from=99999-01-01", 200),
        ("/buchen?service=%FF%00&day=%22%3E%3Cscript%3E", 422),
        ("/buchen?do=reserve&slot=harburg", 200),
    ];
    let before = city.everything().await;
    for (path, status) in looks {
        let looked = citizen.open(path).await;
        assert_eq!(looked.answer.status, status, "{path}: {}", looked.answer.text);
        assert!(
            looked.says("115") && !looked.answer.text.contains("<script>"),
            "{path}"
        );
    }
    let presses: &[(&str, &str, u16)] = &[
        ("slot", "harburg", 422),
        ("slot", "atlantis 2026-12-01T09:00:00+01:00", 422),
        ("slot", "harburg 2026-12-01T09:01:00+01:00", 422),
        ("slot", "harburg 2019-12-01T09:00:00+01:00", 409),
        ("service", "nothing", 422),
        ("do", "hold", 404),
        ("do", "code", 404),
        ("do", "explode", 200),
    ];
    for (name, value, status) in presses {
        let mut press = page.press("9:00 Uhr");
        if *name == "slot" {
            press = press.without_button();
        }
        let answer = press.forged(name, value).send().await.answer;
        assert_eq!(answer.status, *status, "{name}={value}: {}", answer.text);
        assert_eq!(city.everything().await, before, "{name}={value}");
    }
    let json = citizen.post("/buchen", serde_json::json!({})).await;
    assert_eq!(json.status, 415);
}
