//! Where there are no times, a page without script says why and leads on: closed, not open yet, or one office only.

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
            422,
            "Nur dort können Sie es abholen",
        ),
        (
            "service=ausweis-abholung:1&day=2026-11-25",
            422,
            "Wo haben Sie es beantragt?",
        ),
        (
            "service=l-21:1",
            422,
            "nur in der Ausländerabteilung, die Sie eingeladen hat",
        ),
        ("service=nix:1", 422, "Wählen Sie eine aus der Liste"),
    ] {
        let page = citizen.open(&format!("/buchen?{query}")).await;
        assert_eq!(page.answer.status, status, "{query}");
        assert!(page.says(said), "{query}: {}", page.answer.text);
        assert!(!page.says("/api/v1"), "{query}: words for programs");
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
        page.answer.text.contains("<option value=\"eppendorf\" selected>"),
        "{}",
        page.answer.text
    );
    for shut in ["eimsbuettel", "nord", "city"] {
        let choice = format!("<option value=\"{shut}\"");
        assert!(!page.answer.text.contains(&choice), "{shut} can be chosen");
    }
    let days = page.then("Freie Tage zeigen").await;
    assert!(days.says("An welchem Tag?"), "{}", days.answer.text);
    assert!(days.says("Eppendorf"), "{}", days.answer.text);
}
