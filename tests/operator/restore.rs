//! After a restore no mail leaves a second time, what was to be deleted goes, and nobody reserves before the operator has looked.

use serde_json::json;
use tests::plus;

use super::*;

const SLOTS: &str = "service=beglaubigung-dokumente:1&centre=harburg&from=2026-12-01&days=1&limit=50";
const COPIES: &[(&str, u32)] = &[("beglaubigung-dokumente", 1)];
const RESTORE: &str = include_str!("../../edge-worker/restore.sql");

/// The script in a city whose clock runs ahead of the machine's.
async fn restore(city: &City) {
    let now = chrono::DateTime::parse_from_rfc3339(&city.now().await).expect("an instant");
    city.script(&RESTORE.replace("unixepoch()", &now.timestamp().to_string()))
        .await;
}

/// A city in which the only appointment is to be deleted.
async fn eight_days_after_a_visit() -> City {
    let city = City::open().await;
    let citizen = city.citizen();
    let slot = citizen.slots(SLOTS).await[0].clone();
    citizen.book(COPIES, &slot).await;
    let visit = slot["starts_at"].as_str().expect("a start");
    city.set_clock(&plus(visit, 8 * 24 * 3600)).await;
    city
}

#[tokio::test(flavor = "multi_thread")]
async fn mails_that_have_left_do_not_leave_again() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slot = citizen.slots(SLOTS).await[0].clone();
    let (_, manage) = citizen.book(COPIES, &slot).await;
    // As of the point of restore they had not been sent.
    city.script("UPDATE outbox SET status = 'queued', settled_at = NULL WHERE kind <> 'reminder'")
        .await;
    restore(&city).await;
    city.tick().await;
    city.until_mails_are_settled().await;
    assert_eq!(
        city.inbox.letters().len(),
        2,
        "activation and confirmation, once each"
    );
    let waiting = "SELECT count(*) FROM outbox WHERE status = 'queued' AND kind = 'reminder'";
    assert_eq!(city.number(waiting).await, 1, "the reminder is still to come");
    assert_eq!(citizen.get(&format!("/t/{manage}")).await.status, 200);
    let wish = citizen.wish(COPIES, &citizen.slots(SLOTS).await[3]).await;
    assert_eq!(citizen.try_reserve(&wish).await.problem(), "booking-closed");
    assert_eq!(citizen.get("/health").await.json["closed"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_script_they_would() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slot = citizen.slots(SLOTS).await[0].clone();
    citizen.book(COPIES, &slot).await;
    city.script("UPDATE outbox SET status = 'queued', settled_at = NULL WHERE kind = 'confirmed'")
        .await;
    city.tick().await;
    city.until_mails_are_settled().await;
    assert_eq!(city.inbox.letters().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_to_be_deleted_since_is_deleted_at_once() {
    let city = eight_days_after_a_visit().await;
    restore(&city).await;
    assert_eq!(city.number("SELECT count(*) FROM appointment").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_whose_visit_is_deleted_is_not_good_again() {
    let city = eight_days_after_a_visit().await;
    let long = 4_000_000_000_i64;
    city.script(&format!(
        "INSERT INTO invitation SELECT 'used', 'harburg', 'l-21', {long}, id FROM appointment;
         INSERT INTO invitation VALUES ('unused', 'harburg', 'l-21', {long}, NULL);
         INSERT INTO invitation VALUES ('over', 'harburg', 'l-21', 1, NULL);"
    ))
    .await;
    restore(&city).await;
    let left = city.rows("SELECT code_hash FROM invitation").await;
    assert_eq!(left, [json!({ "code_hash": "unused" })]);
}
