//! One language file, and what it must have in common with the German one.

use crate::plural;
use std::collections::BTreeSet;
use toml::{Table, Value};

/// The texts of one language, in the order of the file.
pub struct Language {
    /// Language tag (BCP 47), which is the name of the file: `en`, `de-x-einfach`.
    pub tag: String,
    pub about: About,
    pub sections: Vec<Section>,
}

/// What a file says of itself, in `[language]`.
pub struct About {
    /// The language's name in itself.
    pub name: String,
    /// Which way it is written: `ltr` or `rtl`.
    pub direction: String,
    /// Whether somebody who speaks it from childhood has read the file and found it right.
    pub native_review: bool,
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
    /// One form for each plural category of the language, in CLDR's order; `{n}` is the number.
    Plural(Vec<(String, String)>),
    /// What a refusal says: a title, and what to do next.
    Refusal {
        title: String,
        detail: String,
    },
}

/// The keys of `[language]`.
const ABOUT: &str = "`name`, `direction` (ltr or rtl) and `native_review` (true or false)";

/// The sections that the widget loads as lines.
pub const LOADED: [&str; 3] = ["first", "date", "widget"];

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
        let mut table: Table = source
            .parse()
            .map_err(|error| format!("texts/{code}.toml cannot be read: {error}"))?;
        let about = About::read(table.remove("language"))
            .ok_or_else(|| format!("texts/{code}.toml: [language] must have exactly {ABOUT}"))?;
        let forms = plural::forms(code).ok_or_else(|| {
            format!("texts/{code}.toml: texts/build/plural.rs does not know the plurals of this language")
        })?;
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
                let text = Text::read(value, forms).map_err(|why| format!("{place}: {why}"))?;
                for line in text.lines() {
                    placeholders(line).map_err(|why| format!("{place}: {why}"))?;
                    let loaded = LOADED.contains(&name.as_str());
                    if loaded && (line.contains(['\n', '\r', '\t']) || matches!(text, Text::Refusal { .. })) {
                        return Err(format!("{place}: texts of the widget are single lines"));
                    }
                }
                entries.push((key, text));
            }
            sections.push(Section { name, entries });
        }
        Ok(Self {
            tag: code.to_owned(),
            about,
            sections,
        })
    }

    /// Same sections, same keys, same kinds, same placeholders as the German file.
    pub fn check_against(&self, german: &Language) -> Result<(), String> {
        let code = &self.tag;
        for (section, key, expected) in german.texts() {
            let text = self.text(section, key).ok_or_else(|| {
                format!(
                    "texts/{code}.toml lacks `{key}` in [{section}], which texts/de.toml has: translate it"
                )
            })?;
            let place = format!("texts/{code}.toml, [{section}] {key}");
            if text.kind() != expected.kind() {
                return Err(format!(
                    "{place}: must be {} as in texts/de.toml",
                    expected.kind()
                ));
            }
            if let (Text::Plural(forms), Text::Plural(expected)) = (text, expected) {
                check_plural(code, forms, expected).map_err(|why| format!("{place}: {why}"))?;
                continue;
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

impl About {
    fn read(value: Option<Value>) -> Option<Self> {
        let Some(Value::Table(mut parts)) = value else {
            return None;
        };
        let parts = (
            parts.remove("name")?,
            parts.remove("direction")?,
            parts.remove("native_review")?,
            parts.is_empty(),
        );
        match parts {
            (Value::String(name), Value::String(direction), Value::Boolean(native_review), true) => {
                Some(Self {
                    name,
                    direction,
                    native_review,
                })
                .filter(|about| ["ltr", "rtl"].contains(&about.direction.as_str()))
            }
            _ => None,
        }
    }
}

/// Each form fills in what the German ones do; a form for a single number may spell it out.
fn check_plural(
    language: &str,
    forms: &[(String, String)],
    german: &[(String, String)],
) -> Result<(), String> {
    let mut wanted = BTreeSet::from(["n"]);
    for (_, line) in german {
        wanted.extend(placeholders(line)?);
    }
    for (form, line) in forms {
        let mut found = placeholders(line)?;
        if plural::is_for_one_number(language, form) {
            found.insert("n");
        }
        if found != wanted {
            return Err(format!(
                "`{form}` fills in {found:?}, and it should fill in {wanted:?}"
            ));
        }
    }
    Ok(())
}

impl Text {
    fn read(value: Value, forms: &[&str]) -> Result<Self, String> {
        match value {
            Value::String(line) if !line.trim().is_empty() => Ok(Self::Line(line)),
            Value::Array(lines) => lines
                .into_iter()
                .map(|line| {
                    line.as_str()
                        .filter(|line| !line.trim().is_empty())
                        .map(str::to_owned)
                })
                .collect::<Option<_>>()
                .map(Self::Lines)
                .ok_or_else(|| "a list may hold texts only, none of them empty".to_owned()),
            Value::Table(mut parts) => match (parts.remove("title"), parts.remove("detail")) {
                (Some(Value::String(title)), Some(Value::String(detail))) if parts.is_empty() => {
                    Ok(Self::Refusal { title, detail })
                }
                (None, None) => Self::read_plural(parts, forms),
                _ => Err("must have exactly `title` and `detail`".to_owned()),
            },
            _ => Err("must be a text that is not empty".to_owned()),
        }
    }

    fn read_plural(mut parts: Table, forms: &[&str]) -> Result<Self, String> {
        let mut lines = Vec::new();
        for form in forms {
            match parts.remove(*form) {
                Some(Value::String(line)) if !line.trim().is_empty() => {
                    lines.push(((*form).to_owned(), line))
                }
                _ => return Err(format!("the plural form `{form}` is missing")),
            }
        }
        if !parts.is_empty() {
            return Err(format!(
                "has plural forms besides {forms:?}, which this language lacks"
            ));
        }
        Ok(Self::Plural(lines))
    }

    /// Every line a reader may see, in a fixed order.
    pub fn lines(&self) -> Vec<&str> {
        match self {
            Self::Line(line) => vec![line],
            Self::Lines(lines) => lines.iter().map(String::as_str).collect(),
            Self::Plural(forms) => forms.iter().map(|(_, line)| line.as_str()).collect(),
            Self::Refusal { title, detail } => vec![title, detail],
        }
    }

    fn kind(&self) -> String {
        match self {
            Self::Line(_) => "one text".to_owned(),
            Self::Lines(lines) => format!("a list of {} texts", lines.len()),
            Self::Plural(_) => "a table of plural forms".to_owned(),
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
