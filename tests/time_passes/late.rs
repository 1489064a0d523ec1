//! Whoever presses too late gets the same time if it is free, and others, and has one with one more press.

use serde_json::{Value, json};
use tests::{Answer, Citizen, City, Held, plus};

use super::{AT_SUEDERELBE, COPIES, STAYS_BACK, instant, status};

/// A hold of the first time of the first of December at Süderelbe that has lapsed a while ago.
async fn lapsed<'a>(city: &'a City) -> (Citizen<'a>, Held, Value) {
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let held = citizen.hold(COPIES, &slots[0]).await;
    let by = instant(&citizen.look(&held.reserved).await, "activate_by");
    city.set_clock(&plus(&by, STAYS_BACK.1)).await;
    (citizen, held, slots[0].clone())
}

/// The instants offered by an answer of the API.
fn offered(answer: &Answer) -> Vec<Value> {
    let alternatives = answer.json["alternatives"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    alternatives
        .into_iter()
        .map(|slot| slot["starts_at"].clone())
        .collect()
}

/// The instants that the buttons of a page offer.
fn buttons(page: &str) -> Vec<Value> {
    let parts = page.split("name=\"starts_at\" value=\"").skip(1);
    parts
        .map(|rest| json!(rest.split('"').next().unwrap_or_default()))
        .collect()
}

async fn choose(citizen: &Citizen<'_>, held: &Held, centre: &Value, starts_at: &Value) -> Answer {
    let slot = json!({ "centre": centre, "starts_at": starts_at });
    let body = json!({ "token": held.letter.token(), "slot": slot });
    citizen.post("/api/v1/activations", body).await
}

async fn press(citizen: &Citizen<'_>, held: &Held, centre: &str, starts_at: &Value) -> Answer {
    let starts_at = starts_at.as_str().unwrap_or_default().replace('+', "%2B");
    let form = format!("do=activate&centre={centre}&starts_at={starts_at}");
    citizen.press(&held.letter.link(), &form).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_press_is_offered_its_own_time_first_and_three_others() {
    let city = City::open().await;
    let (citizen, held, own) = lapsed(&city).await;
    let before = city.everything().await;

    let late = citizen.activate(&held).await;
    assert_eq!((late.status, late.problem()), (410, "lapsed"));
    let times = offered(&late);
    assert_eq!((times.len(), &times[0]), (4, &own["starts_at"]), "{times:?}");
    assert!(
        !times[1..].contains(&own["starts_at"]),
        "once is enough: {times:?}"
    );

    let page = citizen.get(&held.letter.link()).await;
    assert_eq!(buttons(&page.text), times, "the page offers the same");
    assert!(page.text.contains("Ihre Zeit ist noch frei"), "{}", page.text);
    let pressed = citizen.press(&held.letter.link(), "do=activate").await;
    assert_eq!(
        (pressed.status, buttons(&pressed.text)),
        (410, times),
        "the late press too"
    );
    assert_eq!(city.everything().await, before, "offering books nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn choosing_the_own_time_books_it_at_once() {
    let city = City::open().await;
    let (citizen, held, own) = lapsed(&city).await;
    let chosen = choose(&citizen, &held, &own["centre"], &own["starts_at"]).await;
    assert_eq!(
        (chosen.status, &chosen.json["status"]),
        (200, &json!("booked")),
        "{chosen:?}"
    );
    let again = choose(&citizen, &held, &own["centre"], &own["starts_at"]).await;
    assert_eq!(
        (again.status, &again.json["already"]),
        (200, &json!(true)),
        "{again:?}"
    );
    assert_eq!(citizen.look(&held.reserved).await["starts_at"], own["starts_at"]);
    assert!(city.inbox.nth(&citizen.email, 2).await.calendar.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn choosing_another_time_books_it_at_once_also_elsewhere_and_on_another_day() {
    let targets = [
        "service=beglaubigung-dokumente:1&centre=suederelbe&from=2026-12-01&days=1",
        "service=beglaubigung-dokumente:1&centre=suederelbe&from=2026-12-03&days=1",
        "service=beglaubigung-dokumente:1&centre=harburg&from=2026-12-02&days=1",
    ];
    for target in targets {
        for by_page in [false, true] {
            let city = City::open().await;
            let (citizen, held, _) = lapsed(&city).await;
            let slot = citizen.slots(target).await[7].clone();
            let answer = if by_page {
                press(&citizen, &held, &instant(&slot, "centre"), &slot["starts_at"]).await
            } else {
                choose(&citizen, &held, &slot["centre"], &slot["starts_at"]).await
            };
            assert_eq!(
                answer.status, 200,
                "{target}, by page: {by_page}: {}",
                answer.text
            );
            let look = citizen.look(&held.reserved).await;
            assert_eq!(look["status"], "booked", "{target}, by page: {by_page}");
            assert_eq!(
                (&look["centre"], &look["starts_at"]),
                (&slot["centre"], &slot["starts_at"])
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_own_time_is_offered_only_while_it_is_free() {
    let city = City::open().await;
    let (citizen, held, own) = lapsed(&city).await;
    let other = city.citizen();
    other.reserve(COPIES, &own).await;

    let late = citizen.activate(&held).await;
    let times = offered(&late);
    assert_eq!((late.status, times.len()), (410, 3), "{late:?}");
    assert!(!times.contains(&own["starts_at"]), "{times:?}");
    let page = citizen.get(&held.letter.link()).await;
    assert_eq!(buttons(&page.text), times);
    assert!(!page.text.contains("Ihre Zeit ist noch frei"), "{}", page.text);

    let chosen = choose(&citizen, &held, &own["centre"], &own["starts_at"]).await;
    assert_eq!((chosen.status, chosen.problem()), (409, "slot-taken"));
    assert_eq!(offered(&chosen).len(), 3, "{chosen:?}");
    let pressed = press(&citizen, &held, "suederelbe", &own["starts_at"]).await;
    assert_eq!(
        (pressed.status, buttons(&pressed.text).len()),
        (409, 3),
        "{}",
        pressed.text
    );
    assert_eq!(status(&citizen, &held.reserved).await, "lapsed");
    let next = choose(&citizen, &held, &own["centre"], &times[1]).await;
    assert_eq!(next.status, 200, "a free one books: {next:?}");
}
