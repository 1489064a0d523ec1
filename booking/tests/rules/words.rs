//! What a catalogue says of a service in each language, and which skills a centre knows.

use booking::catalogue::{Service, Wording};
use booking::skill::SkillSet;
use serde_json::json;

use super::city::*;

#[test]
fn a_text_is_told_in_the_language_asked_for_or_in_german() {
    let wording: Wording =
        serde_json::from_value(json!({ "de": "Reisepass", "en": "Passport", "tr": "Pasaport" })).unwrap();
    for (language, text) in [
        ("de", "Reisepass"),
        ("en", "Passport"),
        ("tr", "Pasaport"),
        ("ar", "Reisepass"),
    ] {
        assert_eq!(wording.in_language(language), text, "{language}");
    }
}

#[test]
fn the_german_name_stands_beside_another_but_not_beside_itself() {
    let service: Service = serde_json::from_value(json!({
        "id": "reisepass", "name": { "de": "Reisepass", "en": "Passport" }, "units": [3],
        "quantity_of": "person", "place": "any", "skills": [],
    }))
    .unwrap();
    for (language, german) in [("de", None), ("en", Some("Reisepass")), ("ar", None)] {
        assert_eq!(service.german_name(language), german, "{language}");
    }
    for (language, full) in [
        ("de", "Reisepass"),
        ("en", "Passport (Reisepass)"),
        ("ar", "Reisepass"),
    ] {
        assert_eq!(service.full_name(language), full, "{language}");
    }
}

#[test]
fn skills_are_a_set_where_the_centre_has_them_all() {
    for (skills, set) in [
        (&[][..], Some(SkillSet::default())),
        (&["ausweis"], Some(PASS)),
        (&["melde"], Some(MOVE)),
        (&["melde", "ausweis"], Some(BOTH)),
        (&["melde", "standesamt"], None),
    ] {
        let skills: Vec<_> = skills.iter().map(|skill| (*skill).into()).collect();
        assert_eq!(centre().skill_set(&skills), set, "{skills:?}");
    }
}
