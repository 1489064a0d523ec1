//! Who is refused a full time is refused again without another look at all that is on its day; but no longer than it is full.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Answer, Citizen, City, Reserved};

/// Certified copies: three counters at Harburg can do them.
const COPIES: &[(&str, u32)] = &[("beglaubigung-dokumente", 1)];
const ROOM: usize = 3;

/// A slot that has just been taken by three, and whose fourth has been refused; with the three.
async fn full(citizen: &Citizen<'_>) -> (Value, Vec<Reserved>) {
    let query = "service=beglaubigung-dokumente:1&centre=harburg&from=2026-12-01&days=1";
    // An hour of which no share is kept.
    let slot = citizen.slots(query).await[32].clone();
    let mut reserved = Vec::new();
    for _ in 0..ROOM {
        reserved.push(citizen.reserve(COPIES, &slot).await);
    }
    for _ in 0..2 {
        assert_refused(&attempt(citizen, &slot).await);
    }
    (slot, reserved)
}

async fn attempt(citizen: &Citizen<'_>, slot: &Value) -> Answer {
    citizen.try_reserve(&citizen.wish(COPIES, slot).await).await
}

fn assert_refused(answer: &Answer) {
    assert_eq!(
        (answer.status, answer.problem()),
        (409, "slot-taken"),
        "{answer:?}"
    );
    let alternatives = answer.json["alternatives"].as_array();
    assert_eq!(alternatives.map(Vec::len), Some(3), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_given_back_is_had_by_who_was_refused_before() {
    let city = City::open().await;
    let citizen = city.citizen();
    let (slot, reserved) = full(&citizen).await;
    let left = citizen.event(Method::DELETE, &reserved[0], "", None).await;
    assert_eq!(left.status, 204, "{left:?}");
    assert_refused(&attempt(&citizen, &slot).await);
    // What was given back stays back three minutes at most.
    city.pass(181).await;
    assert_eq!(attempt(&citizen, &slot).await.status, 201);
    assert_refused(&attempt(&citizen, &slot).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_lapses_on_a_day_that_nobody_touches_is_had_by_who_was_refused_before() {
    let city = City::open().await;
    let citizen = city.citizen();
    let (slot, _) = full(&citizen).await;
    // A reservation of 15 minutes, and three minutes at most in which it stays back.
    city.pass(18 * 60 + 1).await;
    for _ in 0..ROOM {
        assert_eq!(attempt(&citizen, &slot).await.status, 201);
    }
    assert_refused(&attempt(&citizen, &slot).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_the_time_has_the_same_answer_again_while_others_are_refused() {
    let city = City::open().await;
    let citizen = city.citizen();
    let query = "service=beglaubigung-dokumente:1&centre=harburg&from=2026-12-01&days=1";
    let slot = citizen.slots(query).await[32].clone();
    let wish = citizen.wish(COPIES, &slot).await;
    let first = citizen.try_reserve_as("mine", &wish).await;
    assert_eq!(first.status, 201, "{first:?}");
    for _ in 1..ROOM {
        citizen.reserve(COPIES, &slot).await;
    }
    assert_refused(&attempt(&citizen, &slot).await);
    let again = citizen.try_reserve_as("mine", &wish).await;
    assert_eq!((again.status, &again.json["id"]), (201, &first.json["id"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_the_time_may_choose_it_again_while_others_are_refused() {
    let city = City::open().await;
    let citizen = city.citizen();
    let (slot, reserved) = full(&citizen).await;
    let mut wish = citizen.wish(COPIES, &slot).await;
    wish["replaces"] = json!({ "id": reserved[0].id, "secret": reserved[0].secret });
    let chosen = citizen.try_reserve(&wish).await;
    assert_eq!(chosen.status, 201, "{chosen:?}");
}
