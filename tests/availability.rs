//! What is free is told three ways: the city at a glance, a centre start by start, and slots. They say the
//! same, change at once with a reservation, and stay small in a busy city.

use std::collections::BTreeSet;

use chrono::Datelike;
use reqwest::Method;
use serde_json::{Value, json};
use tests::{Citizen, City, busy_days};

/// Brotli as a network in front of the Worker compresses answers while they pass.
const QUALITY: i32 = 5;
const CITY_BYTES: usize = 4_000;
const CENTRE_BYTES: usize = 3_000;
/// Services whose visits need different sets of skills and different lengths.
const WISHES: [(&str, &str); 3] = [
    ("service=personalausweis:1", "personalausweis"),
    ("service=personalausweis:2&service=reisepass:2", "personalausweis"),
    ("service=beglaubigung-dokumente:3", "beglaubigung-dokumente"),
];

/// A city with reservations at one centre. Between two starts: at 9:00 sharp the lead time takes one away.
async fn some_day_of_harburg(city: &City, citizen: &Citizen<'_>) {
    city.pass(90).await;
    for nth in [0, 5, 9, 14] {
        let slots = citizen
            .slots("service=personalausweis:2&centre=harburg&from=2026-12-01&days=1")
            .await;
        citizen.reserve(&[("personalausweis", 2)], &slots[nth]).await;
    }
}

/// The date that the first of an answer's days lies on.
fn first_day(overview: &Value) -> chrono::NaiveDate {
    let from = overview["from"].as_str().expect("a date");
    from.parse().expect("a date")
}

/// The dates on which `/slots` has a start for this wish at a centre.
async fn dates_with_slots(citizen: &Citizen<'_>, wish: &str, centre: &str) -> BTreeSet<String> {
    let mut dates = BTreeSet::new();
    let mut from = "2026-11-24".to_owned();
    loop {
        let slots = citizen
            .slots(&format!("{wish}&centre={centre}&from={from}&limit=500"))
            .await;
        let Some(last) = slots.last() else { return dates };
        let date = |slot: &Value| slot["starts_at"].as_str().expect("a start")[..10].to_owned();
        dates.extend(slots.iter().map(date));
        let next: chrono::NaiveDate = date(last).parse().expect("a date");
        from = next.succ_opt().expect("a date").to_string();
    }
}

/// Zero where no counter is open, or the day is not open for booking yet.
fn length(letter: char) -> u64 {
    match letter {
        '-' | '.' => 0,
        letter => letter.to_digit(36).expect("a length").into(),
    }
}

/// By day or by start the longest visit that asks for these skills: of the kinds of counters that can do all of them.
fn longest(rows: &Value, skills: &BTreeSet<&str>) -> Vec<u64> {
    let mut longest: Vec<u64> = Vec::new();
    for row in rows.as_array().expect("rows") {
        let can = row["skills"].as_array().expect("skills");
        if !skills.iter().all(|skill| can.iter().any(|known| known == skill)) {
            continue;
        }
        let units = row["longest"].as_str().expect("characters").chars().map(length);
        for (place, units) in units.enumerate() {
            match longest.get_mut(place) {
                Some(so_far) => *so_far = units.max(*so_far),
                None => longest.push(units),
            }
        }
    }
    longest
}

/// Skills of a service, from the catalogue's answer.
fn skills<'a>(catalogue: &'a Value, service: &str) -> BTreeSet<&'a str> {
    let mut services = catalogue["services"].as_array().expect("services").iter();
    let found = services
        .find(|found| found["id"] == service)
        .expect("the service");
    found["skills"]
        .as_array()
        .expect("skills")
        .iter()
        .map(|skill| skill.as_str().expect("text"))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_city_at_a_glance_says_on_which_days_there_are_slots() {
    let city = City::open().await;
    let citizen = city.citizen();
    some_day_of_harburg(&city, &citizen).await;
    let catalogue = citizen.get("/api/v1/catalogue").await.json;
    let overview = citizen.get("/api/v1/availability").await.json;
    let from = first_day(&overview);
    for (wish, service) in WISHES {
        let units = citizen.get(&format!("/api/v1/slots?{wish}")).await.json["units"]
            .as_u64()
            .expect("units");
        for centre in overview["centres"].as_array().expect("centres").iter().take(3) {
            let id = centre["id"].as_str().expect("an id");
            let longest = longest(&centre["rows"], &skills(&catalogue, service));
            let days = from.iter_days().zip(longest);
            let free = days.filter(|(_, longest)| *longest >= units);
            let free: BTreeSet<String> = free.map(|(date, _)| date.to_string()).collect();
            assert_eq!(free, dates_with_slots(&citizen, wish, id).await, "{wish} at {id}");
            assert!(!free.is_empty(), "{wish} at {id}");
        }
    }
}

/// The first start of a visit in texts such as `02co`, as date and clock time.
fn first(
    rows: &Value,
    skills: &BTreeSet<&str>,
    units: u64,
    names: &[&str],
    from: chrono::NaiveDate,
) -> Option<String> {
    let rows = rows.as_array().expect("rows").iter().filter(|row| {
        let can = row["skills"].as_array().expect("skills");
        skills.iter().all(|skill| can.iter().any(|known| known == skill))
    });
    let texts = rows.flat_map(|row| names.iter().filter_map(|name| row["first"][*name].as_str()));
    let first_of = |text: &str| {
        let starts = booking::first::FirstStarts::from_text(text).expect("first starts");
        starts.of(u8::try_from(units).expect("a length"))
    };
    let start = u64::from(texts.filter_map(first_of).min()?);
    let (date, unit) = (from + chrono::Days::new(start / 288), start % 288);
    Some(format!("{date}T{:02}:{:02}", unit / 12, unit % 12 * 5))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_city_at_a_glance_says_when_visits_first_start() {
    let city = City::open().await;
    let citizen = city.citizen();
    some_day_of_harburg(&city, &citizen).await;
    let catalogue = citizen.get("/api/v1/catalogue").await.json;
    let overview = citizen.get("/api/v1/availability").await.json;
    let from = first_day(&overview);
    let centres = overview["centres"].as_array().expect("centres");
    for (wish, service) in WISHES {
        let units = citizen.get(&format!("/api/v1/slots?{wish}")).await.json["units"].as_u64();
        for id in ["harburg", "hamburg-mitte"] {
            let rows = &centres
                .iter()
                .find(|centre| centre["id"] == id)
                .expect("the centre")["rows"];
            let told = |names: &[&str]| {
                first(
                    rows,
                    &skills(&catalogue, service),
                    units.expect("units"),
                    names,
                    from,
                )
            };
            // Two weeks hold a Saturday and late hours.
            let mut starts = Vec::new();
            for ahead in 0..14 {
                let day = from + chrono::Days::new(ahead);
                let slots = citizen
                    .slots(&format!("{wish}&centre={id}&from={day}&days=1&limit=500"))
                    .await;
                starts.extend(
                    slots
                        .iter()
                        .map(|slot| slot["starts_at"].as_str().expect("a start")[..16].to_owned()),
                );
            }
            let is_saturday = |start: &&String| {
                start[..10]
                    .parse::<chrono::NaiveDate>()
                    .expect("a date")
                    .weekday()
                    == chrono::Weekday::Sat
            };
            let today = from.to_string();
            assert_eq!(
                told(&["today", "later"]),
                starts.first().cloned(),
                "{wish} at {id}"
            );
            assert_eq!(
                told(&["later"]),
                starts.iter().find(|start| start[..10] > *today).cloned(),
                "{wish} at {id}"
            );
            assert_eq!(
                told(&["late"]),
                starts.iter().find(|start| &start[11..] >= "16:00").cloned(),
                "{wish} at {id}"
            );
            assert_eq!(
                told(&["saturday"]),
                starts.iter().find(is_saturday).cloned(),
                "{wish} at {id}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_without_room_is_full_closed_or_not_open_yet() {
    let city = City::open().await;
    let overview = city.citizen().get("/api/v1/availability").await.json;
    let harburg = overview["centres"]
        .as_array()
        .expect("centres")
        .iter()
        .find(|centre| centre["id"] == "harburg");
    let harburg = harburg.expect("Harburg");
    let longest = harburg["rows"][0]["longest"].as_str().expect("letters");
    // From Tuesday, 24 November on: the fifth day is a Saturday, the last one opens later in the morning or has just opened.
    assert_eq!(&longest[..7], "oooo--o");
    let days = overview["days"].as_u64().expect("days");
    let until: chrono::NaiveDate = harburg["until"]
        .as_str()
        .expect("a date")
        .parse()
        .expect("a date");
    let from = first_day(&overview);
    let opened = u64::try_from((until - from).num_days()).expect("a later day") + 1;
    assert_eq!(
        longest.bytes().rev().take_while(|sign| *sign == b'.').count() as u64,
        days - opened
    );
    let opens = harburg["next_opens"].as_str().expect("an instant");
    let (now, opens) = (overview["now"].as_str().expect("an instant"), opens);
    assert!(booking::Instant::parse(now).expect("a time") < booking::Instant::parse(opens).expect("a time"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_centre_start_by_start_says_the_same_as_its_slots() {
    let city = City::open().await;
    let citizen = city.citizen();
    some_day_of_harburg(&city, &citizen).await;
    let catalogue = citizen.get("/api/v1/catalogue").await.json;
    let centre = citizen.get("/api/v1/availability/harburg").await.json;
    for date in ["2026-11-24", "2026-11-25", "2026-12-01"] {
        let from: chrono::NaiveDate = centre["from"].as_str().expect("a date").parse().expect("a date");
        let day: chrono::NaiveDate = date.parse().expect("a date");
        let nth = usize::try_from((day - from).num_days()).expect("a later day");
        let rows: Vec<Value> = centre["rows"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| json!({ "skills": row["skills"], "longest": row["longest"][nth] }))
            .collect();
        let rows = Value::from(rows);
        for (wish, service) in WISHES {
            let query = format!("{wish}&centre=harburg&from={date}&days=1&limit=500");
            let answer = citizen.get(&format!("/api/v1/slots?{query}")).await.json;
            let units = answer["units"].as_u64().expect("units");
            let starts: Vec<&str> = answer["slots"]
                .as_array()
                .expect("slots")
                .iter()
                .map(|slot| &slot["starts_at"].as_str().expect("a start")[11..16])
                .collect();
            let first = centre["first"].as_u64().expect("a unit");
            let units_of_day = (first..).zip(longest(&rows, &skills(&catalogue, service)));
            let free = units_of_day.filter(|(_, longest)| *longest >= units);
            let free: Vec<String> = free
                .map(|(unit, _)| format!("{:02}:{:02}", unit / 12, unit % 12 * 5))
                .collect();
            assert_eq!(starts, free, "{wish} on {date}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_not_sent_twice_until_something_has_changed() {
    let city = City::open().await;
    let citizen = city.citizen();
    // Between two starts: at 9:00 sharp the lead time would take one away.
    city.pass(90).await;
    let slot = citizen.slots("service=personalausweis:1&centre=suederelbe").await[0].clone();
    for path in ["/api/v1/availability/suederelbe", "/api/v1/availability"] {
        let first = citizen.get(path).await;
        let tag = first.etag.clone().expect("a tag");
        city.pass(1).await;
        let known = [("if-none-match", tag.as_str())];
        let again = citizen.send(Method::GET, path, &known, None).await;
        assert_eq!(
            (again.status, again.text.as_str()),
            (304, ""),
            "{path}: only the time has passed"
        );
    }
    let centre = "/api/v1/availability/suederelbe";
    let tag = citizen.get(centre).await.etag.expect("a tag");
    // Every counter there is, so that nobody else may start then.
    loop {
        let body = citizen.wish(&[("personalausweis", 1)], &slot).await;
        if citizen.try_reserve(&body).await.status == 409 {
            break;
        }
    }
    let after = citizen
        .send(Method::GET, centre, &[("if-none-match", tag.as_str())], None)
        .await;
    assert_eq!(after.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_city_fits_into_few_bytes() {
    if City::on_workerd() {
        // The same router writes the same text; filling D1 with a thousand days takes long.
        return;
    }
    let city = City::open().await;
    let citizen = city.citizen();
    let now = booking::Instant::parse("2026-11-24T09:00:00+01:00").expect("a time");
    let catalogue = tests::catalogue();
    city.script(&busy_days(&catalogue, now)).await;
    let answer = citizen.get("/api/v1/availability").await;
    let size = compressed(&answer.text);
    println!("city: {} bytes, {size} compressed", answer.text.len());
    assert!(size <= CITY_BYTES, "{size} bytes for the city");
    for planned in &catalogue.centres {
        let answer = citizen
            .get(&format!("/api/v1/availability/{}", planned.centre.id))
            .await;
        let size = compressed(&answer.text);
        println!(
            "{}: {} bytes, {size} compressed",
            planned.centre.id,
            answer.text.len()
        );
        assert!(size <= CENTRE_BYTES, "{size} bytes for {}", planned.centre.id);
    }
}

fn compressed(text: &str) -> usize {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: QUALITY,
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut text.as_bytes(), &mut packed, &parameters).expect("memory suffices");
    packed.len()
}
