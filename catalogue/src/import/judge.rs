//! One text of a row (a definition or a plan) against the files', and against what the last import brought.

use serde_json::Value;

use crate::import::Verdict;
use crate::import::change::{Change, changes};

/// A text of a row, judged.
pub struct Judged {
    /// What the row has; none where there is no row.
    pub stored: Option<String>,
    imported: Option<String>,
    ours: String,
    verdict: Verdict,
}

impl Judged {
    /// Judges what a row has and what the last import brought, if there is a row.
    pub fn of(row: Option<(&String, Option<&String>)>, ours: String) -> Self {
        let verdict = match row {
            None => Verdict::New,
            Some((stored, _)) if same(stored, &ours) => Verdict::Unchanged,
            Some((stored, Some(imported))) if same(stored, imported) => Verdict::Updated,
            // Staff have edited it, and the files have nothing new to say.
            Some((_, Some(imported))) if same(imported, &ours) => Verdict::Unchanged,
            Some(_) => Verdict::Kept,
        };
        Self {
            stored: row.map(|(stored, _)| stored.clone()),
            imported: row.and_then(|(_, imported)| imported.cloned()),
            ours,
            verdict,
        }
    }

    /// What becomes of it.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Whether the row's text changes.
    pub fn changes_row(&self) -> bool {
        matches!(self.verdict, Verdict::New | Verdict::Updated)
    }

    /// Whether anything is to be written: also where staff and files have come to the same, which is then
    /// nobody's edit any more.
    pub fn writes(&self) -> bool {
        self.changes_row()
            || (self.agreed() && !self.imported.as_ref().is_some_and(|text| same(text, &self.ours)))
    }

    /// What the row shall have.
    pub fn text(&self) -> &str {
        match &self.stored {
            Some(stored) if !self.changes_row() => stored,
            _ => &self.ours,
        }
    }

    /// What shall be known as imported.
    pub fn imported(&self) -> Option<&str> {
        if self.changes_row() || self.agreed() {
            Some(&self.ours)
        } else {
            self.imported.as_deref()
        }
    }

    /// What differs, for a person to read; nothing where the files bring nothing.
    pub fn changes(&self) -> Vec<Change> {
        match (&self.stored, self.verdict) {
            (Some(stored), Verdict::Updated | Verdict::Kept) => changes(&value(stored), &value(&self.ours)),
            _ => Vec::new(),
        }
    }

    fn agreed(&self) -> bool {
        self.stored
            .as_ref()
            .is_some_and(|stored| same(stored, &self.ours))
    }
}

/// The same JSON, however it is written.
fn same(a: &str, b: &str) -> bool {
    a == b || value(a) == value(b)
}

/// What cannot be read is compared as it is.
fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}
