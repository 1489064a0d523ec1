//! An address at its limit: the screen says the same as always, the mail explains, and the time comes back
//! no earlier than any other: nobody learns of the limit by watching what is free.

use booking::AppointmentId;
use edge::keys::{Keys, Purpose};
use reqwest::Method;
use serde_json::{Value, json};
use tests::{Answer, Citizen, City, KEYS, Reserved, between};

use super::{AT_SUEDERELBE, COPIES};

/// Status, content type, fields with their kinds, and all that tells no times, ids or chance.
type Shape = (u16, String, Vec<String>, Value);

/// The shape of an answer.
fn shape(answer: &Answer) -> Shape {
    let object = answer.json.as_object().cloned().unwrap_or_default();
    let keys = object
        .iter()
        .map(|(key, value)| format!("{key}: {}", kind(value)))
        .collect();
    let told: Vec<&Value> = [
        "status",
        "mail",
        "resends_left",
        "prolongations_left",
        "services",
        "centre",
    ]
    .iter()
    .map(|key| &answer.json[key])
    .collect();
    (answer.status, answer.content_type.clone(), keys, json!(told))
}

fn text(look: &Value, name: &str) -> String {
    look[name].as_str().unwrap_or_default().to_owned()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::String(_) => "text",
        Value::Number(_) => "number",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
        Value::Bool(_) => "yes or no",
    }
}

/// The form, a look once the mail has left, asking for it again too soon and in time, and the time then left.
async fn what_the_screen_hears(city: &City, citizen: &Citizen<'_>, reserved: &Reserved) -> Vec<Shape> {
    let applied = citizen.apply(reserved).await;
    citizen.until_mail_is(reserved, "sent").await;
    city.until_mails_are_settled().await;
    let looked = citizen.event(Method::GET, reserved, "", None).await;
    let soon = citizen.event(Method::POST, reserved, "/mail", None).await;
    let again = citizen.apply(reserved).await;
    city.pass(120).await;
    let resent = citizen.event(Method::POST, reserved, "/mail", None).await;
    let look = citizen.until_mail_is(reserved, "sent").await;
    city.until_mails_are_settled().await;
    let minutes = between(&text(&look, "now"), &text(&look, "activate_by")) + 30;
    let left = json!({ "minutes left": minutes / 60 });
    let mut heard: Vec<Shape> = [applied, looked, soon, again, resent].iter().map(shape).collect();
    heard.push((200, String::new(), Vec::new(), left));
    heard
}

/// What a stranger who knows our keys would try: the code and the token that the appointment would have.
async fn would_be_activated(citizen: &Citizen<'_>, reserved: &Reserved) -> (Answer, Answer) {
    let keys = Keys::parse(KEYS).expect("the city's keys");
    let id = AppointmentId::parse(&reserved.id).expect("an id");
    let code = json!({ "code": keys.code(keys.current(), id, 0) });
    let by_code = citizen
        .event(Method::POST, reserved, "/activation", Some(code))
        .await;
    let token = json!({ "token": keys.token(keys.current(), Purpose::Activation, id, 0) });
    (by_code, citizen.post("/api/v1/activations", token).await)
}

/// An address over its limit reserved `slot` and sent the form.
async fn assert_over_the_limit(
    city: &City,
    citizen: &Citizen<'_>,
    reserved: &Reserved,
    slot: &Value,
    usual: &[Shape],
) {
    let mails = city
        .inbox
        .letters()
        .iter()
        .filter(|letter| letter.to == citizen.email)
        .count();
    let heard = what_the_screen_hears(city, citizen, reserved).await;
    assert_eq!(heard, usual, "the screen says the same as always");
    let letter = city.inbox.nth(&citizen.email, mails + 1).await;
    assert!(
        letter.text.contains("keine weitere Buchung möglich"),
        "the mail explains: {}",
        letter.text
    );
    if letter.text.contains("/t/") {
        let page = citizen.get(&letter.link()).await;
        assert!(
            page.text.contains("Termin absagen"),
            "a way out, not a way in: {}",
            page.text
        );
    }
    let (by_code, by_token) = would_be_activated(citizen, reserved).await;
    assert_eq!(
        (by_code.status, by_code.problem()),
        (403, "wrong-code"),
        "{by_code:?}"
    );
    assert_eq!(
        (by_token.status, by_token.problem()),
        (404, "not-found"),
        "{by_token:?}"
    );
    assert_comes_back_like_a_hold(city, reserved, slot).await;
}

/// The time is taken until the hold lapses, and free for all at most three minutes later.
async fn assert_comes_back_like_a_hold(city: &City, reserved: &Reserved, slot: &Value) {
    let other = city.citizen();
    let look = other.look(reserved).await;
    let left = between(&text(&look, "now"), &text(&look, "activate_by"));
    city.pass(left - 30).await;
    let wish = other.wish(COPIES, slot).await;
    assert_eq!(other.try_reserve(&wish).await.problem(), "slot-taken");
    city.pass(30 + 180).await;
    other.reserve(COPIES, slot).await;
}

/// What everybody hears, from an address that has nothing.
async fn usual(city: &City, slot: &Value) -> Vec<Shape> {
    let citizen = city.citizen();
    let reserved = citizen.reserve(COPIES, slot).await;
    let heard = what_the_screen_hears(city, &citizen, &reserved).await;
    let (by_code, _) = would_be_activated(&citizen, &reserved).await;
    assert_eq!(
        by_code.status, 200,
        "within the limit the same code works: {by_code:?}"
    );
    heard
}

#[tokio::test(flavor = "multi_thread")]
async fn a_third_hold_of_an_address_is_none_and_looks_like_one() {
    let city = City::open().await;
    let slots = Citizen::slots(&city.citizen(), AT_SUEDERELBE).await;
    let usual = usual(&city, &slots[0]).await;
    let citizen = city.citizen();
    for slot in [&slots[3], &slots[6]] {
        let reserved = citizen.reserve(COPIES, slot).await;
        assert_eq!(citizen.apply(&reserved).await.status, 202);
    }
    city.until_mails_are_settled().await;
    let third = citizen.reserve(COPIES, &slots[9]).await;
    assert_over_the_limit(&city, &citizen, &third, &slots[9], &usual).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fifth_coming_appointment_of_an_address_is_none_and_looks_like_one() {
    let city = City::open().await;
    let slots = Citizen::slots(&city.citizen(), AT_SUEDERELBE).await;
    let usual = usual(&city, &slots[0]).await;
    let citizen = city.citizen();
    for slot in [&slots[3], &slots[6], &slots[9], &slots[12]] {
        let reserved = citizen.reserve(COPIES, slot).await;
        assert_eq!(citizen.apply(&reserved).await.status, 202);
        let (by_code, _) = would_be_activated(&citizen, &reserved).await;
        assert_eq!(by_code.status, 200, "{by_code:?}");
    }
    city.until_mails_are_settled().await;
    let fifth = citizen.reserve(COPIES, &slots[15]).await;
    assert_over_the_limit(&city, &citizen, &fifth, &slots[15], &usual).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_seventh_activation_mail_of_a_day_is_not_sent_and_the_answer_is_the_same() {
    let city = City::open().await;
    let slots = Citizen::slots(&city.citizen(), AT_SUEDERELBE).await;
    let usual = usual(&city, &slots[0]).await;
    let citizen = city.citizen();
    for slot in slots[3..15].iter().step_by(2) {
        let reserved = citizen.reserve(COPIES, slot).await;
        assert_eq!(citizen.apply(&reserved).await.status, 202);
        citizen.until_mail_is(&reserved, "sent").await;
        assert_eq!(
            citizen.event(Method::DELETE, &reserved, "", None).await.status,
            204
        );
    }
    let seventh = citizen.reserve(COPIES, &slots[18]).await;
    let heard = what_the_screen_hears(&city, &citizen, &seventh).await;
    assert_eq!(heard, usual, "the screen says the same as always");
    city.tick().await;
    let count = || {
        city.inbox
            .letters()
            .iter()
            .filter(|letter| letter.to == citizen.email)
            .count()
    };
    assert_eq!(count(), 6, "nothing is sent");
    let (by_code, by_token) = would_be_activated(&citizen, &seventh).await;
    assert_eq!(
        (by_code.status, by_token.status),
        (403, 404),
        "{by_code:?} {by_token:?}"
    );
    assert_comes_back_like_a_hold(&city, &seventh, &slots[18]).await;

    city.pass(24 * 3600).await;
    let next_day = citizen.reserve(COPIES, &slots[21]).await;
    assert_eq!(citizen.apply(&next_day).await.status, 202);
    citizen.until_mail_is(&next_day, "sent").await;
    assert!(
        city.inbox.nth(&citizen.email, 7).await.text.contains("/t/"),
        "a day later there are mails again"
    );
}
