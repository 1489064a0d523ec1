//! The statements of an import: for each row a guard that it is as it was read, then the row.

use crate::import::judge::Judged;

const GUARD_SERVICE: &str =
    include_str!("../../../edge-worker/edge/src/store/sql/guard_imported_service.sql");
const GUARD_CENTRE: &str = include_str!("../../../edge-worker/edge/src/store/sql/guard_imported_centre.sql");
const UPSERT_SERVICE: &str =
    include_str!("../../../edge-worker/edge/src/store/sql/upsert_imported_service.sql");
const UPSERT_CENTRE: &str =
    include_str!("../../../edge-worker/edge/src/store/sql/upsert_imported_centre.sql");

/// A row to be written.
#[derive(Clone, Debug)]
pub struct Write {
    guard: String,
    upsert: String,
}

impl Write {
    /// Of table `service`.
    pub fn service(id: &str, position: usize, definition: &Judged) -> Self {
        let id = quoted(Some(id));
        Self {
            guard: filled(GUARD_SERVICE, &[id.clone(), read(definition)]),
            upsert: filled(
                UPSERT_SERVICE,
                &[
                    id,
                    position.to_string(),
                    quoted(Some(definition.text())),
                    quoted(definition.imported()),
                ],
            ),
        }
    }

    /// Of table `centre`; `version` is the plan's as read, 0 where there is no row. A changed definition counts as
    /// well: it says from when to when the centre is open, and stored offers stand as long as the version does.
    pub fn centre(id: &str, position: usize, definition: &Judged, plan: &Judged, version: u32) -> Self {
        let id = quoted(Some(id));
        let next = version + u32::from(definition.changes_row() || plan.changes_row());
        Self {
            guard: filled(
                GUARD_CENTRE,
                &[id.clone(), read(definition), read(plan), version.to_string()],
            ),
            upsert: filled(
                UPSERT_CENTRE,
                &[
                    id,
                    position.to_string(),
                    quoted(Some(definition.text())),
                    quoted(Some(plan.text())),
                    next.to_string(),
                    quoted(definition.imported()),
                    quoted(plan.imported()),
                ],
            ),
        }
    }

    /// Both statements, one a line.
    pub fn statements(&self) -> String {
        format!("{}\n{}\n", self.guard, self.upsert)
    }
}

/// What a row had when it was read, as its guard compares it.
fn read(judged: &Judged) -> String {
    quoted(Some(judged.stored.as_deref().unwrap_or_default()))
}

/// A statement on one line with its numbered parameters written out, since scripts have none.
fn filled(statement: &str, values: &[String]) -> String {
    let one_line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut parts = one_line.split('?');
    let mut script = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let (number, rest) = part.split_at(end);
        let value = number
            .parse()
            .ok()
            .and_then(|number: usize| values.get(number - 1));
        script.push_str(value.map_or("NULL", String::as_str));
        script.push_str(rest);
    }
    script.push(';');
    script
}

/// An SQL string. JSON has no raw line breaks, so a statement stays on its line.
fn quoted(text: Option<&str>) -> String {
    text.map_or("NULL".to_owned(), |text| {
        format!("'{}'", text.replace('\'', "''"))
    })
}
