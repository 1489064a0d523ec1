//! Robots read mail: scanners, previews, prefetching programs open every link, and the links behind it. None
//! of it changes anything, and the press afterwards works.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::json;
use tests::{Citizen, City, Letter, plus};

const COPIES: &[(&str, u32)] = &[("beglaubigung-dokumente", 1)];
/// The free times for them on one day at one centre.
const A_DAY: &str = "service=beglaubigung-dokumente:1&centre=harburg&from=2026-12-01&days=1";
const OUR_ADDRESS: &str = "https://termin.example";

/// How they come: some twice, with what they send along.
const ROBOTS: &[&[(&str, &str)]] = &[
    &[
        ("user-agent", "Mozilla/5.0 (compatible; Googlebot/2.1)"),
        ("accept", "*/*"),
    ],
    &[
        ("user-agent", "Microsoft Office Existence Discovery"),
        ("sec-purpose", "prefetch"),
    ],
    &[
        ("user-agent", "Mozilla/5.0 (Windows NT 10.0) SafeLinks"),
        ("purpose", "prefetch;prerender"),
    ],
    &[
        ("user-agent", "WhatsApp/2.23"),
        ("x-moz", "prefetch"),
        ("range", "bytes=0-1023"),
    ],
    &[
        ("user-agent", ""),
        ("accept", "text/html"),
        ("cookie", "consent=all"),
    ],
];
const ROUNDS: usize = 2;

/// Values of an attribute, as a browser reads them.
fn attributes(html: &str, name: &str) -> Vec<String> {
    let opening = format!(" {name}=\"");
    let parts = html.split(&opening).skip(1);
    parts
        .map(|rest| rest.split('"').next().unwrap_or_default().replace("&amp;", "&"))
        .collect()
}

/// The paths of our links in a mail, in the plain part and in the HTML.
fn links(letter: &Letter) -> Vec<String> {
    let words = letter.text.split_whitespace().map(str::to_owned);
    let all = words.chain(attributes(&letter.html, "href"));
    let ours: BTreeSet<String> = all
        .filter_map(|link| Some(link.strip_prefix(OUR_ADDRESS)?.to_owned()))
        .collect();
    assert!(!ours.is_empty(), "a mail has a link: {letter:?}");
    ours.into_iter().collect()
}

/// The form behind each button, sent as some prefetchers would: as a query.
fn forms_as_links(html: &str) -> Vec<String> {
    let forms = html
        .split("<form ")
        .skip(1)
        .filter_map(|rest| rest.split("</form>").next());
    forms
        .map(|form| {
            let action = attributes(form, "action").concat();
            let (names, values) = (attributes(form, "name"), attributes(form, "value"));
            let pairs: Vec<String> = names
                .iter()
                .zip(&values)
                .map(|(name, value)| format!("{name}={}", value.replace('+', "%2B")))
                .collect();
            format!("{action}?{}", pairs.join("&"))
        })
        .collect()
}

/// A link without the form ticket in it, which is another one each time a page is shown.
fn without_ticket(link: &str) -> String {
    let parts = link.split('&').filter(|part| !part.starts_with("ticket="));
    parts.collect::<Vec<_>>().join("&")
}

/// All robots open these links and everything behind them, by GET and HEAD; nothing in the database moves.
/// Returns what they opened.
async fn robots_open(city: &City, citizen: &Citizen<'_>, first: Vec<String>) -> BTreeSet<String> {
    city.until_mails_are_settled().await;
    let before = city.everything().await;
    let mut seen = BTreeSet::new();
    let mut is_new = |link: &String| seen.insert(without_ticket(link));
    let mut open: Vec<String> = first.into_iter().filter(&mut is_new).collect();
    while let Some(path) = open.pop() {
        let a_form = path.contains("?do=");
        let visits = if a_form { 1 } else { ROBOTS.len() * ROUNDS };
        for headers in ROBOTS.iter().cycle().take(visits) {
            let page = citizen.send(Method::GET, &path, headers, None).await;
            let head = citizen.send(Method::HEAD, &path, headers, None).await;
            assert!(page.status < 500, "{path}: {page:?}");
            assert_eq!(page.status, head.status, "{path}: HEAD answers as GET does");
            let links = attributes(&page.text, "href").into_iter();
            let found = links.chain(forms_as_links(&page.text));
            let ours = found.filter(|link| link.starts_with('/') && !a_form);
            open.extend(ours.filter(&mut is_new));
        }
    }
    assert_eq!(city.everything().await, before, "robots opened {seen:?}");
    seen
}

async fn status(citizen: &Citizen<'_>, held: &tests::Held) -> String {
    citizen.look(&held.reserved).await["status"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn robots_on_every_link_of_every_mail_change_nothing_and_the_press_works() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen
        .slots("service=beglaubigung-dokumente:1&centre=harburg&from=2026-12-01&days=3")
        .await;
    let nth = |n| city.inbox.nth(&citizen.email, n);

    let held = citizen.hold(COPIES, &slots[0]).await;
    robots_open(&city, &citizen, links(&held.letter)).await;
    assert_eq!(status(&citizen, &held).await, "held");
    let pressed = citizen.press(&held.letter.link(), "do=activate").await;
    assert!(pressed.text.contains("Ihr Termin steht fest"), "{}", pressed.text);

    let confirmation = nth(2).await;
    let manage = confirmation.link();
    let opened = robots_open(&city, &citizen, links(&confirmation)).await;
    for page in [
        format!("{manage}?absagen"),
        format!("{manage}/termin.ics"),
        format!("{manage}?do=cancel"),
    ] {
        assert!(opened.contains(&page), "{page} is behind the mail: {opened:?}");
    }
    assert!(opened.iter().any(|link| link.contains("do=move")), "{opened:?}");
    robots_open(&city, &citizen, links(&held.letter)).await;
    assert_eq!(status(&citizen, &held).await, "booked");

    let target = slots[20]["starts_at"].as_str().unwrap_or_default();
    let form = format!("do=move&centre=harburg&starts_at={}", target.replace('+', "%2B"));
    let pressed = citizen.press(&manage, &form).await;
    assert!(
        pressed.text.contains("Ihr Termin ist verschoben"),
        "{}",
        pressed.text
    );
    robots_open(&city, &citizen, links(&nth(3).await)).await;
    assert_eq!(citizen.look(&held.reserved).await["starts_at"], target);

    city.set_clock(&plus(target, -24 * 3600)).await;
    city.tick().await;
    let reminder = nth(4).await;
    assert!(reminder.subject.starts_with("Erinnerung"), "{}", reminder.subject);
    robots_open(&city, &citizen, links(&reminder)).await;

    let pressed = citizen.press(&reminder.link(), "do=cancel").await;
    assert!(
        pressed.text.contains("Ihr Termin ist abgesagt"),
        "{}",
        pressed.text
    );
    let cancelled = nth(5).await;
    let mut all = links(&cancelled);
    all.push(manage.clone());
    let opened = robots_open(&city, &citizen, all).await;
    assert!(opened.contains(&format!("{manage}?do=undo")), "{opened:?}");
    assert_eq!(status(&citizen, &held).await, "cancelled");
    let pressed = citizen.press(&manage, "do=undo").await;
    assert!(
        pressed.text.contains("Ihr Termin gilt wieder"),
        "{}",
        pressed.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn robots_on_the_warning_on_the_list_of_appointments_and_on_the_mail_about_limits_change_nothing() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(A_DAY).await;
    let held = citizen.hold(COPIES, &slots[0]).await;
    city.pass(46 * 60).await;
    city.tick().await;
    let warning = city.inbox.nth(&citizen.email, 2).await;
    robots_open(&city, &citizen, links(&warning)).await;
    assert_eq!(status(&citizen, &held).await, "held");
    let pressed = citizen.press(&warning.link(), "do=activate").await;
    assert!(pressed.text.contains("Ihr Termin steht fest"), "{}", pressed.text);

    let asked = citizen
        .post("/api/v1/mails", json!({ "email": citizen.email }))
        .await;
    assert_eq!(asked.status, 202, "{asked:?}");
    for slot in slots.iter().skip(10).step_by(5).take(3) {
        let reserved = citizen.reserve(COPIES, slot).await;
        assert_eq!(citizen.apply(&reserved).await.status, 202);
    }
    city.tick().await;
    city.until_mails_are_settled().await;
    for subject in ["Ihre kommenden Termine", "Ihre Terminanfrage"] {
        let letters = city.inbox.letters();
        let letter = letters.iter().find(|letter| letter.subject == subject);
        robots_open(&city, &citizen, links(letter.expect(subject))).await;
        assert_eq!(status(&citizen, &held).await, "booked");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn robots_on_a_lapsed_link_book_none_of_the_times_it_offers() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(A_DAY).await;
    let held = citizen.hold(COPIES, &slots[0]).await;
    city.pass(2 * 3600).await;
    let opened = robots_open(&city, &citizen, links(&held.letter)).await;
    let choices = opened
        .iter()
        .filter(|link| link.contains("do=activate&centre=harburg"))
        .count();
    assert_eq!(choices, 4, "{opened:?}");
    assert_eq!(status(&citizen, &held).await, "lapsed");
    let slot = json!({ "centre": "harburg", "starts_at": slots[0]["starts_at"] });
    let body = json!({ "token": held.letter.token(), "slot": slot });
    assert_eq!(citizen.post("/api/v1/activations", body).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn robots_on_the_pages_without_script_reserve_nothing_and_press_no_button() {
    let city = City::open().await;
    let citizen = city.citizen();
    let looked_for = "/buchen?service=beglaubigung-dokumente:1&centre=harburg";
    let times = citizen.open(&format!("{looked_for}&day=2026-12-01")).await;
    city.pass(6).await;
    let details = times.then(" Uhr").await;
    assert_eq!(details.heading(), "Ihre Angaben", "{}", details.answer.text);
    let mut all = vec![
        "/buchen".to_owned(),
        looked_for.to_owned(),
        format!("{looked_for}&day=2026-12-01"),
    ];
    for (page, buttons) in [(&times, times.buttons()), (&details, details.buttons())] {
        all.extend(
            buttons
                .iter()
                .map(|button| format!("/buchen?{}", page.press(button).body())),
        );
    }
    robots_open(&city, &citizen, all).await;
    let sent = details.press("Termin vormerken").with("name", "Erika Mustermann");
    let sent = sent.with("email", &citizen.email).send().await;
    city.inbox.nth(&citizen.email, 1).await;
    city.until_mails_are_settled().await;
    let pressed = sent.buttons().into_iter();
    let pressed = pressed.map(|button| format!("/buchen?{}", sent.press(&button).body()));
    robots_open(&city, &citizen, pressed.collect()).await;
    assert!(
        sent.then("Stand prüfen")
            .await
            .heading()
            .starts_with("Noch ein Schritt")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_behind_links_are_kept_by_nobody_told_to_nobody_and_framed_nowhere() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(A_DAY).await;
    let held = citizen.hold(COPIES, &slots[0]).await;
    let lapsed = city.citizen();
    let lapsing = lapsed.hold(COPIES, &slots[5]).await;
    let activation = held.letter.link();
    city.pass(30 * 60).await;
    assert_headers(&city, &activation, 200).await;
    citizen.activate(&held).await;
    let manage = city.inbox.nth(&citizen.email, 2).await.link();
    city.pass(60 * 60).await;
    let lapsed = lapsing.letter.link();
    let pages = [
        (activation.as_str(), 200),
        (manage.as_str(), 200),
        (&format!("{manage}?absagen"), 200),
        (&format!("{manage}?tag=2026-12-02"), 200),
        (&format!("{manage}/termin.ics"), 200),
        (&format!("{activation}/termin.ics"), 404),
        (&lapsed, 200),
        ("/t/nobody-has-this-token", 404),
        ("/t/", 404),
    ];
    for (path, status) in pages {
        assert_headers(&city, path, status).await;
    }
    citizen.press(&manage, "do=cancel").await;
    assert_headers(&city, &manage, 200).await;
}

async fn assert_headers(city: &City, path: &str, status: u16) {
    let sent = city.http.get(format!("{}{path}", city.base)).send().await;
    let response = sent.expect("the city answers");
    let header = |name: &str| {
        let value = response
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap_or_default());
        value.unwrap_or_default().to_owned()
    };
    assert_eq!(response.status().as_u16(), status, "{path}");
    assert_eq!(header("cache-control"), "no-store", "{path}");
    assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
    assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
    assert!(
        header("content-security-policy").contains("frame-ancestors 'none'"),
        "{path}"
    );
    assert_eq!(header("set-cookie"), "", "{path}");
}
