//! The read-only switch: while it is on, nothing new is reserved; everything that exists goes on.

use booking::Instant;
use serde::{Deserialize, Serialize};
use texts::Texts;

use crate::database::{DatabaseError, Rows, Statement};

/// What people read while the booking is closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClosedText {
    /// German.
    pub de: String,
    /// English, for everybody who does not read German.
    pub en: String,
}

/// The switch while it is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Since when.
    pub since: Instant,
    /// Why, and until when.
    pub text: ClosedText,
}

#[derive(Deserialize)]
struct Row {
    since: i64,
    text: String,
}

impl ClosedText {
    /// In the reader's language.
    #[must_use]
    pub fn of(&self, texts: &Texts) -> &str {
        if texts.language.starts_with("de") {
            &self.de
        } else {
            &self.en
        }
    }
}

/// Selects the switch.
#[must_use]
pub fn select() -> Statement {
    Statement::new(include_str!("sql/select_closed.sql"), [])
}

/// Reads what [`select`] returned; `None` while citizens can book.
///
/// # Errors
/// [`DatabaseError::Unreadable`].
pub fn read(rows: Rows) -> Result<Option<Closed>, DatabaseError> {
    let row = rows.first::<Row>()?;
    row.map(|row| {
        Ok(Closed {
            since: Instant::from_seconds(row.since),
            text: serde_json::from_str(&row.text).map_err(DatabaseError::unreadable)?,
        })
    })
    .transpose()
}

/// Switches on, or changes the text.
///
/// # Errors
/// [`DatabaseError::Unreadable`] when the text cannot be written as JSON.
pub fn close(text: &ClosedText, now: Instant) -> Result<Statement, DatabaseError> {
    let text = serde_json::to_string(text).map_err(DatabaseError::unreadable)?;
    Ok(Statement::new(
        include_str!("sql/upsert_closed.sql"),
        [now.into(), text.into()],
    ))
}

/// Switches off.
#[must_use]
pub fn open() -> Statement {
    Statement::new(include_str!("sql/delete_closed.sql"), [])
}
