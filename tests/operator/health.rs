//! What a monitoring system is told.

use serde_json::{Value, json};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_cron_is_told_after_ten_minutes() {
    let city = City::open().await;
    let citizen = city.citizen();
    let never = citizen.get("/health").await;
    assert_eq!((never.status, &never.json["last_tick"]), (503, &Value::Null));

    city.tick().await;
    let health = citizen.get("/health").await;
    assert_eq!((health.status, &health.json["status"]), (200, &json!("ok")));
    assert_eq!(health.json["paused"], json!([]));
    let ticked = health.json["last_tick"].as_str().expect("a tick").to_owned();
    for (seconds, status, word) in [(590, 200, "ok"), (600, 503, "cron-silent")] {
        city.set_clock(&tests::plus(&ticked, seconds)).await;
        let health = citizen.get("/health").await;
        assert_eq!((health.status, &health.json["status"]), (status, &json!(word)));
        assert_eq!(health.json["last_tick"], json!(ticked));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_asks_whether_somebody_is_there_is_answered_without_a_look_at_anything() {
    let city = City::open().await;
    city.script("ALTER TABLE centre RENAME TO gone").await;
    let ping = city.citizen().get("/ping").await;
    assert_eq!((ping.status, ping.text.as_str()), (204, ""));
}
