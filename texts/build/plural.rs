//! Which forms a text about a number has: the plural categories of CLDR that whole numbers reach.
//!
//! The build script asks of a file exactly these; the crate picks one (`src/plural.rs`).

/// The forms of a language, by CLDR's names and in CLDR's order; `None` for a language whose rule is not here yet.
///
/// `other` is left out where CLDR keeps it for fractions.
pub fn forms(language: &str) -> Option<&'static [&'static str]> {
    Some(match language.get(..2)? {
        "de" | "en" | "tr" | "fa" => &["one", "other"],
        "pl" | "ru" | "uk" => &["one", "few", "many"],
        "ar" => &["zero", "one", "two", "few", "many", "other"],
        _ => return None,
    })
}

/// Whether a form is for one number only, so that a text may spell it out: "eine Minute".
///
/// In Russian and Ukrainian `one` is for 21 as well, in Farsi for 0.
pub fn is_for_one_number(language: &str, form: &str) -> bool {
    match language.get(..2) {
        Some("ru" | "uk" | "fa") => false,
        _ => matches!(form, "zero" | "one" | "two"),
    }
}
