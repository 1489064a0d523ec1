//! Where facts come from, and which names things may have.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use crate::file::{Origin, Provenance};
use crate::problem::Problem;
use crate::source::Source;

/// Every fact must have an origin, and every origin a fact.
pub fn check_provenance(
    source: &Source,
    provenance: &Provenance,
    facts: &[&str],
    problems: &mut Vec<Problem>,
) {
    let origins = provenance.get_ref();
    for fact in facts {
        if !origins.keys().any(|name| name.get_ref() == fact) {
            problems.push(source.problem(
                provenance.span(),
                format!("nothing says where {fact} comes from"),
                format!("Add `{fact} = {{ sources = [\"S…\"], verified = … }}` below [provenance]."),
            ));
        }
    }
    for (name, origin) in origins {
        if !facts.contains(&name.get_ref().as_str()) {
            problems.push(source.problem(
                name.span(),
                format!("origin of {}, which this file does not state", name.get_ref()),
                format!("Use one of: {}.", facts.join(", ")),
            ));
        }
        check_origin(source, name.span(), origin, problems);
    }
}

/// An origin names sources in their form.
pub fn check_origin(source: &Source, span: Range<usize>, origin: &Origin, problems: &mut Vec<Problem>) {
    let mut complain = |span, what: String| {
        problems.push(source.problem(
            span,
            what,
            "Name numbers of SOURCES.md such as S15, or \"project\" with verified = false.",
        ));
    };
    if origin.sources.is_empty() {
        complain(span.clone(), "origin without a source".to_owned());
    }
    if origin.note.as_ref().is_some_and(|note| note.trim().is_empty()) {
        complain(span, "empty note".to_owned());
    }
    for named in &origin.sources {
        let text = named.get_ref();
        if text == "project" {
            if origin.verified {
                complain(
                    named.span(),
                    "a decision of the project is marked as verified".to_owned(),
                );
            }
        } else if !text
            .strip_prefix('S')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        {
            complain(named.span(), format!("no such source: {text}"));
        }
    }
}

/// Ids are lower case letters, digits and hyphens: they stand in addresses.
pub fn check_id(source: &Source, id: &Spanned<String>, problems: &mut Vec<Problem>) {
    let text = id.get_ref();
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if text.is_empty() || !text.chars().all(plain) {
        problems.push(source.problem(
            id.span(),
            format!("id \"{text}\" cannot stand in an address"),
            "Use lower case letters a to z, digits and hyphens.",
        ));
    }
}

/// No two files may claim one id.
pub fn check_distinct<'a>(
    ids: impl Iterator<Item = (&'a Source, &'a Spanned<String>)>,
    problems: &mut Vec<Problem>,
) {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    for (source, id) in ids {
        match first.get(id.get_ref().as_str()) {
            Some(other) => problems.push(source.problem(
                id.span(),
                format!("id \"{}\" is taken by {other}", id.get_ref()),
                "Give each file an id of its own.",
            )),
            None => {
                first.insert(id.get_ref(), source.name());
            }
        }
    }
}
