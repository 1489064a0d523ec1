//! What is kept until when; a tick of the cron deletes it, and not earlier.

use reqwest::Method;
use tests::{City, plus};

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

/// What is kept, how it is counted, after which way, and how long.
const KEPT: &[(&str, &str, Way, From, i64)] = &[
    (
        "a reservation, without personal data",
        "appointment",
        Way::Reserved,
        From::Lapse,
        HOUR,
    ),
    (
        "a reservation given back",
        "appointment",
        Way::Left,
        From::Now,
        HOUR,
    ),
    ("a hold", "appointment", Way::Held, From::Lapse, DAY),
    (
        "a hold given back",
        "appointment",
        Way::HeldThenLeft,
        From::Now,
        HOUR,
    ),
    (
        "a booked appointment",
        "appointment",
        Way::Booked,
        From::Visit,
        7 * DAY,
    ),
    (
        "a cancelled appointment",
        "appointment",
        Way::Cancelled,
        From::Visit,
        7 * DAY,
    ),
    ("an idempotency key", "idempotency", Way::Reserved, From::Now, DAY),
    (
        "a spent challenge",
        "spent_challenge",
        Way::Reserved,
        From::Now,
        2 * HOUR,
    ),
    (
        "the mails of a booking",
        "outbox",
        Way::Booked,
        From::Visit,
        7 * DAY,
    ),
    (
        "what happened, without anybody's data",
        "audit",
        Way::Reserved,
        From::Now,
        30 * DAY,
    ),
];
/// What happens "now" takes this long at most.
const A_MOMENT: i64 = 30;

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_deleted_on_its_clock() {
    for (what, table, way, from, kept) in KEPT {
        let city = City::open().await;
        let citizen = city.citizen();
        let slot = citizen.slots(AT_SUEDERELBE).await[0].clone();
        let began = city.now().await;
        let reserved = match way {
            Way::Reserved | Way::Left => citizen.reserve(COPIES, &slot).await,
            Way::Held | Way::HeldThenLeft => citizen.hold(COPIES, &slot).await.reserved,
            Way::Booked | Way::Cancelled => {
                let (held, manage) = citizen.book(COPIES, &slot).await;
                if matches!(way, Way::Cancelled) {
                    let path = format!("/api/v1/appointments/{}", held.reserved.id);
                    assert_eq!(
                        citizen.ask(Method::DELETE, &path, &manage, None).await.status,
                        204
                    );
                }
                held.reserved
            }
        };
        if matches!(way, Way::Left | Way::HeldThenLeft) {
            assert_eq!(
                citizen.event(Method::DELETE, &reserved, "", None).await.status,
                204
            );
        }
        city.until_mails_are_settled().await;
        let look = citizen.look(&reserved).await;
        let lapse = look["reserved_until"].as_str().or(look["activate_by"].as_str());
        let (since, a_moment) = match from {
            From::Now => (began.as_str(), A_MOMENT),
            From::Lapse => (lapse.expect("it can lapse"), 0),
            From::Visit => (slot["starts_at"].as_str().unwrap_or_default(), 0),
        };
        let count = format!("SELECT count(*) FROM {table}");
        let before = city.number(&count).await;
        city.set_clock_sharp(&plus(since, kept - 1)).await;
        city.tick().await;
        // The reminder that came due meanwhile adds none: it was in the outbox from the booking on.
        assert_eq!(city.number(&count).await, before, "{what} is still there");
        assert!(before > 0, "{what} was there");
        city.set_clock_sharp(&plus(since, kept + a_moment)).await;
        city.tick().await;
        city.tick().await;
        assert_eq!(
            city.number(&count).await,
            0,
            "{what} is gone: {:?}",
            city.rows(&format!("SELECT * FROM {table}")).await
        );
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
