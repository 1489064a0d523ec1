//! What goes into the database comes out of it as it was, and an import tells a person what it would change.

use std::path::Path;

use booking::Catalogue;
use catalogue::{Diff, Stored, StoredCentre, StoredService, Verdict};

fn sound() -> Catalogue {
    catalogue::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sound")).unwrap()
}

/// The database as a first import leaves it.
fn imported(catalogue: &Catalogue) -> Stored {
    let text = |value: serde_json::Result<String>| value.unwrap();
    Stored {
        services: (1..)
            .zip(&catalogue.services)
            .map(|(position, service)| StoredService {
                id: service.id.to_string(),
                position,
                definition: text(serde_json::to_string(service)),
                imported: Some(text(serde_json::to_string(service))),
            })
            .collect(),
        centres: (1..)
            .zip(&catalogue.centres)
            .map(|(position, planned)| StoredCentre {
                id: planned.centre.id.to_string(),
                position,
                definition: text(serde_json::to_string(&planned.centre)),
                plan: text(serde_json::to_string(&planned.plan)),
                plan_version: planned.plan_version,
                imported_definition: Some(text(serde_json::to_string(&planned.centre))),
                imported_plan: Some(text(serde_json::to_string(&planned.plan))),
            })
            .collect(),
    }
}

#[test]
fn the_script_guards_each_row_and_has_one_statement_a_line_in_the_order_shown() {
    let script = catalogue::import_sql(&sound());
    let lines: Vec<&str> = script.lines().collect();
    assert_eq!(lines.len(), 12);
    for (lines, start) in lines.chunks(2).zip([
        "INSERT INTO service (id, position, definition, imported) VALUES ('pass', 1, '{",
        "INSERT INTO service (id, position, definition, imported) VALUES ('l-1', 2, '{",
        "INSERT INTO service (id, position, definition, imported) VALUES ('l-2', 3, '{",
        "INSERT INTO centre (id, position, definition, plan, plan_version, imported_definition, imported_plan) \
         VALUES ('hafen', 1, '{",
    ]) {
        assert!(
            lines[0].starts_with("INSERT INTO must (refused) SELECT 'catalogue_changed' WHERE "),
            "{}",
            lines[0]
        );
        assert!(lines[1].starts_with(start), "{}", lines[1]);
        assert!(lines.iter().all(|line| line.ends_with(';')), "{lines:?}");
    }
}

#[test]
fn an_apostrophe_stays_inside_its_string() {
    assert!(catalogue::import_sql(&sound()).contains("Max'' Geheimnis"));
}

#[test]
fn a_question_mark_in_a_text_is_no_parameter() {
    let mut files = sound();
    files.services[0].name.de = "Pass?1 Wirklich?".to_owned();
    assert!(catalogue::import_sql(&files).contains("Pass?1 Wirklich?"));
}

#[test]
fn an_empty_database_gets_everything_and_then_there_is_nothing_to_do() {
    let files = sound();
    let first = Diff::of(&files, &Stored::default());
    assert_eq!(first.count(Verdict::New), 6);
    let second = Diff::of(&files, &imported(&files));
    assert!(second.is_done());
    assert_eq!(second.script(), "");
    assert_eq!(
        second.to_string(),
        "0 new, 0 updated, 0 kept, 0 gone, 9 unchanged."
    );
}

#[test]
fn a_person_reads_what_would_change_field_by_field() {
    let mut files = sound();
    let mut stored = imported(&files);
    files.services[0].units = vec![4, 8];
    files.services[0].fees[0].cents = None;
    files.centres[0].plan.opening_hours[0].closes = 150;
    // Staff have renamed a service and closed a centre earlier; of both the files say something new.
    files.services[1].name.de = "Geheimnis".to_owned();
    files.centres[2].plan.opening_hours[0].closes = 156;
    let edit = |text: &mut String, from: &str, to: &str| {
        assert!(text.contains(from), "{text}");
        *text = text.replace(from, to);
    };
    edit(
        &mut stored.services[1].definition,
        "Max' Geheimnis",
        "Verschwiegenes",
    );
    edit(&mut stored.centres[2].plan, "\"closes\":144", "\"closes\":138");
    stored.services.push(StoredService {
        id: "faxen".to_owned(),
        position: 4,
        definition: "{}".to_owned(),
        imported: Some("{}".to_owned()),
    });
    let diff = Diff::of(&files, &stored);
    assert_eq!(
        diff.to_string(),
        "service pass: updated\n    \
             fees[0].cents: 7000 → nothing\n    \
             units: [3,6] → [4,8]\n\
         service l-1: kept as staff have edited it; the files say otherwise\n    \
             name.de: \"Verschwiegenes\" → \"Geheimnis\"\n\
         plan of hafen: updated\n    \
             opening_hours[0].closes: 12:00 → 12:30\n\
         plan of amt: kept as staff have edited it; the files say otherwise\n    \
             opening_hours[0].closes: 11:30 → 13:00\n\
         service faxen: kept, though no file has it: appointments may refer to it\n\
         0 new, 2 updated, 2 kept, 1 gone, 5 unchanged."
    );
    let script = diff.script();
    for untouched in ["VALUES ('l-1'", "VALUES ('amt'", "faxen"] {
        assert!(!script.contains(untouched), "{script}");
    }
}

#[test]
fn an_edit_of_staff_on_which_the_files_are_silent_is_no_news() {
    let files = sound();
    let mut stored = imported(&files);
    stored.services[0].definition = stored.services[0].definition.replace("Pass", "Reisepass");
    let diff = Diff::of(&files, &stored);
    assert!(diff.is_done());
    assert_eq!(diff.count(Verdict::Unchanged), 9);
}

#[test]
fn where_staff_and_files_come_to_the_same_it_is_nobodys_edit_any_more() {
    let mut files = sound();
    let mut stored = imported(&files);
    files.services[0].name.de = "Reisepass".to_owned();
    stored.services[0].definition = serde_json::to_string(&files.services[0]).unwrap();
    let diff = Diff::of(&files, &stored);
    assert_eq!(diff.count(Verdict::Unchanged), 9);
    assert!(diff.script().contains("VALUES ('pass', 1, "));
}

#[test]
fn a_centre_takes_the_citys_settings_where_it_has_none_of_its_own() {
    let catalogue = sound();
    let hafen = &catalogue.centres[0].centre;
    assert_eq!((hafen.lead_minutes, hafen.horizon_days), (60, 30));
}
