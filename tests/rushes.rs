//! Never a double booking, with thousands at once: at one time of a day there are as many winners as there is room, at many
//! times of a day all are, and everybody gets an answer.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use tests::{City, Event, Guards, History, name, stopwatch};
use tokio::task::JoinSet;

/// A Wednesday: tomorrow, when no share is kept any more, all places below are open.
const MORNING: &str = "2026-11-25T09:00:00+01:00";

/// Where there is how much room at one time.
struct Place {
    centre: &'static str,
    service: &'static str,
    room: usize,
}

const PLACES: [Place; 3] = [
    Place {
        centre: "suederelbe",
        service: "beglaubigung-dokumente",
        room: 1,
    },
    Place {
        centre: "harburg",
        service: "beglaubigung-dokumente",
        room: 3,
    },
    Place {
        centre: "hamburg-mitte",
        service: "eid-pin",
        room: 12,
    },
];

impl Place {
    async fn slots(&self, city: &City) -> Vec<Value> {
        let Self { centre, service, .. } = self;
        let query = format!("service={service}:1&centre={centre}&from=2026-11-26&days=1&limit=500");
        city.citizen().slots(&query).await
    }
}

/// How many attempts, and how many of them at once.
#[derive(Clone, Copy)]
struct Size {
    attempts: usize,
    at_once: usize,
}

const SMALL: Size = Size {
    attempts: 300,
    at_once: 100,
};
const FULL: Size = Size {
    attempts: 10_000,
    at_once: 256,
};

/// Within so much time all of the full rush are answered on workerd.
const PATIENCE: Duration = Duration::from_secs(20);

/// `cargo xtask prove` makes more.
fn size() -> Size {
    if std::env::var("PROVE").is_ok() {
        FULL
    } else {
        SMALL
    }
}

/// How often a negative control may go well.
const LUCK: usize = 5;

/// What has been said to a crowd.
#[derive(Default)]
struct Said {
    /// How often a status came with these words.
    answers: HashMap<(u16, String), usize>,
    /// Winners' appointments.
    winners: BTreeSet<String>,
    slowest: Duration,
    took: Duration,
}

/// Sends a reservation until the answer is final: a 503 asks to come again, and a line that breaks says nothing.
async fn reserve(city: &City, key: &str, wish: &Value) -> (u16, String) {
    for _ in 0..50 {
        let url = format!("{}/api/v1/appointments", city.base);
        let request = city.http.post(url).header("idempotency-key", key).json(wish);
        let Ok(response) = request.send().await else {
            continue;
        };
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let Ok(text) = response.text().await else {
            continue;
        };
        if status != 503 {
            return (status, text);
        }
        let seconds = headers["retry-after"]
            .to_str()
            .ok()
            .and_then(|text| text.parse().ok());
        tokio::time::sleep(Duration::from_secs(seconds.expect("seconds"))).await;
    }
    panic!("no answer, fifty times: {key}");
}

fn id(text: &str) -> String {
    let answer: Value = serde_json::from_str(text).expect("JSON");
    answer["id"].as_str().expect("an id").to_owned()
}

/// All at one slot, each client one attempt after the other. A refusal costs no challenge, so that a client needs another
/// one only after it has won.
async fn rush(
    city: &Arc<City>,
    place: &'static Place,
    slot: &Value,
    history: &Arc<History>,
    size: Size,
) -> Said {
    let Size { attempts, at_once } = size;
    let mut getting_ready = JoinSet::new();
    for _ in 0..at_once {
        let (city, slot) = (city.clone(), slot.clone());
        getting_ready.spawn(async move { city.citizen().wish(&[(place.service, 1)], &slot).await });
    }
    let wishes = getting_ready.join_all().await;

    let next = Arc::new(AtomicUsize::new(0));
    let began = stopwatch();
    let mut clients = JoinSet::new();
    for mut wish in wishes {
        let (city, slot, history, next) = (city.clone(), slot.clone(), history.clone(), next.clone());
        clients.spawn(async move {
            let mut heard = Vec::new();
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= attempts {
                    return heard;
                }
                let (called, asked) = (history.moment(), stopwatch());
                let (status, text) = reserve(&city, &format!("rush-{number}"), &wish).await;
                let event = match status {
                    201 => Event::Taken(id(&text)),
                    409 => Event::Refused,
                    _ => panic!("{status}: {text}"),
                };
                history.answered(&slot, called, event);
                heard.push((status, text, asked.elapsed()));
                if status == 201 {
                    wish = city.citizen().wish(&[(place.service, 1)], &slot).await;
                }
            }
        });
    }
    let heard = clients.join_all().await;
    let mut said = Said {
        took: began.elapsed(),
        ..Said::default()
    };
    for (status, text, took) in heard.into_iter().flatten() {
        said.slowest = said.slowest.max(took);
        if status == 201 {
            assert!(
                said.winners.insert(id(&text)),
                "each winner has an appointment of its own"
            );
        }
        *said.answers.entry((status, text)).or_default() += 1;
    }
    let called = history.moment();
    history.answered(slot, called, Event::Seen(city.holders(slot).await));
    said
}

#[tokio::test(flavor = "multi_thread")]
async fn however_many_rush_as_many_win_as_there_is_room_and_all_others_are_offered_three_times() {
    for place in &PLACES {
        let (city, history) = (
            Arc::new(City::open_at(MORNING).await),
            Arc::new(History::default()),
        );
        let slot = place.slots(&city).await[40].clone();
        let Size { attempts, at_once } = size();
        let said = rush(&city, place, &slot, &history, size()).await;
        tests::figure(&format!(
            "rush: room {}, {attempts} attempts, {at_once} at once: {:.1} s, slowest answer {:.1} s",
            place.room,
            said.took.as_secs_f32(),
            said.slowest.as_secs_f32()
        ));
        assert_eq!(said.winners.len(), place.room, "room for {}", place.room);
        let mut refused = 0;
        for ((status, text), times) in said.answers {
            if status == 201 {
                continue;
            }
            let answer: Value = serde_json::from_str(&text).expect("JSON");
            let kind = answer["type"].as_str().unwrap_or_default();
            assert!(kind.ends_with("/slot-taken"), "{text}");
            let alternatives = answer["alternatives"].as_array().map(Vec::len);
            assert_eq!(alternatives, Some(3), "{text}");
            refused += times;
        }
        assert_eq!(refused + place.room, attempts, "everybody gets an answer");
        assert!(
            said.took < PATIENCE || !City::on_workerd(),
            "room for {}: {:?}",
            place.room,
            said.took
        );
        assert_eq!(city.holders(&slot).await, said.winners);
        assert!(city.days_and_appointments_agree().await);
        assert_eq!(history.impossible(|_| place.room), Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_guards_the_same_rushes_oversell_and_no_order_explains_what_was_answered() {
    for place in &PLACES {
        let mut luck = 0;
        loop {
            let city = Arc::new(City::open_at(MORNING).await.with(Guards::Dropped).await);
            let history = Arc::new(History::default());
            let slot = place.slots(&city).await[40].clone();
            let said = rush(&city, place, &slot, &history, SMALL).await;
            if said.winners.len() > place.room {
                assert_eq!(history.impossible(|_| place.room), [name(&slot)]);
                break;
            }
            luck += 1;
            assert!(
                luck < LUCK,
                "no race at room {}: {LUCK} times nothing was oversold",
                place.room
            );
        }
    }
}

/// How many each want another time of one day.
fn different() -> usize {
    if std::env::var("PROVE").is_ok() { 200 } else { 80 }
}

/// Each at a time of its own on one day; where there are more of them than times, two where there is room for twelve.
/// Returns the statuses.
async fn each_elsewhere(city: &Arc<City>) -> Vec<u16> {
    let place = &PLACES[2];
    let slots = place.slots(city).await;
    let mut getting_ready = JoinSet::new();
    for number in 0..different() {
        let (city, slot) = (city.clone(), slots[number % slots.len()].clone());
        getting_ready.spawn(async move { city.citizen().wish(&[(place.service, 1)], &slot).await });
    }
    let wishes = getting_ready.join_all().await;
    let mut clients = JoinSet::new();
    for (number, wish) in wishes.into_iter().enumerate() {
        let city = city.clone();
        clients.spawn(async move { reserve(&city, &format!("each-{number}"), &wish).await.0 });
    }
    clients.join_all().await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_want_different_times_of_one_day_all_get_theirs() {
    let city = Arc::new(City::open_at(MORNING).await);
    let began = stopwatch();
    assert_eq!(each_elsewhere(&city).await, vec![201; different()]);
    let took = began.elapsed().as_secs_f32();
    let appointments = city.number("SELECT count(*) FROM appointment").await;
    assert_eq!(usize::try_from(appointments), Ok(different()));
    assert!(city.days_and_appointments_agree().await);
    tests::figure(&format!(
        "{} at different times of one day: {took:.1} s",
        different()
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_guards_some_of_them_have_no_place_on_the_day() {
    for _ in 0..LUCK {
        let city = Arc::new(City::open_at(MORNING).await.with(Guards::Dropped).await);
        each_elsewhere(&city).await;
        if !city.days_and_appointments_agree().await {
            return;
        }
    }
    panic!("no race: {LUCK} times nobody wrote over anybody");
}
