//! How near to its start a time can be reserved, prolonged, held, and how far ahead.

use reqwest::Method;
use serde_json::json;
use tests::{City, Reserved, between, plus};

use super::{PASSPORT, instant};

const START: &str = "2026-12-01T10:00:00+01:00";

#[tokio::test(flavor = "multi_thread")]
async fn a_time_is_offered_until_an_hour_before_it_starts() {
    for (seconds_before, offered) in [(61 * 60, true), (60 * 60 - 1, false), (59 * 60, false)] {
        let city = City::open_at("2026-12-01T08:00:00+01:00").await;
        let citizen = city.citizen();
        let wish = citizen
            .wish(PASSPORT, &json!({ "centre": "harburg", "starts_at": START }))
            .await;
        city.set_clock(&plus(START, -seconds_before)).await;
        let slots = citizen
            .slots("service=reisepass:1&centre=harburg&from=2026-12-01&days=1&limit=500")
            .await;
        let listed = slots.iter().any(|slot| slot["starts_at"] == START);
        let answer = citizen.try_reserve(&wish).await;
        assert_eq!(listed, offered, "{seconds_before} s before, in the list");
        if offered {
            assert_eq!(answer.status, 201, "{seconds_before} s before: {answer:?}");
        } else {
            assert_eq!(
                (answer.status, answer.problem()),
                (409, "not-offered"),
                "{seconds_before} s before"
            );
            let alternatives = answer.json["alternatives"].as_array().map(Vec::len);
            assert_eq!(alternatives, Some(3), "{answer:?}");
        }
    }
}

/// When reserved, in minutes before the start; prolonged so often; the form sent so many minutes before;
/// then when the reservation would have ended, and when the hold ends at the latest.
const WAYS: &[(i64, usize, i64, i64, i64)] = &[
    (300, 0, 299, 285, 179),
    (150, 0, 149, 135, 30),
    (61, 0, 60, 46, 30),
    (61, 1, 60, 45, 30),
    (61, 1, 46, 45, 30),
];

/// Minutes before the start at which a reservation, and a hold, ends at the latest.
const RESERVED_CAP: i64 = 45;
const HELD_CAP: i64 = 30;
/// Seconds that a request may take: what is counted from it comes later by so much, but never after its cap.
const A_MOMENT: i64 = 20;

fn assert_minutes_before(until: &str, minutes: i64, cap: i64, way: impl std::fmt::Debug) {
    let seconds = between(until, START);
    let tolerance = if minutes == cap { 0 } else { A_MOMENT };
    let expected = minutes * 60 - tolerance..=minutes * 60;
    assert!(
        expected.contains(&seconds),
        "{way:?}: {until} is {seconds} s before the start"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_deadline_comes_too_near_to_the_visit() {
    for way in WAYS {
        let (reserved_before, prolongations, held_before, ends_before, hold_ends_before) = *way;
        let city = City::open_at(&plus(START, -reserved_before * 60 - 60)).await;
        let citizen = city.citizen();
        let wish = citizen
            .wish(PASSPORT, &json!({ "centre": "harburg", "starts_at": START }))
            .await;
        city.set_clock(&plus(START, -reserved_before * 60)).await;
        let answer = citizen.try_reserve(&wish).await;
        assert_eq!(answer.status, 201, "{way:?}: {answer:?}");
        let reserved = Reserved {
            id: instant(&answer.json, "id"),
            secret: instant(&answer.json, "secret"),
            answer,
        };
        for _ in 0..prolongations {
            let answer = citizen.event(Method::POST, &reserved, "/prolong", None).await;
            assert_eq!(answer.status, 200, "{way:?}: {answer:?}");
        }
        let until = instant(&citizen.look(&reserved).await, "reserved_until");
        assert_minutes_before(&until, ends_before, RESERVED_CAP, way);
        if prolongations > 0 {
            let more = citizen.event(Method::POST, &reserved, "/prolong", None).await;
            assert_eq!((more.status, more.problem()), (409, "no-more"), "{way:?}");
        }
        city.set_clock(&plus(START, -held_before * 60)).await;
        let held = citizen.apply(&reserved).await;
        assert_eq!(held.status, 202, "{way:?}: {held:?}");
        let until = instant(&held.json, "hold_until");
        assert_minutes_before(&until, hold_ends_before, HELD_CAP, way);
        let look = citizen.until_mail_is(&reserved, "sent").await;
        let by = instant(&look, "activate_by");
        assert!(between(&by, &until) >= 0, "{way:?}: {by} is after {until}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_needs_more_time_gets_it_ten_times_with_a_new_challenge_from_the_fourth_on() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen
        .slots("service=reisepass:1&centre=harburg&from=2026-12-01&days=1")
        .await;
    let reserved = citizen.reserve(PASSPORT, &slots[0]).await;
    let mut until = instant(&reserved.answer.json, "reserved_until");
    let mut solved = String::new();
    for number in 1..=10 {
        let mut body = None;
        if number >= 4 {
            let bare = citizen.event(Method::POST, &reserved, "/prolong", None).await;
            assert_eq!(
                (bare.status, bare.problem()),
                (428, "challenge-required"),
                "the {number}th"
            );
            if number > 4 {
                let again = Some(json!({ "challenge": solved }));
                let spent = citizen.event(Method::POST, &reserved, "/prolong", again).await;
                assert_eq!(
                    (spent.status, spent.problem()),
                    (409, "challenge-spent"),
                    "the {number}th"
                );
            }
            solved = citizen.challenge().await;
            body = Some(json!({ "challenge": solved }));
        }
        let longer = citizen.event(Method::POST, &reserved, "/prolong", body).await;
        assert_eq!(longer.status, 200, "the {number}th: {longer:?}");
        assert_eq!(longer.json["prolongations_left"], 10 - number, "the {number}th");
        until = plus(&until, 600);
        assert_eq!(
            between(&until, &instant(&longer.json, "reserved_until")),
            0,
            "the {number}th"
        );
    }
    let body = Some(json!({ "challenge": citizen.challenge().await }));
    let more = citizen.event(Method::POST, &reserved, "/prolong", body).await;
    assert_eq!((more.status, more.problem()), (409, "no-more"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_day_opens_between_seven_and_nine_at_each_centre_for_itself() {
    let city = City::open_at("2026-11-23T06:59:00+01:00").await;
    let citizen = city.citizen();
    let last_day = chrono::NaiveDate::from_ymd_opt(2027, 1, 22).expect("a Friday");
    let catalogue = tests::catalogue();
    let passport = booking::ServiceId::from("reisepass");
    let centres: Vec<&str> = catalogue
        .centres
        .iter()
        .filter(|planned| planned.centre.services.contains(&passport))
        .filter(|planned| !planned.opens(last_day).counters.is_empty())
        .map(|planned| planned.centre.id.as_str())
        .collect();
    let mut counts = Vec::new();
    for time in ["06:59", "07:30", "08:00", "08:30", "09:00"] {
        city.set_clock(&format!("2026-11-23T{time}:00+01:00")).await;
        let mut open = 0;
        for centre in &centres {
            let query = format!("service=reisepass:1&centre={centre}&from=2027-01-22&days=1&limit=1");
            open += citizen.slots(&query).await.len();
        }
        counts.push(open);
    }
    assert_eq!(
        (counts[0], counts[4]),
        (0, centres.len()),
        "closed before seven, open from nine: {counts:?}"
    );
    assert!(counts.is_sorted(), "what is open stays open: {counts:?}");
    assert!(counts[1] < counts[3], "not all at the same minute: {counts:?}");
}
