//! The catalogue as rows, and as a script that fills an empty database.

use std::fmt::Write;

use booking::Catalogue;
use serde::Serialize;

/// A row of table `service`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRow {
    /// The service's id.
    pub id: String,
    /// From 1, in the order shown.
    pub position: usize,
    /// JSON of [`booking::Service`].
    pub definition: String,
}

/// A row of table `centre`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CentreRow {
    /// The centre's id.
    pub id: String,
    /// From 1, in the order shown.
    pub position: usize,
    /// JSON of [`booking::Centre`].
    pub definition: String,
    /// JSON of [`booking::Plan`].
    pub plan: String,
    /// See [`booking::catalogue::PlannedCentre`].
    pub plan_version: u32,
}

/// The rows of table `service`.
#[must_use]
pub fn service_rows(catalogue: &Catalogue) -> Vec<ServiceRow> {
    (1..)
        .zip(&catalogue.services)
        .map(|(position, service)| ServiceRow {
            id: service.id.to_string(),
            position,
            definition: json(service),
        })
        .collect()
}

/// The rows of table `centre`.
#[must_use]
pub fn centre_rows(catalogue: &Catalogue) -> Vec<CentreRow> {
    (1..)
        .zip(&catalogue.centres)
        .map(|(position, planned)| CentreRow {
            id: planned.centre.id.to_string(),
            position,
            definition: json(&planned.centre),
            plan: json(&planned.plan),
            plan_version: planned.plan_version,
        })
        .collect()
}

/// Statements that put all rows into an empty database, one a line.
#[must_use]
pub fn import_sql(catalogue: &Catalogue) -> String {
    let mut script = String::new();
    for row in service_rows(catalogue) {
        let (id, definition) = (quoted(&row.id), quoted(&row.definition));
        let position = row.position;
        // Writing to a String cannot fail.
        let _ = writeln!(
            script,
            "INSERT INTO service (id, position, definition) VALUES ({id}, {position}, {definition});"
        );
    }
    for row in centre_rows(catalogue) {
        let (id, definition, plan) = (quoted(&row.id), quoted(&row.definition), quoted(&row.plan));
        let (position, version) = (row.position, row.plan_version);
        let _ = writeln!(
            script,
            "INSERT INTO centre (id, position, definition, plan, plan_version) \
             VALUES ({id}, {position}, {definition}, {plan}, {version});"
        );
    }
    script
}

/// An SQL string. JSON has no raw line breaks, so a statement stays on its line.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("plain structs with text keys always have a JSON form")
}
