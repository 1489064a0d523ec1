//! When the database's answer is lost nobody knows whether the batch was applied. It is looked for before
//! anything is tried again: nothing happens twice, and nothing that happened is denied.

use serde_json::json;
use tests::{City, Fault};

const PASSPORT: &[(&str, u32)] = &[("reisepass", 1)];
const PROLONGED: &str = "SELECT count(*) FROM audit WHERE event = 'prolonged'";
const SLOTS: &str = "service=reisepass:1&centre=harburg&from=2026-12-01&limit=1";

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_whose_answer_or_request_is_lost_is_made_once() {
    for fault in [Fault::LoseCommit, Fault::LoseAnswer] {
        let Some((city, faults)) = City::open_with_faults().await else {
            return;
        };
        let citizen = city.citizen();
        let slots = citizen.slots(SLOTS).await;
        let wish = citizen.wish(PASSPORT, &slots[0]).await;
        faults.expect(&[fault]);
        let answer = citizen.try_reserve(&wish).await;
        assert_eq!(answer.status, 201, "{fault:?}: {answer:?}");
        assert!(faults.are_over());
        assert_eq!(
            city.number("SELECT count(*) FROM appointment").await,
            1,
            "{fault:?}"
        );
        let [id, secret] =
            ["id", "secret"].map(|name| answer.json[name].as_str().unwrap_or_default().to_owned());
        let path = format!("/api/v1/appointments/{id}");
        let look = citizen.ask(reqwest::Method::GET, &path, &secret, None).await;
        assert_eq!(look.json["status"], "reserved", "{fault:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_even_the_look_up_is_lost_the_same_request_finds_what_it_made() {
    let Some((city, faults)) = City::open_with_faults().await else {
        return;
    };
    let citizen = city.citizen();
    let slots = citizen.slots(SLOTS).await;
    let wish = citizen.wish(PASSPORT, &slots[0]).await;
    faults.expect(&[Fault::LoseAnswer, Fault::LoseAnything]);
    let refused = citizen.try_reserve_as("once", &wish).await;
    assert_eq!(
        (refused.status, refused.problem()),
        (500, "internal"),
        "it does not say that nothing was stored"
    );
    let again = citizen.try_reserve_as("once", &wish).await;
    assert_eq!(again.status, 201, "{again:?}");
    assert_eq!(city.number("SELECT count(*) FROM appointment").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_is_found_though_others_came_on_top_of_it() {
    let Some((city, faults)) = City::open_with_faults().await else {
        return;
    };
    let citizen = city.citizen();
    let slots = citizen.slots(SLOTS).await;
    let reserved = citizen.reserve(PASSPORT, &slots[0]).await;
    let prolong = || citizen.event(reqwest::Method::POST, &reserved, "/prolong", None);
    faults.expect(&[Fault::LoseAnswerSlowly]);
    let (first, second) = tokio::join!(prolong(), async {
        while !faults.are_over() || city.number(PROLONGED).await == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        prolong().await
    });
    let left = [&first, &second].map(|answer| answer.json["prolongations_left"].as_u64());
    assert_eq!(left, [Some(9), Some(8)], "{first:?} {second:?}");
    assert_eq!(city.number(PROLONGED).await, 2, "each was made once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_booking_whose_answer_is_lost_is_confirmed_by_one_mail() {
    let Some((city, faults)) = City::open_with_faults().await else {
        return;
    };
    let citizen = city.citizen();
    let slots = citizen.slots(SLOTS).await;
    let held = citizen.hold(PASSPORT, &slots[0]).await;
    faults.expect(&[Fault::LoseAnswer]);
    let booked = citizen.activate(&held).await;
    assert_eq!(
        (booked.status, &booked.json["status"]),
        (200, &json!("booked")),
        "{booked:?}"
    );
    assert!(faults.are_over());
    city.inbox.nth(&citizen.email, 2).await;
    city.tick().await;
    assert_eq!(
        city.inbox.letters().len(),
        2,
        "the activation and one confirmation"
    );
}
