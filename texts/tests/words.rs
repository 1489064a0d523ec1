//! What a reader may rely on in every language.

use chrono::{NaiveDate, NaiveDateTime};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules};
use texts::{ALL, DE, EN, Words, date, fill, of, plural};

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
        ("de-AT", "de"),
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
        let lines = texts.words().to_lines();
        let read = Words::from_lines(lines.clone().leak()).expect("as many lines as fields");
        assert_eq!((read.language, read.direction), (texts.language, texts.direction));
        assert_eq!(read.to_lines(), lines);
        assert!(Words::from_lines(format!("{lines}\nmore").leak()).is_none());
        assert!(Words::from_lines("too short").is_none());
    }
}

#[test]
fn a_refusal_is_found_by_its_problem_type() {
    assert_eq!(DE.problem.named("slot-taken"), Some(&DE.problem.slot_taken));
    assert_eq!(DE.problem.named("nonsense"), None);
}

#[test]
fn a_number_has_the_form_that_cldr_gives_it() {
    for texts in ALL {
        let locale: Locale = texts.language.parse().expect("a tag");
        let cldr = PluralRules::try_new_cardinal((&locale).into()).expect("CLDR has the language");
        let forms = plural::forms(texts.language).expect("the language has plurals");
        for n in (0..=1_000).chain([1_001, 100_011, 1_000_000, u32::MAX]) {
            let expected = match cldr.category_for(n) {
                PluralCategory::Zero => "zero",
                PluralCategory::One => "one",
                PluralCategory::Two => "two",
                PluralCategory::Few => "few",
                PluralCategory::Many => "many",
                PluralCategory::Other => "other",
            };
            let form = forms.get(plural::form(texts.language, n)).copied();
            assert_eq!(form, Some(expected), "{} {n}", texts.language);
        }
    }
}

#[test]
fn a_form_that_spells_its_number_out_is_for_no_other() {
    for texts in ALL {
        let forms = plural::forms(texts.language).expect("the language has plurals");
        for (place, form) in forms.iter().enumerate() {
            let numbers = (0..200).filter(|n| plural::form(texts.language, *n) == place);
            let alone = numbers.count() == 1;
            let said = plural::is_for_one_number(texts.language, form);
            assert!(alone || !said, "{} {form}", texts.language);
        }
    }
}

#[test]
fn numbers_are_filled_into_their_form() {
    let minutes = |n| DE.count(DE.widget.details_left_minutes, n);
    assert_eq!([minutes(1), minutes(3)], ["1 Minute", "3 Minuten"]);
    assert_eq!(EN.count(EN.visit.for_persons, 2), "for 2 people");
}

#[test]
fn german_sentences_have_fifteen_words_on_average_at_the_most() {
    for file in ["de.toml", "de-x-einfach.toml"] {
        let source = std::fs::read_to_string(file).expect("a language file");
        let lines = source.lines().filter(|line| !line.starts_with('#'));
        // What stands in quotation marks, sentence by sentence; labels of a word or two are no sentences.
        let quoted = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
        let sentences = quoted.flat_map(|text| text.split_inclusive(['.', '?', '!', ':']));
        let lengths: Vec<usize> = sentences
            .map(|sentence| sentence.split_whitespace().count())
            .filter(|words| *words > 2)
            .collect();
        let average = lengths.iter().sum::<usize>() as f64 / lengths.len() as f64;
        assert!(average <= 15.0, "{file}: {average:.1}");
        let longest = lengths.iter().max().copied().unwrap_or_default();
        assert!(longest <= 25, "{file}: a sentence of {longest} words");
    }
}
