//! "Send my appointments again": the same answer for every address, and a mail only to the owner.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Answer, Citizen, City};

use super::{AT_SUEDERELBE, COPIES};

const PATH: &str = "/api/v1/mails";

async fn ask(citizen: &Citizen<'_>, email: &str) -> Answer {
    citizen.post(PATH, json!({ "email": email })).await
}

/// All that an answer tells, on the page and by the API.
async fn told(citizen: &Citizen<'_>, email: &str) -> (u16, String, u16, String) {
    let form = format!("email={}", email.replace('+', "%2B"));
    let page = citizen.press("/meine-termine", &form).await;
    let api = ask(citizen, email).await;
    (page.status, page.text, api.status, api.text)
}

async fn mails_to(city: &City, email: &str) -> usize {
    city.tick().await;
    city.until_mails_are_settled().await;
    let letters = city.inbox.letters();
    let again = |letter: &&tests::Letter| letter.to == email && letter.subject == "Ihre kommenden Termine";
    letters.iter().filter(again).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_gets_every_coming_appointment_with_a_link_that_works() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let (_, first) = citizen.book(COPIES, &slots[0]).await;
    let reserved = citizen.reserve(COPIES, &slots[10]).await;
    assert_eq!(citizen.apply(&reserved).await.status, 202);
    let link = city.inbox.nth(&citizen.email, 3).await.link();
    assert_eq!(citizen.press(&link, "do=activate").await.status, 200);
    let manage = [first, city.inbox.nth(&citizen.email, 4).await.token()];
    let typed = citizen.email.to_uppercase();
    let page = citizen.get("/meine-termine").await;
    assert!(
        page.text.contains("Ihre Termine noch einmal per E-Mail"),
        "{}",
        page.text
    );
    let pressed = citizen.press("/meine-termine", &format!("email={typed}")).await;
    assert_eq!(pressed.status, 200, "{pressed:?}");
    assert!(
        pressed.text.contains("Bitte sehen Sie in Ihr Postfach"),
        "{}",
        pressed.text
    );
    assert_eq!(mails_to(&city, &citizen.email).await, 1);
    let letters = city.inbox.letters();
    let letter = letters.last().expect("a mail");
    for token in &manage {
        assert!(letter.text.contains(&format!("/t/{token}")), "{}", letter.text);
        let opened = citizen.get(&format!("/t/{token}")).await;
        assert!(opened.text.contains("Termin absagen"), "{}", opened.text);
    }
    assert!(letter.calendar.is_none());
    assert_eq!(
        citizen
            .press(&format!("/t/{}", manage[0]), "do=cancel")
            .await
            .status,
        200
    );
    assert_eq!(ask(&citizen, &citizen.email).await.status, 202);
    assert_eq!(mails_to(&city, &citizen.email).await, 2);
    let letters = city.inbox.letters();
    let letter = letters
        .iter()
        .rfind(|letter| letter.subject == "Ihre kommenden Termine")
        .expect("a mail");
    assert!(
        !letter.text.contains(&manage[0]) && letter.text.contains(&manage[1]),
        "{}",
        letter.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_address_gets_the_same_answer() {
    let city = City::open().await;
    let [owner, held, lapsed] = [city.citizen(), city.citizen(), city.citizen()];
    let slots = owner.slots(AT_SUEDERELBE).await;
    lapsed.hold(COPIES, &slots[30]).await;
    city.pass(3 * 3600).await;
    owner.book(COPIES, &slots[0]).await;
    held.hold(COPIES, &slots[10]).await;
    let stranger = city.citizen();
    let usual = told(&stranger, "nobody@example.org").await;
    assert_eq!((usual.0, usual.2), (200, 202));
    for email in [&owner.email, &held.email, &lapsed.email] {
        for _ in 0..4 {
            assert_eq!(told(&stranger, email).await, usual, "{email}");
        }
    }
    assert_eq!(
        mails_to(&city, &owner.email).await,
        3,
        "three a day, asked for eight times"
    );
    for email in [&held.email, &lapsed.email, &"nobody@example.org".to_owned()] {
        assert_eq!(mails_to(&city, email).await, 0, "{email}");
    }
    city.pass(24 * 3600).await;
    assert_eq!(told(&stranger, &owner.email).await, usual);
    assert_eq!(mails_to(&city, &owner.email).await, 5, "another day");
}

#[tokio::test(flavor = "multi_thread")]
async fn links_go_to_the_address_that_booked_whatever_was_typed() {
    let city = City::open().await;
    let mut citizen = city.citizen();
    let plain = citizen.email.clone();
    citizen.email = plain.replace('@', "+amt@");
    let slots = citizen.slots(AT_SUEDERELBE).await;
    citizen.book(COPIES, &slots[0]).await;
    for typed in [&plain, &plain.replace('@', "+evil@")] {
        assert_eq!(ask(&citizen, typed).await.status, 202);
        assert_eq!(mails_to(&city, typed).await, 0, "{typed}");
    }
    assert_eq!(mails_to(&city, &citizen.email).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_address_is_named_and_a_busy_network_waits() {
    let city = City::open_set(&[("BRAKE", "on")]).await;
    let citizen = city.citizen().at("192.0.2.7");
    for nonsense in [
        "",
        "nobody",
        "a@b",
        "a b@example.org",
        "a@example.org\r\nBcc: b@example.org",
    ] {
        let api = ask(&citizen, nonsense).await;
        assert_eq!((api.status, api.problem()), (422, "invalid"), "{nonsense}");
        assert_eq!(api.json["errors"][0]["field"], "email");
        let form = format!("email={}", nonsense.replace(' ', "+"));
        let page = citizen.press("/meine-termine", &form).await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("gültige E-Mail-Adresse"), "{}", page.text);
    }
    for _ in 0..20 {
        assert_eq!(ask(&citizen, "nobody@example.org").await.status, 202);
    }
    let more = ask(&citizen, "nobody@example.org").await;
    assert_eq!(
        (more.status, more.problem()),
        (429, "too-many-requests"),
        "{more:?}"
    );
    let wait: i64 = more
        .retry_after
        .as_deref()
        .unwrap_or_default()
        .parse()
        .expect("seconds");
    assert!((1..=600).contains(&wait), "{wait}");
    let elsewhere = city.citizen().at("192.0.2.8");
    assert_eq!(ask(&elsewhere, "nobody@example.org").await.status, 202);
    city.pass(wait).await;
    assert_eq!(ask(&citizen, "nobody@example.org").await.status, 202);
    let body = citizen.ask(Method::POST, PATH, "", Some(json!({}))).await;
    assert_eq!(
        (body.status, &body.json["errors"][0]["field"]),
        (422, &Value::from("email"))
    );
}
