//! What the invariant check reads: days with their appointments, as of one instant.

use std::collections::BTreeMap;

use booking::day::Span;
use booking::invariant::Holder;
use booking::skill::SkillSet;
use booking::unit::Unit;
use booking::{AppointmentId, CentreId, Claim, Instant, state_text};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Edge;
use crate::database::{DatabaseError, Statement};

/// A centre on a date.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// The centre.
    pub centre: CentreId,
    /// The date.
    pub date: NaiveDate,
}

/// One day, as stored.
#[derive(Debug, Default)]
pub struct Stored {
    /// 0 where there is no row.
    pub version: u32,
    /// `None` when they cannot be read.
    pub claims: Option<Vec<Claim>>,
    /// Its appointments, lapsed ones included as long as their claims may count.
    pub holders: Vec<Holder>,
}

#[derive(Deserialize)]
struct DayRow {
    #[serde(flatten)]
    key: Key,
    version: u32,
    state: String,
}

#[derive(Deserialize)]
struct HolderRow {
    #[serde(flatten)]
    key: Key,
    id: String,
    start: Unit,
    units: u8,
    skills: u8,
    until: i64,
}

/// The days from `from` on that have changed since they were checked, at most `most`.
///
/// # Errors
/// [`DatabaseError`].
pub async fn changed(edge: &Edge, from: NaiveDate, most: u32) -> Result<Vec<Key>, DatabaseError> {
    let parameters = [from.to_string().into(), most.into()];
    let select = Statement::new(include_str!("sql/select_changed_days.sql"), parameters);
    edge.one(select).await?.all()
}

/// Days with the appointments that have not lapsed before `since`, read together.
///
/// # Errors
/// [`DatabaseError`].
pub async fn load(edge: &Edge, keys: &[Key], since: Instant) -> Result<BTreeMap<Key, Stored>, DatabaseError> {
    let wanted = serde_json::to_string(keys).map_err(DatabaseError::unreadable)?;
    let statements = vec![
        Statement::new(
            include_str!("sql/select_wanted_days.sql"),
            [wanted.as_str().into()],
        ),
        Statement::new(
            include_str!("sql/select_wanted_holders.sql"),
            [wanted.into(), since.into()],
        ),
    ];
    let mut rows = edge.database.batch(statements).await?.into_iter();
    let untouched = || Stored {
        claims: Some(Vec::new()),
        ..Stored::default()
    };
    let mut found: BTreeMap<Key, Stored> = keys.iter().map(|key| (key.clone(), untouched())).collect();
    for row in rows.next().unwrap_or_default().all::<DayRow>()? {
        let stored = found.entry(row.key).or_default();
        stored.version = row.version;
        stored.claims = state_text::read(&row.state).ok();
    }
    for row in rows.next().unwrap_or_default().all::<HolderRow>()? {
        let holder = Holder {
            id: AppointmentId::parse(&row.id).ok_or_else(|| DatabaseError::unreadable("appointment id"))?,
            span: Span {
                start: row.start,
                units: row.units,
                skills: SkillSet::from_bits(row.skills),
            },
            until: Instant::from_seconds(row.until),
        };
        found.entry(row.key).or_default().holders.push(holder);
    }
    Ok(found)
}

/// Notes days as checked in the versions that were read; what has changed since stays to be checked.
///
/// # Errors
/// [`DatabaseError::Unreadable`].
pub fn checked<'a>(days: impl Iterator<Item = (&'a Key, &'a Stored)>) -> Result<Statement, DatabaseError> {
    let versions: Vec<(&CentreId, NaiveDate, u32)> = days
        .map(|(key, stored)| (&key.centre, key.date, stored.version))
        .collect();
    let versions = serde_json::to_string(&versions).map_err(DatabaseError::unreadable)?;
    let sql = include_str!("sql/update_checked_days.sql");
    Ok(Statement::new(sql, [versions.into()]))
}
