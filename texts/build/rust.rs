//! The generated source: one struct a section, one constant a language and section.

use crate::language::{LOADED, Language, Section, Text};
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
                Text::Plural(_) => "Plural".to_owned(),
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
    out.push_str("/// Every text of one language.\n#[derive(Debug)]\npub struct Texts {\n    /// Language tag (BCP 47), as in the `lang` attribute.\n    pub language: &'static str,\n    /// The language's name in itself.\n    pub name: &'static str,\n    /// As in the `dir` attribute: `ltr` or `rtl`.\n    pub direction: &'static str,\n    /// Whether somebody who speaks it from childhood has read the file and found it right.\n    pub native_review: bool,\n");
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
        .map(|language| format!("&{}", module(language).to_uppercase()));
    let _ = writeln!(
        out,
        "/// Every language there is.\npub const ALL: [&Texts; {}] = [{}];\n",
        languages.len(),
        all.collect::<Vec<_>>().join(", ")
    );
    for section in &german.sections {
        if LOADED.contains(&section.name.as_str()) {
            fields(&mut out, section);
        }
        if section.name == "problem" {
            by_name(&mut out, &section.entries);
        }
    }
    out
}

fn constants(out: &mut String, german: &Language, language: &Language) {
    let (tag, code) = (&language.tag, module(language));
    let upper = code.to_uppercase();
    let _ = writeln!(
        out,
        "/// The sections of `{tag}.toml`, each by itself.\npub mod {code} {{"
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
                Some(Text::Plural(_)) => format!("super::Plural({:?})", forms(language, &section.name, key)),
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
        "}}\n\n/// `{tag}.toml`\npub const {upper}: Texts = Texts {{\n    language: {tag:?},\n    name: {:?},\n    direction: {:?},\n    native_review: {},",
        language.about.name, language.about.direction, language.about.native_review
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

/// The name of a language's module: its tag, as Rust can write it.
fn module(language: &Language) -> String {
    language.tag.replace('-', "_")
}

/// The forms of a plural in one line.
fn forms(language: &Language, section: &str, key: &str) -> String {
    language
        .text(section, key)
        .map_or_else(String::new, |text| text.lines().join("\t"))
}

/// Every field of a section in the order of the German file, by which the widget loads another language.
fn fields(out: &mut String, section: &Section) {
    let (mut apart, mut fields) = (String::new(), Vec::new());
    for (key, text) in &section.entries {
        match text {
            Text::Lines(lines) => {
                // The parts of an array can be lent all at once only after it has been taken apart.
                let parts: Vec<String> = (0..lines.len()).map(|at| format!("{key}_{at}")).collect();
                let _ = writeln!(apart, "        let [{}] = &mut self.{key};", parts.join(", "));
                fields.extend(parts);
            }
            Text::Plural(_) => fields.push(format!("&mut self.{key}.0")),
            _ => fields.push(format!("&mut self.{key}")),
        }
    }
    let _ = writeln!(
        out,
        "impl {} {{\n    /// How many lines it takes.\n    const FIELDS: usize = {};\n\n    fn fields(&mut self) -> [&mut &'static str; Self::FIELDS] {{\n{apart}        [{}]\n    }}\n}}\n",
        camel(&section.name),
        fields.len(),
        fields.join(", ")
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
