//! Where: what is named before any choice, several centres, and why a place or a day has no times.

use tests::City;

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_cannot_be_is_explained_on_the_first_page() {
    let city = City::open().await;
    let citizen = city.citizen();
    for (query, status, said) in [
        (
            "service=personalausweis:1&centre=eimsbuettel",
            409,
            "Termine gibt es jetzt hier: Hamburg Service vor Ort Eppendorf",
        ),
        ("service=personalausweis:1&centre=city", 409, "1. Juli 2027"),
        (
            "service=ausweis-abholung:1",
            200,
            "Nur dort können Sie es abholen",
        ),
        (
            "service=ausweis-abholung:1&day=2026-11-25",
            422,
            "Wo haben Sie es beantragt?",
        ),
        ("service=l-21:1", 200, "Der Code steht in der Einladung"),
        (
            "service=l-21:1&centre=",
            422,
            "nur in der Ausländerabteilung, die Sie eingeladen hat",
        ),
    ] {
        let page = citizen.open(&format!("/buchen?{query}")).await;
        assert_eq!(page.answer.status, status, "{query}");
        assert!(page.says(said), "{query}: {}", page.answer.text);
        assert!(!page.says("/api/v1"), "{query}: words for programs");
        assert!(!page.says("Frühester Termin") || status == 409, "{query}");
        let buttons = page.buttons();
        assert!(
            buttons.iter().any(|words| words == "Freie Tage zeigen"),
            "{query}: {buttons:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_for_a_closed_centre_goes_on_with_its_successor() {
    let city = City::open().await;
    let citizen = city.citizen();
    let page = citizen
        .open("/buchen?service=personalausweis:1&centre=eimsbuettel")
        .await;
    assert!(
        page.answer.text.contains("value=\"eppendorf\" checked>"),
        "{}",
        page.answer.text
    );
    for shut in ["eimsbuettel", "nord", "city"] {
        let choice = format!("name=\"centre\" value=\"{shut}\"");
        assert!(!page.answer.text.contains(&choice), "{shut} can be chosen");
    }
    let days = page.then("Freie Tage zeigen").await;
    assert!(days.says("An welchem Tag?"), "{}", days.answer.text);
    assert!(days.says("Eppendorf"), "{}", days.answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_without_an_appointment_and_the_earliest_times_come_before_any_calendar() {
    let city = City::open().await;
    let citizen = city.citizen();
    let start = citizen.open("/buchen").await;
    let form = start.press("Weiter").with("service", "personalausweis:2");
    let page = form.with("service", "meldebescheinigung:1").send().await;
    assert_eq!(page.heading(), "Wo passt es Ihnen?", "{}", page.answer.text);
    let order = [
        "Ohne Termin: ",
        "Frühester Termin",
        "beginnt in ",
        "Ab morgen: ",
        "Nach 16 Uhr: ",
        "Ihre Postleitzahl oder Ihr Bezirk",
        "Altona",
        "Unterlagen und Kosten",
        "Jede Person bringt mit:",
    ];
    let mut rest = page.answer.text.as_str();
    for said in order {
        let (_, after) = rest
            .split_once(said)
            .unwrap_or_else(|| panic!("{said} does not follow: {rest}"));
        rest = after;
    }
    let slots = "/api/v1/slots?service=personalausweis:2&service=meldebescheinigung:1&limit=1";
    let earliest = citizen.get(slots).await.json["slots"][0].clone();
    let (centre, start) = (earliest["centre"].as_str(), earliest["starts_at"].as_str());
    let first = page.press("Diesen Termin nehmen").body();
    let named = first.rsplit("slot=").next().expect("a time").to_owned();
    assert!(
        named.starts_with(&format!("{}%20", centre.expect("a centre"))),
        "{named}"
    );
    assert!(
        named.contains(&start.expect("a time")[..13].replace(':', "%3A")),
        "{named} {start:?}"
    );
    city.pass(6).await;
    let details = page.then("Ab morgen").await;
    assert_eq!(details.heading(), "Ihre Angaben", "{}", details.answer.text);
    let places = details.then("Andere Zeit wählen").await;
    assert_eq!(places.heading(), "Wo passt es Ihnen?", "no place was chosen");
}

#[tokio::test(flavor = "multi_thread")]
async fn near_a_postcode_or_in_a_district_comes_first_and_stands_in_no_address() {
    let city = City::open().await;
    let citizen = city.citizen();
    let page = citizen.open("/buchen?service=reisepass:1").await;
    let search = |near: &'static str| page.press("In der Nähe suchen").with("near", near);
    assert_eq!(search("21073").address(), "/buchen");
    let near = search("21073").send().await;
    assert!(
        near.says("In Ihrer Nähe: ") && near.says("etwa 1 km entfernt"),
        "{}",
        near.answer.text
    );
    let text = &near.answer.text;
    let boxes = text.matches("type=\"checkbox\"").count();
    assert_eq!(
        text.matches("\" checked>").count(),
        3,
        "the nearest three of {boxes}"
    );
    let days = near.then("Freie Tage zeigen").await;
    assert!(
        days.says("Hamburg Service vor Ort Harburg"),
        "{}",
        days.answer.text
    );
    assert!(
        !days.says("Überall in Hamburg") && days.says("Termine frei · ab "),
        "{}",
        days.answer.text
    );
    let back = days.then("Anderen Standort wählen").await;
    assert_eq!(back.field("near").as_deref(), Some("21073"), "typed once");
    let district = search("Bergedorf").send().await;
    assert!(district.says("In Ihrer Nähe: ") && !district.says("km entfernt"));
    let unknown = search("10115").send().await;
    assert!(
        unknown.says("Das finden wir in Hamburg nicht."),
        "{}",
        unknown.answer.text
    );
    assert_eq!(unknown.field("near").as_deref(), Some("10115"));
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_days_are_listed_with_what_is_free_and_why_the_others_are_not() {
    let city = City::open().await;
    let citizen = city.citizen();
    let page = citizen.open("/buchen?service=reisepass:1&centre=harburg").await;
    assert_eq!(page.answer.text.matches("name=\"day\"").count(), 10);
    assert!(
        page.says(" Termine frei · ab ") && page.says(": geschlossen"),
        "{}",
        page.answer.text
    );
    assert!(
        page.says("freigegeben.") && page.says("Gebühr"),
        "{}",
        page.answer.text
    );
    let later = page.then("Spätere Tage").await;
    assert!(!later.says("Dienstag, 1. Dezember 2026"), "{}", later.answer.text);
    let both = "/buchen?service=reisepass:1&centre=harburg&centre=suederelbe&day=2026-12-01";
    let times = citizen.open(both).await;
    for said in [
        "Hamburg Service vor Ort Harburg",
        "Hamburg Service vor Ort Süderelbe",
        "Vormittag",
    ] {
        assert!(times.says(said), "{said}: {}", times.answer.text);
    }
    let few = times.answer.text.matches("name=\"slot\"").count();
    let all = times.then("Alle Zeiten zeigen").await;
    assert!(all.answer.text.matches("name=\"slot\"").count() > few);
    assert!(!all.says("Alle Zeiten zeigen"));
}
