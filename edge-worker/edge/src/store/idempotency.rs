//! Answers to creating requests: the same key and body get the same answer for 24 h.
//!
//! The secret is left out and derived again when the answer is replayed. Keys are kept as hashes.

use booking::{AppointmentId, Instant};
use serde::Deserialize;

use crate::database::{DatabaseError, Rows, Statement};
use crate::keys::sha256_hex;

/// Hours an answer is kept (rule 14).
const HOURS: i64 = 24;

/// A remembered answer.
#[derive(Clone, Debug, Deserialize)]
pub struct Answer {
    /// Hash of the body it answered.
    pub body_hash: String,
    /// What it created.
    pub appointment: String,
    /// The answer's JSON without its secret.
    pub answer: String,
}

/// Selects the answer to a key.
#[must_use]
pub fn select(key: &str, now: Instant) -> Statement {
    Statement::new(
        include_str!("sql/select_idempotency.sql"),
        [sha256_hex(key).into(), now.into()],
    )
}

/// Forgets an answer that is too old, so that its key can be used again before the sweep.
#[must_use]
pub fn delete_expired(key: &str, now: Instant) -> Statement {
    Statement::new(
        include_str!("sql/delete_idempotency.sql"),
        [sha256_hex(key).into(), now.into()],
    )
}

/// Remembers an answer.
#[must_use]
pub fn insert(
    key: &str,
    body_hash: &str,
    appointment: AppointmentId,
    answer: &str,
    now: Instant,
) -> Statement {
    Statement::new(
        include_str!("sql/insert_idempotency.sql"),
        [
            sha256_hex(key).into(),
            body_hash.into(),
            appointment.to_string().into(),
            answer.into(),
            now.plus_minutes(HOURS * 60).into(),
        ],
    )
}

/// Reads what [`select`] returned.
///
/// # Errors
/// [`DatabaseError::Unreadable`].
pub fn answer(rows: Rows) -> Result<Option<Answer>, DatabaseError> {
    rows.first()
}
