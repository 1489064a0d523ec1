use crate::sample::{entry, family, sensitive};
use edge::ical::Method;
use icalendar::parser::{read_calendar, unfold};
use texts::DE;

fn properties(ics: &str) -> Vec<(String, String)> {
    let unfolded = unfold(ics);
    let calendar = read_calendar(&unfolded).expect("an iCalendar stream");
    let event = calendar
        .components
        .iter()
        .find(|part| part.name == "VEVENT")
        .expect("an event");
    event
        .properties
        .iter()
        .map(|property| (property.name.to_string(), property.val.to_string()))
        .collect()
}

fn value(properties: &[(String, String)], name: &str) -> String {
    let found = properties.iter().find(|(key, _)| key == name);
    found
        .map(|(_, value)| value.clone())
        .unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn published_cancelled_and_sensitive() {
    insta::assert_snapshot!(
        "calendar_published",
        entry(&DE, &family(), 0, Method::Publish).ics.replace('\r', "")
    );
    insta::assert_snapshot!(
        "calendar_cancelled",
        entry(&DE, &family(), 2, Method::Cancel).ics.replace('\r', "")
    );
    insta::assert_snapshot!(
        "calendar_sensitive",
        entry(&DE, &sensitive(), 0, Method::Publish).ics.replace('\r', "")
    );
}

#[test]
fn another_reader_finds_the_same_appointment_again() {
    let published = properties(&entry(&DE, &family(), 0, Method::Publish).ics);
    let cancelled = properties(&entry(&DE, &family(), 2, Method::Cancel).ics);
    for (name, expected) in [
        ("UID", "0193f2c4-7f1e@termin.example"),
        ("DTSTART", "20261201T091500"),
        ("DTEND", "20261201T095500"),
        ("SUMMARY", "Termin: Kundenzentrum Harburg"),
    ] {
        assert_eq!(value(&published, name), expected);
        assert_eq!(value(&cancelled, name), expected);
    }
    assert_eq!(
        (value(&published, "SEQUENCE"), value(&cancelled, "SEQUENCE")),
        ("0".into(), "2".into())
    );
    assert_eq!(
        (value(&published, "STATUS"), value(&cancelled, "STATUS")),
        ("CONFIRMED".into(), "CANCELLED".into())
    );
    assert_eq!(value(&published, "DTSTAMP"), "20261120T133205Z");
}

#[test]
fn no_line_is_longer_than_75_octets_and_no_umlaut_is_torn() {
    for offset in 0..80 {
        let mut view = family();
        view.centre.name = format!("{}{}", "x".repeat(offset), "äöüß€😀".repeat(30));
        let ics = entry(&DE, &view, 0, Method::Publish).ics;
        for line in ics.split_terminator("\r\n") {
            assert!(line.len() <= 75, "{} octets", line.len());
            assert!(!line.contains(['\r', '\n']));
        }
        assert_eq!(
            value(&properties(&ics), "SUMMARY"),
            format!("Termin: {}", view.centre.name)
        );
    }
}

#[test]
fn a_name_cannot_add_a_property() {
    let mut view = family();
    view.centre.name = "A;B,C\\D\r\nATTENDEE:mailto:eve@example.org".to_owned();
    let ics = entry(&DE, &view, 0, Method::Publish).ics;
    assert!(ics.contains("SUMMARY:Termin: A\\;B\\,C\\\\D\\nATTENDEE:mailto:eve@example.org"));
    assert!(properties(&ics).iter().all(|(name, _)| name != "ATTENDEE"));
}
