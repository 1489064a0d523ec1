//! The database natively: SQLite behind the same seam, refusing what D1 refuses.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::backup::Backup;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use serde_json::{Map, Value};

use crate::database::{BoxFuture, Database, DatabaseError, Parameter, Rows, Statement};

/// D1's limits (developers.cloudflare.com/d1/platform/limits).
const MOST_PARAMETERS: usize = 100;
const LONGEST_STATEMENT: usize = 100_000;
const LARGEST_INTEGER: i64 = 1 << 53;

/// Statements kept prepared: more than the product has.
const PREPARED: usize = 128;

/// A SQLite database.
#[derive(Clone)]
pub struct Sqlite {
    connection: Arc<Mutex<Connection>>,
}

impl Sqlite {
    /// Opens a file, or a database in memory for `:memory:`.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn open(path: &str) -> Result<Self, rusqlite::Error> {
        let connection = Connection::open(path)?;
        connection.execute_batch("PRAGMA foreign_keys = ON;")?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    /// A copy in memory: cheaper than migrating and importing anew.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn copy(&self) -> Result<Self, rusqlite::Error> {
        let copy = Self::open(":memory:")?;
        Backup::new(&self.lock(), &mut copy.lock())?.step(-1)?;
        Ok(copy)
    }

    /// Runs a script: migrations, an import, what a test wants to break.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn script(&self, sql: &str) -> Result<(), rusqlite::Error> {
        self.lock().execute_batch(sql)
    }

    /// Runs one statement outside of the product, for tests that look inside.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub fn query(&self, sql: &str, parameters: &[Parameter]) -> Result<Rows, DatabaseError> {
        let connection = self.lock();
        run(&connection, sql, parameters)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run_batch(&self, statements: &[Statement]) -> Result<Vec<Rows>, DatabaseError> {
        let mut connection = self.lock();
        let transaction = connection.transaction().map_err(error)?;
        let mut results = Vec::with_capacity(statements.len());
        for statement in statements {
            refuse_what_d1_refuses(statement)?;
            results.push(run(&transaction, statement.sql, &statement.parameters)?);
        }
        transaction.commit().map_err(error)?;
        Ok(results)
    }
}

impl Database for Sqlite {
    fn batch(&self, statements: Vec<Statement>) -> BoxFuture<'_, Result<Vec<Rows>, DatabaseError>> {
        Box::pin(async move {
            // As a round trip to D1 does, this lets others in between load and commit.
            tokio::task::yield_now().await;
            self.run_batch(&statements)
        })
    }
}

impl ToSql for Parameter {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            // As D1 binds it: a double, which the column's affinity turns into an integer.
            #[expect(clippy::cast_precision_loss, reason = "checked against 2^53 before")]
            Self::Number(number) => ValueRef::Real(*number as f64),
            Self::Null => ValueRef::Null,
        }))
    }
}

fn run(connection: &Connection, sql: &str, parameters: &[Parameter]) -> Result<Rows, DatabaseError> {
    let mut prepared = connection.prepare_cached(sql).map_err(error)?;
    let columns: Vec<String> = prepared.column_names().map(str::to_owned).collect();
    let mut rows = prepared.query(params_from_iter(parameters)).map_err(error)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(error)? {
        let mut object = Map::new();
        for (index, column) in columns.iter().enumerate() {
            let value = match row.get_ref(index).map_err(error)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(number) => Value::from(number),
                ValueRef::Real(number) => Value::from(number),
                ValueRef::Text(text) => Value::from(String::from_utf8_lossy(text).into_owned()),
                ValueRef::Blob(_) => return Err(DatabaseError::unreadable("blobs do not travel over D1")),
            };
            object.insert(column.clone(), value);
        }
        found.push(Value::Object(object));
    }
    Ok(Rows(found))
}

fn refuse_what_d1_refuses(statement: &Statement) -> Result<(), DatabaseError> {
    let first = statement.sql.split_whitespace().next().unwrap_or_default();
    let too_large = |parameter: &Parameter| matches!(parameter, Parameter::Number(number) if number.abs() > LARGEST_INTEGER);
    let refusal = if ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT"].contains(&first.to_uppercase().as_str()) {
        "transactions are batches"
    } else if statement.parameters.len() > MOST_PARAMETERS {
        "over 100 parameters"
    } else if statement.sql.len() > LONGEST_STATEMENT {
        "statement over 100 kB"
    } else if statement.parameters.iter().any(too_large) {
        "integer beyond 2^53"
    } else {
        return Ok(());
    };
    Err(DatabaseError::Unknown(format!("D1 would refuse: {refusal}")))
}

fn error(error: rusqlite::Error) -> DatabaseError {
    DatabaseError::from_message(&error.to_string())
}
