//! The invariant check: every tick the days that have changed, and one date of all centres, so that each date has its
//! turn about once an hour. A breach raises an alarm, and where a time could be sold twice the centre stops selling.

use std::collections::BTreeSet;

use booking::invariant::{Breach, breaches};
use booking::{Catalogue, CentreId, Day, Instant};
use chrono::{Days, NaiveDate};

use crate::Edge;
use crate::clock::Clock;
use crate::database::DatabaseError;
use crate::store::checks::{Key, Stored, changed, checked, load};
use crate::store::{audit, pauses};

/// Changed days looked at in one tick.
const MOST: u32 = 60;
/// Dates that take turns: the horizon, and one more.
const DATES: i64 = 62;
/// What counts for less long than this is let be: it may lapse, and be cleared away, while we look.
const MARGIN_SECONDS: i64 = 60;
/// Lapsed times stay back for less than this (rule 6).
const STAYS_BACK_MINUTES: i64 = 5;
/// As in alarms, beside the kinds of [`booking::invariant::BreachKind`].
const UNREADABLE: &str = "unreadable";

/// Looks at this tick's days.
///
/// # Errors
/// [`DatabaseError`].
pub async fn check(edge: &Edge, clock: &Clock) -> Result<(), DatabaseError> {
    let now = clock.now();
    let catalogue = edge.catalogue(now).await?;
    let keys: BTreeSet<Key> = changed(edge, now.date(), MOST)
        .await?
        .into_iter()
        .chain(turn(&catalogue, now))
        .collect();
    let keys: Vec<Key> = keys.into_iter().collect();
    let days = load(edge, &keys, now.plus_minutes(-STAYS_BACK_MINUTES)).await?;
    // Later than any commit that was read: what a writer has cleared away has lapsed by then.
    let at = clock.now().plus_seconds(MARGIN_SECONDS);

    let mut batch = vec![checked(days.iter())?];
    for (Key { centre, date }, stored) in &days {
        let mut reasons = BTreeSet::new();
        for breach in found(&catalogue, centre, *date, stored, at) {
            let (kind, pauses) = breach.map_or((UNREADABLE, true), |breach| {
                (breach.kind.name(), breach.kind.pauses())
            });
            let appointment = breach.map_or_else(String::new, |breach| breach.appointment.to_string());
            tracing::error!(alarm = "invariant", centre = centre.as_str(), %date, breach = kind, appointment);
            reasons.extend(pauses.then_some(kind));
        }
        if !reasons.is_empty() {
            let reasons: Vec<&str> = reasons.into_iter().collect();
            let reason = format!("{date}: {}", reasons.join(", "));
            batch.push(pauses::pause(centre, &reason, now));
            batch.push(audit::of_operator("centre paused", centre.as_str(), now));
        }
    }
    edge.database.batch(batch).await?;
    Ok(())
}

/// All centres on the date whose turn it is.
fn turn(catalogue: &Catalogue, now: Instant) -> impl Iterator<Item = Key> {
    let ahead = u64::try_from((now.seconds() / 60).rem_euclid(DATES)).unwrap_or(0);
    let date = now.date() + Days::new(ahead);
    catalogue.centres.iter().map(move |planned| Key {
        centre: planned.centre.id.clone(),
        date,
    })
}

/// Breaches of a day; `None` for one that cannot be read.
fn found(
    catalogue: &Catalogue,
    centre: &CentreId,
    date: NaiveDate,
    stored: &Stored,
    at: Instant,
) -> Vec<Option<Breach>> {
    let Some(claims) = &stored.claims else {
        return vec![None];
    };
    let planned = catalogue.centre(centre);
    let day = Day {
        centre: centre.clone(),
        date,
        version: stored.version,
        plan_version: planned.map_or(0, |planned| planned.plan_version),
        open: planned.map(|planned| planned.opens(date)).unwrap_or_default(),
        claims: claims.clone(),
    };
    let breaches = breaches(&day, &stored.holders, at);
    breaches.into_iter().map(Some).collect()
}
