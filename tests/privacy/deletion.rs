//! What is kept until when; a tick of the cron deletes it, and not earlier.

use reqwest::Method;
use serde_json::Value;
use tests::{Citizen, City, Reserved, plus};

use super::{AT_SUEDERELBE, COPIES};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// How far an appointment gets.
#[derive(Clone, Copy, Debug)]
enum Way {
    Reserved,
    Left,
    Held,
    HeldThenLeft,
    Booked,
    Cancelled,
}

/// From what instant on it is deleted, counted from what.
#[derive(Clone, Copy, Debug)]
enum From {
    Now,
    Lapse,
    Visit,
}

/// What, where, and how long from when.
type Kept = (&'static str, &'static str, From, i64);

const APPOINTMENT_AND_MAILS: &str = "(SELECT id FROM appointment UNION ALL SELECT id FROM outbox)";

/// What is kept after each way. Earlier ends come first.
const KEPT: &[(Way, &[Kept])] = &[
    (
        Way::Reserved,
        &[
            (
                "a reservation, without personal data",
                "appointment",
                From::Lapse,
                HOUR,
            ),
            ("a spent challenge", "spent_challenge", From::Now, 2 * HOUR),
            ("an idempotency key", "idempotency", From::Now, DAY),
            (
                "what happened, without anybody's data",
                "audit",
                From::Now,
                30 * DAY,
            ),
        ],
    ),
    (
        Way::Left,
        &[("a reservation given back", "appointment", From::Now, HOUR)],
    ),
    (Way::Held, &[("a hold", "appointment", From::Lapse, DAY)]),
    (
        Way::HeldThenLeft,
        &[("a hold given back", "appointment", From::Now, HOUR)],
    ),
    (
        Way::Booked,
        &[(
            "a booked appointment and its mails",
            APPOINTMENT_AND_MAILS,
            From::Visit,
            7 * DAY,
        )],
    ),
    (
        Way::Cancelled,
        &[("a cancelled appointment", "appointment", From::Visit, 7 * DAY)],
    ),
];
/// What happens "now" takes this long at most.
const A_MOMENT: i64 = 60;

/// Goes a way with one slot.
async fn go(city: &City, citizen: &Citizen<'_>, way: Way, slot: &Value) -> Reserved {
    let reserved = match way {
        Way::Reserved | Way::Left => citizen.reserve(COPIES, slot).await,
        Way::Held | Way::HeldThenLeft => citizen.hold(COPIES, slot).await.reserved,
        Way::Booked | Way::Cancelled => {
            let (held, manage) = citizen.book(COPIES, slot).await;
            if matches!(way, Way::Cancelled) {
                let path = format!("/api/v1/appointments/{}", held.reserved.id);
                let answer = citizen.ask(Method::DELETE, &path, &manage, None).await;
                assert_eq!(answer.status, 204, "{answer:?}");
            }
            held.reserved
        }
    };
    if matches!(way, Way::Left | Way::HeldThenLeft) {
        let answer = citizen.event(Method::DELETE, &reserved, "", None).await;
        assert_eq!(answer.status, 204, "{answer:?}");
    }
    city.until_mails_are_settled().await;
    reserved
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_deleted_on_its_clock() {
    for (way, kept) in KEPT {
        let city = City::open().await;
        let citizen = city.citizen();
        let slot = citizen.slots(AT_SUEDERELBE).await[0].clone();
        let began = city.now().await;
        let reserved = go(&city, &citizen, *way, &slot).await;
        let look = citizen.look(&reserved).await;
        let lapse = look["reserved_until"].as_str().or(look["activate_by"].as_str());
        for (what, table, from, seconds) in *kept {
            let (since, a_moment) = match from {
                From::Now => (began.as_str(), A_MOMENT),
                From::Lapse => (lapse.expect("it can lapse"), 0),
                From::Visit => (slot["starts_at"].as_str().unwrap_or_default(), 0),
            };
            let rows = format!("SELECT * FROM {table}");
            let before = city.rows(&rows).await.len();
            assert!(before > 0, "{what} was there");
            city.set_clock(&plus(since, seconds - A_MOMENT)).await;
            city.tick().await;
            assert_eq!(city.rows(&rows).await.len(), before, "{what} is still there");
            city.set_clock(&plus(since, seconds + a_moment)).await;
            city.tick().await;
            assert!(
                city.rows(&rows).await.is_empty(),
                "{what} is gone: {:?}",
                city.rows(&rows).await
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_of_what_was_deleted_says_so_and_nothing_more() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slot = citizen.slots(AT_SUEDERELBE).await[0].clone();
    let held = citizen.hold(COPIES, &slot).await;
    city.pass(2 * DAY).await;
    city.tick().await;
    let page = citizen.get(&held.letter.link()).await;
    let nobodys = citizen.get("/t/nobody-has-this-token").await;
    assert_eq!((page.status, page.text), (404, nobodys.text));
    let late = citizen.activate(&held).await;
    assert_eq!((late.status, late.problem()), (404, "not-found"));
}
