//! D1 behind the database seam. Only this file knows that its futures may not cross threads.

use edge::database::{BoxFuture, Database, DatabaseError, Parameter, Rows, Statement};
use wasm_bindgen::JsValue;
use worker::send::SendFuture;
use worker::{D1Database, D1PreparedStatement, D1Result, D1ResultMeta, Error};

/// The city's D1 database.
pub struct D1 {
    /// The binding.
    pub database: D1Database,
    /// Whether each batch leaves a line in the log with what it has done.
    pub metered: bool,
}

impl Database for D1 {
    fn batch(&self, statements: Vec<Statement>) -> BoxFuture<'_, Result<Vec<Rows>, DatabaseError>> {
        Box::pin(SendFuture::new(self.run(statements)))
    }
}

impl D1 {
    async fn run(&self, statements: Vec<Statement>) -> Result<Vec<Rows>, DatabaseError> {
        let prepared = statements
            .iter()
            .map(|statement| self.prepare(statement))
            .collect::<Result<_, _>>()?;
        let results = self.database.batch(prepared).await.map_err(error)?;
        if self.metered {
            meter(&results);
        }
        results
            .iter()
            .map(|result| result.results().map(Rows).map_err(DatabaseError::unreadable))
            .collect()
    }

    fn prepare(&self, statement: &Statement) -> Result<D1PreparedStatement, DatabaseError> {
        let parameters: Vec<JsValue> = statement.parameters.iter().map(parameter).collect();
        let prepared = self.database.prepare(statement.sql);
        if parameters.is_empty() {
            return Ok(prepared);
        }
        prepared.bind(&parameters).map_err(error)
    }
}

/// A batch that is refused is not metered: D1 says nothing of what it did.
fn meter(results: &[D1Result]) {
    let metas = || results.iter().filter_map(|result| result.meta().ok().flatten());
    let sum =
        |of: fn(&D1ResultMeta) -> Option<usize>| metas().filter_map(|meta| of(&meta)).sum::<usize>() as u64;
    tracing::info!(
        statements = results.len() as u64,
        rows_read = sum(|meta| meta.rows_read),
        rows_written = sum(|meta| meta.rows_written),
        "database"
    );
}

/// Numbers travel as doubles: D1's own integer has 32 bits, and instants need more.
#[expect(clippy::cast_precision_loss, reason = "the store keeps numbers below 2^53")]
fn parameter(parameter: &Parameter) -> JsValue {
    match parameter {
        Parameter::Text(text) => JsValue::from_str(text),
        Parameter::Number(number) => JsValue::from_f64(*number as f64),
        Parameter::Null => JsValue::NULL,
    }
}

fn error(error: Error) -> DatabaseError {
    let message = match &error {
        Error::D1(error) => error.cause(),
        other => other.to_string(),
    };
    match DatabaseError::from_message(&message) {
        DatabaseError::Unknown(_) => DatabaseError::from_message(&format!("{message}; {error}")),
        named => named,
    }
}
