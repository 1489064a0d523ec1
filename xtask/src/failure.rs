//! How a command ends early.

use std::fmt::Display;

/// What every step returns.
pub type Result<T> = std::result::Result<T, Failure>;

/// Why a command ended before it was done.
#[derive(Debug)]
pub enum Failure {
    /// A person pressed Ctrl-C, or the machine asked us to end.
    Stopped,
    /// Something is wrong; the sentence says what, and what to do next.
    Told(String),
}

impl Failure {
    /// A failure told in one sentence.
    pub fn told(sentence: impl Into<String>) -> Self {
        Self::Told(sentence.into())
    }
}

/// Says what we were doing when the system refused.
pub trait Doing<T> {
    /// Turns an error into the sentence "Cannot {doing}: {error}."
    fn doing(self, doing: impl Display) -> Result<T>;
}

impl<T, E: Display> Doing<T> for std::result::Result<T, E> {
    fn doing(self, doing: impl Display) -> Result<T> {
        self.map_err(|error| Failure::Told(format!("Cannot {doing}: {error}.")))
    }
}
