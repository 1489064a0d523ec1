//! What happened when: no personal data, no service.

use booking::Instant;

use crate::database::Statement;

/// Notes what the operator did; at one centre, or `""` for all.
#[must_use]
pub fn of_operator(event: &str, centre: &str, now: Instant) -> Statement {
    Statement::new(
        include_str!("sql/insert_audit.sql"),
        [now.into(), "".into(), event.into(), centre.into()],
    )
}
