//! Sending what is in the outbox: lease, check against the appointment, write, send, settle.
//!
//! Drained after each commit that left a mail, and by the minute cron. A sender that dies leaves its
//! leases to lapse; what it had sent may then be sent once more, under the same Message-ID.

mod write;

pub use write::{entry, host};

use booking::mail::{Due, accepted, due, refused, too_late};
use booking::{Change, Days, Instant, NoticeKind};

use crate::Edge;
use crate::clock::Clock;
use crate::database::DatabaseError;
use crate::mail::{Delivery, Envelope, Mail, compose};
use crate::store::appointments::{self, Record};
use crate::store::commit::{Beside, Outcome, commit};
use crate::store::days;
use crate::store::outbox::{Leased, Settled, guard_lease, lease, leased, postpone, settle};
use write::write;

/// Seconds of a lease: longer than all time limits of one SMTP conversation together.
const LEASE_SECONDS: i64 = 120;
/// Mails of one lease, sent over one connection.
const MAILS_A_LEASE: u32 = 10;
/// Senders at work at a time, and with them connections to the mail system.
const SENDERS: u32 = 4;
/// Rounds of one drain: the rest is for the next tick.
const ROUNDS: u32 = 20;
/// Seconds within which a drain begins new rounds after an answer has left: the platform ends such work after 30, and a
/// round may take 25 …
pub const AFTER_ANSWER_SECONDS: i64 = 5;
/// … and in the cron, whose rounds may take 90.
pub const IN_CRON_SECONDS: i64 = 25;
/// First pause after a mail that could not be sent, doubled each time …
const FIRST_PAUSE_SECONDS: i64 = 15;
/// … up to this: with its chance and the minute of the cron, no mail waits for five once the mail system is back.
const LONGEST_PAUSE_SECONDS: i64 = 180;
/// Tries to settle against a busy day.
const SETTLE_TRIES: u32 = 20;

/// Sends what is due, beginning new rounds for so many seconds, and none once the mail system is out of reach: its
/// mails wait together for its return.
///
/// # Errors
/// [`DatabaseError`]; what was leased stays leased and is tried again after the lease.
pub async fn drain(edge: &Edge, clock: &Clock, seconds: i64) -> Result<(), DatabaseError> {
    let started = clock.now();
    for _ in 0..ROUNDS {
        let name = hex::encode(edge.draw::<16>());
        let now = clock.now();
        let statement = lease(
            &name,
            now.plus_seconds(LEASE_SECONDS),
            now,
            MAILS_A_LEASE,
            SENDERS,
        );
        let mails = leased(edge.one(statement).await?)?;
        if mails.is_empty() {
            return Ok(());
        }
        let reached = send(edge, clock, &name, mails).await?;
        if !reached || clock.now().since(started) >= seconds {
            return Ok(());
        }
    }
    Ok(())
}

/// Sends what was leased, and says whether the mail system could be reached for all of it. What goes wrong with one
/// mail keeps none of the others from being sent or settled; the first fault is reported at the end.
async fn send(edge: &Edge, clock: &Clock, lease: &str, leased: Vec<Leased>) -> Result<bool, DatabaseError> {
    let mut fault = Ok(());
    let mut ready: Vec<(Leased, Mail)> = Vec::new();
    for row in leased {
        match prepare(edge, clock, &row).await {
            Ok(Prepared::Ready(mail)) => ready.push((row, mail)),
            Ok(Prepared::Settle(fate)) => fault = fault.and(settle_as(edge, clock, lease, &row, fate).await),
            Err(error) => {
                let later = put_off(edge, clock, lease, &row, false).await;
                fault = fault.and(Err::<(), _>(error)).and(later);
            }
        }
    }
    let mails: Vec<Mail> = ready.iter().map(|(_, mail)| mail.clone()).collect();
    if mails.is_empty() {
        return fault.map(|()| true);
    }
    let mut reached = true;
    let deliveries = edge.mailer.send(mails).await;
    for ((row, _), delivery) in ready.iter().zip(deliveries) {
        reached &= !matches!(delivery, Delivery::Unreachable(_));
        let settled = match delivery {
            Delivery::Accepted => settle_as(edge, clock, lease, row, Fate::Accepted(clock.now())).await,
            Delivery::Refused(reason) => {
                tracing::error!(reason, mail = row.id, "mail refused for good");
                settle_as(edge, clock, lease, row, Fate::Refused).await
            }
            Delivery::Later(reason) | Delivery::Unreachable(reason) => {
                tracing::warn!(
                    reason,
                    mail = row.id,
                    attempts = row.attempts,
                    "mail not sent yet"
                );
                put_off(edge, clock, lease, row, false).await
            }
            Delivery::Unknown(reason) => {
                tracing::warn!(
                    reason,
                    mail = row.id,
                    attempts = row.attempts,
                    "mail perhaps sent"
                );
                put_off(edge, clock, lease, row, true).await
            }
        };
        fault = fault.and(settled);
    }
    fault.map(|()| reached)
}

async fn put_off(
    edge: &Edge,
    clock: &Clock,
    lease: &str,
    row: &Leased,
    uncertain: bool,
) -> Result<(), DatabaseError> {
    let due = clock.now().plus_seconds(pause(edge, row.attempts));
    edge.one(postpone(&row.id, lease, due, uncertain)).await.map(drop)
}

/// Settles a mail; for a mail that its hold waits for, together with what that does to the hold. The
/// mail that explains a limit looks like an activation mail to whoever asks for its state.
async fn settle_as(
    edge: &Edge,
    clock: &Clock,
    lease: &str,
    row: &Leased,
    fate: Fate,
) -> Result<(), DatabaseError> {
    if matches!(row.kind, NoticeKind::Activation | NoticeKind::Limit) && !matches!(fate, Fate::Dropped) {
        return settle_activation(edge, clock, lease, row, fate).await;
    }
    settle_row(edge, lease, row, fate.settled(), clock.now()).await
}

enum Prepared {
    Ready(Mail),
    Settle(Fate),
}

/// Checks a mail against its appointment and writes it anew.
async fn prepare(edge: &Edge, clock: &Clock, row: &Leased) -> Result<Prepared, DatabaseError> {
    let Some(record) = appointments::record(edge.one(appointments::select(row.appointment)).await?)? else {
        return Ok(Prepared::Settle(Fate::Dropped));
    };
    let now = clock.now();
    let printed = match due(&record.appointment, row.kind, row.generation, now) {
        Due::Send { printed } => printed,
        Due::Drop => return Ok(Prepared::Settle(Fate::Dropped)),
        // What may have been sent may have printed a deadline: it holds.
        Due::TooLate if row.uncertain => return Ok(Prepared::Settle(Fate::Accepted(now))),
        Due::TooLate => return Ok(Prepared::Settle(Fate::TooLate)),
    };
    let Some(contact) = &record.contact else {
        return Ok(Prepared::Settle(Fate::Dropped));
    };
    let Some(message) = write(edge, &record, row, printed, now).await? else {
        return Ok(Prepared::Settle(Fate::Dropped));
    };
    let texts = texts::of(&record.appointment.progress.language);
    let envelope = Envelope {
        from: &edge.settings.mail_from,
        from_name: texts.mail.sender,
        reply_to: &edge.settings.mail_reply_to,
        to: &contact.open_email(&edge.settings.keys, record.appointment.id)?,
        message_id: &format!("{}@{}", row.id, host(&edge.settings.base_url)),
        date: now,
    };
    compose(&message, &envelope)
        .map(Prepared::Ready)
        .map_err(DatabaseError::unreadable)
}

async fn settle_row(
    edge: &Edge,
    lease: &str,
    row: &Leased,
    settled: Settled,
    now: Instant,
) -> Result<(), DatabaseError> {
    let batch = vec![guard_lease(&row.id, lease), settle(&row.id, settled, now)];
    match edge.database.batch(batch).await {
        // Another sender has it: it settles it.
        Err(DatabaseError::Guard(_)) => Ok(()),
        other => other.map(drop),
    }
}

#[derive(Clone, Copy)]
enum Fate {
    Accepted(Instant),
    Refused,
    TooLate,
    Dropped,
}

impl Fate {
    const fn settled(self) -> Settled {
        match self {
            Self::Accepted(_) => Settled::Sent,
            Self::Refused => Settled::Refused,
            Self::TooLate | Self::Dropped => Settled::Dropped,
        }
    }
}

/// Settles an activation mail together with what its fate does to the hold.
async fn settle_activation(
    edge: &Edge,
    clock: &Clock,
    lease: &str,
    row: &Leased,
    fate: Fate,
) -> Result<(), DatabaseError> {
    let settled = fate.settled();
    for _ in 0..SETTLE_TRIES {
        let now = clock.now();
        let Some((record, days)) = load(edge, row, now).await? else {
            return settle_row(edge, lease, row, settled, now).await;
        };
        let entropy = edge.entropy();
        let appointment = record.appointment.clone();
        let change: Option<Change> = match fate {
            Fate::Accepted(at) => accepted(appointment, days, row.generation, at, &entropy),
            Fate::Refused => refused(appointment, days, row.generation, now, &entropy),
            Fate::TooLate => too_late(appointment, days, row.generation, now, &entropy),
            Fate::Dropped => None,
        };
        let Some(change) = change else {
            return settle_row(edge, lease, row, settled, now).await;
        };
        let beside = Beside {
            more: vec![guard_lease(&row.id, lease), settle(&row.id, settled, now)],
            ..Beside::default()
        };
        match commit(edge, &change, &record, None, beside, now).await? {
            // Another sender has it: it settles it.
            Outcome::Committed | Outcome::LeaseLost => return Ok(()),
            _ => {}
        }
        (edge.pause)(u32::from_be_bytes(edge.draw()) % 20 + 1).await;
    }
    Err(DatabaseError::Unknown("a mail could not be settled".to_owned()))
}

async fn load(edge: &Edge, row: &Leased, now: Instant) -> Result<Option<(Record, Days)>, DatabaseError> {
    let catalogue = edge.catalogue(now).await?;
    let selects = vec![
        appointments::select(row.appointment),
        days::select_of(row.appointment),
    ];
    let mut rows = edge.database.batch(selects).await?.into_iter();
    let Some(record) = appointments::record(rows.next().unwrap_or_default())? else {
        return Ok(None);
    };
    let keys = days::select_all(&[&record.appointment.slot]);
    let days = days::days(&keys, rows, &catalogue)?;
    Ok(Some((record, days)))
}

/// Seconds until the next try: doubled each time, with a quarter of chance.
fn pause(edge: &Edge, attempts: u32) -> i64 {
    let doubled = FIRST_PAUSE_SECONDS << attempts.saturating_sub(1).min(8);
    let base = doubled.min(LONGEST_PAUSE_SECONDS);
    let jitter = i64::from(u32::from_be_bytes(edge.draw())) % (base / 4);
    base + jitter
}
