//! The warning: a quarter of an hour before a hold lapses, once, with the link and the code that the first mail had.

use reqwest::Method;
use serde_json::json;
use tests::{Citizen, City, Letter};

use super::{AT_SUEDERELBE, COPIES};

const WARNING: &str = "Nur noch bis ";

fn warnings(city: &City, citizen: &Citizen<'_>) -> Vec<Letter> {
    let mut letters = city.inbox.letters();
    letters.retain(|letter| letter.to == citizen.email && letter.subject.starts_with(WARNING));
    letters
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_is_warned_of_its_end_once_and_the_warning_books() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let held = citizen.hold(COPIES, &slots[0]).await;
    citizen.until_mail_is(&held.reserved, "sent").await;
    let until = citizen.look(&held.reserved).await["activate_by"].clone();
    city.pass(44 * 60).await;
    city.tick().await;
    assert!(warnings(&city, &citizen).is_empty(), "too early");
    city.pass(2 * 60).await;
    city.tick().await;
    let warning = city.inbox.nth(&citizen.email, 2).await;
    let clock = tests::clock_time(until.as_str().unwrap_or_default());
    assert_eq!(
        warning.subject,
        format!("{WARNING}{clock} Uhr: Bitte bestätigen Sie Ihren Termin")
    );
    assert_eq!(
        (warning.link(), warning.code()),
        (held.letter.link(), held.letter.code())
    );
    assert_ne!(warning.message_id, held.letter.message_id);
    assert_eq!(
        citizen.look(&held.reserved).await["activate_by"],
        until,
        "it moves no deadline"
    );
    city.pass(60).await;
    city.tick().await;
    assert_eq!(warnings(&city, &citizen).len(), 1);
    assert_eq!(citizen.press(&warning.link(), "do=activate").await.status, 200);
    assert_eq!(citizen.look(&held.reserved).await["status"], "booked");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_warned_who_has_confirmed_left_or_asked_for_the_mail_again() {
    let city = City::open().await;
    let [booked, left, resent] = [city.citizen(), city.citizen(), city.citizen()];
    let slots = booked.slots(AT_SUEDERELBE).await;
    let first = booked.hold(COPIES, &slots[0]).await;
    assert_eq!(booked.activate(&first).await.status, 200);
    let second = left.hold(COPIES, &slots[10]).await;
    assert_eq!(
        left.event(Method::DELETE, &second.reserved, "", None)
            .await
            .status,
        204
    );
    let third = resent.hold(COPIES, &slots[20]).await;
    resent.until_mail_is(&third.reserved, "sent").await;
    city.pass(20 * 60).await;
    assert_eq!(
        resent
            .event(Method::POST, &third.reserved, "/mail", None)
            .await
            .status,
        202
    );
    city.inbox.nth(&resent.email, 2).await;
    resent.until_mail_is(&third.reserved, "sent").await;
    city.pass(27 * 60).await;
    city.tick().await;
    for citizen in [&booked, &left, &resent] {
        assert!(warnings(&city, citizen).is_empty(), "{}", citizen.email);
    }
    city.pass(20 * 60).await;
    city.tick().await;
    city.inbox.nth(&resent.email, 3).await;
    assert_eq!(
        warnings(&city, &resent).len(),
        1,
        "of the end that the second mail has set"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_of_less_than_three_quarters_of_an_hour_gets_one_mail() {
    let city = City::open_at("2026-12-01T08:00:00+01:00").await;
    let citizen = city.citizen();
    let slot = json!({ "centre": "suederelbe", "starts_at": "2026-12-01T09:10:00+01:00" });
    citizen.hold(COPIES, &slot).await;
    for _ in 0..8 {
        city.pass(5 * 60).await;
        city.tick().await;
    }
    assert_eq!(city.inbox.letters().len(), 1);
}
