//! The import: what the files say against what the database has, and the script that brings the one into the
//! other without touching what staff have edited.

mod change;
mod judge;
mod script;

use std::fmt;

use booking::Catalogue;
use serde::{Deserialize, Serialize};

use crate::import::judge::Judged;
use crate::import::script::Write;

pub use crate::import::change::Change;

/// Reads the rows of [`StoredService`].
pub const SELECT_SERVICES: &str =
    include_str!("../../edge-worker/edge/src/store/sql/select_imported_services.sql");
/// Reads the rows of [`StoredCentre`].
pub const SELECT_CENTRES: &str =
    include_str!("../../edge-worker/edge/src/store/sql/select_imported_centres.sql");

/// A row of table `service`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StoredService {
    /// The service's id.
    pub id: String,
    /// From 1, in the order shown.
    pub position: usize,
    /// JSON of [`booking::Service`].
    pub definition: String,
    /// The definition that the last import brought; none for what staff have made.
    pub imported: Option<String>,
}

/// A row of table `centre`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct StoredCentre {
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
    /// The definition that the last import brought.
    pub imported_definition: Option<String>,
    /// The plan that the last import brought.
    pub imported_plan: Option<String>,
}

/// What the database has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    /// Rows of table `service`.
    pub services: Vec<StoredService>,
    /// Rows of table `centre`.
    pub centres: Vec<StoredCentre>,
}

/// What becomes of a service, a centre or a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Only the files have it: it is added.
    New,
    /// Nothing to say.
    Unchanged,
    /// The files have changed since the last import, the database has not: it is updated.
    Updated,
    /// Staff have edited it and the files have changed too: it stays as staff made it.
    Kept,
    /// Only the database has it: it stays, for appointments may refer to it.
    Gone,
}

/// A service, a centre or a plan, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `service reisepass`, `centre harburg`, `plan of harburg`.
    pub thing: String,
    /// What becomes of it.
    pub verdict: Verdict,
    /// From the database's to the files', field by field.
    pub changes: Vec<Change>,
}

/// Files against database.
#[derive(Clone, Debug, Default)]
pub struct Diff {
    /// Everything there is, on either side.
    pub entries: Vec<Entry>,
    writes: Vec<Write>,
}

impl Diff {
    /// Compares.
    #[must_use]
    pub fn of(catalogue: &Catalogue, stored: &Stored) -> Self {
        let mut diff = Self::default();
        for (position, service) in (1..).zip(&catalogue.services) {
            let row = stored.services.iter().find(|row| row.id == service.id.as_str());
            let definition = Judged::of(
                row.map(|row| (&row.definition, row.imported.as_ref())),
                json(service),
            );
            diff.enter(format!("service {}", service.id), &definition);
            if definition.writes() || row.is_some_and(|row| row.position != position) {
                diff.writes
                    .push(Write::service(service.id.as_str(), position, &definition));
            }
        }
        for (position, planned) in (1..).zip(&catalogue.centres) {
            let id = planned.centre.id.as_str();
            let row = stored.centres.iter().find(|row| row.id == id);
            let definition = Judged::of(
                row.map(|row| (&row.definition, row.imported_definition.as_ref())),
                json(&planned.centre),
            );
            let plan = Judged::of(
                row.map(|row| (&row.plan, row.imported_plan.as_ref())),
                json(&planned.plan),
            );
            diff.enter(format!("centre {id}"), &definition);
            if row.is_some() {
                diff.enter(format!("plan of {id}"), &plan);
            }
            if definition.writes() || plan.writes() || row.is_some_and(|row| row.position != position) {
                let version = row.map_or(0, |row| row.plan_version);
                diff.writes
                    .push(Write::centre(id, position, &definition, &plan, version));
            }
        }
        let gone_services = stored.services.iter().map(|row| ("service", &row.id));
        let gone_centres = stored.centres.iter().map(|row| ("centre", &row.id));
        for (table, id) in gone_services.chain(gone_centres) {
            let known = match table {
                "service" => catalogue.service(&id.as_str().into()).is_some(),
                _ => catalogue.centre(&id.as_str().into()).is_some(),
            };
            if !known {
                diff.entries.push(Entry {
                    thing: format!("{table} {id}"),
                    verdict: Verdict::Gone,
                    changes: Vec::new(),
                });
            }
        }
        diff
    }

    /// Whether the database has all that the files may give it.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.writes.is_empty()
    }

    /// How many entries have this verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.entries
            .iter()
            .filter(|entry| entry.verdict == verdict)
            .count()
    }

    /// The statements, one a line, to be run in one transaction. Each row is guarded: where it is no longer as
    /// it was read, `catalogue_changed` takes all of it back.
    #[must_use]
    pub fn script(&self) -> String {
        self.writes.iter().map(Write::statements).collect()
    }

    fn enter(&mut self, thing: String, judged: &Judged) {
        self.entries.push(Entry {
            thing,
            verdict: judged.verdict(),
            changes: judged.changes(),
        });
    }
}

/// As a person reads it before saying yes: everything but what is unchanged, then a sum.
impl fmt::Display for Diff {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for entry in &self.entries {
            let verdict = match entry.verdict {
                Verdict::Unchanged => continue,
                Verdict::New => "new",
                Verdict::Updated => "updated",
                Verdict::Kept => "kept as staff have edited it; the files say otherwise",
                Verdict::Gone => "kept, though no file has it: appointments may refer to it",
            };
            writeln!(formatter, "{}: {verdict}", entry.thing)?;
            for change in &entry.changes {
                writeln!(formatter, "    {change}")?;
            }
        }
        write!(
            formatter,
            "{} new, {} updated, {} kept, {} gone, {} unchanged.",
            self.count(Verdict::New),
            self.count(Verdict::Updated),
            self.count(Verdict::Kept),
            self.count(Verdict::Gone),
            self.count(Verdict::Unchanged)
        )
    }
}

/// Statements that put the catalogue into an empty database.
#[must_use]
pub fn import_sql(catalogue: &Catalogue) -> String {
    Diff::of(catalogue, &Stored::default()).script()
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("plain structs with text keys always have a JSON form")
}
