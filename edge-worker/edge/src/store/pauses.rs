//! Centres that sell nothing because the invariant check found one of their days broken.

use booking::{CentreId, Instant};
use serde::Deserialize;

use crate::database::{DatabaseError, Rows, Statement};

/// A paused centre.
#[derive(Clone, Debug, Deserialize)]
pub struct Pause {
    /// Which.
    pub centre: CentreId,
    /// Since when, in seconds since 1970.
    pub since: i64,
    /// What was found, and on which date.
    pub reason: String,
}

/// Selects the paused centres: seldom any.
#[must_use]
pub fn select() -> Statement {
    Statement::new(include_str!("sql/select_pauses.sql"), [])
}

/// Reads what [`select`] returned.
///
/// # Errors
/// [`DatabaseError::Unreadable`].
pub fn read(rows: Rows) -> Result<Vec<Pause>, DatabaseError> {
    rows.all()
}

/// Whether a centre is among them.
#[must_use]
pub fn includes(pauses: &[Pause], centre: &CentreId) -> bool {
    pauses.iter().any(|pause| pause.centre == *centre)
}

/// Pauses a centre; the first reason stays.
#[must_use]
pub fn pause(centre: &CentreId, reason: &str, now: Instant) -> Statement {
    Statement::new(
        include_str!("sql/insert_pause.sql"),
        [centre.as_str().into(), now.into(), reason.into()],
    )
}

/// Lets a centre sell again, and has the next tick look at all of its days.
#[must_use]
pub fn resume(centre: &CentreId) -> [Statement; 2] {
    [
        include_str!("sql/delete_pause.sql"),
        include_str!("sql/uncheck_days.sql"),
    ]
    .map(|sql| Statement::new(sql, [centre.as_str().into()]))
}
