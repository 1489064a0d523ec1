//! What differs between two versions, field by field, as a person reads it.

use std::fmt;

use booking::unit::clock;
use serde_json::Value;

/// A field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `fees[0].cents`
    pub field: String,
    /// What the database has; none where it has nothing.
    pub old: Option<String>,
    /// What the files have.
    pub new: Option<String>,
}

impl fmt::Display for Change {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
        write!(
            formatter,
            "{}: {} → {}",
            self.field,
            text(&self.old),
            text(&self.new)
        )
    }
}

/// All differences.
pub fn changes(old: &Value, new: &Value) -> Vec<Change> {
    let mut found = Vec::new();
    compare("", Some(old), Some(new), &mut found);
    found
}

fn compare(field: &str, old: Option<&Value>, new: Option<&Value>, found: &mut Vec<Change>) {
    if old.unwrap_or(&Value::Null) == new.unwrap_or(&Value::Null) {
        return;
    }
    match (old, new) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let inside = |key: &str| {
                if field.is_empty() {
                    key.to_owned()
                } else {
                    format!("{field}.{key}")
                }
            };
            for (key, new) in new {
                compare(&inside(key), old.get(key), Some(new), found);
            }
            for (key, old) in old.iter().filter(|(key, _)| !new.contains_key(*key)) {
                compare(&inside(key), Some(old), None, found);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if old.iter().chain(new).any(Value::is_object) => {
            for index in 0..old.len().max(new.len()) {
                compare(
                    &format!("{field}[{index}]"),
                    old.get(index),
                    new.get(index),
                    found,
                );
            }
        }
        _ => found.push(Change {
            field: field.to_owned(),
            old: old
                .filter(|value| !value.is_null())
                .map(|value| told(field, value)),
            new: new
                .filter(|value| !value.is_null())
                .map(|value| told(field, value)),
        }),
    }
}

/// Times of day are units in the database, and clock times to people.
fn told(field: &str, value: &Value) -> String {
    let unit = value.as_u64().and_then(|unit| u16::try_from(unit).ok());
    let is_time = field.ends_with(".opens") || field.ends_with(".closes");
    match (unit, value) {
        (Some(unit), _) if is_time => clock(unit),
        (_, Value::String(text)) => format!("\"{text}\""),
        _ => value.to_string(),
    }
}
