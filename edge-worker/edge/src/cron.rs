//! What the minute cron does: sends what was missed, checks days, deletes what has been kept long enough.

use crate::Edge;
use crate::check::check;
use crate::clock::Clock;
use crate::database::{DatabaseError, Statement};
use crate::store::ticks;
use crate::{offers, outbox};

/// Days a settled mail and an audit entry are kept.
const KEPT_DAYS: i64 = 30;

/// One tick.
///
/// # Errors
/// [`DatabaseError`]; the next tick goes on.
pub async fn tick(edge: &Edge) -> Result<(), DatabaseError> {
    let clock = Clock::read(edge).await?;
    let sent = outbox::drain(edge, &clock, outbox::IN_CRON_SECONDS).await;
    let checked = check(edge, &clock).await;
    let now = clock.now();
    let old = now.plus_days(-KEPT_DAYS);
    let an_hour_ago = now.plus_minutes(-60);
    let sweep = [
        (include_str!("store/sql/sweep_outbox_of_deleted.sql"), now),
        // Before the appointments that used them up.
        (include_str!("store/sql/sweep_invitations.sql"), now),
        (include_str!("store/sql/sweep_appointments.sql"), now),
        (include_str!("store/sql/sweep_idempotency.sql"), now),
        (include_str!("store/sql/sweep_challenges.sql"), now),
        (include_str!("store/sql/sweep_networks.sql"), an_hour_ago),
        (include_str!("store/sql/sweep_outbox.sql"), old),
        (include_str!("store/sql/sweep_audit.sql"), old),
    ];
    let statements = sweep
        .into_iter()
        .map(|(sql, until)| Statement::new(sql, [until.into()]))
        .chain([ticks::note(now)]);
    edge.database.batch(statements.collect()).await?;
    let yesterday = now.date().pred_opt().unwrap_or_default().to_string();
    edge.one(Statement::new(
        include_str!("store/sql/sweep_days.sql"),
        [yesterday.into()],
    ))
    .await?;
    let refreshed = offers::refresh(edge, now).await;
    sent.and(checked).and(refreshed)
}
