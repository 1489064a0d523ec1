//! When the minute cron last ran.

use booking::Instant;
use serde::Deserialize;

use crate::database::{DatabaseError, Rows, Statement};

#[derive(Deserialize)]
struct Row {
    at: i64,
}

/// Selects the last tick.
#[must_use]
pub fn select() -> Statement {
    Statement::new(include_str!("sql/select_tick.sql"), [])
}

/// Reads what [`select`] returned; `None` before the first tick.
///
/// # Errors
/// [`DatabaseError::Unreadable`].
pub fn read(rows: Rows) -> Result<Option<Instant>, DatabaseError> {
    Ok(rows.first::<Row>()?.map(|row| Instant::from_seconds(row.at)))
}

/// Notes a tick.
#[must_use]
pub fn note(now: Instant) -> Statement {
    Statement::new(include_str!("sql/upsert_tick.sql"), [now.into()])
}
