//! The outbox: kind and appointment of every mail to send; the words are made when it is sent.

use booking::{Appointment, AppointmentId, Instant, Notice, NoticeKind, limit};
use serde::Deserialize;

use crate::Edge;
use crate::database::{DatabaseError, Rows, Statement};
use crate::store::commit::kind_name;

/// Tries after which a mail is stuck: the pauses before the sixth are 7 minutes.
const STUCK_FROM: u32 = 6;
/// Seconds for which a mail is put off at most.
const LONGEST_WAIT_SECONDS: i64 = 225;

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

/// Writes a mail with all coming appointments of an address, named by the hashes of [`address_hashes`], into the outbox: to
/// the next of them. None for an address that has no appointment, or has had such mails enough; the statement is the same.
///
/// [`address_hashes`]: crate::store::appointments::address_hashes
#[must_use]
pub fn insert_again(edge: &Edge, hashes: &str, now: Instant) -> Statement {
    Statement::new(
        include_str!("sql/insert_again.sql"),
        [
            hex::encode(edge.draw::<16>()).into(),
            hashes.into(),
            now.into(),
            now.plus_days(-1).into(),
            limit::AGAIN_MAILS_A_DAY.into(),
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

/// How the mails stand that should be on their way.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Waiting {
    /// Due, or put off after a try.
    pub waiting: u32,
    /// Tried so often that the mail system has not taken them for six minutes at the least.
    pub stuck: u32,
}

/// A mail that the mail system has refused for good; its appointment is booked and to come.
#[derive(Clone, Debug, Deserialize)]
pub struct RefusedMail {
    /// Which, as the outbox names it.
    pub kind: String,
    /// When, in seconds since 1970.
    pub settled_at: i64,
    /// The appointment.
    pub id: String,
    /// What it is called by.
    pub reference: Option<String>,
    /// Where.
    pub centre: String,
    /// When it begins, in seconds since 1970.
    pub starts_at: i64,
}

/// Selects how many mails wait at `now`.
#[must_use]
pub fn select_waiting(now: Instant) -> Statement {
    let parameters = [
        now.into(),
        now.plus_seconds(LONGEST_WAIT_SECONDS).into(),
        STUCK_FROM.into(),
    ];
    Statement::new(include_str!("sql/select_waiting_mails.sql"), parameters)
}

/// Reads what [`select_waiting`] returned.
///
/// # Errors
/// [`DatabaseError::Unreadable`].
pub fn waiting(rows: Rows) -> Result<Waiting, DatabaseError> {
    rows.first::<Waiting>()?
        .ok_or_else(|| DatabaseError::unreadable("a count without a row"))
}

/// Selects refused mails of booked appointments that are to come at `now`, the next ones first.
#[must_use]
pub fn select_refused(now: Instant) -> Statement {
    Statement::new(include_str!("sql/select_refused_mails.sql"), [now.into()])
}

/// Reads what [`select_refused`] returned.
///
/// # Errors
/// [`DatabaseError::Unreadable`].
pub fn refused(rows: Rows) -> Result<Vec<RefusedMail>, DatabaseError> {
    rows.all()
}

fn kind(name: &str) -> Option<NoticeKind> {
    [
        NoticeKind::Activation,
        NoticeKind::Lapsing,
        NoticeKind::Limit,
        NoticeKind::Confirmed,
        NoticeKind::Reminder,
        NoticeKind::Moved,
        NoticeKind::Cancelled,
        NoticeKind::Again,
    ]
    .into_iter()
    .find(|kind| kind_name(*kind) == name)
}
