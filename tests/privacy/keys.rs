//! Keys change while everything goes on: what was made under the old key works as long as that key is kept behind the new one.

use reqwest::Method;
use serde_json::json;
use tests::{Citizen, City, KEYS, Letter, Reserved};

use super::{AT_SUEDERELBE, COPIES};

const NEW: &str = "k2:ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// The same person, after the city has started again.
fn back<'a>(city: &'a City, email: &str) -> Citizen<'a> {
    let mut citizen = city.citizen();
    citizen.email = email.to_owned();
    citizen
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_begun_under_the_old_key_is_finished_under_the_new_one() {
    if City::on_workerd() {
        return;
    }
    let mut city = City::open().await;
    let (wish, first, reserved, held, booked, manage, solved, email) = {
        let citizen = city.citizen();
        let slots = citizen.slots(AT_SUEDERELBE).await;
        let wish = citizen.wish(COPIES, &slots[0]).await;
        let first = citizen.try_reserve_as("once", &wish).await;
        let reserved = citizen.reserve(COPIES, &slots[4]).await;
        let held = city.citizen().hold(COPIES, &slots[8]).await;
        let (booked, manage) = citizen.book(COPIES, &slots[12]).await;
        let solved = citizen.wish(COPIES, &slots[16]).await;
        let email = citizen.email.clone();
        (
            wish,
            first,
            reserved,
            held,
            booked.reserved.id,
            manage,
            solved,
            email,
        )
    };
    city.restart_with_keys(&format!("{NEW},{KEYS}")).await;
    let citizen = back(&city, &email);

    let again = citizen.try_reserve_as("once", &wish).await;
    assert_eq!(
        (again.status, &again.json),
        (201, &first.json),
        "the same answer, the same secret"
    );
    let spent = citizen.try_reserve(&wish).await;
    assert!(
        ["slot-taken", "challenge-spent"].contains(&spent.problem()),
        "{spent:?}"
    );
    assert_eq!(
        citizen.try_reserve(&solved).await.status,
        201,
        "a challenge of before"
    );
    let prolonged = citizen.event(Method::POST, &reserved, "/prolong", None).await;
    assert_eq!(prolonged.status, 200, "{prolonged:?}");

    let pressed = citizen.activate(&held).await;
    assert_eq!(pressed.status, 200, "{pressed:?}");
    let confirmation = city.inbox.nth(&held.letter.to, 2).await;
    assert!(
        confirmation.text.contains("Erika Mustermann"),
        "{}",
        confirmation.text
    );

    let path = format!("/api/v1/appointments/{booked}");
    let look = citizen.ask(Method::GET, &path, &manage, None).await;
    assert_eq!(look.json["name"], "Erika Mustermann", "{look:?}");
    assert_eq!(citizen.get(&format!("/t/{manage}")).await.status, 200);
    let cancelled = citizen.ask(Method::DELETE, &path, &manage, None).await;
    assert_eq!(cancelled.status, 204, "{cancelled:?}");
}

/// Reserves for an address and sends the form; the letter that comes.
async fn letter(city: &City, email: &str, index: usize, number: usize) -> Letter {
    let citizen = back(city, email);
    let slot = citizen.slots(AT_SUEDERELBE).await[index].clone();
    let reserved: Reserved = citizen.reserve(COPIES, &slot).await;
    assert_eq!(citizen.apply(&reserved).await.status, 202);
    city.inbox.nth(email, number).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_gives_nobody_a_second_allowance() {
    if City::on_workerd() {
        return;
    }
    let mut city = City::open().await;
    let email = "often@example.org";
    for number in 1..=2 {
        letter(&city, email, 4 * number, number).await;
    }
    city.until_mails_are_settled().await;
    city.restart_with_keys(&format!("{NEW},{KEYS}")).await;
    let third = letter(&city, email, 12, 3).await;
    assert!(
        third.text.contains("keine weitere Buchung möglich"),
        "{}",
        third.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_old_key_its_links_are_dead_and_everything_new_works() {
    if City::on_workerd() {
        return;
    }
    let mut city = City::open().await;
    let (booked, manage) = {
        let citizen = city.citizen();
        let slot = citizen.slots(AT_SUEDERELBE).await[0].clone();
        let (held, manage) = citizen.book(COPIES, &slot).await;
        (held.reserved, manage)
    };
    city.restart_with_keys(NEW).await;
    let citizen = city.citizen();
    assert_eq!(citizen.get(&format!("/t/{manage}")).await.status, 404);
    let look = citizen.event(Method::GET, &booked, "", None).await;
    assert_eq!((look.status, look.problem()), (401, "unauthorised"));
    let taken = json!({ "left": citizen.slots(AT_SUEDERELBE).await.len() });
    assert_ne!(
        taken["left"],
        json!(0),
        "the day goes on, with the appointment on it"
    );
    let slot = citizen.slots(AT_SUEDERELBE).await[8].clone();
    citizen.book(COPIES, &slot).await;
}
