use crate::sample::{ACTIVATE, MANAGE, arabic, at, day, deadline, entry, family, sensitive};
use edge::ical::Method;
use edge::message::{Message, activation, cancelled, confirmed, limit, moved, reminder};
use edge::visit_view::{Deadline, VisitView};
use texts::{DE, EN, Texts};

/// Every mail there is, by its name.
pub fn every(texts: &'static Texts, view: &VisitView) -> [(&'static str, Message); 6] {
    let book = "https://termin.example/buchen";
    [
        (
            "activation",
            activation(texts, view, ACTIVATE, "123456", deadline()),
        ),
        (
            "confirmed",
            confirmed(texts, view, MANAGE, entry(texts, view, 0, Method::Publish)),
        ),
        ("reminder", reminder(texts, view, MANAGE)),
        (
            "moved",
            moved(texts, view, MANAGE, entry(texts, view, 1, Method::Publish)),
        ),
        (
            "cancelled",
            cancelled(texts, view, book, entry(texts, view, 2, Method::Cancel)),
        ),
        ("limit", limit(texts, Some(MANAGE))),
    ]
}

fn printed(message: &Message) -> String {
    format!(
        "Subject: {}\nContent-Language: {}\n\n{}",
        message.subject, message.language, message.text
    )
}

#[test]
fn every_mail_as_text() {
    for (language, texts) in [("de", &DE), ("en", &EN)] {
        for (name, message) in every(texts, &family()) {
            insta::assert_snapshot!(format!("{name}_{language}"), printed(&message));
        }
    }
    for (name, message) in every(&DE, &sensitive()) {
        insta::assert_snapshot!(format!("{name}_sensitive"), printed(&message));
    }
    insta::assert_snapshot!("confirmed_arabic_name", printed(&every(&DE, &arabic())[1].1));
}

#[test]
fn the_mails_that_matter_most_as_html() {
    insta::assert_snapshot!("activation_html", every(&DE, &family())[0].1.html);
    insta::assert_snapshot!("confirmed_arabic_name_html", every(&DE, &arabic())[1].1.html);
}

#[test]
fn html_says_all_that_text_says() {
    for view in [family(), sensitive(), arabic()] {
        for (name, message) in every(&DE, &view) {
            let html = plain(&message.html);
            for words in message
                .text
                .lines()
                .map(|line| line.trim_matches([' ', '*', '-', ':']))
            {
                let unlabelled = words.split_once(": ").map_or(words, |(_, value)| value);
                assert!(
                    html.contains(unlabelled) || html.contains(&words.replace(' ', "")),
                    "{name}: {words}"
                );
            }
        }
    }
}

#[test]
fn a_deadline_on_another_day_names_the_day() {
    let midnight = Deadline {
        until: at("2026-11-21 00:10"),
        today: day("2026-11-20"),
    };
    let message = activation(&DE, &family(), ACTIVATE, "123456", midnight);
    assert_eq!(
        message.subject,
        "Bitte bis Samstag, 21. November 2026, 0:10 Uhr bestätigen: Ihr Termin"
    );
    assert!(
        message
            .text
            .contains("Bestätigen Sie bis Samstag, 21. November 2026, 0:10 Uhr.")
    );
}

#[test]
fn no_mail_names_the_applicant_before_the_mailbox_is_proven() {
    let view = family();
    let name = view.name.clone().unwrap_or_default();
    for message in [
        activation(&DE, &view, ACTIVATE, "123456", deadline()),
        limit(&DE, None),
    ] {
        assert!(!message.text.contains(&name) && !message.html.contains(&name));
    }
}

#[test]
fn a_sensitive_mail_tells_neither_the_service_nor_what_to_bring() {
    for texts in [&DE, &EN] {
        for (name, message) in every(texts, &sensitive()) {
            let calendar = message.calendar.map(|calendar| calendar.ics).unwrap_or_default();
            for part in [message.subject, message.text, message.html, calendar] {
                for secret in ["Kirchenaustritt", "Taufurkunde", "46,00", "Kundenzentrum"] {
                    assert!(!part.contains(secret), "{name} tells {secret}");
                }
            }
        }
    }
}

#[test]
fn a_token_is_in_no_subject_and_no_calendar() {
    for (name, message) in every(&DE, &family()) {
        let calendar = message.calendar.map(|calendar| calendar.ics).unwrap_or_default();
        assert!(
            !message.subject.contains("TOKEN") && !calendar.contains("TOKEN"),
            "{name}"
        );
    }
}

#[test]
fn markup_in_a_name_stays_text() {
    let mut view = family();
    view.name = Some("<b>Eve</b> & \"Co\"".to_owned());
    let message = &every(&DE, &view)[1].1;
    assert!(message.text.contains("Name: <b>Eve</b> & \"Co\""));
    assert!(!message.html.contains("<b>Eve"), "{}", message.html);
}

#[test]
fn a_mail_loads_nothing_and_says_its_language() {
    for (name, message) in every(&EN, &family()) {
        let html = &message.html;
        assert!(html.contains("<html lang=\"en\">"), "{name}");
        for loader in ["src=", "url(", "<link", "<script", "@import", "http-equiv"] {
            assert!(!html.contains(loader), "{name} has {loader}");
        }
    }
}

#[test]
fn every_placeholder_is_filled_in() {
    for texts in [&DE, &EN] {
        for (name, message) in every(texts, &family()) {
            assert!(
                !format!("{}{}", message.subject, message.text).contains(['{', '}']),
                "{name}"
            );
        }
    }
}

/// The words of an HTML document, as a reader sees them.
fn plain(html: &str) -> String {
    let mut words = String::new();
    for piece in html.split('<') {
        words.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    words
        .replace("&#38;", "&")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
}
