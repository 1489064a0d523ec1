//! The list of a day on paper: who comes, when, what for, and nothing that paper must not tell.

use super::*;

const SLOTS: &str = "service=beglaubigung-dokumente:1&centre=harburg&from=2026-12-01&days=1&limit=50";
const COPIES: &[(&str, u32)] = &[("beglaubigung-dokumente", 1)];

async fn page(city: &City, path: &str) -> (u16, String) {
    let answer = ask(city, Method::GET, path, Some(&basic("operator", OPERATOR_KEY))).await;
    assert_eq!(answer.headers()["cache-control"], "no-store", "{path}");
    (answer.status().as_u16(), answer.text().await.expect("a body"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_centres_list_has_who_is_booked_that_day() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(SLOTS).await;
    let (held, _) = citizen.book(COPIES, &slots[0]).await;
    let reference = citizen.look(&held.reserved).await["reference"]
        .as_str()
        .expect("a reference")
        .to_owned();
    city.citizen().hold(COPIES, &slots[9]).await;
    city.citizen().reserve(COPIES, &slots[18]).await;

    for path in ["/operator/days/harburg/2026-12-01", "/operator/days/2026-12-01"] {
        let (status, html) = page(&city, path).await;
        assert_eq!(status, 200);
        for words in [
            "Erika Mustermann",
            &reference,
            "Dienstag, 1. Dezember 2026",
            "Gebuchte Termine: 1, zusammen 0 h 10 min.",
            "Noch nicht bestätigt und darum nicht auf der Liste: 1.",
            "(Dokumente: 1)",
            "Stand: Dienstag, 24. November 2026, 9:",
        ] {
            assert!(html.contains(words), "{path}: {words}: {html}");
        }
        assert!(
            !html.contains(&citizen.email),
            "an address is of no use at the counter"
        );
        assert_eq!(
            html.matches("<section").count(),
            1,
            "only centres with visitors: {html}"
        );
    }
    let (_, other) = page(&city, "/operator/days/bergedorf/2026-12-01").await;
    assert!(
        other.contains("Gebuchte Termine: 0") && !other.contains("Erika"),
        "{other}"
    );
    let (_, overview) = page(&city, "/operator").await;
    assert!(
        overview.contains("href=\"/operator/days/harburg/2026-11-25\""),
        "{overview}"
    );
    let seen = city
        .number("SELECT count(*) FROM audit WHERE event = 'day list'")
        .await;
    assert_eq!(seen, 3, "who has looked is noted");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sensitive_service_stands_there_by_its_neutral_id() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(SLOTS).await;
    citizen.book(COPIES, &slots[0]).await;
    city.script(
        "UPDATE service SET definition = json_set(definition, '$.sensitive', json('true'))
         WHERE id = 'beglaubigung-dokumente'",
    )
    .await;
    city.now().await;
    let (_, html) = page(&city, "/operator/days/harburg/2026-12-01").await;
    assert!(html.contains("<td>beglaubigung-dokumente</td>"), "the id: {html}");
    assert!(!html.contains("(Dokumente: 1)"), "no name, no number: {html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_no_list_of_nowhere_and_never() {
    let city = City::open().await;
    for path in [
        "/operator/days/atlantis/2026-12-01",
        "/operator/days/harburg/2026-02-30",
        "/operator/days/tomorrow",
    ] {
        assert_eq!(page(&city, path).await.0, 404, "{path}");
    }
    let answer = ask(&city, Method::GET, "/operator/days/2026-12-01", None).await;
    assert_eq!(answer.status(), 401);
}
