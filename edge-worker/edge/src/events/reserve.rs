//! Reserving a time (rule 2): the one event that needs a challenge and an idempotency key.

use booking::appointment::Slot;
use booking::catalogue::{Chosen, PlannedCentre};
use booking::invitation::InvitationCode;
use booking::reserve::{Wish, reserve as decide};
use booking::{AppointmentId, Catalogue, Instant, Refusal};
use serde::{Deserialize, Serialize};

use crate::Edge;
use crate::alternatives::nearest_json;
use crate::attempts::Attempts;
use crate::brake::Payment;
use crate::clock::Clock;
use crate::database::Statement;
use crate::events::{Access, record};
use crate::field::FieldProblem;
use crate::keys::Purpose;
use crate::problem::{Kind, Problem};
use crate::standing::Shut;
use crate::store::appointments::Record;
use crate::store::commit::{Beside, Outcome, commit};
use crate::store::invitations::{Kept, find, guard, used_by};
use crate::store::{closed, days, idempotency, pauses};
use crate::wire::{CreatedJson, ReservedJson};

/// A reservation asked for.
pub struct Order {
    /// What for.
    pub services: Vec<Chosen>,
    /// When and where.
    pub slot: Slot,
    /// The appointment of the same browser that this one replaces, with its secret.
    pub replaces: Option<(AppointmentId, String)>,
    /// The code of an invitation, where the services need one.
    pub invitation: Option<InvitationCode>,
    /// Language of what follows.
    pub language: &'static str,
    /// Names the request.
    pub key: String,
    /// Hash of its body.
    pub body_hash: String,
}

/// The answer to an earlier request with the same key, if there was one.
///
/// # Errors
/// `idempotency-key-reused` when it had another body.
pub async fn remembered(
    edge: &Edge,
    key: &str,
    body_hash: &str,
    now: Instant,
) -> Result<Option<CreatedJson>, Problem> {
    let Some(answer) = idempotency::answer(edge.one(idempotency::select(key, now)).await?)? else {
        return Ok(None);
    };
    if answer.body_hash != body_hash {
        return Err(Kind::IdempotencyKeyReused.into());
    }
    let id = AppointmentId::parse(&answer.appointment).ok_or(Kind::Internal)?;
    let stored: Stored = serde_json::from_str(&answer.answer).map_err(|_| Kind::Internal)?;
    Ok(Some(stored.with_secret(edge, id)))
}

/// Reserves, and answers with the reservation and its secret.
///
/// # Errors
/// `booking-closed`, `invitation-required`, `invitation-invalid`, `invitation-used`, `centre-paused`, `centre-closed`,
/// `centre-not-open`, `slot-taken` and `not-offered` with free times, `challenge-spent`, `challenge-invalid` when it has become
/// too easy, `too-many-requests`, `wrong-state` when the replaced
/// appointment is booked, `unauthorised` when its secret is wrong.
pub async fn reserve(
    edge: &Edge,
    clock: &Clock,
    order: &Order,
    payment: &Payment,
) -> Result<CreatedJson, Problem> {
    let mut attempts = Attempts::new(edge, clock);
    loop {
        let now = attempts.next().await?;
        let catalogue = edge.catalogue(now).await?;
        let planned = catalogue.centre(&order.slot.centre).ok_or(Kind::NotFound)?;
        let date = order.slot.date;
        if let Some(shut) = Shut::between(&catalogue, &planned.centre, (date, date), now.date()) {
            return Err(elsewhere(edge, &catalogue, order, shut, now).await?);
        }
        let visit = catalogue
            .visit(&order.services, &planned.centre)
            .map_err(|error| Problem::invalid(vec![FieldProblem::of_wish(&error)]))?;
        let invitation = invitation(edge, &catalogue, order, now).await?;
        let replaced = replaced(edge, order).await?;

        let mut slots = vec![&order.slot];
        slots.extend(replaced.iter().map(|old| &old.appointment.slot));
        let keys = days::select_all(&slots);
        let mut selects: Vec<_> = keys
            .iter()
            .map(|(centre, date)| days::select(centre, *date))
            .collect();
        selects.extend([pauses::select(), closed::select()]);
        let mut rows = edge.database.batch(selects).await?;
        if let Some(closed) = closed::read(rows.pop().unwrap_or_default())? {
            return Err(Problem::closed(closed.text));
        }
        if pauses::includes(&pauses::read(rows.pop().unwrap_or_default())?, &order.slot.centre) {
            let elsewhere = nearest_json(edge, &catalogue, &order.services, &order.slot, now).await?;
            return Err(Problem::from(Kind::CentrePaused).with_alternatives(elsewhere));
        }
        let days = days::days(&keys, rows, &catalogue)?;

        let wish = Wish {
            slot: order.slot.clone(),
            visit,
            services: order.services.clone(),
        };
        let old = replaced.as_ref().map(|old| old.appointment.clone());
        let decided = decide(
            wish,
            &planned.centre,
            order.language,
            old,
            days,
            now,
            &edge.entropy(),
        );
        let change = match decided {
            Ok(change) => change,
            Err(refusal) => {
                // The same request twice at once: the other one may be who has the time.
                return match remembered(edge, &order.key, &order.body_hash, now).await? {
                    Some(body) => Ok(body),
                    None => Err(refused(edge, planned, order, refusal, now).await?),
                };
            }
        };
        let record = Record {
            appointment: change.appointment.clone(),
            key_id: edge.settings.keys.current().to_owned(),
            contact: None,
        };
        let stored = Stored {
            reserved: ReservedJson::new(&record.appointment, now),
            key_id: record.key_id.clone(),
        };
        let text = serde_json::to_string(&stored).map_err(|_| Kind::Internal)?;
        let beside = Beside {
            spends: Some(&payment.once),
            meters: &payment.meters,
            answer: Some(idempotency::insert(
                &order.key,
                &order.body_hash,
                change.appointment.id,
                &text,
                now,
            )),
            more: beside(
                order,
                invitation.as_ref(),
                replaced.as_ref(),
                change.appointment.id,
                now,
            ),
            ..Beside::default()
        };
        match commit(edge, &change, &record, replaced.as_ref(), beside, now).await? {
            Outcome::Committed => {
                return Ok(stored.with_secret(edge, change.appointment.id));
            }
            // The same request twice at once spends its challenge and its code once: the other one has the answer.
            outcome @ (Outcome::Spent | Outcome::Replayed | Outcome::InvitationUsed) => {
                let spent = match outcome {
                    Outcome::InvitationUsed => Kind::InvitationUsed,
                    _ => Kind::ChallengeSpent,
                };
                let earlier = remembered(edge, &order.key, &order.body_hash, now).await?;
                return earlier.ok_or_else(|| spent.into());
            }
            Outcome::Braked => return Err(payment.refusal(edge, now).await?),
            _ => {}
        }
    }
}

/// The invitation that the services need, good for this centre at this time.
async fn invitation(
    edge: &Edge,
    catalogue: &Catalogue,
    order: &Order,
    now: Instant,
) -> Result<Option<Kept>, Problem> {
    if !catalogue.needs_invitation(&order.services) {
        return Ok(None);
    }
    let kept = match order.invitation {
        Some(code) => Some(find(edge, code).await?.ok_or(Kind::InvitationInvalid)?),
        None => None,
    };
    let invitation = kept.as_ref().map(|kept| &kept.invitation);
    catalogue
        .invited(&order.services, &order.slot.centre, invitation, now)
        .map_err(|uninvited| Problem::refused(Refusal::Uninvited(uninvited), now))?;
    Ok(kept)
}

/// What goes into the batch beside the reservation.
fn beside(
    order: &Order,
    invitation: Option<&Kept>,
    replaced: Option<&Record>,
    id: AppointmentId,
    now: Instant,
) -> Vec<Statement> {
    let mut more = vec![idempotency::delete_expired(&order.key, now)];
    if let Some(kept) = invitation {
        let replaced = replaced.map(|old| old.appointment.id);
        more.extend([guard(kept, replaced, now), used_by(kept, id)]);
    }
    more
}

/// The appointment to replace. One that is gone altogether leaves nothing to give back.
async fn replaced(edge: &Edge, order: &Order) -> Result<Option<Record>, Problem> {
    let Some((id, secret)) = &order.replaces else {
        return Ok(None);
    };
    match record(edge, &Access::Bearer(*id, secret.clone()), &[Purpose::Secret]).await {
        Ok((record, _)) => Ok(Some(record)),
        Err(problem) if problem.kind() == Kind::Lapsed => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// A closed centre's refusal, with the times of its successor nearest to the wished one.
async fn elsewhere(
    edge: &Edge,
    catalogue: &Catalogue,
    order: &Order,
    shut: Shut,
    now: Instant,
) -> Result<Problem, Problem> {
    let mut wished = order.slot.clone();
    if let Some(successor) = shut.successor() {
        wished.centre = successor.clone();
    }
    let free = nearest_json(edge, catalogue, &order.services, &wished, now).await?;
    Ok(Problem::from(shut).with_alternatives(free))
}

async fn refused(
    edge: &Edge,
    planned: &PlannedCentre,
    order: &Order,
    refusal: Refusal,
    now: Instant,
) -> Result<Problem, Problem> {
    let open = &planned.opens(order.slot.date);
    let closed = !open
        .counters
        .iter()
        .any(|counter| counter.open.contains(order.slot.start));
    let problem = if closed && refusal == Refusal::Taken {
        Kind::NotOffered.into()
    } else {
        Problem::refused(refusal, now)
    };
    if !matches!(problem.kind(), Kind::SlotTaken | Kind::NotOffered) {
        return Ok(problem);
    }
    let catalogue = edge.catalogue(now).await?;
    let alternatives = nearest_json(edge, &catalogue, &order.services, &order.slot, now).await?;
    Ok(problem.with_alternatives(alternatives))
}

/// An answer as it is kept: without the secret, which is derived when the answer leaves.
#[derive(Serialize, Deserialize)]
struct Stored {
    reserved: ReservedJson,
    key_id: String,
}

impl Stored {
    fn with_secret(self, edge: &Edge, id: AppointmentId) -> CreatedJson {
        CreatedJson {
            secret: edge.settings.keys.token(&self.key_id, Purpose::Secret, id, 0),
            reserved: self.reserved,
        }
    }
}
