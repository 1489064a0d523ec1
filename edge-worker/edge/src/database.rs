//! The seam to the database: batches of statements, all or nothing.
//!
//! D1 has `batch` and no interactive transaction; this is all the product uses. The adapters are
//! `sqlite` (native) and the Worker's own for D1. Statements are `.sql` files of [`crate::store`].

use std::future::Future;
use std::pin::Pin;

use booking::Instant;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A future that may cross threads natively and is wrapped in workerd.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A database that runs batches.
pub trait Database: Send + Sync {
    /// Runs all statements in order in one transaction and returns the rows of each.
    ///
    /// # Errors
    /// [`DatabaseError`]; the whole batch is taken back, except that after
    /// [`DatabaseError::Unknown`] it may have been applied.
    fn batch(&self, statements: Vec<Statement>) -> BoxFuture<'_, Result<Vec<Rows>, DatabaseError>>;
}

/// One SQL statement with its parameters, `?1` first.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The text, from a `.sql` file.
    pub sql: &'static str,
    /// What `?1`, `?2`, … stand for.
    pub parameters: Vec<Parameter>,
}

impl Statement {
    /// A statement with its parameters.
    pub fn new(sql: &'static str, parameters: impl IntoIterator<Item = Parameter>) -> Self {
        Self {
            sql,
            parameters: parameters.into_iter().collect(),
        }
    }
}

/// What D1 takes as a parameter: no blobs, no integers beyond 2⁵³.
#[derive(Clone, Debug, PartialEq)]
pub enum Parameter {
    /// Text.
    Text(String),
    /// A whole number; travels as a double, because D1's own integer type has 32 bits.
    Number(i64),
    /// Nothing.
    Null,
}

impl From<&str> for Parameter {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Parameter {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Instant> for Parameter {
    fn from(instant: Instant) -> Self {
        Self::Number(instant.seconds())
    }
}

impl From<bool> for Parameter {
    fn from(yes: bool) -> Self {
        Self::Number(i64::from(yes))
    }
}

macro_rules! from_integer {
    ($($integer:ty),*) => {
        $(impl From<$integer> for Parameter {
            fn from(number: $integer) -> Self {
                Self::Number(i64::from(number))
            }
        })*
    };
}
from_integer!(i64, u32, u16, u8);

impl<T: Into<Parameter>> From<Option<T>> for Parameter {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The rows a statement returned, as objects by column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows(pub Vec<Value>);

impl Rows {
    /// All rows as `T`.
    ///
    /// # Errors
    /// [`DatabaseError::Unreadable`] when a row is not a `T`.
    pub fn all<T: DeserializeOwned>(self) -> Result<Vec<T>, DatabaseError> {
        self.0
            .into_iter()
            .map(|row| serde_json::from_value(row).map_err(DatabaseError::unreadable))
            .collect()
    }

    /// The first row as `T`, if there is one.
    ///
    /// # Errors
    /// [`DatabaseError::Unreadable`] when it is not a `T`.
    pub fn first<T: DeserializeOwned>(self) -> Result<Option<T>, DatabaseError> {
        self.0
            .into_iter()
            .next()
            .map(|row| serde_json::from_value(row).map_err(DatabaseError::unreadable))
            .transpose()
    }
}

/// Why a batch failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseError {
    /// A guard refused: the name of the constraint of table `must`.
    #[error("guard {0}")]
    Guard(String),
    /// A unique index refused: `table.column` or the name of the index.
    #[error("not unique: {0}")]
    NotUnique(String),
    /// Anything else: the batch may or may not have been applied.
    #[error("database: {0}")]
    Unknown(String),
    /// A row is not what the schema says.
    #[error("unreadable row: {0}")]
    Unreadable(String),
}

impl DatabaseError {
    /// Reads the message of SQLite, which D1 passes on with text of its own around it.
    #[must_use]
    pub fn from_message(message: &str) -> Self {
        let after = |marker: &str| {
            message.split_once(marker).map(|(_, rest)| {
                rest.chars()
                    .take_while(|character| character.is_ascii_alphanumeric() || "_.".contains(*character))
                    .collect::<String>()
            })
        };
        if let Some(name) = after("CHECK constraint failed: ") {
            return Self::Guard(name);
        }
        if let Some(name) = after("UNIQUE constraint failed: ") {
            return Self::NotUnique(name);
        }
        Self::Unknown(message.to_owned())
    }

    /// For stored text that cannot be read.
    pub fn unreadable(error: impl std::fmt::Display) -> Self {
        Self::Unreadable(error.to_string())
    }
}
