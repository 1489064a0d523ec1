//! Centres that are closed for good or not open yet stay in the catalogue, say so in one sentence, and are
//! offered nothing.

use reqwest::Method;
use serde_json::{Value, json};
use tests::{Answer, Citizen, City};

const PASSPORT: &[(&str, u32)] = &[("reisepass", 1)];
const CLOSED: &str = "Hamburg Service vor Ort Eimsbüttel ist seit dem 1. April 2026 geschlossen. Termine gibt es \
                      jetzt hier: Hamburg Service vor Ort Eppendorf. Wählen Sie eine Zeit an einem anderen Standort.";
const NOT_OPEN: &str = "Hamburg Service vor Ort City öffnet voraussichtlich am 1. Juli 2027. Wählen Sie bis dahin \
                        einen anderen Standort.";

async fn centre(citizen: &Citizen<'_>, id: &str) -> Value {
    let catalogue = citizen.get("/api/v1/catalogue").await.json;
    let mut centres = catalogue["centres"].as_array().expect("centres").iter();
    centres
        .find(|centre| centre["id"] == id)
        .cloned()
        .expect("it is listed")
}

fn slot(centre: &str) -> Value {
    json!({ "centre": centre, "starts_at": "2026-12-01T09:00:00+01:00" })
}

fn says_closed(answer: &Answer) {
    assert_eq!(
        (answer.status, answer.problem()),
        (409, "centre-closed"),
        "{answer:?}"
    );
    assert_eq!(answer.json["detail"], CLOSED);
    assert_eq!(answer.json["successor"], "eppendorf");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_centre_stays_listed_with_its_successor_and_serves_nothing() {
    let city = City::open().await;
    let citizen = city.citizen();
    let closed = centre(&citizen, "eimsbuettel").await;
    assert_eq!(closed["valid_to"], "2026-04-01");
    assert_eq!(closed["successor"], "eppendorf");
    assert_eq!(closed["services"], json!([]));
    assert_eq!(closed["coordinates"], json!({ "lat": 53.5747, "lon": 9.979 }));
    let days = citizen.get("/api/v1/availability/eimsbuettel").await;
    assert_eq!((days.status, &days.json["rows"]), (200, &json!([])));
    let open = centre(&citizen, "harburg").await;
    assert_eq!(
        (&open["valid_to"], &open["successor"]),
        (&Value::Null, &Value::Null)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wants_a_time_at_a_closed_centre_reads_since_when_and_where_instead() {
    let city = City::open().await;
    let citizen = city.citizen();
    says_closed(
        &citizen
            .get("/api/v1/slots?service=reisepass:1&centre=eimsbuettel")
            .await,
    );

    let body = citizen.wish(PASSPORT, &slot("eimsbuettel")).await;
    let refused = citizen.try_reserve(&body).await;
    says_closed(&refused);
    let instead = refused.json["alternatives"].as_array().expect("alternatives");
    assert!(!instead.is_empty());
    assert!(
        instead.iter().all(|slot| slot["centre"] == "eppendorf"),
        "{instead:?}"
    );
    assert_eq!(city.number("SELECT count(*) FROM appointment").await, 0);
    assert_eq!(city.number("SELECT count(*) FROM spent_challenge").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_moves_to_a_closed_centre() {
    let city = City::open().await;
    let citizen = city.citizen();
    let free = citizen
        .slots("service=reisepass:1&centre=harburg&from=2026-12-01")
        .await;
    let (held, manage) = citizen.book(PASSPORT, &free[0]).await;
    let path = format!("/api/v1/appointments/{}/move", held.reserved.id);
    let refused = citizen
        .ask(Method::POST, &path, &manage, Some(slot("nord")))
        .await;
    assert_eq!(
        (refused.status, refused.problem()),
        (409, "centre-closed"),
        "{refused:?}"
    );
    let path = format!("/api/v1/appointments/{}", held.reserved.id);
    let still = citizen.ask(Method::GET, &path, &manage, None).await;
    assert_eq!(still.json["centre"], "harburg");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_centre_to_come_says_when() {
    let city = City::open().await;
    let citizen = city.citizen();
    assert_eq!(centre(&citizen, "city").await["valid_from"], "2027-07-01");
    let body = citizen.wish(PASSPORT, &slot("city")).await;
    for answer in [
        citizen.get("/api/v1/slots?service=reisepass:1&centre=city").await,
        citizen.try_reserve(&body).await,
    ] {
        assert_eq!(
            (answer.status, answer.problem()),
            (409, "centre-not-open"),
            "{answer:?}"
        );
        assert_eq!(answer.json["detail"], NOT_OPEN);
        assert_eq!(answer.json["opens"], "2027-07-01");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_centre_opens_and_closes_on_its_very_dates() {
    for (today, from, answered) in [
        ("2027-06-01T09:00:00+02:00", "2027-06-30", 409),
        ("2027-06-01T09:00:00+02:00", "2027-07-01", 200),
    ] {
        let city = City::open_at(today).await;
        let query = format!("/api/v1/slots?service=reisepass:1&centre=city&from={from}&days=1");
        let answer = city.citizen().get(&query).await;
        assert_eq!(answer.status, answered, "{from}");
        let any = answer.json["slots"]
            .as_array()
            .is_some_and(|slots| !slots.is_empty());
        assert_eq!(any, answered == 200, "{from}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fee_that_nobody_has_verified_has_no_amount() {
    let city = City::open().await;
    let catalogue = city.citizen().get("/api/v1/catalogue").await.json;
    let services = catalogue["services"].as_array().expect("services");
    let fees = |id: &str| {
        let service = services.iter().find(|service| service["id"] == id);
        service.expect("the service")["fees"][0]["cents"].clone()
    };
    assert_eq!(fees("reisepass-vorlaeufig"), 2600);
    for unverified in [
        "eid-karte",
        "fuehrerschein-umtausch",
        "fischereischein",
        "l-21",
        "l-22",
    ] {
        assert_eq!(fees(unverified), Value::Null, "{unverified}");
    }
}
