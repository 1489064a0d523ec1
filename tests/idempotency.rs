//! The same request twice makes one appointment and gets one answer, however it comes to be sent twice.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{Citizen, City};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

const COPIES: &[(&str, u32)] = &[("beglaubigung-dokumente", 1)];
const APPOINTMENTS: &str = "SELECT count(*) FROM appointment";

/// A wish at Süderelbe, where one counter certifies.
async fn wish(citizen: &Citizen<'_>) -> Value {
    let slots = citizen
        .slots("service=beglaubigung-dokumente:1&centre=suederelbe&from=2026-12-01&days=1")
        .await;
    citizen.wish(COPIES, &slots[0]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_and_body_get_the_same_answer() {
    let city = City::open().await;
    let citizen = city.citizen();
    let wish = wish(&citizen).await;
    let first = citizen.try_reserve_as("key", &wish).await;
    assert_eq!(first.status, 201, "{first:?}");
    let before = city.everything().await;
    city.pass(10 * 60).await;
    let again = citizen.try_reserve_as("key", &wish).await;
    assert_eq!(
        (again.status, &again.text),
        (201, &first.text),
        "the secret included, `now` as it was"
    );
    city.pass(-10 * 60).await;
    assert_eq!(city.everything().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_at_once_are_one() {
    let city = City::open().await;
    let citizen = city.citizen();
    let wish = wish(&citizen).await;
    let mut tasks = JoinSet::new();
    for _ in 0..20 {
        let url = format!("{}/api/v1/appointments", city.base);
        let request = city.http.post(url).header("idempotency-key", "key").json(&wish);
        tasks.spawn(async move {
            let response = request.send().await.expect("the city answers");
            (response.status().as_u16(), response.text().await.expect("a body"))
        });
    }
    let answers = tasks.join_all().await;
    assert!(
        answers
            .iter()
            .all(|answer| answer.0 == 201 && answer == &answers[0]),
        "{answers:?}"
    );
    assert_eq!(city.number(APPOINTMENTS).await, 1);
    assert_eq!(city.number("SELECT count(*) FROM spent_challenge").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_key_with_another_body_is_refused() {
    let city = City::open().await;
    let citizen = city.citizen();
    let first = wish(&citizen).await;
    assert_eq!(citizen.try_reserve_as("key", &first).await.status, 201);
    let mut later = wish(&citizen).await;
    later["starts_at"] = json!("2026-12-01T12:00:00+01:00");
    let refused = citizen.try_reserve_as("key", &later).await;
    assert_eq!(
        (refused.status, refused.problem()),
        (422, "idempotency-key-reused")
    );
    assert_eq!(citizen.try_reserve_as("other-key", &later).await.status, 201);
    assert_eq!(city.number(APPOINTMENTS).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_at_once_with_one_key_and_two_bodies_are_one() {
    let city = City::open().await;
    let citizen = city.citizen();
    let one = wish(&citizen).await;
    let mut other = wish(&citizen).await;
    other["starts_at"] = json!("2026-12-01T12:00:00+01:00");
    let answers = tokio::join!(
        citizen.try_reserve_as("key", &one),
        citizen.try_reserve_as("key", &other)
    );
    let mut statuses = [answers.0.status, answers.1.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 422], "{answers:?}");
    assert_eq!(city.number(APPOINTMENTS).await, 1);
}

/// Seconds after the first request, and whether the key still stands for it.
#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_remembered_for_24_hours() {
    const DAY: i64 = 24 * 60 * 60;
    for (seconds, remembered) in [(DAY - 60, true), (DAY, false)] {
        let city = City::open().await;
        let citizen = city.citizen();
        let first = citizen.try_reserve_as("key", &wish(&citizen).await).await;
        city.pass(seconds).await;
        let next = citizen.try_reserve_as("key", &wish(&citizen).await).await;
        if remembered {
            assert_eq!(
                (next.status, next.problem()),
                (422, "idempotency-key-reused"),
                "after {seconds} s"
            );
        } else {
            assert_eq!(next.status, 201, "after {seconds} s: {next:?}");
            assert_ne!(next.json["id"], first.json["id"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_not_remembered() {
    let city = City::open().await;
    let (holder, citizen) = (city.citizen(), city.citizen());
    let taken = wish(&holder).await;
    let held = holder.try_reserve_as("holder", &taken).await;
    let wish = {
        let mut wish = taken.clone();
        wish["challenge"] = json!(citizen.challenge().await);
        wish
    };
    let refused = citizen.try_reserve_as("key", &wish).await;
    assert_eq!((refused.status, refused.problem()), (409, "slot-taken"));

    let path = format!(
        "/api/v1/appointments/{}",
        held.json["id"].as_str().expect("an id")
    );
    let secret = held.json["secret"].as_str().expect("a secret");
    assert_eq!(
        citizen
            .ask(reqwest::Method::DELETE, &path, secret, None)
            .await
            .status,
        204
    );
    city.pass(3 * 60 + 1).await;
    let later = citizen.try_reserve_as("key", &wish).await;
    assert_eq!(later.status, 201, "the same key, body and challenge: {later:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_challenge_pays_for_one_key() {
    let city = City::open().await;
    let citizen = city.citizen();
    let wish = wish(&citizen).await;
    assert_eq!(citizen.try_reserve_as("one", &wish).await.status, 201);
    let mut other = wish.clone();
    other["starts_at"] = json!("2026-12-01T12:00:00+01:00");
    let spent = citizen.try_reserve_as("other", &other).await;
    assert_eq!((spent.status, spent.problem()), (409, "challenge-spent"));
    assert_eq!(city.number(APPOINTMENTS).await, 1);
}

/// How much of the answer arrives before the line breaks.
#[derive(Clone, Copy, Debug)]
enum Heard {
    Nothing,
    FirstByte,
}

async fn send_and_hang_up(city: &City, wish: &Value, heard: Heard) {
    let address = city.base.trim_start_matches("http://");
    let mut line = TcpStream::connect(address).await.expect("the city listens");
    let body = wish.to_string();
    let request = format!(
        "POST /api/v1/appointments HTTP/1.1\r\nhost: {address}\r\nidempotency-key: key\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    line.write_all(request.as_bytes())
        .await
        .expect("the city listens");
    match heard {
        Heard::Nothing => line.shutdown().await.expect("the line closes"),
        // The answer leaves after the commit: it is lost, the appointment stands.
        Heard::FirstByte => assert_eq!(line.read_u8().await.expect("an answer begins"), b'H'),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_lost_is_given_again() {
    for heard in [Heard::Nothing, Heard::FirstByte] {
        let city = City::open().await;
        let citizen = city.citizen();
        let wish = wish(&citizen).await;
        send_and_hang_up(&city, &wish, heard).await;
        if matches!(heard, Heard::FirstByte) {
            assert_eq!(city.number(APPOINTMENTS).await, 1, "{heard:?}: committed");
        } else {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let again = citizen.try_reserve_as("key", &wish).await;
        assert_eq!(again.status, 201, "{heard:?}: {again:?}");
        assert_eq!(city.number(APPOINTMENTS).await, 1, "{heard:?}");
        let path = format!(
            "/api/v1/appointments/{}",
            again.json["id"].as_str().expect("an id")
        );
        let secret = again.json["secret"].as_str().expect("a secret");
        let look = citizen.ask(reqwest::Method::GET, &path, secret, None).await;
        assert_eq!(look.json["status"], "reserved", "{heard:?}: the secret opens it");
    }
}
