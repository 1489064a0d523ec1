//! The outbox: kind and appointment of every mail to send; the words are made when it is sent.

use booking::{Appointment, AppointmentId, Instant, Notice, NoticeKind};
use serde::Deserialize;

use crate::Edge;
use crate::database::{DatabaseError, Rows, Statement};
use crate::store::commit::kind_name;

/// A mail leased by this sender.
#[derive(Clone, Debug)]
pub struct Leased {
    /// Names the mail; its Message-ID comes from it.
    pub id: String,
    /// Whose.
    pub appointment: AppointmentId,
    /// Which.
    pub kind: NoticeKind,
    /// See [`Notice::generation`].
    pub generation: u32,
    /// Attempts, this one included.
    pub attempts: u32,
    /// An attempt ended without an answer: the mail system may have it.
    pub uncertain: bool,
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The mail system has it.
    Sent,
    /// The mail system refused it for good.
    Refused,
    /// The appointment has moved on.
    Dropped,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    appointment: String,
    kind: String,
    generation: u32,
    attempts: u32,
    uncertain: u8,
}

/// Writes a notice into the outbox.
#[must_use]
pub fn insert(
    edge: &Edge,
    appointment: &Appointment,
    notice: &Notice,
    email_hash: &str,
    now: Instant,
) -> Statement {
    Statement::new(
        include_str!("sql/insert_outbox.sql"),
        [
            hex::encode(edge.draw::<16>()).into(),
            appointment.id.to_string().into(),
            kind_name(notice.kind).into(),
            notice.generation.into(),
            email_hash.into(),
            notice.due.into(),
            now.into(),
        ],
    )
}

/// Leases up to `most` mails that are due, for this sender alone until `until`; none while `senders`
/// others are at work, which then send these too.
#[must_use]
pub fn lease(lease: &str, until: Instant, now: Instant, most: u32, senders: u32) -> Statement {
    Statement::new(
        include_str!("sql/lease_outbox.sql"),
        [
            lease.into(),
            until.into(),
            now.into(),
            most.into(),
            senders.into(),
        ],
    )
}

/// Reads what [`lease`] returned.
///
/// # Errors
/// [`DatabaseError::Unreadable`].
pub fn leased(rows: Rows) -> Result<Vec<Leased>, DatabaseError> {
    let unreadable = || DatabaseError::unreadable("stored outbox row");
    rows.all::<Row>()?
        .into_iter()
        .map(|row| {
            Ok(Leased {
                appointment: AppointmentId::parse(&row.appointment).ok_or_else(unreadable)?,
                kind: kind(&row.kind).ok_or_else(unreadable)?,
                id: row.id,
                generation: row.generation,
                attempts: row.attempts,
                uncertain: row.uncertain != 0,
            })
        })
        .collect()
}

/// Refuses the batch when the lease has gone to another sender.
#[must_use]
pub fn guard_lease(id: &str, lease: &str) -> Statement {
    Statement::new(include_str!("sql/guard_lease.sql"), [id.into(), lease.into()])
}

/// Settles a mail for good.
#[must_use]
pub fn settle(id: &str, settled: Settled, now: Instant) -> Statement {
    let status = match settled {
        Settled::Sent => "sent",
        Settled::Refused => "refused",
        Settled::Dropped => "dropped",
    };
    Statement::new(
        include_str!("sql/settle_outbox.sql"),
        [id.into(), status.into(), now.into()],
    )
}

/// Gives a mail back, to be tried again at `due`; `uncertain` where the mail system may have it already.
#[must_use]
pub fn postpone(id: &str, lease: &str, due: Instant, uncertain: bool) -> Statement {
    Statement::new(
        include_str!("sql/postpone_outbox.sql"),
        [id.into(), lease.into(), due.into(), uncertain.into()],
    )
}

fn kind(name: &str) -> Option<NoticeKind> {
    [
        NoticeKind::Activation,
        NoticeKind::Limit,
        NoticeKind::Confirmed,
        NoticeKind::Reminder,
        NoticeKind::Moved,
        NoticeKind::Cancelled,
    ]
    .into_iter()
    .find(|kind| kind_name(*kind) == name)
}
