use crate::plain_pages::{offered, plain};
use crate::sample::{arabic, at, day, day_list, deadline, family, footer, slot};
use edge::language::Languages;
use edge::pages::other_services::{ChooseServices, ServiceTimes};
use edge::pages::plain::Typed;
use edge::pages::{self, Expired, Frame, Manage, Notice, SlotView, Switch};
use edge::settings::Mode;
use edge::visit_view::{Deadline, VisitView};
use texts::{ALL, DE, Texts};

/// Every page there is, by its name.
pub fn every(texts: &'static Texts, view: &VisitView) -> Vec<(&'static str, String)> {
    let footer = footer();
    let languages = Languages::read(None, Mode::Development).expect("every language");
    let frame = Frame {
        texts,
        footer: &footer,
        switch: Switch::Link {
            languages: &languages,
            chosen: false,
        },
    };
    let slots: Vec<SlotView> = [
        "2026-12-01 09:15",
        "2026-12-01 09:30",
        "2026-12-01 14:00",
        "2026-12-02 08:15",
    ]
    .map(slot)
    .into();
    let undo = Deadline {
        until: at("2026-11-20 14:37"),
        today: day("2026-11-20"),
    };
    let show = Manage {
        view,
        notice: None,
        changeable: true,
        near: &slots[..1],
        slots: &slots,
        day: Some(day("2026-12-01")),
        days: (day("2026-11-20"), day("2027-01-19")),
    };
    let centres = [("harburg".to_owned(), "Kundenzentrum Harburg".to_owned())];
    vec![
        ("activate", pages::activate(frame, "TOKEN", view, deadline())),
        ("booked", pages::booked(frame, "MANAGE", view)),
        ("already", pages::already(frame, "MANAGE", view)),
        (
            "expired",
            pages::expired(frame, "TOKEN", Expired::SameIsFree, &slots),
        ),
        (
            "expired_taken",
            pages::expired(frame, "TOKEN", Expired::ChoiceTaken, &slots[1..]),
        ),
        (
            "expired_full",
            pages::expired(frame, "TOKEN", Expired::SameIsGone, &[]),
        ),
        ("manage", pages::manage(frame, "MANAGE", show)),
        (
            "moved",
            pages::manage(
                frame,
                "MANAGE",
                Manage {
                    notice: Some(Notice::Moved),
                    slots: &[],
                    ..show
                },
            ),
        ),
        (
            "restored",
            pages::manage(
                frame,
                "MANAGE",
                Manage {
                    notice: Some(Notice::Restored),
                    ..show
                },
            ),
        ),
        (
            "taken",
            pages::manage(
                frame,
                "MANAGE",
                Manage {
                    notice: Some(Notice::Taken),
                    ..show
                },
            ),
        ),
        (
            "past",
            pages::manage(
                frame,
                "MANAGE",
                Manage {
                    changeable: false,
                    ..show
                },
            ),
        ),
        (
            "changed",
            pages::manage(
                frame,
                "MANAGE",
                Manage {
                    notice: Some(Notice::Changed),
                    ..show
                },
            ),
        ),
        (
            "choose_services",
            ChooseServices {
                frame,
                token: "MANAGE",
                services: vec![offered(view, texts)],
                fault: Some(texts.field.too_long.to_owned()),
            }
            .to_string(),
        ),
        (
            "service_times",
            ServiceTimes {
                frame,
                token: "MANAGE",
                view,
                services: &["reisepass:2".to_owned()],
                own: slots.first().cloned(),
                slots: &slots[1..],
                taken: true,
                day: None,
                days: (day("2026-11-20"), day("2027-01-19")),
            }
            .to_string(),
        ),
        ("cancel_question", pages::cancel_question(frame, "MANAGE", view)),
        ("cancelled", pages::cancelled(frame, "MANAGE", Some(undo))),
        ("cancelled_long_ago", pages::cancelled(frame, "MANAGE", None)),
        ("unknown", pages::unknown(frame)),
        (
            "problem",
            pages::problem(frame, texts.problem.busy.title, texts.problem.busy.detail),
        ),
        ("operator", pages::operator(frame, &centres, &[day("2026-12-01")])),
        (
            "day_lists",
            pages::day_lists(frame, &[day_list()], at("2026-11-30 17:45")),
        ),
        ("barriers", pages::barriers(frame)),
        (
            "lost_mail",
            pages::lost_mail(
                frame,
                &Typed {
                    value: String::new(),
                    fault: texts.field.email.to_owned(),
                },
            ),
        ),
        ("lost_mail_sent", pages::lost_mail_sent(frame)),
    ]
    .into_iter()
    .chain(plain(frame, view))
    .collect()
}

#[test]
fn the_page_behind_the_link_of_the_mail() {
    insta::assert_snapshot!("page_activate", every(&DE, &family())[0].1);
}

#[test]
fn the_list_of_a_day() {
    let pages = every(&DE, &family());
    let list = pages
        .iter()
        .find(|(name, _)| *name == "day_lists")
        .expect("the list");
    insta::assert_snapshot!("page_day_list", list.1);
}

#[test]
fn every_page_has_a_language_one_heading_and_the_ways_to_help() {
    for texts in ALL {
        let language = texts.language;
        for (name, html) in every(texts, &family()) {
            let root = format!("<html lang=\"{language}\" dir=\"{}\">", texts.direction);
            assert!(
                html.starts_with(&format!("<!doctype html>\n{root}")),
                "{name}: {html}"
            );
            for other in ALL {
                let says = format!("lang=\"{}\"", other.language);
                assert!(html.contains(&says), "{name} does not lead to {}", other.language);
            }
            assert_eq!(html.matches("<h1>").count(), 1, "{name}");
            for needed in [
                "<main",
                "<header",
                "<footer",
                "tel:115",
                "tel:+4940428280",
                "<a href=\"https://stadt.example/impressum\">",
                "<a href=\"https://stadt.example/datenschutz\">",
                "<a href=\"/barrierefreiheit\">",
                "<a href=\"https://stadt.example/einfach\">",
            ] {
                assert!(html.contains(needed), "{name} lacks {needed}");
            }
            assert!(!html.contains(['{', '}']), "{name} has something not filled in");
        }
    }
}

#[test]
fn whoever_types_an_address_reads_there_what_happens_with_it() {
    for (name, html) in every(&DE, &family()) {
        let asked = html.contains("name=\"email\" value=\"\" autocomplete");
        assert_eq!(html.contains(DE.widget.privacy_title), asked, "{name}");
        assert_eq!(
            asked,
            ["details", "address", "lost_mail"].contains(&name),
            "{name}"
        );
    }
}

#[test]
fn whoever_has_booked_reads_how_to_pay() {
    let pages = every(&DE, &family());
    for (name, html) in pages.iter().filter(|(name, _)| ["booked", "done"].contains(name)) {
        assert!(html.contains("Girocard oder bar"), "{name}: {html}");
    }
}

#[test]
fn every_template_of_a_page_is_tested_here_and_has_the_frame() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/pages");
    let parts = [
        "facts.html",
        "phones.html",
        "requirements.html",
        "carried.html",
        "choices.html",
        "service_fields.html",
        "field.html",
        "move_fields.html",
        "notice.html",
        "privacy.html",
        "requirements.html",
        "service_choices.html",
        "widget_head.html",
        "widget_open.html",
        "wish.html",
    ];
    let files = [&folder, &folder.join("plain")].map(|folder| std::fs::read_dir(folder).expect("templates"));
    let pages: Vec<String> = every(&DE, &family())
        .into_iter()
        .map(|(name, _)| name.to_owned())
        .collect();
    let files = files.into_iter().flatten().flatten();
    for file in files.filter(|file| file.path().is_file()) {
        let name = file.file_name().to_string_lossy().into_owned();
        let framed = std::fs::read_to_string(file.path())
            .expect("it reads")
            .starts_with("{% extends \"layout.html\" %}");
        assert_eq!(framed, !parts.contains(&name.as_str()), "{name}");
        let page = name.trim_end_matches(".html");
        let tested = pages.iter().any(|tested| tested == page) || page == "refusal";
        assert!(!framed || tested, "{name} is not among the pages of this test");
    }
}

#[test]
fn the_page_about_barriers_names_the_statement_the_contact_and_the_mediators() {
    let pages = every(&DE, &family());
    let (_, html) = pages
        .iter()
        .find(|(name, _)| *name == "barriers")
        .expect("the page");
    for link in [
        "https://stadt.example/erklaerung",
        "mailto:barriere@stadt.example",
        "https://stadt.example/schlichtung",
    ] {
        assert!(html.contains(&format!("<a href=\"{link}\">")), "{link}");
    }
}

#[test]
fn a_page_has_one_primary_button_at_most_and_nothing_inline() {
    for (name, html) in every(&DE, &family()) {
        assert!(html.matches("class=\"primary\"").count() <= 1, "{name}");
        for inline in ["style=", "<style", "onclick", "<script>", "javascript:"] {
            assert!(!html.contains(inline), "{name} has {inline}");
        }
        let scripts = usize::from(name == "wishes");
        assert_eq!(html.matches("<script").count(), scripts, "{name}");
    }
}

#[test]
fn what_changes_something_is_a_post() {
    let table = [
        ("activate", "activate", 1),
        ("expired", "activate", 4),
        ("manage", "move", 5),
        ("cancel_question", "cancel", 1),
        ("cancelled", "undo", 1),
        ("booked", "", 0),
        ("past", "", 0),
        ("cancelled_long_ago", "", 0),
        ("unknown", "", 0),
    ];
    let pages = every(&DE, &family());
    for (name, action, count) in table {
        let html = &pages.iter().find(|(page, _)| *page == name).expect("a page").1;
        assert_eq!(
            html.matches("<form method=\"post\" action=\"/t/").count(),
            count,
            "{name}"
        );
        assert_eq!(
            html.matches(&format!("name=\"do\" value=\"{action}\"")).count(),
            count,
            "{name}"
        );
    }
}

#[test]
fn a_choice_carries_its_centre_and_instant() {
    let html = &every(&DE, &family())[3].1;
    assert!(html.contains("name=\"centre\" value=\"harburg\""));
    assert!(html.contains("name=\"starts_at\" value=\"2026-12-01T09:15:00+01:00\""));
}

#[test]
fn the_page_before_the_press_names_nobody() {
    let html = &every(&DE, &family())[0].1;
    assert!(!html.contains("Müller") && !html.contains("HBG-7K4M-2Q"));
}

#[test]
fn markup_in_what_people_typed_stays_text() {
    let mut view = family();
    view.name = Some("<script>alert(1)</script>".to_owned());
    view.services[0].name = "\"><img src=x>".to_owned();
    for (name, html) in every(&DE, &view) {
        assert!(
            !html.contains("<script>alert") && !html.contains("<img"),
            "{name}"
        );
    }
}

#[test]
fn no_title_tells_what_the_visit_is_about() {
    for (name, html) in every(&DE, &arabic()) {
        let title = html
            .split("<title>")
            .nth(1)
            .and_then(|rest| rest.split("</title>").next())
            .expect("a title");
        assert!(
            !title.contains("Personalausweis") && title.ends_with(" – Hamburg Service vor Ort"),
            "{name}: {title}"
        );
    }
}
