//! Committing a decision: guards, days, appointments, challenge, answer, mails, audit — one batch, all
//! or nothing.

use booking::change::Event;
use booking::{Appointment, Change, Day, Instant, NoticeKind, limit};
use serde::Deserialize;

use crate::Edge;
use crate::brake::Meter;
use crate::database::{DatabaseError, Statement};
use crate::store::appointments::Record;
use crate::store::{appointments, days, outbox};

/// A day in seconds: the window of the mail limit.
const DAY: i64 = 24 * 3600;

/// What goes into the batch beside the change.
#[derive(Default)]
pub struct Beside<'a> {
    /// What this pays with.
    pub spends: Option<&'a Once>,
    /// What counts it, and may refuse it.
    pub meters: &'a [Meter],
    /// The answer to remember.
    pub answer: Option<Statement>,
    /// The address may not have too many open holds.
    pub limit_holds: bool,
    /// The address may not have too many coming appointments.
    pub limit_coming: bool,
    /// The address may not get too many mails.
    pub limit_mails: bool,
    /// Statements of the caller, after the guards.
    pub more: Vec<Statement>,
}

/// Good for one commit: a solved challenge, a form ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// What is remembered once spent.
    pub signature: String,
    /// Until when it must be remembered.
    pub expires: Instant,
}

/// What became of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stands.
    Committed,
    /// Somebody was faster: load and decide again.
    Stale,
    /// The address is over its limit of holds or coming appointments.
    TooManyHolds,
    /// The address has had its mails of the day.
    TooManyMails,
    /// What it pays with was spent before.
    Spent,
    /// A meter says that what it pays with does not suffice.
    Braked,
    /// The same request came in twice at once: answer as the other one was answered.
    Replayed,
    /// The invitation has a living appointment.
    InvitationUsed,
    /// The mail to settle has gone to another sender.
    LeaseLost,
}

#[derive(Deserialize)]
struct Found {
    found: i64,
}

/// Commits a change of `record`'s appointment. `replaced` is the record of the appointment it replaces.
///
/// # Errors
/// [`DatabaseError`] that no retry can mend. After an unknown outcome the change is looked for, among the last
/// four of its appointment: others may have come on top of it. Only if it is not there is the outcome
/// [`Outcome::Stale`].
pub async fn commit(
    edge: &Edge,
    change: &Change,
    record: &Record,
    replaced: Option<&Record>,
    beside: Beside<'_>,
    now: Instant,
) -> Result<Outcome, DatabaseError> {
    let commit_id = hex::encode(edge.draw::<16>());
    let batch = batch(edge, change, record, replaced, beside, &commit_id, now)?;
    match edge.database.batch(batch).await {
        Ok(_) => {
            tracing::info!(event = event_name(change.event), "committed");
            for day in change.days.iter() {
                edge.memo.forget_offers(&day.centre);
            }
            if !change.notices.is_empty() {
                (edge.wake)();
            }
            Ok(Outcome::Committed)
        }
        Err(DatabaseError::Guard(name)) => Ok(match name.as_str() {
            "too_many_holds" | "too_many_appointments" => Outcome::TooManyHolds,
            "lease_lost" => Outcome::LeaseLost,
            "invitation_used" => Outcome::InvitationUsed,
            "too_many_mails" => Outcome::TooManyMails,
            "too_many_reservations" => Outcome::Braked,
            "plan_changed" => {
                edge.memo.forget_catalogue();
                Outcome::Stale
            }
            _ => Outcome::Stale,
        }),
        Err(DatabaseError::NotUnique(name)) => Ok(match name.as_str() {
            "spent_challenge.signature" => Outcome::Spent,
            "idempotency.key_hash" => Outcome::Replayed,
            // A reference or an id that is in use: chance is drawn again.
            _ => Outcome::Stale,
        }),
        Err(DatabaseError::Unknown(message)) => {
            tracing::warn!(message, "outcome unknown, looking for the change");
            let select = Statement::new(
                include_str!("sql/select_commit.sql"),
                [change.appointment.id.to_string().into(), commit_id.into()],
            );
            // If even this fails nobody knows: not the same as "nothing was stored".
            let rows = edge.one(select).await.map_err(DatabaseError::unreadable)?;
            Ok(match rows.first::<Found>()? {
                Some(Found { found: 1 }) => {
                    if !change.notices.is_empty() {
                        (edge.wake)();
                    }
                    Outcome::Committed
                }
                _ => Outcome::Stale,
            })
        }
        Err(error) => Err(error),
    }
}

fn batch(
    edge: &Edge,
    change: &Change,
    record: &Record,
    replaced: Option<&Record>,
    beside: Beside<'_>,
    commit_id: &str,
    now: Instant,
) -> Result<Vec<Statement>, DatabaseError> {
    let record = &Record {
        appointment: change.appointment.clone(),
        ..record.clone()
    };
    let keys = &edge.settings.keys;
    let contact = record.contact.as_ref();

    let mut batch: Vec<Statement> = change
        .days
        .iter()
        .flat_map(|day| [days::guard(day), days::guard_plan(day)])
        .collect();
    batch.push(appointments::guard(&change.appointment));
    let limited = beside.limit_holds || beside.limit_coming || beside.limit_mails;
    if let (Some(contact), true) = (contact, limited) {
        let hashes = contact.hashes(keys, change.appointment.id)?;
        let of_address = |sql, most| guard_address(sql, &hashes, &change.appointment, now, most);
        let holds = include_str!("sql/guard_holds.sql");
        let coming = include_str!("sql/guard_coming.sql");
        batch.extend(beside.limit_holds.then(|| of_address(holds, limit::OPEN_HOLDS)));
        batch.extend(
            beside
                .limit_coming
                .then(|| of_address(coming, limit::COMING_APPOINTMENTS)),
        );
        batch.extend(beside.limit_mails.then(|| guard_mails(&hashes, now)));
    }
    if let Some(old) = &change.replaced {
        batch.push(appointments::guard(old));
    }
    batch.extend(beside.meters.iter().map(|meter| meter.guard(now)));
    batch.extend(beside.more);
    batch.extend(change.days.iter().map(|day: &Day| days::upsert(day, now)));
    batch.push(appointments::upsert(record, keys, commit_id)?);
    if let (Some(old), Some(old_record)) = (&change.replaced, replaced) {
        let old_record = Record {
            appointment: old.clone(),
            ..old_record.clone()
        };
        batch.push(appointments::upsert(&old_record, keys, commit_id)?);
    }
    if let Some(once) = beside.spends {
        let parameters = [once.signature.as_str().into(), once.expires.into()];
        batch.push(Statement::new(
            include_str!("sql/insert_spent_challenge.sql"),
            parameters,
        ));
    }
    batch.extend(beside.meters.iter().map(|meter| meter.count(now)));
    batch.extend(beside.answer);
    if let Some(contact) = contact {
        let notices = change.notices.iter();
        batch.extend(
            notices.map(|notice| outbox::insert(edge, &change.appointment, notice, &contact.email_hash, now)),
        );
    }
    batch.push(Statement::new(
        include_str!("sql/insert_audit.sql"),
        [
            now.into(),
            change.appointment.id.to_string().into(),
            event_name(change.event).into(),
            change.appointment.slot.centre.as_str().into(),
        ],
    ));
    Ok(batch)
}

fn guard_address(
    sql: &'static str,
    hashes: &str,
    appointment: &Appointment,
    now: Instant,
    most: u32,
) -> Statement {
    Statement::new(
        sql,
        [
            hashes.into(),
            appointment.id.to_string().into(),
            now.into(),
            most.into(),
        ],
    )
}

fn guard_mails(hashes: &str, now: Instant) -> Statement {
    Statement::new(
        include_str!("sql/guard_mails.sql"),
        [
            hashes.into(),
            now.plus_seconds(-DAY).into(),
            limit::ACTIVATION_MAILS_A_DAY.into(),
        ],
    )
}

/// The name of an event in audit and log.
#[must_use]
pub const fn event_name(event: Event) -> &'static str {
    match event {
        Event::Reserved => "reserved",
        Event::Prolonged => "prolonged",
        Event::Held => "held",
        Event::Corrected => "corrected",
        Event::AddressChanged => "address_changed",
        Event::Resent => "resent",
        Event::MailAccepted => "mail_accepted",
        Event::MailRefused => "mail_refused",
        Event::MailTooLate => "mail_too_late",
        Event::WrongCode => "wrong_code",
        Event::Booked => "booked",
        Event::BookedLate => "booked_late",
        Event::Cancelled => "cancelled",
        Event::Undone => "undone",
        Event::Moved => "moved",
    }
}

/// The name of a mail in the outbox.
#[must_use]
pub const fn kind_name(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Activation => "activation",
        NoticeKind::Lapsing => "lapsing",
        NoticeKind::Limit => "limit",
        NoticeKind::Confirmed => "confirmed",
        NoticeKind::Reminder => "reminder",
        NoticeKind::Moved => "moved",
        NoticeKind::Cancelled => "cancelled",
        NoticeKind::Again => "again",
    }
}
