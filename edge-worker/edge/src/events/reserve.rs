//! Reserving a time (rule 2): the one event that needs a challenge and an idempotency key.

use booking::appointment::Slot;
use booking::catalogue::{Chosen, PlannedCentre, Visit};
use booking::day::Span;
use booking::invitation::InvitationCode;
use booking::reserve::{Wish, reserve as decide};
use booking::{AppointmentId, Catalogue, Instant, Refusal};
use serde::{Deserialize, Serialize};

use crate::Edge;
use crate::alternatives::{kept_json, nearest_json};
use crate::attempts::Attempts;
use crate::brake::Payment;
use crate::clock::Clock;
use crate::database::{DatabaseError, Rows, Statement};
use crate::events::Access;
use crate::field::FieldProblem;
use crate::keys::Purpose;
use crate::memo::Refused;
use crate::problem::{Kind, Problem};
use crate::standing::Shut;
use crate::store::appointments::Record;
use crate::store::closed::{self, Closed};
use crate::store::commit::{Beside, Outcome, commit};
use crate::store::idempotency::{self, Answer};
use crate::store::invitations::{Kept, find, guard, used_by};
use crate::store::pauses::{self, Pause};
use crate::store::{appointments, days};
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
    let answer = idempotency::answer(edge.one(idempotency::select(key, now)).await?)?;
    answer.map(|answer| again(edge, &answer, body_hash)).transpose()
}

/// An earlier answer once more.
fn again(edge: &Edge, answer: &Answer, body_hash: &str) -> Result<CreatedJson, Problem> {
    if answer.body_hash != body_hash {
        return Err(Kind::IdempotencyKeyReused.into());
    }
    let id = AppointmentId::parse(&answer.appointment).ok_or(Kind::Internal)?;
    let stored: Stored = serde_json::from_str(&answer.answer).map_err(|_| Kind::Internal)?;
    Ok(stored.with_secret(edge, id))
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
        let visit = catalogue.visit(&order.services, &planned.centre);
        let asked = visit.as_ref().ok().copied();
        let known = || order.known_refusal(edge, &catalogue, asked, now);
        let is_open = || known().is_none();
        attempts.in_turn(&order.slot, is_open).await;
        let known = known();
        let seen = order.look(edge, known.is_some(), now).await?;

        if let Some(answer) = seen.earlier {
            return again(edge, &answer, &order.body_hash);
        }
        let date = order.slot.date;
        if let Some(shut) = Shut::between(&catalogue, &planned.centre, (date, date), now.date()) {
            return Err(elsewhere(edge, &catalogue, order, shut, now).await?);
        }
        let visit = visit.map_err(|error| Problem::invalid(vec![FieldProblem::of_wish(&error)]))?;
        let invitation = invitation(edge, &catalogue, order, now).await?;
        let replaced = order.replaced(edge, seen.replaced)?;
        if let Some(closed) = seen.closed {
            return Err(Problem::closed(closed.text));
        }
        if pauses::includes(&seen.pauses, &order.slot.centre) {
            let elsewhere = nearest_json(edge, &catalogue, &order.services, &order.slot, now).await?;
            return Err(Problem::from(Kind::CentrePaused).with_alternatives(elsewhere));
        }
        if let Some(known) = known {
            let version = days::version(seen.days.into_iter().next().unwrap_or_default())?;
            if (version, planned.plan_version) == (known.version, known.plan_version) {
                return Err(refused(edge, planned, order, Refusal::Taken, now).await?);
            }
            edge.memo.forget_refused(&order.slot, span(&order.slot, visit));
            continue;
        }
        let mut slots = vec![&order.slot];
        slots.extend(replaced.iter().map(|old| &old.appointment.slot));
        let keys: Vec<_> = slots
            .iter()
            .map(|slot| (slot.centre.clone(), slot.date))
            .collect();
        let days = days::days(&keys, seen.days, &catalogue)?;
        let as_seen = days.iter().next().map(|day| Refused {
            version: day.version,
            plan_version: day.plan_version,
            until: day.next_lapse(now),
        });

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
                let problem = refused(edge, planned, order, refusal, now).await?;
                if let (Refusal::Taken, None, Some(as_seen)) = (refusal, &replaced, as_seen) {
                    edge.memo
                        .keep_refused(&order.slot, span(&order.slot, visit), as_seen);
                }
                return Err(problem);
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
            _ => attempts.lost(&order.slot, is_open).await,
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

/// What is there before a reservation is decided, all of one moment.
struct Seen {
    /// The answer to the same key.
    earlier: Option<Answer>,
    /// Paused centres.
    pauses: Vec<Pause>,
    /// The switch.
    closed: Option<Closed>,
    /// The appointment to replace.
    replaced: Option<Record>,
    /// The wished day, then that of the appointment to replace.
    days: Vec<Rows>,
}

impl Order {
    /// Reads it in one trip; of the day its version alone where no more is needed to refuse.
    async fn look(&self, edge: &Edge, version_only: bool, now: Instant) -> Result<Seen, DatabaseError> {
        let (centre, date) = (&self.slot.centre, self.slot.date);
        let day = if version_only {
            days::select_version(centre, date)
        } else {
            days::select(centre, date)
        };
        let mut selects = vec![
            idempotency::select(&self.key, now),
            pauses::select(),
            closed::select(),
        ];
        if let Some((id, _)) = &self.replaces {
            selects.extend([appointments::select(*id), day, days::select_of(*id)]);
        } else {
            selects.push(day);
        }
        let mut rows = edge.database.batch(selects).await?.into_iter();
        let mut next = || rows.next().unwrap_or_default();
        Ok(Seen {
            earlier: idempotency::answer(next())?,
            pauses: pauses::read(next())?,
            closed: closed::read(next())?,
            replaced: match self.replaces {
                Some(_) => appointments::record(next())?,
                None => None,
            },
            days: rows.collect(),
        })
    }

    /// The appointment to replace. One that is gone altogether leaves nothing to give back.
    fn replaced(&self, edge: &Edge, found: Option<Record>) -> Result<Option<Record>, Problem> {
        let Some((id, secret)) = &self.replaces else {
            return Ok(None);
        };
        match Access::Bearer(*id, secret.clone()).open(edge, found, &[Purpose::Secret]) {
            Ok((record, _)) => Ok(Some(record)),
            Err(problem) if problem.kind() == Kind::Lapsed => Ok(None),
            Err(problem) => Err(problem),
        }
    }

    /// That the same wish has been refused, and on which day: while the day is still that one, it is refused again. Not
    /// for whom there may be more than for others: who gives a time back, who is invited.
    fn known_refusal(
        &self,
        edge: &Edge,
        catalogue: &Catalogue,
        visit: Option<Visit>,
        now: Instant,
    ) -> Option<Refused> {
        if self.replaces.is_some() || catalogue.needs_invitation(&self.services) {
            return None;
        }
        edge.memo.refused(&self.slot, span(&self.slot, visit?), now)
    }
}

const fn span(slot: &Slot, visit: Visit) -> Span {
    Span {
        start: slot.start,
        units: visit.units,
        skills: visit.skills,
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
    let alternatives = kept_json(edge, &catalogue, &order.services, &order.slot, now).await?;
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
