//! What is wrong with a file, where, and what to do about it.

/// One slip in the catalogue's files.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {what}. {remedy}")]
pub struct Problem {
    /// Path below the catalogue's folder, `centres/harburg.toml`.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// What is wrong, without a full stop.
    pub what: String,
    /// What to do, as a sentence.
    pub remedy: String,
}
