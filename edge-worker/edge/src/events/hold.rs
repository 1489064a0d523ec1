//! Naming the applicant and asking for the mail again (rules 3 and 7).

use booking::applicant::Applicant;
use booking::hold::{Address, hold as decide_hold, resend as decide_resend};
use booking::mail::accepted;
use booking::{Change, Entropy, Instant};

use crate::Edge;
use crate::attempts::Attempts;
use crate::clock::Clock;
use crate::events::{Access, Decided, committed, load, refused};
use crate::keys::Purpose;
use crate::problem::Problem;
use crate::store::appointments::{Contact, Record};
use crate::store::commit::{Beside, Outcome, commit};

/// What an address may still have; found out by the guards, one try after the other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Allowance {
    /// A hold and a mail.
    Hold,
    /// A mail that explains.
    MailOnly,
    /// Nothing: the screen says the same as always.
    Nothing,
}

/// Takes the form. Over a limit the answer is the same as always, so that nobody learns whether an
/// address has appointments; the mail explains.
///
/// # Errors
/// `lapsed` with free times, `wrong-state`, `no-more`, `too-late-for-mail`.
pub async fn hold(
    edge: &Edge,
    clock: &Clock,
    access: &Access,
    applicant: &Applicant,
    language: &str,
) -> Result<Decided, Problem> {
    let mut attempts = Attempts::new(edge, clock);
    let mut allowance = Allowance::Hold;
    loop {
        let now = attempts.next().await?;
        let (mut loaded, _) = load(edge, access, &[Purpose::Secret], &[], now).await?;
        let id = loaded.record.appointment.id;
        let contact = Contact::seal(edge, id, applicant)?;
        let known = loaded.record.contact.as_ref();
        let address = Address {
            same: match known {
                Some(known) => known.open_email(&edge.settings.keys, id)? == applicant.email.as_str(),
                None => false,
            },
            over_limit: allowance != Allowance::Hold,
        };
        loaded.record.appointment.progress.language = language.to_owned();
        let appointment = loaded.record.appointment.clone();
        let mut change = match decide_hold(appointment, loaded.days, address, now, &edge.entropy()) {
            Ok(change) => change,
            Err(refusal) => {
                let appointment = &loaded.record.appointment;
                return Err(refused(edge, &loaded.catalogue, appointment, refusal, now).await?);
            }
        };
        // What the screen hears now is what everybody hears: a mail is on its way.
        let heard = change.appointment.clone();
        if allowance == Allowance::Nothing {
            change = as_if_sent(change, now, &edge.entropy());
        }
        let record = Record {
            contact: Some(contact),
            ..loaded.record
        };
        let beside = Beside {
            limit_holds: allowance == Allowance::Hold && !address.same,
            limit_coming: allowance == Allowance::Hold && !address.same,
            limit_mails: !change.notices.is_empty(),
            ..Beside::default()
        };
        match commit(edge, &change, &record, None, beside, now).await? {
            Outcome::Committed => {
                return Ok(Decided {
                    record: committed(record, heard),
                    changed: true,
                    now,
                });
            }
            Outcome::TooManyHolds => allowance = Allowance::MailOnly,
            Outcome::TooManyMails => allowance = Allowance::Nothing,
            _ => attempts.lost(&change.appointment.slot, || true).await,
        }
    }
}

/// Asks for the activation mail again.
///
/// # Errors
/// `lapsed` with free times, `wrong-state`, `no-more`, `too-soon`, `too-late-for-mail`.
pub async fn resend(edge: &Edge, clock: &Clock, access: &Access) -> Result<Decided, Problem> {
    let mut attempts = Attempts::new(edge, clock);
    let mut allowance = Allowance::Hold;
    loop {
        let now = attempts.next().await?;
        let (loaded, _) = load(edge, access, &[Purpose::Secret], &[], now).await?;
        let appointment = loaded.record.appointment.clone();
        let mut change = match decide_resend(appointment, loaded.days, now, &edge.entropy()) {
            Ok(Some(change)) => change,
            Ok(None) => {
                return Ok(Decided {
                    record: loaded.record,
                    changed: false,
                    now,
                });
            }
            Err(refusal) => {
                let appointment = &loaded.record.appointment;
                return Err(refused(edge, &loaded.catalogue, appointment, refusal, now).await?);
            }
        };
        let heard = change.appointment.clone();
        if allowance == Allowance::Nothing {
            change = as_if_sent(change, now, &edge.entropy());
        }
        let beside = Beside {
            limit_mails: !change.notices.is_empty(),
            ..Beside::default()
        };
        match commit(edge, &change, &loaded.record, None, beside, now).await? {
            Outcome::Committed => {
                return Ok(Decided {
                    record: committed(loaded.record, heard),
                    changed: true,
                    now,
                });
            }
            Outcome::TooManyMails => allowance = Allowance::Nothing,
            _ => attempts.lost(&change.appointment.slot, || true).await,
        }
    }
}

/// An address that has had its mails of the day gets none, and the screen says the same as always.
fn as_if_sent(change: Change, now: Instant, entropy: &Entropy) -> Change {
    let hold = change.appointment.progress.hold.as_ref();
    let generation = hold.map_or(0, |hold| u32::from(hold.generation));
    let (appointment, days) = (change.appointment.clone(), change.days.clone());
    match accepted(appointment, days, generation, now, entropy) {
        Some(sent) => Change {
            event: change.event,
            notices: Vec::new(),
            ..sent
        },
        None => Change {
            notices: Vec::new(),
            ..change
        },
    }
}
