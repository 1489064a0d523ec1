//! The generated source: one struct a section, one constant a language and section.

use crate::language::{Language, Text};
use std::fmt::Write;

/// All of `generated.rs`. Sections are constants of their own so that whoever uses one links no other.
pub fn source(german: &Language, languages: &[Language]) -> String {
    let mut out = String::new();
    for section in &german.sections {
        let _ = writeln!(
            out,
            "/// `[{0}]` of the language files.\n#[derive(Debug, Clone, Copy)]\npub struct {1} {{",
            section.name,
            camel(&section.name)
        );
        for (key, text) in &section.entries {
            let shape = match text {
                Text::Line(_) => "&'static str".to_owned(),
                Text::Lines(lines) => format!("[&'static str; {}]", lines.len()),
                Text::Refusal { .. } => "Refusal".to_owned(),
            };
            let _ = writeln!(
                out,
                "    #[doc = {:?}]\n    pub {key}: {shape},",
                text.lines().join(" · ")
            );
        }
        out.push_str("}\n\n");
    }
    out.push_str("/// Every text of one language.\n#[derive(Debug)]\npub struct Texts {\n    /// Two-letter code, as in the `lang` attribute.\n    pub language: &'static str,\n");
    for section in &german.sections {
        let _ = writeln!(
            out,
            "    /// `[{0}]`\n    pub {0}: {1},",
            section.name,
            camel(&section.name)
        );
    }
    out.push_str("}\n\n");
    for language in languages {
        constants(&mut out, german, language);
    }
    let all = languages
        .iter()
        .map(|language| format!("&{}", language.code.to_uppercase()));
    let _ = writeln!(
        out,
        "/// Every language there is.\npub const ALL: [&Texts; {}] = [{}];\n",
        languages.len(),
        all.collect::<Vec<_>>().join(", ")
    );
    for (section, entries) in german.sections.iter().map(|s| (&s.name, &s.entries)) {
        match section.as_str() {
            "widget" => lines(&mut out, entries),
            "problem" => by_name(&mut out, entries),
            _ => {}
        }
    }
    out
}

fn constants(out: &mut String, german: &Language, language: &Language) {
    let code = &language.code;
    let upper = code.to_uppercase();
    let _ = writeln!(
        out,
        "/// The sections of `{code}.toml`, each by itself.\npub mod {code} {{"
    );
    for section in &german.sections {
        let kind = camel(&section.name);
        let _ = writeln!(
            out,
            "    /// `[{0}]`\n    pub const {1}: super::{kind} = super::{kind} {{",
            section.name,
            section.name.to_uppercase()
        );
        for (key, _) in &section.entries {
            let value = match language.text(&section.name, key) {
                Some(Text::Line(line)) => format!("{line:?}"),
                Some(Text::Lines(lines)) => format!("{lines:?}"),
                Some(Text::Refusal { title, detail }) => {
                    format!("super::Refusal {{ title: {title:?}, detail: {detail:?} }}")
                }
                None => continue,
            };
            let _ = writeln!(out, "        {key}: {value},");
        }
        out.push_str("    };\n");
    }
    let _ = writeln!(
        out,
        "}}\n\n/// `{code}.toml`\npub const {upper}: Texts = Texts {{\n    language: {code:?},"
    );
    for section in &german.sections {
        let _ = writeln!(
            out,
            "    {}: {code}::{},",
            section.name,
            section.name.to_uppercase()
        );
    }
    out.push_str("};\n\n");
}

/// The form in which the widget loads another language: the values, one a line, in the order of the fields.
fn lines(out: &mut String, entries: &[(String, Text)]) {
    let keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
    let _ = writeln!(
        out,
        "impl Widget {{\n    /// The values, one a line, in the order of the fields.\n    pub fn to_lines(&self) -> String {{\n        [{}].join(\"\\n\")\n    }}\n",
        keys.iter()
            .map(|key| format!("self.{key}"))
            .collect::<Vec<_>>()
            .join(", ")
    );
    let _ = writeln!(
        out,
        "    /// Reads what [`Widget::to_lines`] wrote; `None` if the number of lines is another.\n    pub fn from_lines(lines: &'static str) -> Option<Self> {{\n        let mut widget = *DE_WIDGET;\n        fill_in(&mut widget.fields(), lines).then_some(widget)\n    }}\n\n    fn fields(&mut self) -> [&mut &'static str; {}] {{\n        [{}]\n    }}\n}}\n",
        keys.len(),
        keys.iter()
            .map(|key| format!("&mut self.{key}"))
            .collect::<Vec<_>>()
            .join(", ")
    );
}

/// Finds a refusal by the last part of its problem type.
fn by_name(out: &mut String, entries: &[(String, Text)]) {
    out.push_str("impl Problem {\n    /// The words for a problem type such as `slot-taken`.\n    pub fn named(&self, name: &str) -> Option<&Refusal> {\n        Some(match name {\n");
    for (key, _) in entries {
        let _ = writeln!(out, "            {:?} => &self.{key},", key.replace('_', "-"));
    }
    out.push_str("            _ => return None,\n        })\n    }\n}\n");
}

fn camel(name: &str) -> String {
    name.split('_')
        .map(|word| {
            word.split_at_checked(1)
                .map_or_else(String::new, |(first, rest)| first.to_uppercase() + rest)
        })
        .collect()
}
