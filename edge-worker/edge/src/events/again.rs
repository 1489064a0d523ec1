//! "Send my appointments again": for whoever has lost the mails (rule 14).

use booking::applicant::Email;

use crate::Edge;
use crate::brake::Network;
use crate::clock::Clock;
use crate::database::DatabaseError;
use crate::problem::{Kind, Problem};
use crate::store::appointments::address_hashes;
use crate::store::outbox::insert_again;

/// Leaves a mail with all coming appointments of an address, if it has any and has not had such mails enough today. The same
/// is done and answered for every address, so that nobody learns whether it has appointments.
///
/// # Errors
/// `too-many-requests` of a network.
pub async fn again(edge: &Edge, clock: &Clock, network: &Network, email: &Email) -> Result<(), Problem> {
    let now = clock.now();
    let hashes = address_hashes(&edge.settings.keys, email)?;
    let meter = network.of_mails(edge);
    let mut batch: Vec<_> = meter.iter().map(|meter| meter.guard(now)).collect();
    batch.push(insert_again(edge, &hashes, now));
    batch.extend(meter.iter().map(|meter| meter.count(now)));
    match edge.database.batch(batch).await {
        Ok(_) => {
            (edge.wake)();
            Ok(())
        }
        Err(DatabaseError::Guard(_)) => {
            let refusal = match &meter {
                Some(meter) => meter.refusal(edge, now).await?,
                None => None,
            };
            Err(refusal.unwrap_or_else(|| Kind::Busy.into()))
        }
        Err(error) => Err(error.into()),
    }
}
