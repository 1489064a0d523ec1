//! The catalogue as imported and as staff have changed it.

use booking::catalogue::{Centre, PlannedCentre, Service};
use booking::{Catalogue, Plan};
use serde::Deserialize;

use crate::Edge;
use crate::database::{DatabaseError, Statement};

#[derive(Deserialize)]
struct ServiceRow {
    definition: String,
}

#[derive(Deserialize)]
struct CentreRow {
    definition: String,
    plan: String,
    plan_version: u32,
}

/// Reads the whole catalogue.
///
/// # Errors
/// [`DatabaseError`], also when a definition cannot be read.
pub async fn load(edge: &Edge) -> Result<Catalogue, DatabaseError> {
    let statements = vec![
        Statement::new(include_str!("sql/select_services.sql"), []),
        Statement::new(include_str!("sql/select_centres.sql"), []),
    ];
    let mut rows = edge.database.batch(statements).await?.into_iter();
    let services = rows.next().unwrap_or_default().all::<ServiceRow>()?;
    let centres = rows.next().unwrap_or_default().all::<CentreRow>()?;
    Ok(Catalogue {
        services: services
            .iter()
            .map(|row| serde_json::from_str::<Service>(&row.definition).map_err(DatabaseError::unreadable))
            .collect::<Result<_, _>>()?,
        centres: centres.iter().map(planned).collect::<Result<_, _>>()?,
    })
}

fn planned(row: &CentreRow) -> Result<PlannedCentre, DatabaseError> {
    Ok(PlannedCentre {
        centre: serde_json::from_str::<Centre>(&row.definition).map_err(DatabaseError::unreadable)?,
        plan: serde_json::from_str::<Plan>(&row.plan).map_err(DatabaseError::unreadable)?,
        plan_version: row.plan_version,
    })
}
