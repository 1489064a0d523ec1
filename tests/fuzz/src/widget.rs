//! What the widget reads without the browser's help: dates and clock times of the wire, the row of free days, a challenge's
//! digits, what somebody types into the search, the lines of another language.

use std::sync::LazyLock;

use booking::first::FirstStarts;
use chrono::Datelike;
use widget::catalogue::Service;
use widget::offer::{Availability, CentreDays, Row, Visit, Wish};
use widget::{challenge, date, search};

use crate::city::CATALOGUE;

static SERVICES: LazyLock<Vec<Service>> = LazyLock::new(|| {
    let services = CATALOGUE.services.iter();
    let named = services.map(|service| Service {
        id: service.id.to_string(),
        name: service.name.de.clone(),
        synonyms: vec!["neuer Ausweis".to_owned(), "Führerschein".to_owned()],
        ..Service::default()
    });
    named.collect()
});

/// See the crate.
pub fn check(input: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(input) else {
        return false;
    };
    let taken = [wall_clock(text), free_days(text), digits(text), found(text)];
    taken.contains(&true)
}

/// A date that is read is written as it stood there.
fn wall_clock(text: &str) -> bool {
    assert!(date::clock_of(text).len() <= 5);
    let _ = date::minute_of(text);
    let Some(date) = date::date_of(text) else {
        return false;
    };
    assert!((0..=9999).contains(&date.year()));
    assert_eq!(date::date_of(&format!("{date}")), Some(date));
    true
}

/// Days are ascending, and there are no more of them than the row has characters.
fn free_days(text: &str) -> bool {
    let from = date::date_of("2026-11-30");
    let first = FirstStarts::from_text(text);
    let row = |centre: &str| CentreDays {
        centre: centre.to_owned(),
        rows: vec![Row {
            skills: vec!["ausweis".to_owned()],
            longest: text.to_owned(),
            first: std::array::from_fn(|_| first.clone().unwrap_or_default()),
        }],
        ..CentreDays::default()
    };
    let availability = Availability {
        from,
        centres: vec![row("hafen"), row("amt")],
        ..Availability::default()
    };
    let visit = |skill, units| Visit {
        skills: vec![skill],
        units,
    };
    let days = availability.days(&["hafen"], &visit("ausweis", 3));
    assert!(days.len() <= text.len() && days.is_sorted() && days.iter().all(|day| Some(*day) >= from));
    assert!(availability.days(&["hafen"], &visit("ausweis", 36)).is_empty());
    assert!(availability.days(&["amt"], &visit("melde", 1)).is_empty());
    let slot = availability.first(&["amt"], &visit("ausweis", 1), Wish::Late);
    assert_eq!(
        slot.is_some(),
        first.as_ref().is_some_and(|first| first.of(1).is_some())
    );
    if let Some(first) = &first {
        assert_eq!(first.to_text(), text);
    }
    !days.is_empty() || slot.is_some()
}

/// The digits of a hash are its bytes.
fn digits(text: &str) -> bool {
    let Some(bytes) = challenge::unhex(text) else {
        return false;
    };
    let written: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(written, text.to_ascii_lowercase());
    true
}

/// Services are found once each, and small or large letters find the same.
fn found(text: &str) -> bool {
    let found = search::find(&SERVICES, text);
    for place in &found {
        assert!(*place < SERVICES.len());
        assert_eq!(found.iter().filter(|other| *other == place).count(), 1);
    }
    assert_eq!(search::find(&SERVICES, text), found);
    !found.is_empty()
}
