//! A language file that differs from the German one does not build, and says why in a sentence.

#[path = "../build/language.rs"]
mod language;

use language::Language;
use texts::plural;

const GERMAN: &str = r#"
[language]
name = "Deutsch"
direction = "ltr"
native_review = false
[widget]
until = "bis {time}"
left = { one = "1 Minute", other = "{n} Minuten" }
[problem]
lapsed = { title = "Vorbei", detail = "Neu wählen" }
[date]
months = ["Januar", "Februar"]
"#;

fn complaint(file: &str) -> String {
    let german = Language::parse("de", GERMAN).expect("the German file");
    let built = Language::parse("en", file).and_then(|language| language.check_against(&german));
    built.expect_err("the file must not build")
}

/// What the build says to a Russian file whose one plural text is this.
fn russian(left: &str) -> Result<(), String> {
    let german = Language::parse("de", GERMAN).expect("the German file");
    let file = GERMAN.replace("{ one = \"1 Minute\", other = \"{n} Minuten\" }", left);
    Language::parse("ru", &file).and_then(|language| language.check_against(&german))
}

#[test]
fn a_text_about_a_number_has_the_forms_of_its_language() {
    assert_eq!(
        russian("{ one = \"{n} минута\", few = \"{n} минуты\", many = \"{n} минут\" }"),
        Ok(())
    );
    for (left, sentence) in [
        (
            "{ one = \"{n} минута\", many = \"{n} минут\" }",
            "`few` is missing",
        ),
        (
            "{ one = \"{n} минута\", few = \"{n} минуты\", many = \"{n} минут\", other = \"{n} минуты\" }",
            "which this language lacks",
        ),
        // 21 and 31 are `one` in Russian.
        (
            "{ one = \"1 минута\", few = \"{n} минуты\", many = \"{n} минут\" }",
            "`one` fills in {}",
        ),
        ("\"{n} минут\"", "must be a table of plural forms"),
    ] {
        let complaint = russian(left).expect_err(left);
        assert!(complaint.contains(sentence), "{complaint}");
    }
    assert!(
        Language::parse("xx", GERMAN)
            .err()
            .is_some_and(|why| why.contains("does not know the plurals"))
    );
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
        (
            "direction = \"ltr\"",
            "direction = \"up\"",
            "[language] must have exactly",
        ),
        ("native_review = false", "", "[language] must have exactly"),
        (
            "name = \"Deutsch\"",
            "name = \"Deutsch\"\nmore = 1",
            "[language] must have exactly",
        ),
        ("1 Minute", "1\\tMinute", "single lines"),
        ("{n} Minuten", "Minuten", "`other` fills in {}"),
        ("[widget]", "[wid-get]", "cannot name a section"),
        ("[date]", "[\"\"]", "cannot name a section"),
        ("[date]", "[self_]", "cannot name a section"),
        ("until =", "type =", "cannot name a text"),
        ("until =", "\"until now\" =", "cannot name a text"),
        ("\"Februar\"", "\"\"", "none of them empty"),
        (", \"Februar\"", "", "must be a list of 2 texts"),
        (", detail = \"Neu wählen\"", "", "exactly `title` and `detail`"),
        (
            "[language]",
            "loose = \"x\"\n[language]",
            "outside of a [section]",
        ),
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
    let reordered = "[language]\ndirection = \"rtl\"\nnative_review = true\nname = \"x\"\n[date]\nmonths = [\"a\", \"b\"]\n[problem]\nlapsed = { detail = \"d\", title = \"t\" }\n[widget]\nleft = { other = \"{n}\", one = \"1\" }\nuntil = \"{time}\"";
    let language = Language::parse("en", reordered).expect("a file");
    let about = &language.about;
    let says = (about.name.as_str(), about.direction.as_str(), about.native_review);
    assert_eq!(says, ("x", "rtl", true));
    assert_eq!(language.check_against(&german), Ok(()));
    assert_eq!((language.tag.as_str(), language.sections.len()), ("en", 3));
    assert!(language.text("date", "months").is_some());
}
