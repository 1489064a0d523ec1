//! A day that is not as it must be raises an alarm and stops its centre from selling, until the operator says go on.

use booking::day::{Claim, ClaimKind};
use booking::{Instant, state_text};
use serde_json::{Value, json};
use tests::{Citizen, plus};

use super::*;

const COPIES: &[(&str, u32)] = &[("beglaubigung-dokumente", 1)];
const SLOTS: &str = "service=beglaubigung-dokumente:1&centre=harburg&from=2026-12-01&days=1&limit=200";
const THE_DAY: &str = "centre = 'harburg' AND date = '2026-12-01'";

/// What happens to the claims of two booked visits at the same time, and what the alarm says; nothing where the centre
/// goes on selling.
type Row = (&'static str, fn(&mut Vec<Claim>), Option<&'static str>);

const FAULTS: &[Row] = &[
    ("nothing", |_| {}, None),
    (
        "both at one counter",
        |claims| claims[1].counter = claims[0].counter,
        Some("two-at-once"),
    ),
    (
        "a claim is gone",
        |claims| {
            claims.pop();
        },
        Some("appointment-without-claim"),
    ),
    (
        "a claim ends too early",
        |claims| claims[0].until = Instant::parse("2026-11-25T09:00:00Z").expect("an instant"),
        Some("appointment-without-claim"),
    ),
    (
        "a claim is nobody's",
        |claims| {
            let nobodys = Claim {
                holder: booking::AppointmentId::from_bytes([7; 16]),
                start: claims[0].start + 24,
                ..claims[0].clone()
            };
            claims.push(nobodys);
        },
        Some("claim-without-appointment"),
    ),
    (
        "a claim is for another time",
        |claims| claims[0].start += 24,
        Some("appointment-without-claim"),
    ),
    (
        "a counter of the plan that is not there",
        |claims| claims[0].counter = 60,
        None,
    ),
];

async fn claims(city: &City) -> Vec<Claim> {
    let rows = city.rows(&format!("SELECT state FROM day WHERE {THE_DAY}")).await;
    state_text::read(rows[0]["state"].as_str().expect("text")).expect("it reads")
}

/// Puts claims in the place of a day's, as a faulty writer would: one version on.
async fn overwrite(city: &City, state: &str) {
    city.script(&format!(
        "UPDATE day SET state = '{state}', version = version + 1 WHERE {THE_DAY}"
    ))
    .await;
}

async fn paused(city: &City) -> Vec<Value> {
    city.rows("SELECT centre, reason FROM pause").await
}

/// Two visits at the same time, booked.
async fn two_visits(citizen: &Citizen<'_>, other: &Citizen<'_>) -> (String, String) {
    let slot = citizen.slots(SLOTS).await[0].clone();
    let (held, manage) = citizen.book(COPIES, &slot).await;
    other.book(COPIES, &slot).await;
    (held.reserved.id, manage)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_broken_day_pauses_its_centre() {
    for (what, fault, breach) in FAULTS {
        let city = City::open().await;
        let (citizen, other) = (city.citizen(), city.citizen());
        two_visits(&citizen, &other).await;
        let claims = claims(&city).await.into_iter();
        let (mut changed, kept): (Vec<_>, Vec<_>) = claims.partition(|claim| claim.kind == ClaimKind::Visit);
        fault(&mut changed);
        changed.extend(kept);
        overwrite(&city, &state_text::write(&changed)).await;
        city.tick().await;
        let found = paused(&city).await;
        let reasons: Vec<&str> = found.iter().filter_map(|row| row["reason"].as_str()).collect();
        match breach {
            None => assert!(reasons.is_empty(), "{what}: {found:?}"),
            Some(kind) => assert!(
                reasons.len() == 1 && reasons[0].contains(kind),
                "{what}: {found:?}"
            ),
        }
        if let (true, Some(kind)) = (City::on_workerd(), breach) {
            assert!(city.log().await.contains(kind), "{what}: {}", city.log().await);
        }
        assert_eq!(
            citizen.slots(SLOTS).await.is_empty(),
            breach.is_some(),
            "{what}: nothing is offered while paused"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_cannot_be_read_pauses_its_centre() {
    let city = City::open().await;
    two_visits(&city.citizen(), &city.citizen()).await;
    overwrite(&city, "damaged").await;
    city.tick().await;
    assert_eq!(
        paused(&city).await,
        [json!({ "centre": "harburg", "reason": "2026-12-01: unreadable" })]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_centre_sells_nothing_keeps_what_is_booked_and_is_resumed_by_the_operator() {
    let city = City::open().await;
    let (citizen, other) = (city.citizen(), city.citizen());
    let (id, manage) = two_visits(&citizen, &other).await;
    let sound = state_text::write(&claims(&city).await);
    let slots = citizen.slots(SLOTS).await;
    let wish = citizen.wish(COPIES, &slots[9]).await;
    let mut broken = claims(&city).await;
    broken.pop();
    overwrite(&city, &state_text::write(&broken)).await;
    city.tick().await;

    let refused = citizen.try_reserve(&wish).await;
    assert_eq!((refused.status, refused.problem()), (409, "centre-paused"));
    let elsewhere = refused.json["alternatives"].as_array().expect("alternatives");
    assert!(!elsewhere.is_empty() && elsewhere.iter().all(|slot| slot["centre"] != "harburg"));
    let path = format!("/api/v1/appointments/{id}");
    let there = json!({ "centre": slots[9]["centre"], "starts_at": slots[9]["starts_at"] });
    let moved = citizen
        .ask(Method::POST, &format!("{path}/move"), &manage, Some(there))
        .await;
    assert_eq!((moved.status, moved.problem()), (409, "centre-paused"));
    let page = citizen.get(&format!("/t/{manage}")).await;
    assert_eq!(page.status, 200, "what is booked stays");
    let health = citizen.get("/health").await;
    assert_eq!((health.status, &health.json["status"]), (200, &json!("paused")));
    assert_eq!(health.json["paused"], json!(["harburg"]));

    let listed = citizen
        .ask(Method::GET, "/api/v1/operator/pauses", OPERATOR_KEY, None)
        .await;
    assert_eq!(
        listed.json["pauses"][0]["reason"],
        "2026-12-01: appointment-without-claim"
    );
    overwrite(&city, &sound).await;
    let pause = "/api/v1/operator/pauses/harburg";
    for expected in [204, 404] {
        let answer = citizen.ask(Method::DELETE, pause, OPERATOR_KEY, None).await;
        assert_eq!(answer.status, expected, "{answer:?}");
    }
    city.tick().await;
    assert_eq!(paused(&city).await, [] as [Value; 0]);
    assert_eq!(citizen.try_reserve(&wish).await.status, 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_centre_that_is_still_broken_is_paused_again_by_the_next_tick() {
    let city = City::open().await;
    let citizen = city.citizen();
    two_visits(&citizen, &city.citizen()).await;
    let mut broken = claims(&city).await;
    broken.pop();
    overwrite(&city, &state_text::write(&broken)).await;
    city.tick().await;
    let pause = "/api/v1/operator/pauses/harburg";
    let resumed = citizen.ask(Method::DELETE, pause, OPERATOR_KEY, None).await;
    assert_eq!(resumed.status, 204, "{resumed:?}");
    assert_eq!(paused(&city).await, [] as [Value; 0]);
    city.tick().await;
    assert_eq!(paused(&city).await.len(), 1);
    let noted = "SELECT count(*) FROM audit WHERE event = 'centre resumed' AND centre = 'harburg'";
    assert_eq!(city.number(noted).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_is_not_undone_while_its_centre_is_paused() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slot = citizen.slots(SLOTS).await[0].clone();
    let (held, manage) = citizen.book(COPIES, &slot).await;
    let path = format!("/api/v1/appointments/{}", held.reserved.id);
    citizen.ask(Method::DELETE, &path, &manage, None).await;
    city.script("INSERT INTO pause VALUES ('harburg', 1, 'by hand')")
        .await;
    let link = format!("/t/{manage}");
    let undo = || citizen.press(&link, "do=undo");
    let refused = undo().await;
    assert_eq!(refused.status, 409, "{}", refused.text);
    let path = format!("{path}/undo");
    let refused = citizen.ask(Method::POST, &path, &manage, None).await;
    assert_eq!((refused.status, refused.problem()), (409, "centre-paused"));
    city.script("DELETE FROM pause").await;
    assert_eq!(undo().await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_confirms_too_late_is_offered_nothing_at_a_paused_centre() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slot = citizen.slots(SLOTS).await[0].clone();
    let held = citizen.hold(COPIES, &slot).await;
    city.pass(3 * 3600).await;
    let own = slot["starts_at"].as_str().expect("a start");
    let link = held.letter.link();
    assert!(
        citizen.get(&link).await.text.contains(own),
        "free again, and offered"
    );

    city.script("INSERT INTO pause VALUES ('harburg', 1, 'by hand')")
        .await;
    let page = citizen.get(&link).await;
    assert!(!page.text.contains("value=\"harburg\""), "{}", page.text);
    let form = format!("do=activate&centre=harburg&starts_at={}", own.replace('+', "%2B"));
    let pressed = citizen.press(&link, &form).await;
    assert_eq!(pressed.status, 409, "{}", pressed.text);
    assert!(
        pressed.text.contains("name=\"centre\" value="),
        "others are offered: {}",
        pressed.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_nobody_has_changed_has_its_turn_within_about_an_hour() {
    let city = City::open().await;
    two_visits(&city.citizen(), &city.citizen()).await;
    city.tick().await;
    let mut broken = claims(&city).await;
    broken.pop();
    city.script(&format!(
        "UPDATE day SET state = '{}' WHERE {THE_DAY}",
        state_text::write(&broken)
    ))
    .await;
    for _ in 0..62 {
        city.pass(60).await;
        city.tick().await;
    }
    assert_eq!(paused(&city).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_city_has_no_breach() {
    let city = City::open().await;
    let begun = city.now().await;
    let citizens: Vec<Citizen<'_>> = (0..6).map(|_| city.citizen()).collect();
    let slots = citizens[0].slots(SLOTS).await;
    for (index, citizen) in citizens.iter().enumerate() {
        let (slot, other) = (&slots[index * 3], &slots[index * 3 + 40]);
        match index {
            0 => {
                citizen.reserve(COPIES, slot).await;
            }
            1 => {
                let reserved = citizen.reserve(COPIES, slot).await;
                citizen.event(Method::POST, &reserved, "/prolong", None).await;
            }
            2 => {
                let reserved = citizen.reserve(COPIES, slot).await;
                citizen.event(Method::DELETE, &reserved, "", None).await;
            }
            3 => {
                citizen.hold(COPIES, slot).await;
            }
            _ => {
                let (held, manage) = citizen.book(COPIES, slot).await;
                let path = format!("/api/v1/appointments/{}", held.reserved.id);
                let there = json!({ "centre": other["centre"], "starts_at": other["starts_at"] });
                let moved = citizen
                    .ask(Method::POST, &format!("{path}/move"), &manage, Some(there))
                    .await;
                assert_eq!(moved.status, 200, "{moved:?}");
                if index == 5 {
                    citizen.ask(Method::DELETE, &path, &manage, None).await;
                }
            }
        }
    }
    // Through every deadline, with the day due in each tick.
    for minutes in 0..150 {
        city.set_clock(&plus(&begun, 120 + minutes * 60)).await;
        city.script("UPDATE day SET checked = 0").await;
        city.tick().await;
        assert_eq!(paused(&city).await, [] as [Value; 0], "after {minutes} minutes");
    }
    assert!(
        city.number("SELECT count(*) FROM day WHERE checked = version")
            .await
            > 0
    );
}
