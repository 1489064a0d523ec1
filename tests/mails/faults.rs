//! What may go wrong on the way to the mail system, and for how long: every mail comes within five minutes of its end, none is lost,
//! none comes twice but under the same Message-ID, and no hold has lapsed for it. Beside `delivery.rs`, where it puts off, refuses,
//! and hangs up after the text; a wrong certificate is in `relays.rs`, a restored database in `tests/operator/restore.rs`.

use std::collections::BTreeSet;
use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tests::{City, Letter, Mood, Reserved, stopwatch};

use super::{AT_SUEDERELBE, COPIES};

/// The promise, in minutes.
const SOON: usize = 5;

async fn minutes(city: &City, count: usize) {
    for _ in 0..count {
        city.pass(60).await;
        city.tick().await;
    }
}

fn letters_to(city: &City, email: &str) -> Vec<Letter> {
    let mut letters = city.inbox.letters();
    letters.retain(|letter| letter.to == email);
    letters
}

/// Away as when it is down; busy as a greylist is, which lets in whoever comes again after that time.
#[tokio::test(flavor = "multi_thread")]
async fn what_waited_half_an_hour_comes_once_within_five_minutes_and_still_books() {
    for (mood, for_minutes) in [(Mood::Away, 30), (Mood::Busy, 35)] {
        let city = City::open().await;
        let slots = city.citizen().slots(AT_SUEDERELBE).await;
        let mover = city.citizen();
        let (booked, manage) = mover.book(COPIES, &slots[0]).await;
        city.inbox.be(mood);
        let mut waiting = Vec::new();
        for slot in slots.iter().skip(5).step_by(2).take(3) {
            let citizen = city.citizen();
            let reserved: Reserved = citizen.reserve(COPIES, slot).await;
            assert_eq!(citizen.apply(&reserved).await.status, 202);
            waiting.push((citizen, reserved));
        }
        let path = format!("/api/v1/appointments/{}/move", booked.reserved.id);
        let target = json!({ "centre": "suederelbe", "starts_at": slots[20]["starts_at"] });
        let moved = mover.ask(Method::POST, &path, &manage, Some(target)).await;
        assert_eq!(moved.status, 200, "{moved:?}");
        city.until_mails_are_postponed().await;
        minutes(&city, for_minutes).await;
        assert_eq!(city.inbox.letters().len(), 2, "{mood:?}: nothing can have come");

        city.inbox.be(Mood::Kind);
        minutes(&city, SOON).await;
        let ids: BTreeSet<String> = city
            .inbox
            .letters()
            .into_iter()
            .map(|letter| letter.message_id)
            .collect();
        assert_eq!(
            (city.inbox.letters().len(), ids.len()),
            (6, 6),
            "{mood:?}: all, once"
        );
        assert!(letters_to(&city, &mover.email)[2].subject.contains("verschoben"));
        for (citizen, reserved) in waiting {
            assert_eq!(citizen.look(&reserved).await["status"], "held", "{mood:?}");
            let link = letters_to(&city, &citizen.email)[0].link();
            assert_eq!(citizen.press(&link, "do=activate").await.status, 200, "{mood:?}");
        }
    }
}

/// It costs the time that we wait for one answer.
#[tokio::test(flavor = "multi_thread")]
async fn a_mail_system_that_keeps_us_on_the_line_is_given_up_and_tried_again() {
    let city = City::open().await;
    city.inbox.be(Mood::Silent);
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let reserved = citizen.reserve(COPIES, &slots[0]).await;
    let asked = stopwatch();
    assert_eq!(citizen.apply(&reserved).await.status, 202);
    assert!(
        asked.elapsed() < Duration::from_secs(5),
        "the citizen does not wait for it"
    );
    let given_up = "SELECT count(*) FROM outbox WHERE attempts = 1 AND lease IS NULL";
    while city.number(given_up).await == 0 {
        assert!(asked.elapsed() < Duration::from_secs(40), "it is never given up");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    city.inbox.be(Mood::Kind);
    minutes(&city, SOON).await;
    let link = city.inbox.nth(&citizen.email, 1).await.link();
    assert_eq!(letters_to(&city, &citizen.email).len(), 1);
    assert_eq!(citizen.press(&link, "do=activate").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_between_sending_and_settling_sends_the_same_mail_once_more() {
    if !City::on_workerd() {
        return;
    }
    let city = City::open().await;
    city.inbox.be(Mood::Absent);
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let reserved = citizen.reserve(COPIES, &slots[0]).await;
    assert_eq!(citizen.apply(&reserved).await.status, 202);
    let first = city.inbox.nth(&citizen.email, 1).await;
    assert_eq!(citizen.look(&reserved).await["mail"], "queued");
    city.kill().await;
    city.inbox.be(Mood::Kind);
    minutes(&city, SOON).await;
    let letters = letters_to(&city, &citizen.email);
    assert_eq!(letters.len(), 2, "once more, and not again");
    assert_eq!(letters[1].message_id, first.message_id);
    let look = citizen.look(&reserved).await;
    assert_eq!((&look["status"], &look["mail"]), (&json!("held"), &json!("sent")));
    assert_eq!(citizen.press(&first.link(), "do=activate").await.status, 200);
}
