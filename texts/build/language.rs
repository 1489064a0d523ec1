//! One language file, and what it must have in common with the German one.

use std::collections::BTreeSet;
use toml::{Table, Value};

/// The texts of one language, in the order of the file.
pub struct Language {
    /// Two-letter code, which is the name of the file.
    pub code: String,
    pub sections: Vec<Section>,
}

/// A table of the file: a struct of the crate.
pub struct Section {
    pub name: String,
    pub entries: Vec<(String, Text)>,
}

/// What a key of a section may hold.
pub enum Text {
    Line(String),
    /// A fixed number of lines: the names of months and weekdays.
    Lines(Vec<String>),
    /// What a refusal says: a title, and what to do next.
    Refusal {
        title: String,
        detail: String,
    },
}

/// What a name may be: it becomes one of Rust.
const NAMES: &str =
    "write small letters, digits and underscores, a letter first, no underscore last, and no word of Rust";

/// The reserved words of Rust, which cannot name a field (doc.rust-lang.org/reference/keywords.html).
const RESERVED: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static",
    "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual",
    "where", "while", "yield",
];

impl Language {
    /// Reads a file; the error is a sentence for the person who edited it.
    pub fn parse(code: &str, source: &str) -> Result<Self, String> {
        let table: Table = source
            .parse()
            .map_err(|error| format!("texts/{code}.toml cannot be read: {error}"))?;
        let mut sections = Vec::new();
        for (name, value) in table {
            let Value::Table(rows) = value else {
                return Err(format!(
                    "texts/{code}.toml: `{name}` stands outside of a [section]"
                ));
            };
            if !is_name(&name) {
                return Err(format!(
                    "texts/{code}.toml: `{name}` cannot name a section: {NAMES}"
                ));
            }
            let mut entries = Vec::new();
            for (key, value) in rows {
                let place = format!("texts/{code}.toml, [{name}] {key}");
                if !is_name(&key) {
                    return Err(format!("{place}: cannot name a text: {NAMES}"));
                }
                let text = Text::read(value).map_err(|why| format!("{place}: {why}"))?;
                for line in text.lines() {
                    placeholders(line).map_err(|why| format!("{place}: {why}"))?;
                    if name == "widget" && (line.contains(['\n', '\r']) || !matches!(text, Text::Line(_))) {
                        return Err(format!("{place}: texts of the widget are single lines"));
                    }
                }
                entries.push((key, text));
            }
            sections.push(Section { name, entries });
        }
        Ok(Self {
            code: code.to_owned(),
            sections,
        })
    }

    /// Same sections, same keys, same kinds, same placeholders as the German file.
    pub fn check_against(&self, german: &Language) -> Result<(), String> {
        let code = &self.code;
        for (section, key, expected) in german.texts() {
            let text = self.text(section, key).ok_or_else(|| {
                format!(
                    "texts/{code}.toml lacks `{key}` in [{section}], which texts/de.toml has: translate it"
                )
            })?;
            let place = format!("texts/{code}.toml, [{section}] {key}");
            if text.lines().len() != expected.lines().len() || text.kind() != expected.kind() {
                return Err(format!(
                    "{place}: must be {} as in texts/de.toml",
                    expected.kind()
                ));
            }
            for (line, expected) in text.lines().into_iter().zip(expected.lines()) {
                let (found, wanted) = (placeholders(line)?, placeholders(expected)?);
                if found != wanted {
                    return Err(format!(
                        "{place}: fills in {found:?}, texts/de.toml fills in {wanted:?}"
                    ));
                }
            }
        }
        match self
            .texts()
            .find(|(section, key, _)| german.text(section, key).is_none())
        {
            Some((section, key, _)) => Err(format!(
                "texts/{code}.toml has `{key}` in [{section}], which texts/de.toml lacks: add it there or remove it"
            )),
            None => Ok(()),
        }
    }

    /// The text of a section and key.
    pub fn text(&self, section: &str, key: &str) -> Option<&Text> {
        self.texts()
            .find(|(s, k, _)| *s == section && *k == key)
            .map(|(_, _, text)| text)
    }

    fn texts(&self) -> impl Iterator<Item = (&str, &str, &Text)> {
        self.sections.iter().flat_map(|section| {
            section
                .entries
                .iter()
                .map(|(key, text)| (section.name.as_str(), key.as_str(), text))
        })
    }
}

impl Text {
    fn read(value: Value) -> Result<Self, String> {
        match value {
            Value::String(line) if !line.trim().is_empty() => Ok(Self::Line(line)),
            Value::Array(lines) => lines
                .into_iter()
                .map(|line| line.as_str().map(str::to_owned))
                .collect::<Option<_>>()
                .map(Self::Lines)
                .ok_or_else(|| "a list may hold texts only".to_owned()),
            Value::Table(mut parts) => match (parts.remove("title"), parts.remove("detail")) {
                (Some(Value::String(title)), Some(Value::String(detail))) if parts.is_empty() => {
                    Ok(Self::Refusal { title, detail })
                }
                _ => Err("must have exactly `title` and `detail`".to_owned()),
            },
            _ => Err("must be a text that is not empty".to_owned()),
        }
    }

    /// Every line a reader may see, in a fixed order.
    pub fn lines(&self) -> Vec<&str> {
        match self {
            Self::Line(line) => vec![line],
            Self::Lines(lines) => lines.iter().map(String::as_str).collect(),
            Self::Refusal { title, detail } => vec![title, detail],
        }
    }

    fn kind(&self) -> String {
        match self {
            Self::Line(_) => "one text".to_owned(),
            Self::Lines(lines) => format!("a list of {} texts", lines.len()),
            Self::Refusal { .. } => "a table of `title` and `detail`".to_owned(),
        }
    }
}

fn is_name(text: &str) -> bool {
    let plain = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_';
    text.starts_with(|first: char| first.is_ascii_lowercase())
        // The struct of a section `self_` would be `Self`.
        && !text.ends_with('_')
        && text.chars().all(plain)
        && !RESERVED.contains(&text)
}

/// The names in braces.
fn placeholders(text: &str) -> Result<BTreeSet<&str>, String> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after
            .split_once('}')
            .filter(|(name, _)| {
                name.chars().all(|c| c.is_ascii_lowercase() || c == '_') && !before.contains('}')
            })
            .ok_or_else(|| format!("a brace in `{text}` does not enclose a name"))?;
        names.insert(name);
        rest = tail;
    }
    if rest.contains('}') {
        return Err(format!("a brace in `{text}` closes nothing"));
    }
    Ok(names)
}
