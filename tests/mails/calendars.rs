//! Calendar entries, in calendars of others: what was booked stands once, moves with the appointment, and goes with it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::DateTime;
use reqwest::Method;
use serde_json::{Value, json};
use tests::{Citizen, City};

use super::{COPIES, node};

/// Two Tuesdays: summer time ends between them.
const BEFORE: &str = "service=beglaubigung-dokumente:1&centre=suederelbe&from=2026-10-20&days=1&limit=50";
const AFTER: &str = "service=beglaubigung-dokumente:1&centre=suederelbe&from=2026-10-27&days=1&limit=50";

/// The entries of an appointment that was booked, moved, cancelled and taken back, and when it is after each.
async fn entries(city: &City, citizen: &Citizen<'_>, language: &str) -> [(String, Option<Value>); 4] {
    let slots = [citizen.slots(BEFORE).await, citizen.slots(AFTER).await];
    let [first, second] = [&slots[0][0], &slots[1][0]];
    let reserved = citizen.reserve(COPIES, first).await;
    let form = json!({ "name": "Zoë Ağaoğlu", "email": citizen.email, "phone": null, "language": language });
    let held = citizen
        .event(Method::PUT, &reserved, "/applicant", Some(form))
        .await;
    assert_eq!(held.status, 202, "{held:?}");
    let link = city.inbox.nth(&citizen.email, 1).await.link();
    assert_eq!(citizen.press(&link, "do=activate").await.status, 200);
    let booked = city.inbox.nth(&citizen.email, 2).await;
    let path = format!("/api/v1/appointments/{}", reserved.id);
    let ask = async |method: Method, event: &str, body: Option<Value>| {
        let (path, token) = (format!("{path}{event}"), booked.token());
        let answer = citizen.ask(method, &path, &token, body).await;
        assert!(answer.status < 300, "{answer:?}");
    };
    let target = json!({ "centre": second["centre"], "starts_at": second["starts_at"] });
    ask(Method::POST, "/move", Some(target)).await;
    let moved = city.inbox.nth(&citizen.email, 3).await;
    ask(Method::DELETE, "", None).await;
    let cancelled = city.inbox.nth(&citizen.email, 4).await;
    ask(Method::POST, "/undo", None).await;
    let undone = city.inbox.nth(&citizen.email, 5).await;
    let letters = [booked, moved, cancelled, undone];
    let tokens = letters
        .each_ref()
        .map(|letter| letter.text.contains("/t/").then(|| letter.token()));
    let texts = letters.map(|letter| letter.calendar.expect("an entry"));
    for (text, token) in texts
        .iter()
        .flat_map(|text| tokens.iter().flatten().map(move |token| (text, token)))
    {
        assert!(!text.replace("\r\n ", "").contains(token), "{text}");
    }
    let when = [Some(first), Some(second), None, Some(second)].map(|slot| slot.cloned());
    let mut when = when.into_iter();
    texts.map(|text| (text, when.next().expect("four")))
}

/// What a calendar of this program has after each entry.
fn imported(program: &str, script: &str, entries: &[&str]) -> Vec<Vec<Value>> {
    let mut child = Command::new(program)
        .arg(script)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the calendar starts: `cargo xtask test` brings what it needs");
    let text = serde_json::to_string(entries).expect("texts");
    let mut input = child.stdin.take().expect("piped");
    input.write_all(text.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{script} refuses an entry");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn seconds(time: &Value) -> i64 {
    let time = time.as_str().unwrap_or_default();
    DateTime::parse_from_rfc3339(time).expect("a time").timestamp()
}

/// Content lines as RFC 5545 wants them, and what must be among them.
fn assert_strict(text: &str, method: &str, sequence: usize) {
    assert!(text.ends_with("\r\n"), "{text}");
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(
            !line.contains(|sign: char| sign.is_control() && sign != '\t'),
            "{line:?}"
        );
        assert!(!line.is_empty() && !line.starts_with("  "), "{line:?}");
    }
    let unfolded = text.replace("\r\n ", "");
    let has = |line: &str| {
        assert_eq!(
            unfolded.matches(&format!("{line}\r\n")).count(),
            1,
            "{line} in {text}"
        )
    };
    has(&format!("METHOD:{method}"));
    has(&format!("SEQUENCE:{sequence}"));
    has("TZID:Europe/Berlin");
    for once in [
        "\r\nUID:",
        "\r\nDTSTAMP:",
        "\r\nDTSTART;TZID=Europe/Berlin:",
        "\r\nDTEND;TZID=Europe/Berlin:",
    ] {
        assert_eq!(unfolded.matches(once).count(), 1, "{once} in {text}");
    }
    let stamp = unfolded
        .split("\r\nDTSTAMP:")
        .nth(1)
        .and_then(|rest| rest.split("\r\n").next());
    assert!(
        stamp.is_some_and(|stamp| stamp.len() == 16 && stamp.ends_with('Z')),
        "UTC: {stamp:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn two_calendars_hold_one_event_that_moves_goes_and_comes_back() {
    if !City::on_workerd() {
        return;
    }
    let city = City::open_at("2026-10-13T10:00:00+02:00").await;
    for language in ["de", "ar"] {
        let citizen = city.citizen();
        let entries = entries(&city, &citizen, language).await;
        let methods = ["PUBLISH", "PUBLISH", "CANCEL", "PUBLISH"];
        for (sequence, ((text, _), method)) in entries.iter().zip(methods).enumerate() {
            assert_strict(text, method, sequence);
        }
        let texts = entries.each_ref().map(|(text, _)| text.as_str());
        let libraries = [
            imported(&node(), "tests/calendars/node-ical.mjs", &texts),
            imported("/usr/bin/python3", "tests/calendars/icalendar_store.py", &texts),
        ];
        assert_eq!(libraries[0], libraries[1], "both read the same");
        let uid = &libraries[0][0][0]["uid"];
        for (events, (text, slot)) in libraries[0].iter().zip(&entries) {
            let Some(slot) = slot else {
                assert!(events.is_empty(), "{text}");
                continue;
            };
            let [event] = events.as_slice() else {
                panic!("not one event: {events:?}")
            };
            assert_eq!(&event["uid"], uid);
            assert_eq!(
                [&event["starts"], &event["ends"]],
                [
                    &json!(seconds(&slot["starts_at"])),
                    &json!(seconds(&slot["ends_at"]))
                ]
            );
        }
        // Mails overtake one another.
        let late = [texts[1], texts[0]];
        let late = imported("/usr/bin/python3", "tests/calendars/icalendar_store.py", &late);
        assert_eq!(late[1], libraries[1][1], "what comes late changes nothing");
    }
}
