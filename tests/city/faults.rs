//! A database whose answers get lost, natively: what D1 does when a connection breaks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use edge::database::{BoxFuture, Database, DatabaseError, Rows, Statement};
use edge::sqlite::Sqlite;

/// Long enough for another request to come and go.
const A_WHILE: Duration = Duration::from_millis(800);

/// What goes wrong with the next batches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The next commit does not arrive.
    LoseCommit,
    /// The next commit is applied, its answer is lost.
    LoseAnswer,
    /// The same, and a while passes until that shows.
    LoseAnswerSlowly,
    /// The next batch of any kind is lost.
    LoseAnything,
}

/// Faults to come, in order; the test holds the other end.
#[derive(Clone, Default)]
pub struct Faults(Arc<Mutex<Vec<Fault>>>);

impl Faults {
    /// Adds faults.
    pub fn expect(&self, faults: &[Fault]) {
        self.0.lock().expect("nobody panics here").extend(faults);
    }

    /// Whether all of them have happened.
    pub fn are_over(&self) -> bool {
        self.0.lock().expect("nobody panics here").is_empty()
    }

    fn next(&self, commits: bool) -> Option<Fault> {
        let mut faults = self.0.lock().expect("nobody panics here");
        let fits = faults
            .first()
            .is_some_and(|fault| commits || *fault == Fault::LoseAnything);
        fits.then(|| faults.remove(0))
    }
}

pub(crate) struct Faulty {
    pub(crate) database: Sqlite,
    pub(crate) faults: Faults,
}

impl Database for Faulty {
    fn batch(&self, statements: Vec<Statement>) -> BoxFuture<'_, Result<Vec<Rows>, DatabaseError>> {
        Box::pin(async move {
            let commits = statements
                .iter()
                .any(|statement| statement.sql.contains("INTO audit"));
            let fault = self.faults.next(commits);
            if matches!(fault, Some(Fault::LoseCommit | Fault::LoseAnything)) {
                return Err(lost());
            }
            let answer = self.database.batch(statements).await;
            if fault == Some(Fault::LoseAnswerSlowly) {
                tokio::time::sleep(A_WHILE).await;
            }
            if matches!(fault, Some(Fault::LoseAnswer | Fault::LoseAnswerSlowly)) {
                Err(lost())
            } else {
                answer
            }
        })
    }
}

fn lost() -> DatabaseError {
    DatabaseError::from_message("Network connection lost.")
}
