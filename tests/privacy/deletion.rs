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

/// What no appointment's way leaves behind: what, where, how it comes to be there at `{now}`, for how long it stays (nothing
/// where it has no clock), and the words for that.
type Placed = (
    &'static str,
    &'static str,
    &'static str,
    Option<i64>,
    &'static str,
);

const PLACED: &[Placed] = &[
    (
        "reservations of a network, by keyed hash",
        "network",
        "INSERT INTO network VALUES ('hash', {now}, 1)",
        Some(HOUR),
        "1 hour",
    ),
    (
        "an invitation, by keyed hash",
        "invitation",
        "INSERT INTO invitation (code_hash, centre, service, valid_until) VALUES ('hash', 'harburg', 'l-1', {now} + 86400)",
        Some(DAY),
        "until its end",
    ),
    (
        "a mail's entry, without words",
        "outbox",
        "INSERT INTO outbox VALUES ('m', 'a', 'activation', 0, 'hash', 'sent', {now}, 1, 0, NULL, 0, {now}, {now})",
        Some(DAY),
        "1 day",
    ),
    (
        "a closed booking",
        "closed",
        r#"INSERT INTO closed VALUES (1, {now}, '{"de":"Zu.","en":"Closed."}')"#,
        None,
        "until the operator ends it",
    ),
    (
        "a paused centre",
        "pause",
        "INSERT INTO pause VALUES ('harburg', {now}, 'two-at-once')",
        None,
        "until the operator ends it",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn everything_else_is_deleted_on_its_clock_or_ended_by_the_operator() {
    for (what, table, insert, seconds, _) in PLACED {
        let city = City::open().await;
        let now = city.now().await;
        let second = chrono::DateTime::parse_from_rfc3339(&now)
            .expect("an instant")
            .timestamp();
        city.script(&insert.replace("{now}", &second.to_string())).await;
        let count = format!("SELECT count(*) FROM {table}");
        for (then, left) in [
            (seconds.unwrap_or(60 * DAY) - 10, 1),
            (seconds.unwrap_or(60 * DAY), i64::from(seconds.is_none())),
        ] {
            city.set_clock(&plus(&now, then)).await;
            city.tick().await;
            assert_eq!(city.number(&count).await, left, "{what} after {then} seconds");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_goes_when_it_is_two_days_past() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slot = citizen.slots(AT_SUEDERELBE).await[0].clone();
    citizen.book(COPIES, &slot).await;
    for (now, days) in [("2026-12-02T23:58:00+01:00", 1), ("2026-12-03T00:01:00+01:00", 0)] {
        city.set_clock(now).await;
        city.tick().await;
        let left = city
            .number("SELECT count(*) FROM day WHERE date = '2026-12-01'")
            .await;
        assert_eq!(left, days, "at {now}");
    }
}

#[test]
fn the_record_of_processing_names_each_period() {
    let record = include_str!("../../docs/privacy.md");
    let ways = KEPT.iter().flat_map(|(_, kept)| kept.iter());
    let clocks = ways.map(|(what, _, _, seconds)| {
        let period = match *seconds {
            HOUR => "1 hour".to_owned(),
            DAY => "1 day".to_owned(),
            seconds if seconds < DAY => format!("{} hours", seconds / HOUR),
            seconds => format!("{} days", seconds / DAY),
        };
        (*what, period)
    });
    let placed = PLACED
        .iter()
        .map(|(what, _, _, _, period)| (*what, (*period).to_owned()));
    for (what, period) in clocks.chain(placed) {
        let line = record
            .lines()
            .find(|line| line.starts_with(&format!("| {what} |")));
        let line = line.unwrap_or_else(|| panic!("docs/privacy.md lacks: {what}"));
        assert!(line.contains(&period), "{line} should say {period}");
    }
}
