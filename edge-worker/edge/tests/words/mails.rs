use crate::sample::{ACTIVATE, MANAGE, arabic, at, day, deadline, entry, family, sensitive};
use edge::ical::Method;
use edge::message::{
    Message, Words, activation, again, cancelled, confirmed, lapsing, limit, moved, reminder,
};
use edge::visit_view::{Deadline, VisitView};
use texts::{DE, EN, Texts};

/// Every mail there is, by its name, in one language, and in German below it where that is another.
pub fn every(texts: &'static Texts, view: &VisitView) -> [(&'static str, Message); 8] {
    let coming = [
        (view.clone(), MANAGE.to_owned()),
        (later(view), MANAGE.to_owned()),
    ];
    let code = "123456";
    let book = "https://termin.example/buchen";
    let mail = |words: &dyn Fn(&'static Texts) -> Words<'static>, sequence: Option<(u32, Method)>| {
        let german = (texts.language != DE.language).then(|| words(&DE));
        let calendar = sequence.map(|(sequence, method)| entry(texts, view, sequence, method));
        Message::new(&words(texts), german.as_ref(), calendar)
    };
    let view: &'static VisitView = Box::leak(Box::new(view.clone()));
    let coming: &'static [(VisitView, String)] = Box::leak(Box::new(coming));
    [
        (
            "activation",
            mail(&|texts| activation(texts, view, ACTIVATE, code, deadline()), None),
        ),
        (
            "lapsing",
            mail(&|texts| lapsing(texts, view, ACTIVATE, code, deadline()), None),
        ),
        (
            "confirmed",
            mail(
                &|texts| confirmed(texts, view, MANAGE),
                Some((0, Method::Publish)),
            ),
        ),
        ("reminder", mail(&|texts| reminder(texts, view, MANAGE), None)),
        (
            "moved",
            mail(&|texts| moved(texts, view, MANAGE), Some((1, Method::Publish))),
        ),
        (
            "cancelled",
            mail(&|texts| cancelled(texts, view, book), Some((2, Method::Cancel))),
        ),
        ("again", mail(&|texts| again(texts, coming), None)),
        ("limit", mail(&|texts| limit(texts, Some(MANAGE)), None)),
    ]
}

/// The mail of one name.
fn the(name: &str, texts: &'static Texts, view: &VisitView) -> Message {
    let found = every(texts, view).into_iter().find(|(each, _)| *each == name);
    found.expect("a mail of that name").1
}

/// Another visit of the same family, in the afternoon of the day after.
fn later(view: &VisitView) -> VisitView {
    VisitView {
        starts: at("2026-12-02 14:30"),
        reference: Some("HBG-2M9T-5X".to_owned()),
        ..view.clone()
    }
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
