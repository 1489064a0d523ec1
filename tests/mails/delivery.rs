//! The mail system is busy, unwilling, or hangs up: what becomes of a mail and its hold.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Citizen, City, Mood, Reserved, between, plus};

use super::{AT_SUEDERELBE, COPIES};

/// A hold whose mail has met this mood.
async fn held_in<'a>(city: &'a City, mood: Mood) -> (Citizen<'a>, Reserved, Value) {
    city.inbox.be(mood);
    let citizen = city.citizen();
    let slot = citizen.slots(AT_SUEDERELBE).await[0].clone();
    let reserved = citizen.reserve(COPIES, &slot).await;
    let held = citizen.apply(&reserved).await;
    assert_eq!(
        (held.status, &held.json["mail"]),
        (202, &json!("queued")),
        "{held:?}"
    );
    (citizen, reserved, slot)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_put_off_is_sent_by_the_cron_after_a_growing_pause() {
    let city = City::open().await;
    let (citizen, reserved, _) = held_in(&city, Mood::Busy).await;
    city.until_mails_are_postponed().await;
    let attempts = "SELECT attempts FROM outbox";
    assert_eq!(city.number(attempts).await, 1);
    city.tick().await;
    assert_eq!(city.number(attempts).await, 1, "not at once");
    assert_eq!(citizen.look(&reserved).await["mail"], "queued");

    // The pause is doubled each time, with a quarter of chance.
    for (pause, attempt) in [(15, 2), (30, 3), (60, 4), (120, 5), (180, 6), (180, 7), (180, 8)] {
        let due = "SELECT due_at - (SELECT strftime('%s', 'now') + ahead_seconds FROM clock) FROM outbox";
        let waits = city.number(due).await;
        assert!(
            (pause - 5..=pause + pause / 4).contains(&waits),
            "before attempt {attempt}: {waits} s, not {pause}"
        );
        city.pass(waits + 1).await;
        city.tick().await;
        city.until_mails_are_postponed().await;
        assert_eq!(city.number(attempts).await, attempt);
    }
    assert!(city.inbox.letters().is_empty());
    city.inbox.be(Mood::Kind);
    city.pass(400).await;
    city.tick().await;
    let letter = city.inbox.nth(&citizen.email, 1).await;
    assert_eq!(city.inbox.letters().len(), 1);
    assert_eq!(citizen.press(&letter.link(), "do=activate").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_sent_twice_is_one_mail_to_a_mailbox() {
    let city = City::open().await;
    let (citizen, reserved, _) = held_in(&city, Mood::Forgetful).await;
    let first = city.inbox.nth(&citizen.email, 1).await;
    city.until_mails_are_postponed().await;
    assert_eq!(citizen.look(&reserved).await["mail"], "queued");
    city.inbox.be(Mood::Kind);
    city.pass(20).await;
    city.tick().await;
    let second = city.inbox.nth(&citizen.email, 2).await;
    assert!(!first.message_id.is_empty());
    assert_eq!(first.message_id, second.message_id);
    assert_eq!((first.link(), first.code()), (second.link(), second.code()));
    citizen.until_mail_is(&reserved, "sent").await;
    assert_eq!(
        citizen.press(&first.link(), "do=activate").await.status,
        200,
        "the first one does, too"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_mail_leaves_the_hold_and_another_address_gets_its_mail() {
    let city = City::open().await;
    let (mut citizen, reserved, slot) = held_in(&city, Mood::Unwilling).await;
    let look = citizen.until_mail_is(&reserved, "refused").await;
    assert_eq!(look["status"], "held");
    city.tick().await;
    assert!(city.inbox.letters().is_empty(), "refused is refused");

    let now = city.now().await;
    city.set_clock(&plus(&now, 10 * 60 - 5)).await;
    assert_eq!(
        citizen.look(&reserved).await["status"],
        "held",
        "ten minutes for another address"
    );
    let other = city.citizen();
    let wish = other.wish(COPIES, &slot).await;
    assert_eq!(other.try_reserve(&wish).await.problem(), "slot-taken");

    city.inbox.be(Mood::Kind);
    citizen.email = format!("right-{}", citizen.email);
    let corrected = citizen.apply(&reserved).await;
    assert_eq!(
        (corrected.status, &corrected.json["mail"]),
        (202, &json!("queued")),
        "{corrected:?}"
    );
    let letter = city.inbox.nth(&citizen.email, 1).await;
    assert_eq!(citizen.press(&letter.link(), "do=activate").await.status, 200);
    assert_eq!(citizen.look(&reserved).await["status"], "booked");
}

#[tokio::test(flavor = "multi_thread")]
async fn near_the_start_a_refused_mail_leaves_ten_minutes() {
    let city = City::open_at("2026-12-01T08:00:00+01:00").await;
    let citizen = city.citizen();
    let slot = json!({ "centre": "suederelbe", "starts_at": "2026-12-01T10:00:00+01:00" });
    let wish = citizen.wish(COPIES, &slot).await;
    city.set_clock("2026-12-01T08:59:00+01:00").await;
    let answer = citizen.try_reserve(&wish).await;
    let text = |name: &str| answer.json[name].as_str().unwrap_or_default().to_owned();
    let reserved = Reserved {
        id: text("id"),
        secret: text("secret"),
        answer: answer.clone(),
    };
    city.set_clock("2026-12-01T09:13:55+01:00").await;
    city.inbox.be(Mood::Busy);
    assert_eq!(citizen.apply(&reserved).await.status, 202);
    city.until_mails_are_postponed().await;
    city.inbox.be(Mood::Unwilling);
    city.set_clock("2026-12-01T09:14:55+01:00").await;
    city.tick().await;
    let look = citizen.until_mail_is(&reserved, "refused").await;
    let until = city.number("SELECT until FROM appointment").await;
    let start = city.number("SELECT starts_at FROM appointment").await;
    assert_eq!(
        until,
        start - 30 * 60,
        "it stays to its cap, fifteen minutes from now: {look}"
    );
    assert!(
        between(
            look["now"].as_str().unwrap_or_default(),
            "2026-12-01T09:30:00+01:00"
        ) >= 600
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_address_kills_the_link_of_the_one_before_twice_at_most() {
    let city = City::open().await;
    let (mut citizen, reserved, _) = held_in(&city, Mood::Kind).await;
    let mut letters = vec![city.inbox.nth(&citizen.email, 1).await];
    for n in ["second", "third"] {
        citizen.until_mail_is(&reserved, "sent").await;
        citizen.email = format!("{n}-{}", citizen.email);
        assert_eq!(citizen.apply(&reserved).await.status, 202);
        letters.push(city.inbox.nth(&citizen.email, 1).await);
    }
    citizen.until_mail_is(&reserved, "sent").await;
    let last = letters.pop().expect("three mails");
    citizen.email = format!("fourth-{}", citizen.email);
    let more = citizen.apply(&reserved).await;
    assert_eq!((more.status, more.problem()), (409, "no-more"));
    for dead in letters {
        assert_eq!(citizen.get(&dead.link()).await.status, 404);
        assert_eq!(citizen.press(&dead.link(), "do=activate").await.status, 404);
        let code = Some(json!({ "code": dead.code() }));
        let refused = citizen.event(Method::POST, &reserved, "/activation", code).await;
        assert_eq!((refused.status, refused.problem()), (403, "wrong-code"));
    }
    assert_eq!(citizen.press(&last.link(), "do=activate").await.status, 200);
}
