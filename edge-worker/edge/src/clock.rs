//! The time a request works with: the system's, or in development the system's moved ahead.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use booking::Instant;
use serde::Deserialize;

use crate::Edge;
use crate::database::{DatabaseError, Statement};
use crate::problem::Problem;
use crate::settings::Mode;

/// Reads the system's clock; given by the shell.
pub type SystemClock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// The edge's clock, which alone decides.
#[derive(Clone)]
pub struct Clock {
    system: SystemClock,
    ahead_seconds: i64,
}

#[derive(Deserialize)]
struct Row {
    ahead_seconds: i64,
}

impl Clock {
    /// The clock of this edge: in production the system's; in development as far ahead as the one
    /// row in the database says.
    ///
    /// # Errors
    /// [`DatabaseError`] in development.
    pub async fn read(edge: &Edge) -> Result<Self, DatabaseError> {
        let ahead_seconds = match edge.settings.mode {
            Mode::Production => 0,
            Mode::Development => {
                let select = Statement::new(include_str!("store/sql/select_clock.sql"), []);
                let rows = edge.one(select).await?;
                rows.first::<Row>()?.map_or(0, |row| row.ahead_seconds)
            }
        };
        Ok(Self {
            system: edge.system_clock.clone(),
            ahead_seconds,
        })
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Instant {
        (self.system)().plus_seconds(self.ahead_seconds)
    }
}

impl FromRequestParts<Edge> for Clock {
    type Rejection = Problem;

    async fn from_request_parts(_: &mut Parts, edge: &Edge) -> Result<Self, Problem> {
        Ok(Self::read(edge).await?)
    }
}

/// Moves development's clock by seconds, or to an instant.
///
/// # Errors
/// [`DatabaseError`].
pub async fn advance(edge: &Edge, by_seconds: i64) -> Result<Instant, DatabaseError> {
    let sql = include_str!("store/sql/advance_clock.sql");
    edge.one(Statement::new(sql, [by_seconds.into()])).await?;
    Ok(Clock::read(edge).await?.now())
}
