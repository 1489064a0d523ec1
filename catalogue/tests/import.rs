//! What goes into the database comes out of it as it was.

use std::path::Path;

use booking::catalogue::PlannedCentre;
use booking::{Catalogue, Service};

fn sound() -> Catalogue {
    catalogue::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sound")).unwrap()
}

fn hamburg() -> Catalogue {
    catalogue::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
}

#[test]
fn rows_read_back_as_the_catalogue() {
    for catalogue in [sound(), hamburg()] {
        let services: Vec<Service> = catalogue::service_rows(&catalogue)
            .iter()
            .map(|row| serde_json::from_str(&row.definition).unwrap())
            .collect();
        let centres: Vec<PlannedCentre> = catalogue::centre_rows(&catalogue)
            .iter()
            .map(|row| PlannedCentre {
                centre: serde_json::from_str(&row.definition).unwrap(),
                plan: serde_json::from_str(&row.plan).unwrap(),
                plan_version: row.plan_version,
            })
            .collect();
        assert_eq!(Catalogue { services, centres }, catalogue);
    }
}

#[test]
fn the_script_has_one_statement_a_line_in_the_order_shown() {
    let script = catalogue::import_sql(&sound());
    let lines: Vec<&str> = script.lines().collect();
    assert_eq!(lines.len(), 6);
    for (line, start) in lines.iter().zip([
        "INSERT INTO service (id, position, definition) VALUES ('pass', 1, '{",
        "INSERT INTO service (id, position, definition) VALUES ('l-1', 2, '{",
        "INSERT INTO service (id, position, definition) VALUES ('l-2', 3, '{",
        "INSERT INTO centre (id, position, definition, plan, plan_version) VALUES ('hafen', 1, '{",
    ]) {
        assert!(line.starts_with(start), "{line}");
        assert!(line.ends_with(");"), "{line}");
    }
}

#[test]
fn an_apostrophe_stays_inside_its_string() {
    let script = catalogue::import_sql(&sound());
    assert!(script.contains("Max'' Geheimnis"));
}

#[test]
fn a_centre_takes_the_citys_settings_where_it_has_none_of_its_own() {
    let catalogue = sound();
    let hafen = &catalogue.centres[0].centre;
    assert_eq!((hafen.lead_minutes, hafen.horizon_days), (60, 30));
}
