//! A file's text, kept beside what was read from it so that problems can name the line.

use std::fs;
use std::ops::Range;
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// The text of one file.
pub struct Source {
    name: String,
    text: String,
}

impl Source {
    /// Reads the file `name` below `dir`.
    pub fn read(dir: &Path, name: &str, problems: &mut Vec<Problem>) -> Option<Self> {
        match fs::read_to_string(dir.join(name)) {
            Ok(text) => Some(Self {
                name: name.to_owned(),
                text,
            }),
            Err(error) => {
                problems.push(unreadable(name, &error));
                None
            }
        }
    }

    /// Its path below the catalogue's folder.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads its form; stops at the first slip.
    pub fn parse<T: DeserializeOwned>(&self, problems: &mut Vec<Problem>) -> Option<T> {
        match toml::from_str(&self.text) {
            Ok(value) => Some(value),
            Err(error) => {
                let what = error.message().lines().collect::<Vec<_>>().join("; ");
                problems.push(self.problem(
                    error.span().unwrap_or(0..0),
                    what,
                    "Compare with another file of this folder.",
                ));
                None
            }
        }
    }

    /// A problem at a place of this file.
    pub fn problem(&self, span: Range<usize>, what: impl Into<String>, remedy: impl Into<String>) -> Problem {
        let before = self.text.get(..span.start).unwrap_or_default();
        Problem {
            file: self.name.clone(),
            line: before.matches('\n').count() + 1,
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}

/// All `.toml` files of a folder, by name.
pub fn folder<T: DeserializeOwned>(
    dir: &Path,
    folder: &str,
    problems: &mut Vec<Problem>,
) -> Vec<(Source, T)> {
    let entries = match fs::read_dir(dir.join(folder)) {
        Ok(entries) => entries,
        Err(error) => {
            problems.push(unreadable(folder, &error));
            return Vec::new();
        }
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".toml"))
        .map(|name| format!("{folder}/{name}"))
        .collect();
    names.sort();
    names
        .iter()
        .filter_map(|name| {
            let source = Source::read(dir, name, problems)?;
            let file = source.parse(problems)?;
            Some((source, file))
        })
        .collect()
}

fn unreadable(name: &str, error: &std::io::Error) -> Problem {
    Problem {
        file: name.to_owned(),
        line: 1,
        what: format!("cannot be read: {error}"),
        remedy: "Put it there as UTF-8 text, or name the catalogue's folder.".to_owned(),
    }
}
