//! What people type stays what it is: refused by the name of its field, or a text like any other, in headers, HTML, calendar and on paper.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use booking::applicant::{Email, Name, Phone};
use chrono::{DateTime, NaiveDate};
use edge::ical::{Entry, Method as Ical, calendar};
use edge::visit_view::{CentreView, ServiceView, VisitView};
use mail_parser::MessageParser;
use reqwest::Method;
use serde_json::{Value, json};
use tests::{Answer, City, Letter, OPERATOR_KEY, Reserved};

use super::{COPIES, payloads::payloads};

const NAME: &str = "Erika Mustermann";

/// All payloads; on workerd, where a whole way takes longer, one of a dozen, and all with `PROVE`.
fn some() -> Vec<String> {
    let all = payloads();
    assert!(all.len() >= 500, "{}", all.len());
    let few = City::on_workerd() && std::env::var("PROVE").is_err();
    all.into_iter().step_by(if few { 12 } else { 1 }).collect()
}

/// Times in the whole city that do not meet one another.
async fn times(city: &City) -> impl Iterator<Item = Value> + use<> {
    let mut all = Vec::new();
    for date in ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"] {
        let query = format!("service=beglaubigung-dokumente:1&from={date}&days=1&limit=500");
        all.extend(city.citizen().slots(&query).await);
    }
    let on_ten = |slot: &Value| {
        slot["starts_at"]
            .as_str()
            .is_some_and(|start| start.get(15..16) == Some("0"))
    };
    all.into_iter().filter(on_ten)
}

async fn apply(city: &City, reserved: &Reserved, name: &str, email: &str, phone: Option<&str>) -> Answer {
    let form = json!({ "name": name, "email": email, "phone": phone, "language": "de" });
    let citizen = city.citizen();
    citizen
        .event(Method::PUT, reserved, "/applicant", Some(form))
        .await
}

/// The whole way of somebody with this name and address: both mails, and how the appointment stands in a browser and on paper.
struct Way {
    letters: [Letter; 2],
    pages: [String; 2],
}

impl Way {
    async fn go(city: &City, slot: &Value, name: &str, email: &str) -> Self {
        let citizen = city.citizen();
        let reserved = citizen.reserve(COPIES, slot).await;
        let held = apply(city, &reserved, name, email, None).await;
        assert_eq!(held.status, 202, "{name:?} {email:?}: {held:?}");
        let activation = city.inbox.nth(email, 1).await;
        citizen.until_mail_is(&reserved, "sent").await;
        assert_eq!(citizen.press(&activation.link(), "do=activate").await.status, 200);
        let confirmation = city.inbox.nth(email, 2).await;
        city.until_mails_are_settled().await;
        let manage = citizen.get(&confirmation.link()).await.text;
        let day = slot["starts_at"]
            .as_str()
            .and_then(|start| start.get(..10))
            .expect("a day");
        let centre = slot["centre"].as_str().expect("a centre");
        let paper = format!("{}/operator/days/{centre}/{day}", city.base);
        let operator = format!("Basic {}", STANDARD.encode(format!("operator:{OPERATOR_KEY}")));
        let paper = city
            .http
            .get(paper)
            .header("authorization", operator)
            .send()
            .await;
        let paper = paper.expect("the city answers").text().await.expect("a page");
        Self {
            letters: [activation, confirmation],
            pages: [manage, paper],
        }
    }
}

/// The names of a mail's header fields, in order; none is longer than it may be.
fn fields(letter: &Letter) -> Vec<String> {
    let parsed = MessageParser::default()
        .parse(letter.raw.as_bytes())
        .expect("a mail");
    let head = letter.raw.split("\r\n\r\n").next().unwrap_or_default();
    assert!(
        head.replace("\r\n ", " ")
            .split("\r\n")
            .all(|field| field.len() <= 998),
        "{head}"
    );
    parsed
        .headers()
        .iter()
        .map(|header| header.name().to_owned())
        .collect()
}

/// The tags of an HTML text with what is in them, but for tokens.
fn tags(html: &str) -> BTreeSet<String> {
    let tags = html
        .split('<')
        .skip(1)
        .filter_map(|piece| piece.split('>').next());
    tags.map(|tag| {
        let token = tag.split("/t/").nth(1).and_then(|rest| rest.split('"').next());
        token.map_or_else(|| tag.to_owned(), |token| tag.replace(token, "[token]"))
    })
    .collect()
}

/// The same without attributes.
fn elements(html: &str) -> BTreeSet<String> {
    let name = |tag: String| tag.split_whitespace().next().unwrap_or_default().to_owned();
    tags(html).into_iter().map(name).collect()
}

/// As it stands in HTML.
fn escaped(text: &str) -> String {
    let mut html = String::new();
    for character in text.chars() {
        match character {
            '<' | '>' | '&' | '"' | '\'' => html.push_str(&format!("&#{};", u32::from(character))),
            other => html.push(other),
        }
    }
    html
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_refused_or_is_a_text_in_mails_and_on_paper() {
    let city = City::open().await;
    let mut slots = times(&city).await;
    let mut next = || slots.next().expect("times enough");
    let plain = Way::go(&city, &next(), NAME, "plain@example.org").await;
    let hopeless = city.citizen().reserve(COPIES, &next()).await;
    let mut taken = 0;
    for (number, name) in some().into_iter().enumerate() {
        let Ok(read) = Name::parse(&name) else {
            let refused = apply(&city, &hopeless, &name, "eve@example.org", None).await;
            assert_eq!(
                (refused.status, &refused.json["errors"][0]["field"]),
                (422, &json!("name")),
                "{name:?}"
            );
            continue;
        };
        taken += 1;
        let email = format!("eve{number}@example.org");
        let way = Way::go(&city, &next(), &name, &email).await;
        for (letter, plain) in way.letters.iter().zip(&plain.letters) {
            assert_eq!(letter.to, email);
            assert_eq!(fields(letter), fields(plain), "{name:?}");
            assert!(
                tags(&letter.html).is_subset(&tags(&plain.html)),
                "{name:?}: {}",
                letter.html
            );
        }
        let [activation, confirmation] = &way.letters;
        assert!(
            !activation.text.contains(read.as_str()),
            "{name:?}: not before the mailbox is proven"
        );
        assert!(
            confirmation.text.contains(read.as_str()),
            "{name:?}: {}",
            confirmation.text
        );
        assert!(!confirmation.subject.contains("Eve"), "{}", confirmation.subject);
        let entry = confirmation.calendar.as_deref().unwrap_or_default();
        assert!(
            !entry.contains("Eve") && entry.matches("BEGIN:").count() == 5,
            "{entry}"
        );
        for (page, plain) in way.pages.iter().zip(&plain.pages) {
            assert!(page.contains(&escaped(read.as_str())), "{name:?}: {page}");
            assert!(elements(page).is_subset(&elements(plain)), "{name:?}: {page}");
        }
    }
    assert!(taken > some().len() / 10, "nothing was taken: {taken}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_or_a_phone_number_is_refused_or_goes_to_one_mailbox() {
    let city = City::open().await;
    let mut slots = times(&city).await;
    let mut next = || slots.next().expect("times enough");
    let plain = Way::go(&city, &next(), NAME, "plain@example.org").await;
    let hopeless = city.citizen().reserve(COPIES, &next()).await;
    for payload in some() {
        assert!(Phone::parse(&payload).is_err());
        let refused = apply(&city, &hopeless, NAME, "eve@example.org", Some(&payload)).await;
        assert_eq!(
            (refused.status, &refused.json["errors"][0]["field"]),
            (422, &json!("phone")),
            "{payload:?}"
        );
        let local = format!("{payload}@example.org");
        let named = format!("Eve <{payload}@example.org>");
        let domain = format!("eve@{payload}.example");
        let second = format!("eve@example.org{}", payload.trim_start_matches("Eve"));
        for email in [local, named, domain, second] {
            if Email::parse(&email).is_ok() {
                let way = Way::go(&city, &next(), NAME, email.trim()).await;
                assert_eq!(fields(&way.letters[1]), fields(&plain.letters[1]), "{email:?}");
                continue;
            }
            let refused = apply(&city, &hopeless, NAME, &email, None).await;
            assert_eq!(
                (refused.status, &refused.json["errors"][0]["field"]),
                (422, &json!("email")),
                "{email:?}"
            );
        }
    }
    assert_eq!(
        city.citizen().look(&hopeless).await["status"],
        "reserved",
        "nothing was taken of what was refused"
    );
}

/// A visit about which everything that a catalogue says is this text.
fn all_called(text: &str) -> VisitView {
    let text = text.to_owned();
    VisitView {
        starts: NaiveDate::from_ymd_opt(2026, 12, 1)
            .and_then(|day| day.and_hms_opt(9, 15, 0))
            .expect("a time"),
        minutes: 10,
        centre: CentreView {
            name: text.clone(),
            street: text.clone(),
            postcode: text.clone(),
            city: text.clone(),
            note: text.clone(),
            step_free: None,
        },
        services: vec![ServiceView {
            name: text.clone(),
            quantity: 1,
            quantity_of_person: true,
            documents: vec![text.clone()],
            fees: Vec::new(),
        }],
        payment: text.clone(),
        sensitive: false,
        reference: Some(text.clone()),
        name: Some(text),
    }
}

fn entry(text: &str) -> String {
    let entry = Entry {
        appointment: "0193f2c4-7f1e",
        host: "termin.example",
        organizer: "termine@hamburg.example",
        sequence: 0,
        stamp: DateTime::default(),
    };
    calendar(&texts::DE, &all_called(text), &entry, Ical::Publish).ics
}

#[test]
fn whatever_a_catalogue_says_adds_no_line_to_a_calendar_entry() {
    let names = |ics: &str| -> Vec<String> {
        let lines = ics.split("\r\n").filter(|line| !line.starts_with(' '));
        lines
            .map(|line| line.split([':', ';']).next().unwrap_or_default().to_owned())
            .collect()
    };
    let plain = names(&entry("Rathaus"));
    for payload in payloads() {
        let ics = entry(&payload);
        assert_eq!(names(&ics), plain, "{payload:?}");
        assert!(
            ics.split("\r\n")
                .all(|line| line.len() <= 75 && !line.contains(char::is_control)),
            "{ics}"
        );
    }
}

/// The letters of `data/din-91379-letters.txt`, joined to names as long as ours may be.
fn names_of_all_letters() -> Vec<String> {
    let table = include_str!("data/din-91379-letters.txt");
    let letters = table.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let points = line
            .split(' ')
            .map(|point| u32::from_str_radix(point, 16).ok().and_then(char::from_u32));
        points
            .map(|point| point.expect("a code point"))
            .collect::<String>()
    });
    let letters: Vec<String> = letters.collect();
    assert_eq!(letters.len(), 649);
    letters.chunks(50).map(<[String]>::concat).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_letter_of_din_91379_survives_form_mail_calendar_and_paper() {
    let city = City::open().await;
    let mut slots = times(&city).await;
    for (number, name) in names_of_all_letters().into_iter().enumerate() {
        let slot = slots.next().expect("times enough");
        let way = Way::go(&city, &slot, &name, &format!("letters{number}@example.org")).await;
        let confirmation = &way.letters[1];
        assert!(confirmation.text.contains(&name), "{name}: {}", confirmation.text);
        for html in way.pages.iter().chain([&confirmation.html]) {
            assert!(html.contains(&name), "{name}: {html}");
        }
        let ics = entry(&name).replace("\r\n ", "");
        assert!(ics.contains(&format!("SUMMARY:Termin: {name}\r\n")), "{ics}");
    }
}
