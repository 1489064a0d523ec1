use crate::every_mail::every;
use crate::sample::{ACTIVATE, arabic, at, day, family, sensitive};
use edge::message::{Message, activation};
use edge::visit_view::{Deadline, VisitView};
use texts::{DE, EN, Texts};

/// The mail of one name.
fn the(name: &str, texts: &'static Texts, view: &VisitView) -> Message {
    let found = every(texts, view).into_iter().find(|(each, _)| *each == name);
    found.expect("a mail of that name").1
}

fn printed(message: &Message) -> String {
    format!(
        "Subject: {}\nContent-Language: {}\n\n{}",
        message.subject, message.languages, message.text
    )
}

#[test]
fn every_mail_as_text() {
    for texts in texts::ALL {
        for (name, message) in every(texts, &family()) {
            insta::assert_snapshot!(format!("{name}_{}", texts.language), printed(&message));
        }
    }
    for (name, message) in every(&DE, &sensitive()) {
        insta::assert_snapshot!(format!("{name}_sensitive"), printed(&message));
    }
    insta::assert_snapshot!(
        "confirmed_arabic_name",
        printed(&the("confirmed", &DE, &arabic()))
    );
}

#[test]
fn the_mails_that_matter_most_as_html() {
    insta::assert_snapshot!("activation_html", the("activation", &DE, &family()).html);
    insta::assert_snapshot!(
        "confirmed_arabic_name_html",
        the("confirmed", &DE, &arabic()).html
    );
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
    let message = Message::new(
        &activation(&DE, &family(), ACTIVATE, "123456", midnight),
        None,
        None,
    );
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
    for message in ["activation", "lapsing", "limit"].map(|name| the(name, &DE, &view)) {
        assert!(!message.text.contains(&name) && !message.html.contains(&name));
    }
}

#[test]
fn a_sensitive_mail_tells_neither_the_service_nor_what_to_bring() {
    for texts in texts::ALL {
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
    let message = the("confirmed", &DE, &view);
    assert!(message.text.contains("Name: <b>Eve</b> & \"Co\""));
    assert!(!message.html.contains("<b>Eve"), "{}", message.html);
}

#[test]
fn a_mail_loads_nothing_and_says_its_language() {
    for (name, message) in every(&EN, &family()) {
        let html = &message.html;
        assert!(html.contains("<html lang=\"en\" dir=\"ltr\">"), "{name}");
        for loader in ["src=", "url(", "<link", "<script", "@import", "http-equiv"] {
            assert!(!html.contains(loader), "{name} has {loader}");
        }
    }
}

#[test]
fn every_placeholder_is_filled_in() {
    for texts in texts::ALL {
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
