//! A language file that differs from the German one does not build, and says why in a sentence.

#[path = "../build/language.rs"]
mod language;

use language::Language;

const GERMAN: &str = r#"
[widget]
until = "bis {time}"
[problem]
lapsed = { title = "Vorbei", detail = "Neu wählen" }
[date]
months = ["Januar", "Februar"]
"#;

fn complaint(file: &str) -> String {
    let german = Language::parse("de", GERMAN).expect("the German file");
    let built = Language::parse("xx", file).and_then(|language| language.check_against(&german));
    built.expect_err("the file must not build")
}

#[test]
fn every_difference_has_its_sentence() {
    let table = [
        ("until = \"bis {time}\"", "", "lacks `until` in [widget]"),
        (
            "until",
            "more = \"x\"\nuntil",
            "has `more` in [widget], which texts/de.toml lacks",
        ),
        ("{time}", "{hour}", "fills in {\"hour\"}"),
        ("{time}", "", "fills in {}"),
        ("{time}", "{time", "does not enclose a name"),
        ("{time}", "time}", "closes nothing"),
        ("bis {time}", "", "must be a text that is not empty"),
        ("bis {time}", "bis\\n{time}", "single lines"),
        ("{time}", "{time}\\r", "single lines"),
        ("[widget]", "[wid-get]", "cannot name a section"),
        ("[date]", "[\"\"]", "cannot name a section"),
        ("[date]", "[self_]", "cannot name a section"),
        ("until =", "type =", "cannot name a text"),
        ("until =", "\"until now\" =", "cannot name a text"),
        (", \"Februar\"", "", "must be a list of 2 texts"),
        (", detail = \"Neu wählen\"", "", "exactly `title` and `detail`"),
        ("[widget]", "loose = \"x\"\n[widget]", "outside of a [section]"),
        ("[widget]", "[widget", "cannot be read"),
    ];
    for (from, to, sentence) in table {
        let complaint = complaint(&GERMAN.replacen(from, to, 1));
        assert!(complaint.contains(sentence), "{complaint}");
    }
}

#[test]
fn the_same_keys_in_another_order_build() {
    let german = Language::parse("de", GERMAN).expect("the German file");
    let reordered = "[date]\nmonths = [\"a\", \"b\"]\n[problem]\nlapsed = { detail = \"d\", title = \"t\" }\n[widget]\nuntil = \"{time}\"";
    let language = Language::parse("xx", reordered).expect("a file");
    assert_eq!(language.check_against(&german), Ok(()));
    assert_eq!((language.code.as_str(), language.sections.len()), ("xx", 3));
    assert!(language.text("date", "months").is_some());
}
