//! What a reader may rely on in every language.

use chrono::{NaiveDate, NaiveDateTime};
use texts::{ALL, DE, EN, Widget, date, fill, of, widget_lines};

fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a moment")
}

#[test]
fn dates_and_times_read_as_people_write_them() {
    let moment = at("2026-12-01 09:15");
    assert_eq!(date::date(&DE.date, moment.date()), "Dienstag, 1. Dezember 2026");
    assert_eq!(
        date::moment(&DE.date, moment),
        "Dienstag, 1. Dezember 2026, 9:15 Uhr"
    );
    assert_eq!(date::moment(&EN.date, moment), "Tuesday, 1 December 2026, 9:15");
    assert_eq!(date::time(&DE.date, at("2026-12-01 00:05").time()), "0:05 Uhr");
}

#[test]
fn a_deadline_names_its_day_only_when_it_is_not_today() {
    let today = NaiveDate::from_ymd_opt(2026, 12, 1).expect("a date");
    assert_eq!(
        date::deadline(&DE.date, at("2026-12-01 14:32"), today),
        "14:32 Uhr"
    );
    assert_eq!(
        date::deadline(&DE.date, at("2026-12-02 00:05"), today),
        "Mittwoch, 2. Dezember 2026, 0:05 Uhr"
    );
}

#[test]
fn an_unknown_language_is_german() {
    for (tag, language) in [
        ("de", "de"),
        ("en", "en"),
        ("EN-gb", "en"),
        ("xx", "de"),
        ("", "de"),
        ("ü", "de"),
    ] {
        assert_eq!(of(tag).language, language, "{tag}");
    }
}

#[test]
fn values_are_filled_in_once_and_as_they_are() {
    assert_eq!(
        fill("bis {time}, {name}", &[("time", "{name}"), ("name", "Ö")]),
        "bis {name}, Ö"
    );
    assert_eq!(fill("bis {time}", &[]), "bis {time}");
    assert_eq!(fill("offen {", &[]), "offen {");
}

#[test]
fn the_widget_reads_back_the_file_it_loads() {
    for texts in ALL {
        let lines = widget_lines(texts.language).expect("a language");
        let read = Widget::from_lines(lines.clone().leak()).expect("as many lines as fields");
        assert_eq!(read.to_lines(), texts.widget.to_lines());
        assert!(Widget::from_lines(format!("{lines}\nmore").leak()).is_none());
        assert!(Widget::from_lines("too short").is_none());
    }
}

#[test]
fn a_refusal_is_found_by_its_problem_type() {
    assert_eq!(DE.problem.named("slot-taken"), Some(&DE.problem.slot_taken));
    assert_eq!(DE.problem.named("nonsense"), None);
}
