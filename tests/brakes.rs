//! The brake by network: it slows, it refuses only what no person does, it forgets, and it knows no address.

use std::collections::BTreeSet;

use serde_json::Value;
use tests::{Answer, Citizen, City, Guards, clock_time, plus};

const PASSPORT: &[(&str, u32)] = &[("reisepass", 1)];
const BASE: u64 = 50;

async fn braked() -> City {
    City::open_set(&[("BRAKE", "on")]).await
}

/// Slots that do not get in each other's way.
async fn slots(city: &City) -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let mut slots = Vec::new();
    for centre in ["harburg", "wandsbek", "bergedorf"] {
        let query = format!("service=reisepass:1&centre={centre}&from=2026-12-01&days=20&limit=500");
        let all = city.citizen().slots(&query).await;
        slots.extend(all.into_iter().filter(|slot| {
            let hour = slot["starts_at"].to_string().chars().take(14).collect::<String>();
            seen.insert((centre, hour))
        }));
    }
    assert!(slots.len() > 70, "{}", slots.len());
    slots
}

async fn maxnumber(citizen: &Citizen<'_>) -> u64 {
    let answer = citizen.get("/api/v1/challenge").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json["maxnumber"].as_u64().expect("a number")
}

/// As if this network had made so many reservations by now.
async fn has_made(city: &City, citizen: &Citizen<'_>, slot: &Value, count: i64) {
    citizen.reserve(PASSPORT, slot).await;
    let sql = format!("UPDATE network SET count = {count} WHERE minute = (SELECT max(minute) FROM network)");
    city.script(&sql).await;
}

fn assert_waits(answer: &Answer, now: &str) {
    assert_eq!(
        (answer.status, answer.problem()),
        (429, "too-many-requests"),
        "{answer:?}"
    );
    let seconds: i64 = answer
        .retry_after
        .as_deref()
        .and_then(|text| text.parse().ok())
        .expect("seconds");
    assert!((1..=600).contains(&seconds), "{answer:?}");
    let detail = answer.json["detail"].as_str().unwrap_or_default();
    assert!(detail.contains("115"), "{detail}");
    let around = [-1, 0, 1].map(|drift| clock_time(&plus(now, seconds + drift)));
    assert!(
        around.iter().any(|time| detail.contains(time.as_str())),
        "{detail}: {around:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn below_sixty_nobody_is_refused_the_work_grows_and_then_it_is_time_to_wait() {
    let city = braked().await;
    let slots = slots(&city).await;
    let (office, home) = (city.citizen().at("192.0.2.7"), city.citizen().at("192.0.2.8"));
    let start = city.now().await;
    let mut work = Vec::new();
    for slot in &slots[..60] {
        work.push(maxnumber(&office).await / BASE);
        office.reserve(PASSPORT, slot).await;
    }
    let expected = [1, 2, 4, 8, 16, 16].map(|factor| [factor; 10]).concat();
    assert_eq!(work, expected);

    let wish = home.wish(PASSPORT, &slots[60]).await;
    assert_waits(&office.try_reserve(&wish).await, &city.now().await);
    assert_waits(&office.get("/api/v1/challenge").await, &city.now().await);
    assert_eq!(maxnumber(&home).await, BASE, "another network");
    assert_eq!(
        home.try_reserve(&wish).await.status,
        201,
        "the refusal has cost nothing"
    );

    city.set_clock(&plus(&start, 11 * 60)).await;
    assert_eq!(maxnumber(&office).await, BASE);
    office.reserve(PASSPORT, &slots[61]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_reservation_does_not_count() {
    let city = braked().await;
    let slots = slots(&city).await;
    let citizen = city.citizen().at("192.0.2.7");
    let mut wish = citizen.wish(PASSPORT, &slots[0]).await;
    wish["starts_at"] = "2026-12-01T03:00:00+01:00".into();
    for _ in 0..12 {
        assert_eq!(citizen.try_reserve(&wish).await.problem(), "not-offered");
    }
    assert_eq!(city.number("SELECT count(*) FROM network").await, 0);
    let answer = citizen.reserve(PASSPORT, &slots[0]).await;
    assert_eq!(answer.answer.status, 201);
    assert_eq!(city.number("SELECT sum(count) FROM network").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn easy_challenges_cannot_be_hoarded_and_a_fresh_one_goes_through() {
    let city = braked().await;
    let slots = slots(&city).await;
    let citizen = city.citizen().at("192.0.2.7");
    let hoarded = citizen.wish(PASSPORT, &slots[1]).await;
    let in_time = citizen.wish(PASSPORT, &slots[2]).await;
    has_made(&city, &citizen, &slots[0], 14).await;
    assert_eq!(
        citizen.try_reserve(&in_time).await.status,
        201,
        "others were faster by a few"
    );
    let before = city.everything().await;
    let answer = citizen.try_reserve(&hoarded).await;
    assert_eq!(
        (answer.status, answer.problem()),
        (403, "challenge-invalid"),
        "{answer:?}"
    );
    assert_eq!(city.everything().await, before);
    citizen.reserve(PASSPORT, &slots[1]).await;

    let elsewhere = city.citizen().at("192.0.2.8").wish(PASSPORT, &slots[3]).await;
    let carried = citizen.try_reserve(&elsewhere).await;
    assert_eq!(
        carried.problem(),
        "challenge-invalid",
        "nor fetched in another network"
    );
}

/// How many of 24 reservations of one network are made that were all paid for before any of them counted.
async fn rush(city: &City) -> usize {
    let slots = slots(city).await;
    let citizen = city.citizen().at("192.0.2.7");
    let mut wishes = Vec::new();
    for slot in &slots[..24] {
        wishes.push(citizen.wish(PASSPORT, slot).await);
    }
    let mut made = 0;
    for pair in wishes.chunks(2) {
        let (one, other) = tokio::join!(citizen.try_reserve(&pair[0]), citizen.try_reserve(&pair[1]));
        made += [one, other].iter().filter(|answer| answer.status == 201).count();
    }
    made
}

#[tokio::test(flavor = "multi_thread")]
async fn many_paid_beforehand_do_not_get_past_it() {
    assert_eq!(
        rush(&braked().await).await,
        15,
        "ten at this price, and five of grace"
    );
}

/// The negative control: without its guard the brake would let all of them pass.
#[tokio::test(flavor = "multi_thread")]
async fn without_the_guard_they_would() {
    assert_eq!(rush(&braked().await.with(Guards::Dropped).await).await, 24);
}

#[tokio::test(flavor = "multi_thread")]
async fn neighbours_in_one_prefix_count_together_and_no_address_is_kept() {
    let city = braked().await;
    let slots = slots(&city).await;
    let first = city.citizen().at("2001:db8:1:2::1");
    has_made(&city, &first, &slots[0], 20).await;
    let table = [
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", 4 * BASE),
        ("2001:db8:1:3::1", BASE),
        ("192.0.2.7", BASE),
    ];
    for (address, expected) in table {
        assert_eq!(
            maxnumber(&city.citizen().at(address)).await,
            expected,
            "{address}"
        );
    }
    let kept = city.everything().await + &city.log().await;
    assert!(!kept.contains("2001:db8"), "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_counted_is_forgotten_after_an_hour() {
    let city = braked().await;
    let slots = slots(&city).await;
    let citizen = city.citizen().at("192.0.2.7");
    citizen.reserve(PASSPORT, &slots[0]).await;
    city.pass(58 * 60).await;
    city.tick().await;
    assert_eq!(city.number("SELECT count(*) FROM network").await, 1);
    city.pass(2 * 60).await;
    city.tick().await;
    assert_eq!(city.number("SELECT count(*) FROM network").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn switched_off_it_counts_nothing_and_slows_nobody() {
    let city = City::open_set(&[("BRAKE", "off")]).await;
    let slots = slots(&city).await;
    let citizen = city.citizen().at("192.0.2.7");
    for slot in &slots[..12] {
        citizen.reserve(PASSPORT, slot).await;
    }
    assert_eq!(maxnumber(&citizen).await, BASE);
    assert_eq!(city.number("SELECT count(*) FROM network").await, 0);
}
