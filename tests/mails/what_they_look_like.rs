//! Mails as they travel: headers, and two of them whole.

use chrono::DateTime;
use tests::{City, Letter, between};

use super::{AT_SUEDERELBE, COPIES};

fn header<'a>(letter: &'a Letter, name: &str) -> &'a str {
    let head = letter.raw.split("\r\n\r\n").next().unwrap_or_default();
    let mut lines = head.split("\r\n");
    let line = lines.find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or_default()
}

/// All mails of a whole way: activation, confirmation, move, cancellation.
async fn all_mails(city: &City) -> Vec<Letter> {
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let (held, manage) = citizen.book(COPIES, &slots[0]).await;
    let path = format!("/api/v1/appointments/{}", held.reserved.id);
    let body = serde_json::json!({ "centre": "suederelbe", "starts_at": slots[5]["starts_at"] });
    let moved = citizen
        .ask(
            reqwest::Method::POST,
            &format!("{path}/move"),
            &manage,
            Some(body),
        )
        .await;
    assert_eq!(moved.status, 200, "{moved:?}");
    city.inbox.nth(&citizen.email, 3).await;
    assert_eq!(
        citizen
            .ask(reqwest::Method::DELETE, &path, &manage, None)
            .await
            .status,
        204
    );
    city.inbox.nth(&citizen.email, 4).await;
    city.inbox.letters()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mail_says_that_a_program_wrote_it_when_and_in_which_language() {
    let city = City::open().await;
    let letters = all_mails(&city).await;
    let now = city.now().await;
    for letter in &letters {
        assert_eq!(
            header(letter, "Auto-Submitted"),
            "auto-generated",
            "{}",
            letter.raw
        );
        assert_eq!(header(letter, "Content-Language"), "de", "{}", letter.raw);
        assert_eq!(
            header(letter, "Reply-To"),
            "<termin@termin.example>",
            "{}",
            letter.raw
        );
        assert_eq!(header(letter, "MIME-Version"), "1.0", "{}", letter.raw);
        let date = DateTime::parse_from_rfc2822(header(letter, "Date")).expect("a date");
        let age = between(&date.to_rfc3339(), &now);
        assert!(
            (0..60).contains(&age),
            "the city's clock, not the machine's: {date}"
        );
        assert!(
            letter.message_id.ends_with("@termin.example"),
            "{}",
            letter.message_id
        );
        assert!(
            !letter.text.trim().is_empty() && !letter.html.trim().is_empty(),
            "{}",
            letter.raw
        );
        assert!(
            letter.raw.lines().all(|line| line.len() <= 998),
            "lines as RFC 5322 wants them"
        );
        assert!(letter.raw.is_ascii(), "it needs no extension of the mail system");
    }
    let mut ids: Vec<&str> = letters.iter().map(|letter| letter.message_id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), letters.len(), "each mail has its own Message-ID");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_is_in_a_subject_a_header_or_a_calendar() {
    let city = City::open().await;
    let letters = all_mails(&city).await;
    let tokens = [letters[0].token(), letters[1].token()];
    for letter in &letters {
        let head = letter.raw.split("\r\n\r\n").next().unwrap_or_default();
        let calendar = letter.calendar.clone().unwrap_or_default();
        for token in &tokens {
            assert!(!letter.subject.contains(token) && !head.contains(token), "{head}");
            assert!(!calendar.replace("\r\n ", "").contains(token), "{calendar}");
        }
        assert!(!head.contains(&letters[0].code()), "{head}");
    }
    let with_calendar: Vec<bool> = letters.iter().map(|letter| letter.calendar.is_some()).collect();
    assert_eq!(with_calendar, [false, true, true, true]);
}

/// A mail as it travelled, with what chance drew and the second of sending made the same for all runs.
fn as_it_travelled(letter: &Letter, replaced: &[(&str, &str)]) -> String {
    let (head, body) = letter.raw.split_once("\r\n\r\n").expect("head and body");
    // Without the soft line ends of quoted-printable a token is in one piece again.
    let mut text = format!("{head}\r\n\r\n{}", body.replace("=\r\n", "")).replace("\r\n", "\n");
    let boundaries: Vec<String> = text
        .split("boundary=\"")
        .skip(1)
        .filter_map(|rest| Some(rest.split('"').next()?.to_owned()))
        .collect();
    for (number, boundary) in boundaries.iter().enumerate() {
        text = text.replace(boundary, &format!("boundary-{number}"));
    }
    let date = header(letter, "Date").to_owned();
    let stamp = letter.calendar.as_deref().and_then(|calendar| {
        let line = calendar.lines().find_map(|line| line.strip_prefix("DTSTAMP:"));
        line.map(str::to_owned)
    });
    let given = replaced.iter().map(|(from, to)| ((*from).to_owned(), *to));
    let own = [
        (letter.message_id.clone(), "[message id]"),
        (letter.to.clone(), "[address]"),
        (date, "[now]"),
        (stamp.unwrap_or_else(|| "no calendar".to_owned()), "[now]"),
    ];
    for (from, to) in given.chain(own) {
        text = text.replace(&from, to);
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn an_activation_mail_and_a_confirmation_as_they_travel() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let (held, manage) = citizen.book(COPIES, &slots[0]).await;
    let reference = citizen.look(&held.reserved).await["reference"].clone();
    let code = held.letter.code();
    let (first, second) = code.split_at(3);
    let spaced = format!("{first} {second}");
    let apart = format!("{first}<span style=3D\"padding-left:12px\">{second}");
    let replaced = [
        (held.letter.token(), "[activation token]"),
        (manage, "[manage token]"),
        (held.reserved.id.clone(), "[appointment]"),
        (held.reserved.id.to_lowercase(), "[appointment]"),
        (reference.as_str().unwrap_or_default().to_owned(), "[reference]"),
        (spaced, "[code]"),
        (apart, "[code]"),
    ];
    let replaced: Vec<(&str, &str)> = replaced.iter().map(|(from, to)| (from.as_str(), *to)).collect();
    let confirmation = city.inbox.nth(&citizen.email, 2).await;
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("activation_mail", as_it_travelled(&held.letter, &replaced));
        insta::assert_snapshot!("confirmation_mail", as_it_travelled(&confirmation, &replaced));
    });
}
