//! Production refuses to start without what the law or safety asks for, and says which setting and what it takes.

use std::collections::BTreeMap;

use edge::settings::{Settings, SettingsError};
use tests::KEYS;

use super::*;

fn production() -> BTreeMap<&'static str, &'static str> {
    BTreeMap::from([
        ("MODE", "production"),
        ("BASE_URL", "https://termin.example"),
        ("MAIL_FROM", "termin@termin.example"),
        ("KEYS", KEYS),
        ("OPERATOR_KEY", OPERATOR_KEY),
        ("CHALLENGE_MAXNUMBER", "100000"),
        ("IMPRINT_URL", "https://stadt.example/impressum"),
        ("PRIVACY_URL", "https://stadt.example/datenschutz"),
        ("ACCESSIBILITY_URL", "https://stadt.example/erklaerung"),
        ("EASY_LANGUAGE_URL", "https://stadt.example/einfach"),
        ("FEEDBACK", "barriere@stadt.example"),
        ("ARBITRATION_URL", "https://stadt.example/schlichtung"),
    ])
}

fn read(settings: &BTreeMap<&str, &str>) -> Result<Settings, SettingsError> {
    Settings::read(|name| settings.get(name).map(|value| (*value).to_owned()))
}

fn named(error: SettingsError) -> &'static str {
    match error {
        SettingsError::Missing(name) | SettingsError::Wrong { name, .. } => name,
    }
}

#[test]
fn production_starts_with_all_of_them_and_without_none() {
    assert!(read(&production()).is_ok());
    for name in production().into_keys() {
        let mut settings = production();
        settings.remove(name);
        assert_eq!(read(&settings).err().map(named), Some(name));
        let mut settings = production();
        settings.insert(name, "");
        assert_eq!(read(&settings).err().map(named), Some(name), "empty");
    }
}

#[test]
fn what_would_be_dangerous_in_production_is_refused() {
    for (name, value) in [
        ("MODE", "test"),
        ("BASE_URL", "http://termin.example"),
        ("KEYS", "k1:00"),
        ("OPERATOR_KEY", "31 characters are one too few.."),
        ("CHALLENGE_MAXNUMBER", "9999"),
        ("CHALLENGE_MAXNUMBER", "many"),
        ("PRIVACY_URL", "http://stadt.example"),
        ("FEEDBACK", "the porter"),
        ("FEEDBACK", "http://stadt.example"),
    ] {
        let mut settings = production();
        settings.insert(name, value);
        assert_eq!(read(&settings).err().map(named), Some(name), "{value}");
    }
}

#[test]
fn development_needs_neither_legal_pages_nor_a_hard_challenge() {
    let mut settings = production();
    settings.insert("MODE", "development");
    settings.retain(|name, _| ["MODE", "BASE_URL", "MAIL_FROM", "KEYS", "OPERATOR_KEY"].contains(name));
    assert!(read(&settings).is_ok());
}

#[test]
fn each_setting_stands_in_the_guide() {
    let sources = [
        include_str!("../../edge-worker/edge/src/settings.rs"),
        include_str!("../../edge-worker/edge/src/brake.rs"),
        include_str!("../../edge-worker/src/environment.rs"),
    ];
    let guide = include_str!("../../docs/deploy.md");
    let shouted =
        |text: &&str| text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let names: std::collections::BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| source.split('"').skip(1).step_by(2))
        .filter(shouted)
        .collect();
    assert!(names.contains("KEYS") && names.contains("SMTP_SECURITY") && names.contains("BRAKE_LIMIT"));
    for name in names {
        assert!(
            guide.contains(&format!("| `{name}`")),
            "docs/deploy.md lacks {name}"
        );
    }
}
