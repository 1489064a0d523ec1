//! Sensitive services have a number where others have a name (rule 13): the whole way of each is gone, then
//! every word for it is looked for in mails, calendars, addresses, file names, database and log.

use booking::catalogue::Centre;
use reqwest::Method;
use serde_json::{Value, json};
use tests::{Citizen, City, Letter, OPERATOR_KEY, catalogue};

/// A sensitive service, where it may be had, and the words that must not be said.
struct Secret {
    id: String,
    centre: String,
    words: Vec<String>,
}

/// As ids are written: small letters, no umlauts.
fn folded(text: &str) -> String {
    let umlauts = [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")];
    let small = text.to_lowercase();
    umlauts
        .iter()
        .fold(small, |text, (umlaut, letters)| text.replace(umlaut, letters))
}

/// The long words of a centre's name and aliases.
fn words_of(centre: &Centre) -> Vec<String> {
    let names = std::iter::once(&centre.name).chain(&centre.aliases);
    names
        .flat_map(|name| name.split(' '))
        .map(folded)
        .filter(|word| word.len() > 6)
        .collect()
}

/// Words by which only centres that serve nothing but sensitive services are called, by their stems: an id
/// may cut them short.
fn stems_of_telling_centres() -> Vec<String> {
    let catalogue = catalogue();
    let sensitive = |id| catalogue.service(id).is_some_and(|service| service.sensitive);
    let centres = catalogue.centres.iter().map(|planned| &planned.centre);
    let (telling, others): (Vec<&Centre>, Vec<&Centre>) =
        centres.partition(|centre| !centre.services.is_empty() && centre.services.iter().all(sensitive));
    let neutral: Vec<String> = others.into_iter().flat_map(words_of).collect();
    let mut words: Vec<String> = telling.iter().copied().flat_map(words_of).collect();
    words.retain(|word| !neutral.contains(word));
    let stems: Vec<String> = words.iter().map(|word| word.chars().take(8).collect()).collect();
    for centre in telling {
        let id = centre.id.as_str();
        assert!(!stems.iter().any(|stem| id.contains(stem)), "{id} tells");
    }
    stems
}

fn sensitive() -> Vec<Secret> {
    let stems = stems_of_telling_centres();
    let catalogue = catalogue();
    let services = catalogue.services.iter().filter(|service| service.sensitive);
    services
        .map(|service| {
            let mut centres = catalogue.centres.iter();
            let serving = centres.find(|planned| planned.centre.services.contains(&service.id));
            let names = service.name.de.split(' ').chain(
                service
                    .name
                    .translations
                    .values()
                    .flat_map(|name| name.split(' ')),
            );
            let plain = |word: &str| {
                word.trim_matches(|letter: char| !letter.is_alphanumeric())
                    .to_lowercase()
            };
            // Short words and words that other texts need say nothing.
            let words = names.map(plain).filter(|word| {
                word.len() > 6 && !["erteilen", "beantragen", "erklären"].contains(&word.as_str())
            });
            Secret {
                id: service.id.to_string(),
                centre: serving.expect("a centre").centre.id.to_string(),
                words: words
                    .map(|word| folded(&word))
                    .chain(stems.iter().cloned())
                    .collect(),
            }
        })
        .collect()
}

async fn code(citizen: &Citizen<'_>, secret: &Secret) -> Option<String> {
    let bearer = format!("Bearer {OPERATOR_KEY}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", "letters"),
    ];
    let body = json!({ "centre": secret.centre, "service": secret.id, "last_day": "2026-12-31", "count": 1 });
    let answer = citizen
        .send(
            Method::POST,
            "/api/v1/operator/invitations",
            &headers,
            Some(&body.to_string()),
        )
        .await;
    Some(answer.json["codes"][0].as_str()?.to_owned())
}

/// Reserves, confirms, moves, cancels, and lets the rest of the mails come.
async fn whole_way(city: &City, citizen: &Citizen<'_>, secret: &Secret) -> Vec<String> {
    let slots = citizen
        .slots(&format!(
            "service={}&centre={}&from=2026-12-01&limit=200",
            secret.id, secret.centre
        ))
        .await;
    let mut body = citizen.wish(&[(secret.id.as_str(), 1)], &slots[150]).await;
    body["invitation"] = code(citizen, secret).await.into();
    let reserved = citizen.try_reserve(&body).await;
    assert_eq!(reserved.status, 201, "{reserved:?}");
    let path = format!(
        "/api/v1/appointments/{}",
        reserved.json["id"].as_str().expect("an id")
    );
    let bearer = reserved.json["secret"].as_str().expect("text");
    let form = json!({ "name": "Erika Mustermann", "email": citizen.email, "phone": null, "language": "de" });
    citizen
        .ask(Method::PUT, &format!("{path}/applicant"), bearer, Some(form))
        .await;
    let letter = city.inbox.nth(&citizen.email, 1).await;
    let pressed = citizen.press(&letter.link(), "do=activate").await;
    let manage = city.inbox.nth(&citizen.email, 2).await.token();
    let calendar = citizen.get(&format!("/t/{manage}/termin.ics")).await;
    assert!(calendar.text.contains("Ihr Termin"), "{calendar:?}");
    let moved = citizen
        .ask(
            Method::POST,
            &format!("{path}/move"),
            &manage,
            Some(slots[170].clone()),
        )
        .await;
    assert_eq!(moved.status, 200, "{moved:?}");
    let page = citizen.get(&format!("/t/{manage}")).await;
    city.until_mails_are_settled().await;
    // The reminder.
    let start = slots[170]["starts_at"].as_str().expect("a start");
    city.set_clock(&tests::plus(start, -23 * 3600)).await;
    city.tick().await;
    citizen.ask(Method::DELETE, &path, &manage, None).await;
    city.until_mails_are_settled().await;
    let addresses = [pressed.text, page.text].map(|html| addresses(&html));
    let booking = format!("/buchen?centre={}&service={}", secret.centre, secret.id);
    addresses
        .into_iter()
        .flatten()
        .chain([calendar.text, booking])
        .collect()
}

/// What a page's links and forms point to.
fn addresses(html: &str) -> Vec<String> {
    let parts = html.split(['"', '\'']);
    parts
        .filter(|part| part.starts_with('/') || part.starts_with("http"))
        .map(str::to_owned)
        .collect()
}

/// What of a mail must not say it: all of it, for the mailbox may be shared.
fn said(letter: &Letter) -> Vec<(&'static str, String)> {
    vec![
        ("subject", letter.subject.clone()),
        ("text", letter.text.clone()),
        ("HTML", letter.html.clone()),
        ("calendar", letter.calendar.clone().unwrap_or_default()),
        ("mail as it came", letter.raw.clone()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_word_for_a_sensitive_service_leaves_the_page_of_its_owner() {
    let city = City::open().await;
    let secrets = sensitive();
    assert!(
        secrets.len() >= 4,
        "leaving the church, police certificate, residence permits"
    );
    let office = "auslaender-mitte";
    assert!(
        secrets[0].words.iter().any(|word| office.contains(word)),
        "an id that tells would be found"
    );
    for secret in &secrets {
        assert!(!secret.words.is_empty(), "{}", secret.id);
        let citizen = city.citizen();
        let addresses = whole_way(&city, &citizen, secret).await;
        city.set_clock("2026-11-24T09:00:00+01:00").await;
        let mut letters = city.inbox.letters();
        letters.retain(|letter| letter.to == citizen.email);
        let subjects: Vec<&str> = letters.iter().map(|letter| letter.subject.as_str()).collect();
        assert_eq!(
            subjects.len(),
            5,
            "activation, confirmation, moved, reminder, cancelled: {subjects:?}"
        );
        for word in &secret.words {
            for (place, text) in letters.iter().flat_map(said) {
                assert!(!folded(&text).contains(word), "{word} is in a {place}: {text}");
            }
            for address in &addresses {
                assert!(!folded(address).contains(word), "{word} is in {address}");
            }
        }
    }
    // The catalogue alone knows the names.
    city.script("DELETE FROM service; DELETE FROM centre;").await;
    for (place, text) in [("database", city.everything().await), ("log", city.log().await)] {
        for secret in &secrets {
            for word in &secret.words {
                assert!(!folded(&text).contains(word), "{word} is in the {place}: {text}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_other_place_names_a_sensitive_service_by_its_number() {
    let city = City::open().await;
    let citizen = city.citizen();
    let catalogue = citizen.get("/api/v1/catalogue").await.json;
    for service in catalogue["services"].as_array().expect("services") {
        let id = service["id"].as_str().expect("an id");
        let number = id
            .strip_prefix("l-")
            .is_some_and(|rest| rest.parse::<u32>().is_ok());
        assert_eq!(service["sensitive"], Value::Bool(number), "{id}");
    }
}
