//! Mails: each event leaves what it owes in its own batch; each is delivered at least once, and again only where nobody
//! could know; none prints a deadline that is not kept.

use booking::Instant;
use edge::database::Rows;
use edge::mail::Delivery;

use crate::batch::Batch;
use crate::oracle::Oracle;
use crate::oracle::model::{Appointment, State, Status, mailbox};
use crate::oracle::transition::must;
use crate::post::Letter;

/// Seconds of a lease.
const LEASE: i64 = 120;

/// A row of the outbox, as the oracle has followed it.
#[derive(Clone, Debug)]
pub struct Mail {
    pub appointment: String,
    pub kind: String,
    pub generation: u32,
    pub address: String,
    pub created: Instant,
    /// `queued` until it is settled.
    pub status: String,
    /// How often it was leased.
    pub leases: u32,
    /// How often it has arrived.
    pub arrived: u32,
    /// When it arrived first.
    pub first: Option<Instant>,
    /// The mail system has said that it has it.
    pub taken: bool,
    /// The mail system has refused it.
    pub refused: bool,
    /// The mail system has not said.
    pub unknown: bool,
}

impl Oracle {
    /// An event has put into the outbox what it owes.
    pub(super) fn posted(
        &mut self,
        new: &Appointment,
        owes: &[(&str, u32, Instant)],
        batch: &Batch,
        at: Instant,
    ) -> Result<(), String> {
        let mut found: Vec<(&str, u32, Instant)> = Vec::new();
        for mail in &batch.posted {
            must!(mail.appointment == new.id, "posts a mail of another appointment");
            found.push((&mail.kind, mail.generation, mail.due));
        }
        must!(found == owes, "owes the mails {owes:?} and posts {found:?}");
        for mail in &batch.posted {
            let row = Mail {
                appointment: new.id.clone(),
                kind: mail.kind.clone(),
                generation: mail.generation,
                address: new.email.clone().unwrap_or_default(),
                created: at,
                status: "queued".to_owned(),
                leases: 0,
                arrived: 0,
                first: None,
                taken: false,
                refused: false,
                unknown: false,
            };
            must!(
                self.mails.insert(mail.id.clone(), row).is_none(),
                "two mails have one id"
            );
        }
        Ok(())
    }

    /// Activation mails and those that explain a limit, within the last day.
    pub(super) fn mails_of_the_day(&self, address: &str, at: Instant) -> usize {
        let counts = |mail: &&Mail| {
            matches!(mail.kind.as_str(), "activation" | "limit")
                && mailbox(&mail.address) == address
                && mail.created > at.plus_seconds(-24 * 3600)
        };
        self.mails.values().filter(counts).count()
    }

    /// A sender has leased mails.
    pub(super) fn leased(&mut self, task: u64, rows: &[Rows], now: Instant) {
        for row in rows.iter().flat_map(|rows| &rows.0) {
            let id = row["id"].as_str().unwrap_or_default();
            if let Some(mail) = self.mails.get_mut(id) {
                mail.leases += 1;
            }
        }
        if let Some(request) = self.requests.get_mut(&task) {
            request.leased = Some(now);
        }
    }

    /// The mail system has answered.
    pub fn handed_over(&mut self, id: &str, delivery: &Delivery) {
        if let Some(mail) = self.mails.get_mut(id) {
            match delivery {
                Delivery::Accepted => mail.taken = true,
                Delivery::Refused(_) => mail.refused = true,
                Delivery::Unknown(_) => mail.unknown = true,
                Delivery::Later(_) | Delivery::Unreachable(_) => {}
            }
        }
    }

    /// A letter has arrived.
    pub fn arrived(&mut self, task: u64, letter: &Letter, now: Instant) -> Result<(), String> {
        let leased = self.requests.get(&task).and_then(|request| request.leased);
        let mail = self.mails.get_mut(&letter.row).ok_or("no row of the outbox")?;
        mail.arrived += 1;
        mail.first.get_or_insert(now);
        must!(
            letter.to == mail.address,
            "goes to {} and not to {}",
            letter.to,
            mail.address
        );
        // A sender that was stuck for longer than its lease may not know that another was faster.
        let in_time = leased.is_some_and(|leased| now.since(leased) < LEASE - 20);
        must!(
            mail.status == "queued" || !in_time,
            "is sent again after it was {}",
            mail.status
        );
        let mail = mail.clone();
        let appointment = self
            .appointments
            .get(&mail.appointment)
            .ok_or("of no appointment")?;
        let held = appointment.now.hold.clone();
        match mail.kind.as_str() {
            "activation" => {
                let key = (
                    mail.appointment.clone(),
                    u8::try_from(mail.generation).unwrap_or(0),
                );
                let (Some(code), Some(printed), Some(hold)) = (&letter.code, letter.printed, held) else {
                    return Err("an activation mail without code or deadline".to_owned());
                };
                let latest = letter.written.plus_minutes(60).min(hold.cap).floor_to_minute();
                must!(
                    printed <= latest,
                    "prints {} and may print {}",
                    printed.to_rfc3339(),
                    latest.to_rfc3339()
                );
                self.codes.insert(key.clone(), code.clone());
                let promise = self.promises.entry(key).or_insert(printed);
                *promise = (*promise).max(printed);
                let now = &appointment.now;
                let same = u32::from(now.generation()) == mail.generation && now.status == Status::Held;
                must!(
                    !same || printed <= now.until,
                    "prints {} and lapses before",
                    printed.to_rfc3339()
                );
            }
            "lapsing" => {
                let (Some(_), Some(printed), Some(hold)) = (&letter.code, letter.printed, held) else {
                    return Err("a warning without code or deadline".to_owned());
                };
                let by = hold.activate_by.map(Instant::floor_to_minute);
                let now = &appointment.now;
                let same = u32::from(now.generation()) == mail.generation && now.status == Status::Held;
                must!(
                    !same || by.is_none_or(|by| printed <= by),
                    "warns of {} and the end is later",
                    printed.to_rfc3339()
                );
            }
            "limit" => must!(
                letter.code.is_none() && letter.printed.is_none(),
                "an explanation that activates"
            ),
            "confirmed" | "moved" | "reminder" => {
                let reference = appointment.now.reference.as_deref().unwrap_or("?");
                must!(
                    letter.text.contains(reference),
                    "tells another reference than {reference}"
                );
                must!(letter.token.is_some(), "has no link");
            }
            _ => {}
        }
        Ok(())
    }

    /// Mails are settled, each once and for a reason.
    pub(super) fn settled(&mut self, batch: &Batch, now: Instant) -> Result<(), String> {
        for (id, uncertain) in &batch.put_off {
            let mail = self
                .mails
                .get_mut(id)
                .ok_or_else(|| format!("puts off the unknown mail {id}"))?;
            must!(
                *uncertain || !mail.taken || mail.leases > 1,
                "puts off mail {id}, which was taken"
            );
            must!(
                *uncertain || !mail.unknown || mail.leases > 1,
                "forgets that mail {id} may be out"
            );
        }
        for (id, status) in &batch.settled {
            let mail = self
                .mails
                .get(id)
                .ok_or_else(|| format!("settles the unknown mail {id}"))?;
            must!(
                mail.status == "queued",
                "settles mail {id} twice, first as {}",
                mail.status
            );
            let reason = match status.as_str() {
                "sent" => mail.taken || self.counts_as_sent(mail, now),
                "refused" => mail.refused,
                _ => self.has_moved_on(mail, now),
            };
            must!(
                reason,
                "settles mail {id} ({} of {}) as {status} for no reason",
                mail.kind,
                mail.appointment
            );
            if let Some(mail) = self.mails.get_mut(id) {
                mail.status.clone_from(status);
            }
        }
        Ok(())
    }

    /// What may be out and would be too late to send again counts as sent, so that what it may have printed holds.
    fn counts_as_sent(&self, mail: &Mail, now: Instant) -> bool {
        let record = self.appointments.get(&mail.appointment);
        let cap = record.and_then(|record| Some(record.now.hold.as_ref()?.cap));
        let late = cap.is_some_and(|cap| cap.since(now) < 15 * 60 + 20);
        mail.kind == "activation" && late && (mail.unknown || mail.leases > 1)
    }

    /// Whether a mail need not be sent any more.
    fn has_moved_on(&self, mail: &Mail, now: Instant) -> bool {
        let Some(record) = self.appointments.get(&mail.appointment) else {
            return true;
        };
        let each = &record.now;
        // The decision was taken some seconds ago, by a clock that may be ahead.
        let state = each.state(now.plus_seconds(20));
        let same_booking = each.sequence == mail.generation;
        let same_address = u32::from(each.generation()) == mail.generation;
        let begun = now.plus_seconds(20) >= each.place.starts_at;
        let gone = record.gone.is_some();
        gone || match mail.kind.as_str() {
            "activation" => {
                let late = each
                    .hold
                    .as_ref()
                    .is_none_or(|hold| hold.cap.since(now) < 15 * 60 + 20);
                state != State::Held || !same_address || each.is_over() || late
            }
            "lapsing" => {
                let by = each.hold.as_ref().and_then(|hold| hold.activate_by);
                let near = |by: Instant| (5 * 60 + 20..=15 * 60 - 20).contains(&by.since(now));
                state != State::Held || !same_address || !by.is_some_and(near)
            }
            "limit" => state != State::Held || !same_address,
            "cancelled" => state != State::Cancelled || !same_booking,
            _ => state != State::Booked || !same_booking || begun,
        }
    }

    /// Once the mail system has the mail the hour runs: from no earlier than that, from no later than now.
    pub(super) fn hour_runs(
        &self,
        batch: &Batch,
        before: Option<&Appointment>,
        new: &Appointment,
        at: Instant,
    ) -> Result<(), String> {
        let [(id, status)] = batch.settled.as_slice() else {
            return Err("the hour runs, and no mail is settled with it".to_owned());
        };
        let mail = self.mails.get(id).ok_or("the hour runs for no mail")?;
        let hold = new.hold.as_ref().ok_or("has no hold")?;
        must!(status == "sent", "the hour runs for a mail that is {status}");
        must!(
            u32::from(hold.generation) == mail.generation,
            "the hour runs for an older address"
        );
        let earlier = before.and_then(|before| before.hold.as_ref()?.activate_by);
        let by = |from: Instant| {
            let by = from.plus_minutes(60).min(hold.cap);
            earlier.map_or(by, |earlier| earlier.max(by))
        };
        let first = mail.first.unwrap_or(at).plus_seconds(-20);
        let found = hold.activate_by.ok_or("the hour runs without a deadline")?;
        must!(
            by(first) <= found && found <= by(at),
            "may be activated until {}, and should until between {} and {}",
            found.to_rfc3339(),
            by(first).to_rfc3339(),
            by(at).to_rfc3339()
        );
        Ok(())
    }

    /// At the end: nothing is left to send, and nothing counts as sent that was not.
    pub fn mails_are_done(&self) -> Result<(), String> {
        for (id, mail) in &self.mails {
            must!(
                mail.status != "queued",
                "mail {id} ({} of {}) was never sent",
                mail.kind,
                mail.appointment
            );
            let doubtful = mail.unknown || mail.leases > 1;
            must!(
                mail.status != "sent" || mail.arrived > 0 || doubtful,
                "mail {id} ({} of {}) counts as sent and never arrived",
                mail.kind,
                mail.appointment
            );
        }
        Ok(())
    }

    /// Whose letter it is: appointment, kind, generation.
    pub fn letter_of(&self, row: &str) -> Option<(String, String, u8)> {
        let mail = self.mails.get(row)?;
        let generation = u8::try_from(mail.generation).ok()?;
        Some((mail.appointment.clone(), mail.kind.clone(), generation))
    }
}
