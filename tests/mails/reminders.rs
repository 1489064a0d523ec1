//! The reminder: a day before, once, and only of a visit that still stands as it was.

use reqwest::Method;
use serde_json::json;
use tests::{Citizen, City, plus};

use super::{AT_SUEDERELBE, COPIES};

const DAY: i64 = 24 * 3600;

/// Sets the clock, ticks, and says how many reminders have come since.
async fn reminders_by(city: &City, citizen: &Citizen<'_>, now: &str) -> usize {
    city.set_clock(now).await;
    city.tick().await;
    city.until_mails_are_settled().await;
    let letters = city.inbox.letters();
    let mine = letters.iter().filter(|letter| letter.to == citizen.email);
    mine.filter(|letter| letter.subject.starts_with("Erinnerung: Ihr Termin am "))
        .count()
}

/// When it is booked, and the reminders by a minute before, and by the moment a day before the start.
#[tokio::test(flavor = "multi_thread")]
async fn it_comes_24_hours_before_if_booked_36_hours_before() {
    let start = "2026-12-01T12:00:00+01:00";
    for (booked_hours_before, reminders) in [(37, 1), (35, 0)] {
        let city = City::open_at(&plus(start, -booked_hours_before * 3600)).await;
        let citizen = city.citizen();
        let slot = json!({ "centre": "suederelbe", "starts_at": start });
        citizen.book(COPIES, &slot).await;
        assert_eq!(
            reminders_by(&city, &citizen, &plus(start, -DAY - 30)).await,
            0,
            "{booked_hours_before} h"
        );
        assert_eq!(
            reminders_by(&city, &citizen, &plus(start, -DAY)).await,
            reminders,
            "{booked_hours_before} h"
        );
        let later = reminders_by(&city, &citizen, &plus(start, -3600)).await;
        assert_eq!(later, reminders, "{booked_hours_before} h: once is enough");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_moved_visit_is_reminded_of_at_its_new_time_only() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let (held, manage) = citizen.book(COPIES, &slots[0]).await;
    let target = "2026-12-03T10:00:00+01:00";
    let path = format!("/api/v1/appointments/{}/move", held.reserved.id);
    let body = json!({ "centre": "suederelbe", "starts_at": target });
    assert_eq!(
        citizen.ask(Method::POST, &path, &manage, Some(body)).await.status,
        200
    );
    let old = slots[0]["starts_at"].as_str().unwrap_or_default();
    assert_eq!(
        reminders_by(&city, &citizen, &plus(old, -DAY + 60)).await,
        0,
        "the old time is gone"
    );
    assert_eq!(reminders_by(&city, &citizen, &plus(target, -DAY)).await, 1);
    let letters = city.inbox.letters();
    let reminder = letters.last().expect("mails");
    assert!(
        reminder.subject.contains("3. Dezember 2026, 10:00 Uhr"),
        "{}",
        reminder.subject
    );
    assert_eq!(
        reminders_by(&city, &citizen, &plus(target, -60)).await,
        1,
        "once is enough"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_visit_is_not_reminded_of_and_one_taken_back_is() {
    for (undone, reminders) in [(false, 0), (true, 1)] {
        let city = City::open().await;
        let citizen = city.citizen();
        let slots = citizen.slots(AT_SUEDERELBE).await;
        let (held, manage) = citizen.book(COPIES, &slots[0]).await;
        let path = format!("/api/v1/appointments/{}", held.reserved.id);
        assert_eq!(
            citizen.ask(Method::DELETE, &path, &manage, None).await.status,
            204
        );
        if undone {
            let undo = citizen
                .ask(Method::POST, &format!("{path}/undo"), &manage, None)
                .await;
            assert_eq!(undo.status, 200, "{undo:?}");
        }
        let start = slots[0]["starts_at"].as_str().unwrap_or_default();
        assert_eq!(
            reminders_by(&city, &citizen, &plus(start, -DAY)).await,
            reminders,
            "undone: {undone}"
        );
        assert_eq!(
            reminders_by(&city, &citizen, &plus(start, -60)).await,
            reminders,
            "undone: {undone}"
        );
    }
}
