//! Every word the product says: one file a language (`de.toml`, `en.toml`), checked against the German one when this crate
//! is built. A key that is missing or left over, or a placeholder that differs, does not compile.
//!
//! A section is a struct, a key is a field, and each section of each language is a constant of its own ([`de::WIDGET`]):
//! the widget links German and nothing else, and loads another language by [`Widget::from_lines`].

pub mod date;
mod fill;

pub use fill::fill;

include!(concat!(env!("OUT_DIR"), "/generated.rs"));

/// What [`Widget::from_lines`] writes over: copied in one piece, where a constant would be written field by field.
static DE_WIDGET: &Widget = &de::WIDGET;

/// Puts one line into each field; whether there are as many of them.
fn fill_in(fields: &mut [&mut &'static str], lines: &'static str) -> bool {
    let mut lines = lines.lines();
    for field in fields {
        let Some(line) = lines.next() else { return false };
        **field = line;
    }
    lines.next().is_none()
}

/// What a refusal says to the person it meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// What happened, in a few words.
    pub title: &'static str,
    /// What to do next.
    pub detail: &'static str,
}

/// The texts of a language; German where there is no such language.
///
/// Takes a language tag such as `en` or `en-GB`: what follows the first two letters does not matter.
pub fn of(language: &str) -> &'static Texts {
    let code = language.get(..2).unwrap_or_default();
    ALL.into_iter()
        .find(|texts| texts.language.eq_ignore_ascii_case(code))
        .unwrap_or(&DE)
}

/// The file by which the widget loads another language than German; `None` where there is no such language.
pub fn widget_lines(language: &str) -> Option<String> {
    ALL.into_iter()
        .find(|texts| texts.language == language)
        .map(|texts| texts.widget.to_lines())
}
