//! A language file of `texts/`, as its build reads it, and the lines by which the widget loads a language.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use texts::{Words, fill};

use crate::language::{LOADED, Language};
use crate::rust;

/// Lines are read once a page and kept as long as it; a search reads them without end and must stop keeping them.
const MOST_LEAKED: usize = 50_000;
static LEAKED: AtomicUsize = AtomicUsize::new(0);
static GERMAN_LINES: LazyLock<String> = LazyLock::new(|| texts::DE.words().to_lines());

/// See the crate. The file as a German one, which others are held against, and as one held against the real German file.
pub fn check(input: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(input) else {
        return false;
    };
    lines(text) || file(text)
}

fn file(text: &str) -> bool {
    let read = match Language::parse("de", text) {
        Ok(language) => language,
        Err(sentence) => {
            assert!(sentence.starts_with("texts/de.toml"), "{sentence}");
            assert_eq!(Language::parse("de", text).err(), Some(sentence));
            return false;
        }
    };
    assert_eq!(read.check_against(&read), Ok(()), "it is like itself");
    for section in &read.sections {
        for (key, text) in &section.entries {
            assert!(read.text(&section.name, key).is_some());
            text.lines().into_iter().for_each(filled_in);
        }
    }
    in_lines(&read);
    let source = rust::source(&read, std::slice::from_ref(&read));
    assert!(
        syn::parse_file(&source).is_ok(),
        "what is generated is Rust: {source}"
    );
    true
}

/// Of a text that was taken every brace is filled in.
fn filled_in(line: &str) {
    let names = line.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let values: Vec<(&str, &str)> = names.map(|name| (name, "·")).collect();
    assert!(!fill(line, &values).contains(['{', '}']), "{line}");
}

/// The widget's texts, one a line, are as many lines and the same texts.
fn in_lines(language: &Language) {
    let widget = language
        .sections
        .iter()
        .filter(|section| LOADED.contains(&section.name.as_str()));
    let texts: Vec<&str> = widget
        .flat_map(|section| section.entries.iter().flat_map(|(_, text)| text.lines()))
        .collect();
    let joined = texts.join("\n");
    assert!(joined.lines().eq(texts.iter().copied()), "{texts:?}");
}

/// Lines that are taken are written the same again.
fn lines(text: &str) -> bool {
    // No language file that builds has an empty text, or a carriage return in one of the widget's.
    let full = !text.contains('\r') && text.lines().all(|line| !line.trim().is_empty());
    let possible = full && text.lines().count() == GERMAN_LINES.lines().count();
    if !possible || LEAKED.fetch_add(1, Ordering::Relaxed) > MOST_LEAKED {
        return false;
    }
    let kept: &'static str = String::leak(text.to_owned());
    let words = Words::from_lines(kept).expect("as many lines as there are texts");
    assert!(words.to_lines().lines().eq(text.lines()));
    true
}
