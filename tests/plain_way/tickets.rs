//! Form tickets: good once, neither too young nor too old, within their rations; no press is lost to them.

use tests::{Citizen, City, Guards, Page};

use super::{reserved, times};

#[tokio::test(flavor = "multi_thread")]
async fn a_double_press_reserves_once() {
    let city = City::open().await;
    let citizen = city.citizen();
    let times = times(&citizen).await;
    city.pass(6).await;
    let press = times.press("9:00 Uhr");
    let (one, other) = tokio::join!(press.send(), press.send());
    assert_eq!(
        (one.heading().as_str(), other.heading().as_str()),
        ("Ihre Angaben", "Ihre Angaben")
    );
    assert_eq!(one.field("id"), other.field("id"));
    assert_eq!(city.number("SELECT count(*) FROM appointment").await, 1);
    let elsewhere = times.then("9:30 Uhr").await;
    assert!(
        elsewhere.says("Bitte drücken Sie noch einmal"),
        "{}",
        elsewhere.answer.text
    );
    assert_eq!(
        city.number("SELECT count(*) FROM appointment").await,
        1,
        "a ticket is good once"
    );
    city.pass(6).await;
    assert_eq!(
        elsewhere.then("Diese Zeit reservieren").await.heading(),
        "Ihre Angaben"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_that_is_too_young_too_old_or_made_up_costs_one_more_press() {
    let city = City::open().await;
    let citizen = city.citizen();
    let page = times(&citizen).await;
    let young = page.then("9:00 Uhr").await;
    assert!(
        young.says("Das ging schneller, als wir prüfen können"),
        "{}",
        young.answer.text
    );
    city.pass(31 * 60).await;
    let old = page.then("9:00 Uhr").await;
    assert!(old.says("Die Seite war etwas lange offen"), "{}", old.answer.text);
    let forged = page.press("9:00 Uhr").forged("ticket", "1.2.3").send().await;
    assert!(
        forged.says("Die Seite war etwas lange offen"),
        "{}",
        forged.answer.text
    );
    assert_eq!(city.number("SELECT count(*) FROM appointment").await, 0);
    city.pass(6).await;
    assert_eq!(old.then("Diese Zeit reservieren").await.heading(), "Ihre Angaben");
}

/// A reservation prolonged `times` times, and how often it has been by now.
async fn prolonged<'a>(city: &City, citizen: &Citizen<'a>, times: u32) -> Page<'a> {
    let mut page = reserved(city, citizen).await;
    for _ in 0..times {
        city.pass(6).await;
        page = page.then("Mehr Zeit").await;
    }
    assert_eq!(prolongations(city).await, i64::from(times));
    page
}

async fn prolongations(city: &City) -> i64 {
    city.number("SELECT json_extract(progress, '$.prolongations') FROM appointment")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn more_time_for_a_ticket_that_is_too_young_or_too_old_costs_one_more_press() {
    for case in [
        (0, 0, None),
        (2, 0, None),
        (3, 0, Some(YOUNG)),
        (3, 4, Some(YOUNG)),
        (3, 5, None),
        (4, 31 * 60, Some("Die Seite war etwas lange offen")),
        (9, 0, Some(YOUNG)),
    ] {
        let mut tries = 0;
        while !more_time_costs(case).await {
            tries += 1;
            assert!(tries < 10, "{case:?}: ten presses were not too early");
        }
    }
}

const YOUNG: &str = "Das ging schneller, als wir prüfen können";

/// Prolonged so often, and asked again after so many seconds: what it is told. False where a busy machine let the seconds
/// pass before the press was there, so that it was not too early.
async fn more_time_costs((before, seconds, told): (u32, i64, Option<&str>)) -> bool {
    let city = City::open().await;
    let citizen = city.citizen();
    let page = prolonged(&city, &citizen, before).await;
    city.pass(seconds).await;
    let answer = page.then("Mehr Zeit").await;
    if told == Some(YOUNG) && answer.answer.status == 200 {
        return false;
    }
    let case = format!("{before} before, {seconds} s: {}", answer.answer.text);
    assert_eq!(
        answer.answer.status,
        if told.is_some() { 428 } else { 200 },
        "{case}"
    );
    assert!(!answer.says("Rechenaufgabe") && !answer.says("/api/"), "{case}");
    assert!(told.is_none_or(|words| answer.says(words)), "{case}");
    assert_eq!(
        answer.answer.text.contains("role=\"alert\""),
        told.is_some(),
        "{case}"
    );
    if told.is_some() {
        city.pass(6).await;
        assert_eq!(answer.then("Mehr Zeit").await.answer.status, 200, "{case}");
    }
    assert_eq!(prolongations(&city).await, i64::from(before) + 1, "{case}");
    true
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_too_early_makes_nobody_wait_anew() {
    let city = City::open().await;
    let citizen = city.citizen();
    let page = prolonged(&city, &citizen, 3).await;
    city.pass(3).await;
    let early = page.then("Mehr Zeit").await;
    city.pass(3).await;
    assert_eq!(early.then("Mehr Zeit").await.answer.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_press_gives_more_time_once() {
    for before in [0, 3] {
        let city = City::open().await;
        let citizen = city.citizen();
        let page = prolonged(&city, &citizen, before).await;
        city.pass(6).await;
        let press = page.press("Mehr Zeit");
        let (one, other) = tokio::join!(press.send(), press.send());
        for answer in [one, other, press.send().await] {
            let text = &answer.answer.text;
            assert_eq!(answer.answer.status, 200, "{text}");
            assert_eq!(answer.heading(), "Ihre Angaben");
            assert!(!text.contains("role=\"alert\""), "{text}");
        }
        assert_eq!(prolongations(&city).await, i64::from(before) + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_centre_leads_to_the_times_of_its_successor() {
    let city = City::open().await;
    let citizen = city.citizen();
    let page = times(&citizen).await;
    city.pass(6).await;
    let press = page.press("9:00 Uhr").without_button();
    let press = press.forged("slot", "eimsbuettel 2026-12-01T09:00:00+01:00");
    let closed = press.send().await;
    assert_eq!(closed.answer.status, 409, "{}", closed.answer.text);
    assert_eq!(closed.heading(), "An diesem Tag ist dieser Standort geschlossen");
    assert!(
        closed.says("Termine gibt es jetzt hier: Hamburg Service vor Ort Eppendorf"),
        "{}",
        closed.answer.text
    );
    city.pass(6).await;
    let reserved = closed.then("Eppendorf").await;
    assert_eq!(reserved.heading(), "Ihre Angaben", "{}", reserved.answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_leads_to_other_times_and_costs_no_ticket() {
    let city = City::open().await;
    let citizen = city.citizen();
    let page = times(&citizen).await;
    city.pass(6).await;
    let at_night = page.press("9:00 Uhr").without_button();
    let at_night = at_night.forged("slot", "harburg 2026-12-01T03:00:00+01:00");
    let refused = at_night.send().await;
    assert_eq!(refused.answer.status, 409, "{}", refused.answer.text);
    assert_eq!(refused.answer.text.matches("name=\"slot\"").count(), 3);
    let reserved = page.then("9:00 Uhr").await;
    assert_eq!(
        reserved.heading(),
        "Ihre Angaben",
        "the same ticket: {}",
        reserved.answer.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn over_the_ration_a_page_says_when_and_keeps_the_choice() {
    for (setting, other_is_free) in [("TICKETS_OF_NETWORK", true), ("TICKETS_OF_CITY", false)] {
        let city = City::open_set(&[("BRAKE", "on"), (setting, "1")]).await;
        let (home, other) = (city.citizen().at("192.0.2.7"), city.citizen().at("192.0.2.8"));
        reserved(&city, &home).await;
        let page = times(&home).await;
        let others = times(&other).await;
        city.pass(6).await;
        let wait = page.then("10:00 Uhr").await;
        assert_eq!(wait.answer.status, 429, "{}", wait.answer.text);
        assert!(
            wait.answer.retry_after.is_some() && wait.says("Versuchen Sie es um 9:10 Uhr wieder"),
            "{}",
            wait.answer.text
        );
        assert_eq!(
            wait.heading(),
            "Gerade kommen zu viele Anfragen",
            "the heading promises nothing that a press cannot keep"
        );
        assert!(wait.says("10:00 Uhr") && wait.says("115"), "{}", wait.answer.text);
        let status = others.then("11:00 Uhr").await.answer.status;
        assert_eq!(status == 200, other_is_free, "{setting}: {status}");
        city.pass(11 * 60).await;
        assert_eq!(
            wait.then("Diese Zeit reservieren").await.heading(),
            "Ihre Angaben",
            "{setting}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_guard_the_ration_would_not_hold() {
    let city = City::open_set(&[("BRAKE", "on"), ("TICKETS_OF_NETWORK", "1")]).await;
    let city = city.with(Guards::Dropped).await;
    let citizen = city.citizen();
    reserved(&city, &citizen).await;
    let page = times(&citizen).await;
    city.pass(6).await;
    assert_eq!(page.then("10:00 Uhr").await.heading(), "Ihre Angaben");
}
