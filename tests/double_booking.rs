//! Never a double booking: races that somebody must win, each with its negative control, in which the
//! CHECKs are dropped from the test's own database and the race goes wrong.

use std::collections::HashSet;

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Answer, City, Guards};
use tokio::task::JoinSet;

/// Certified copies: three counters at Harburg can do them.
const COPIES: &[(&str, u32)] = &[("beglaubigung-dokumente", 1)];
/// How often the negative control may be without a collision.
const RUSHES: usize = 5;
const ROOM: usize = 3;
const APPOINTMENTS: &str = "/api/v1/appointments";

/// How many rush; `cargo xtask prove` sends more.
fn citizens() -> usize {
    if std::env::var("PROVE").is_ok() { 1000 } else { 200 }
}

/// All at one slot with room for three. Returns the winners and the refusals.
async fn rush(city: &City) -> (usize, Vec<Answer>) {
    let citizen = city.citizen();
    let slots = citizen
        .slots("service=beglaubigung-dokumente:1&centre=harburg&from=2026-12-01&days=1")
        .await;
    // An hour of which no share is kept, so that there is room at all three counters that certify.
    let slot = slots[32].clone();
    let mut bodies = Vec::new();
    for _ in 0..citizens() {
        bodies.push(citizen.wish(COPIES, &slot).await);
    }
    let answers = all_at_once(city, bodies).await;
    let (winners, losers): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
    let ids: HashSet<&str> = winners
        .iter()
        .filter_map(|answer| answer.json["id"].as_str())
        .collect();
    assert_eq!(
        ids.len(),
        winners.len(),
        "each winner has an appointment of its own"
    );
    (winners.len(), losers)
}

async fn all_at_once(city: &City, bodies: Vec<Value>) -> Vec<Answer> {
    let mut tasks = JoinSet::new();
    for (number, body) in bodies.into_iter().enumerate() {
        let url = format!("{}{APPOINTMENTS}", city.base);
        let request = city
            .http
            .post(url)
            .header("idempotency-key", format!("rush-{number}"))
            .json(&body);
        tasks.spawn(async move {
            let response = request.send().await.expect("the city answers");
            Answer::read(&Method::POST, APPOINTMENTS, Some(&body.to_string()), response).await
        });
    }
    tasks.join_all().await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_at_one_slot_with_room_for_three_make_three() {
    let city = City::open().await;
    let (winners, losers) = rush(&city).await;
    assert_eq!(winners, ROOM);
    for loser in &losers {
        assert_eq!((loser.status, loser.problem()), (409, "slot-taken"), "{loser:?}");
        assert_eq!(
            loser.json["alternatives"].as_array().map(Vec::len),
            Some(3),
            "{loser:?}"
        );
    }
    assert_eq!(city.number("SELECT count(*) FROM appointment").await, 3);
    assert_eq!(
        city.number("SELECT count(*) FROM spent_challenge").await,
        3,
        "a refusal costs no challenge"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_guards_the_same_rush_oversells() {
    // On a busy machine a single rush may happen to queue up.
    for _ in 0..RUSHES {
        let city = City::open().await.with(Guards::Dropped).await;
        if rush(&city).await.0 > ROOM {
            return;
        }
    }
    panic!("the race is no race: {RUSHES} times no more than {ROOM} winners without guards");
}

/// How many move at once. Two alone often just queue up, on a busy machine ten times in a row.
const MOVERS: usize = 8;

/// Appointments on two days in turn at Süderelbe, where one counter certifies. Moves all of them at once to where
/// `target` sends them (a day of the two, and which of its slots); returns the statuses.
async fn moves_at_once(city: &City, target: fn(usize) -> (usize, usize)) -> Vec<u16> {
    let citizen = city.citizen();
    let mut days = Vec::new();
    for date in ["2026-12-01", "2026-12-03"] {
        let query = format!("service=beglaubigung-dokumente:1&centre=suederelbe&from={date}&days=1");
        days.push(citizen.slots(&query).await);
    }
    let mut requests = Vec::new();
    for mover in 0..MOVERS {
        let (held, manage) = city
            .citizen()
            .book(COPIES, &days[mover % 2][APART * (mover / 2)])
            .await;
        let (to_day, to_slot) = target(mover);
        let target = &days[to_day][to_slot];
        let request = city
            .http
            .post(format!(
                "{}/api/v1/appointments/{}/move",
                city.base, held.reserved.id
            ))
            .bearer_auth(&manage)
            .json(&json!({ "centre": target["centre"], "starts_at": target["starts_at"] }));
        requests.push(request);
    }
    let mut tasks = JoinSet::new();
    for request in requests {
        tasks.spawn(async move { request.send().await.expect("the city answers").status().as_u16() });
    }
    let mut statuses = tasks.join_all().await;
    statuses.sort_unstable();
    statuses
}

/// Slots from one appointment to the next: starts lie five minutes apart, a visit takes ten.
const APART: usize = 3;

/// All to one time on the first day, which nobody has.
fn to_one_time(_: usize) -> (usize, usize) {
    (0, 24)
}

/// Each to the other day, so that batches touch both days in opposite order.
fn crossing(mover: usize) -> (usize, usize) {
    (1 - mover % 2, 24 + APART * (mover / 2))
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_moves_to_one_time_from_two_days_one_is_made_and_none_is_half() {
    let city = City::open().await;
    let statuses = moves_at_once(&city, to_one_time).await;
    assert_eq!((statuses[0], &statuses[1..]), (200, &[409; MOVERS - 1][..]));
    assert!(city.days_and_appointments_agree().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_guards_moves_to_one_time_collide() {
    for _ in 0..RUSHES {
        let city = City::open().await.with(Guards::Dropped).await;
        let statuses = moves_at_once(&city, to_one_time).await;
        if statuses.iter().filter(|status| **status == 200).count() > 1 {
            return;
        }
    }
    panic!("{RUSHES} times in a row nobody collided: the race is no race");
}

#[tokio::test(flavor = "multi_thread")]
async fn moves_that_cross_between_two_days_are_all_made_and_none_is_half() {
    let city = City::open().await;
    assert_eq!(moves_at_once(&city, crossing).await, [200; MOVERS]);
    assert!(city.days_and_appointments_agree().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_guards_moves_that_cross_leave_halves() {
    for _ in 0..RUSHES {
        let city = City::open().await.with(Guards::Dropped).await;
        moves_at_once(&city, crossing).await;
        if !city.days_and_appointments_agree().await {
            return;
        }
    }
    panic!("{RUSHES} times in a row nothing was lost: the race is no race");
}

/// One address with one hold less than it may have sends four forms at once, for different days. How many mails
/// with a link it gets, the one of the hold from before among them.
async fn forms_at_the_limit(city: &City) -> usize {
    let citizen = city.citizen();
    let mut reserved = Vec::new();
    for day in [
        "2026-12-01",
        "2026-12-02",
        "2026-12-03",
        "2026-12-04",
        "2026-12-07",
    ] {
        let slots = citizen
            .slots(&format!("service=reisepass:1&centre=harburg&from={day}&days=1"))
            .await;
        reserved.push(citizen.reserve(&[("reisepass", 1)], &slots[0]).await);
    }
    assert_eq!(citizen.apply(&reserved[0]).await.status, 202);
    city.inbox.nth(&citizen.email, 1).await;
    let (one, two, three, four) = tokio::join!(
        citizen.apply(&reserved[1]),
        citizen.apply(&reserved[2]),
        citizen.apply(&reserved[3]),
        citizen.apply(&reserved[4]),
    );
    for answer in [one, two, three, four] {
        assert_eq!(answer.status, 202, "the screen says the same as always");
    }
    city.inbox.nth(&citizen.email, reserved.len()).await;
    let letters = city.inbox.letters();
    letters
        .iter()
        .filter(|letter| letter.text.contains("/t/"))
        .count()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_forms_of_one_address_at_its_limit_one_makes_a_hold() {
    let city = City::open().await;
    assert_eq!(
        forms_at_the_limit(&city).await,
        2,
        "one hold from before, one of the four"
    );
    assert_eq!(
        city.number("SELECT count(*) FROM appointment WHERE status = 'held' AND over_limit = 0")
            .await,
        2
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_guards_several_forms_make_a_hold() {
    for _ in 0..RUSHES {
        let city = City::open().await.with(Guards::Dropped).await;
        if forms_at_the_limit(&city).await > 2 {
            return;
        }
    }
    panic!("{RUSHES} times in a row one form waited for the other: the race is no race");
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_and_choosing_another_time_never_holds_two() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen
        .slots("service=beglaubigung-dokumente:1&centre=suederelbe&from=2026-12-01&days=1")
        .await;
    let first = citizen.reserve(COPIES, &slots[0]).await;
    let mut body = citizen.wish(COPIES, &slots[10]).await;
    body["replaces"] = json!({ "id": first.id, "secret": first.secret });
    let second = citizen.try_reserve(&body).await;
    assert_eq!(second.status, 201, "{second:?}");
    assert_eq!(citizen.look(&first).await["status"], "cancelled");

    // The time given up stays back for others, and is free for its holder at once.
    let other = city.citizen();
    let wish = other.wish(COPIES, &slots[0]).await;
    assert_eq!(other.try_reserve(&wish).await.problem(), "slot-taken");
    let mut back = citizen.wish(COPIES, &slots[0]).await;
    back["replaces"] = json!({ "id": second.json["id"], "secret": second.json["secret"] });
    let third = citizen.try_reserve(&back).await;
    assert_eq!(third.status, 201, "{third:?}");
    city.pass(4 * 60).await;
    let free = other.wish(COPIES, &slots[10]).await;
    assert_eq!(
        other.try_reserve(&free).await.status,
        201,
        "after at most three minutes it is free for all"
    );
    let path = format!(
        "/api/v1/appointments/{}",
        third.json["id"].as_str().unwrap_or_default()
    );
    let secret = third.json["secret"].as_str().unwrap_or_default();
    assert_eq!(citizen.ask(Method::DELETE, &path, secret, None).await.status, 204);
    assert!(city.days_and_appointments_agree().await);
}
