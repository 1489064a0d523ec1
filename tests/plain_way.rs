//! The whole way without JavaScript: pages and forms as a browser without script sends them.

use tests::{Citizen, City, Page};

#[path = "plain_way/managing.rs"]
mod managing;
#[path = "plain_way/nonsense.rs"]
mod nonsense;
#[path = "plain_way/places.rs"]
mod places;
#[path = "plain_way/tickets.rs"]
mod tickets;

/// The page of the times of a day in Harburg.
async fn times<'a>(citizen: &Citizen<'a>) -> Page<'a> {
    let start = citizen.open("/buchen").await;
    assert_eq!(start.answer.status, 200, "{:?}", start.answer);
    let places = start.press("Weiter").with("service", "reisepass:1").send().await;
    let form = places.press("Freie Tage zeigen").ticked("centre", "harburg");
    let days = form.send().await;
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
    let form = start.press("Weiter").with("service", "reisepass:2");
    let places = form.with("service", "personalausweis:1").send().await;
    let days = places.then("Freie Tage zeigen").await;
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
    let address = sent.then("Adresse korrigieren").await;
    let wrong = address
        .press("E-Mail an diese Adresse senden")
        .with("email", "nobody");
    let wrong = wrong.send().await;
    assert_eq!(
        (wrong.answer.status, wrong.field("email").as_deref()),
        (422, Some("nobody"))
    );
    let corrected = wrong
        .press("E-Mail an diese Adresse senden")
        .with("email", &right)
        .send()
        .await;
    assert!(corrected.says(&right), "{}", corrected.answer.text);
    city.inbox.nth(&right, 1).await;
}
