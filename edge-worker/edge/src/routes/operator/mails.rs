//! `/api/v1/operator/mails`: mails that wait, and those that nobody will get.

use axum::extract::State;

use crate::Edge;
use crate::clock::Clock;
use crate::problem::Problem;
use crate::store::outbox;
use crate::wire::operator::MailsJson;

pub(super) async fn show(State(edge): State<Edge>, clock: Clock) -> Result<axum::Json<MailsJson>, Problem> {
    let now = clock.now();
    let batch = vec![outbox::select_waiting(now), outbox::select_refused(now)];
    let mut rows = edge.database.batch(batch).await?.into_iter();
    let waiting = outbox::waiting(rows.next().unwrap_or_default())?;
    let refused = outbox::refused(rows.next().unwrap_or_default())?;
    Ok(axum::Json(MailsJson::new(waiting, &refused)))
}
