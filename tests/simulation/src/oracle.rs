//! Who knows what must be true. A plain model follows the events in the order of their commits, by rules of its own, and
//! holds everything against it: rows, claims, answers, mails.

mod days;
mod judge;
mod mails;
pub(crate) mod model;
mod shown;
mod table;
mod transition;

use std::collections::{BTreeMap, BTreeSet};

use booking::Instant;
use edge::database::{DatabaseError, Rows};
use edge::sqlite::Sqlite;
use serde_json::Value;

use crate::ask::Ask;
use crate::batch::{Batch, Noted};
use crate::oracle::mails::Mail;
use crate::oracle::model::{Appointment, State, Status, mailbox};
use crate::oracle::transition::{Seen, after, must, owed, replaced, reserved};

/// What the product promises, and whether it keeps it.
#[derive(Default)]
pub struct Oracle {
    /// The first thing that must not be.
    pub complaint: Option<String>,
    /// How many isolates in a thousand have a wrong clock.
    pub skewed: u32,
    appointments: BTreeMap<String, Record>,
    keys: BTreeMap<String, Key>,
    spent: BTreeSet<String>,
    mails: BTreeMap<String, Mail>,
    /// Codes that mails have told, by appointment and address.
    codes: BTreeMap<(String, u8), String>,
    /// The latest deadline that a mail has printed, by appointment and address.
    promises: BTreeMap<(String, u8), Instant>,
    requests: BTreeMap<u64, Request>,
    /// Events and answers so far, by name.
    pub counts: BTreeMap<String, u64>,
}

/// An appointment, now and before.
struct Record {
    now: Appointment,
    /// From which moment on it was so.
    history: Vec<(u64, Appointment)>,
    /// When its row was deleted.
    gone: Option<u64>,
}

/// An idempotency key in use.
struct Key {
    body: String,
    appointment: String,
    at: Instant,
}

/// Something under way in an isolate.
struct Request {
    ask: Ask,
    began: Instant,
    moment: u64,
    /// What it has done so far.
    commits: Vec<(Noted, Appointment)>,
    /// Faults it has met.
    troubles: u32,
    /// Whether one of its batches is applied after it was told that it was lost.
    late: bool,
    /// Guards that refused it.
    guards: Vec<String>,
    /// Whether the wished time was free when it looked last.
    free: Option<bool>,
    /// When it last leased mails.
    leased: Option<Instant>,
}

impl Oracle {
    /// Something begins.
    pub fn begin(&mut self, task: u64, ask: Ask, moment: u64, now: Instant) {
        let request = Request {
            ask,
            began: now,
            moment,
            commits: Vec::new(),
            troubles: 0,
            late: false,
            guards: Vec::new(),
            free: None,
            leased: None,
        };
        self.requests.insert(task, request);
    }

    /// A fault was done to it.
    pub fn troubled(&mut self, task: u64, late: bool) {
        if let Some(request) = self.requests.get_mut(&task) {
            request.troubles += 1;
            request.late |= late;
        }
    }

    /// It is about to write.
    pub fn may_write(&self, task: u64) -> Result<(), String> {
        let ask = self.requests.get(&task).map(|request| &request.ask);
        match ask {
            Some(ask) if ask.only_reads() => Err(format!("#{task} {ask}: a GET writes")),
            _ => Ok(()),
        }
    }

    /// The database has refused a batch.
    pub fn refused(
        &mut self,
        task: u64,
        batch: &Batch,
        error: &DatabaseError,
        now: Instant,
    ) -> Result<(), String> {
        let (DatabaseError::Guard(name) | DatabaseError::NotUnique(name)) = error else {
            return Err(format!("sends what the database does not take: {error}"));
        };
        let Some(request) = self.requests.get_mut(&task) else {
            return Ok(());
        };
        request.guards.push(name.clone());
        let by = batch.limits.clone();
        let (at, without) = by.unwrap_or_else(|| (now, String::new()));
        let Some(address) = self.address(task) else {
            return Ok(());
        };
        let (holds, coming, mails) = self.counts(&address, &without, at);
        let found = match name.as_str() {
            "too_many_holds" => holds >= 2,
            "too_many_appointments" => coming >= 4,
            "too_many_mails" => mails >= 6,
            _ => true,
        };
        must!(
            found,
            "{name} with {holds} holds, {coming} coming, {mails} mails of {address}"
        );
        Ok(())
    }

    /// A batch was applied.
    pub fn applied(
        &mut self,
        database: &Sqlite,
        task: u64,
        batch: &Batch,
        rows: &[Rows],
        moment: u64,
        now: Instant,
    ) -> Result<(), String> {
        for (centre, date) in &batch.days_read {
            self.look_at_day(database, task, centre, date)?;
        }
        if !batch.writes {
            return Ok(());
        }
        if batch.leases {
            self.leased(task, rows, now);
        }
        for noted in &batch.noted {
            self.event(database, task, noted, batch, moment, now)
                .map_err(|complaint| format!("{} of {}: {complaint}", noted.event, noted.appointment))?;
        }
        must!(batch.noted.len() <= 1, "commits two events at once");
        must!(
            !batch.noted.is_empty() || batch.posted.is_empty(),
            "posts a mail beside any event"
        );
        must!(
            !batch.noted.is_empty() || batch.spent.is_empty(),
            "spends a challenge beside any event"
        );
        self.settled(batch, now)?;
        if batch.sweeps {
            self.swept(database, moment, now)?;
        }
        Ok(())
    }

    fn event(
        &mut self,
        database: &Sqlite,
        task: u64,
        noted: &Noted,
        batch: &Batch,
        moment: u64,
        now: Instant,
    ) -> Result<(), String> {
        *self.counts.entry(format!("event {}", noted.event)).or_default() += 1;
        let request = self.requests.get(&task).ok_or("nobody asked")?;
        let ask = request.ask.clone();
        let citizen = !matches!(ask, Ask::Sender | Ask::Cron);
        // What arrives after it was told to be lost may come on top of the second try.
        must!(
            !citizen || request.commits.is_empty() || request.late,
            "a second commit for one request"
        );
        let stored = row(database, &noted.appointment)?.ok_or("has no row")?;
        let before = self
            .appointments
            .get(&noted.appointment)
            .map(|record| record.now.clone());
        let hold = &stored["progress"]["hold"];
        let seconds = |value: &Value| value.as_i64().map(Instant::from_seconds);
        let generation = before.as_ref().map_or(0, Appointment::generation);
        let code = self.codes.get(&(noted.appointment.clone(), generation)).cloned();
        let seen = Seen {
            at: noted.at,
            ask: &ask,
            paid: !batch.spent.is_empty(),
            over: hold["over_limit"] == true,
            silenced: batch.posted.is_empty() && request.guards.iter().any(|name| name == "too_many_mails"),
            reference: stored["reference"].as_str().map(str::to_owned),
            activate_by: seconds(&hold["activate_by"]),
            code: code.as_deref(),
        };
        let new = match (&before, noted.event.as_str()) {
            (None, "reserved") => reserved(&noted.appointment, &seen)?,
            (Some(before), event) => after(before, event, &seen)?,
            (None, event) => return Err(format!("{event} of what was never reserved")),
        };
        self.limits_hold(task, before.as_ref(), &noted.event, &new, &seen)?;
        self.payment_fits(&ask, batch)?;
        if noted.event == "reserved" {
            self.answer_is_remembered(&ask, batch, &new)?;
        }
        let owes = if seen.silenced {
            Vec::new()
        } else {
            owed(before.as_ref(), &noted.event, &new, noted.at)
        };
        self.posted(&new, &owes, batch, noted.at)?;
        let settled = batch.settled.first().map(|(_, status)| status.as_str());
        match noted.event.as_str() {
            "mail_refused" => must!(
                settled == Some("refused"),
                "a refused mail is settled as {settled:?}"
            ),
            "mail_too_late" => must!(
                settled == Some("dropped"),
                "a late mail is settled as {settled:?}"
            ),
            _ => {}
        }
        if noted.event == "mail_accepted" {
            self.hour_runs(batch, before.as_ref(), &new, noted.at)?;
        }

        let mut days: BTreeSet<(String, String)> = BTreeSet::new();
        let mut changed = vec![new.clone()];
        if let Ask::Reserve {
            replaces: Some(old), ..
        } = &ask
            && let Some(record) = self.appointments.get(old)
            && record.gone.is_none()
        {
            changed.push(replaced(&record.now, noted.at)?);
        }
        for appointment in changed {
            self.compare(database, &appointment)?;
            let old = self
                .appointments
                .get(&appointment.id)
                .map(|record| record.now.place.clone());
            for place in old.iter().chain([&appointment.place]) {
                days.insert((place.centre.clone(), place.date.to_string()));
            }
            self.keep(appointment, moment);
        }
        for (centre, date) in days {
            self.day_is_sound(database, &centre, &date, now)?;
        }
        if matches!(noted.event.as_str(), "cancelled") {
            self.time_stays_back(database, before.as_ref(), noted.at)?;
        }
        if let Some(request) = self.requests.get_mut(&task) {
            request.commits.push((noted.clone(), new));
        }
        Ok(())
    }

    fn keep(&mut self, appointment: Appointment, moment: u64) {
        let record = self
            .appointments
            .entry(appointment.id.clone())
            .or_insert_with(|| Record {
                now: appointment.clone(),
                history: Vec::new(),
                gone: None,
            });
        record.now = appointment.clone();
        record.history.push((moment, appointment));
    }

    /// The row is what the model says, and no printed deadline is broken.
    fn compare(&self, database: &Sqlite, model: &Appointment) -> Result<(), String> {
        let stored = row(database, &model.id)?.ok_or("has lost its row")?;
        let expected = model.row();
        must!(
            stored == expected,
            "is stored as\n  {stored}\nand should be\n  {expected}"
        );
        let promised = self.promises.get(&(model.id.clone(), model.generation()));
        if let (Some(promised), Status::Held, false) = (promised, model.status, model.is_over()) {
            must!(
                *promised <= model.until,
                "a mail has printed {}, and it now lapses at {}",
                promised.to_rfc3339(),
                model.until.to_rfc3339()
            );
        }
        Ok(())
    }

    /// The limits of an address hold: a hold beyond them was found to be so by a guard.
    fn limits_hold(
        &self,
        task: u64,
        before: Option<&Appointment>,
        event: &str,
        new: &Appointment,
        seen: &Seen,
    ) -> Result<(), String> {
        let Some(address) = new.email.as_deref().map(mailbox) else {
            return Ok(());
        };
        let (holds, coming, mails) = self.counts(&address, &new.id, seen.at);
        let guards = self.requests.get(&task).map(|request| request.guards.as_slice());
        let found = |names: &[&str]| {
            guards
                .unwrap_or_default()
                .iter()
                .any(|name| names.contains(&name.as_str()))
        };
        let what = format!("{holds} holds, {coming} coming, {mails} mails of {address}");
        match event {
            "held" | "address_changed" => {
                must!(
                    seen.over || holds < 2 && coming < 4 && mails < 6,
                    "held beyond the limit: {what}"
                );
                let limits = ["too_many_holds", "too_many_appointments", "too_many_mails"];
                must!(!seen.over || found(&limits), "held as if over the limit: {what}");
                must!(seen.silenced || mails < 6, "a seventh mail of the day: {what}");
            }
            "resent" => {
                must!(seen.silenced || mails < 6, "a seventh mail of the day: {what}");
                must!(
                    seen.over == before.is_some_and(Appointment::is_over),
                    "a mail changes the limit"
                );
            }
            "booked_late" | "undone" => must!(coming < 4, "booked beyond the limit: {what}"),
            _ => {}
        }
        Ok(())
    }

    /// Open holds, coming appointments and mails of the day of an address.
    fn counts(&self, address: &str, without: &str, at: Instant) -> (usize, usize, usize) {
        let others = self
            .appointments
            .values()
            .filter(|record| record.gone.is_none())
            .map(|record| &record.now);
        let of_address: Vec<&Appointment> = others
            .filter(|other| {
                other.id != without && other.email.as_deref().map(mailbox).as_deref() == Some(address)
            })
            .collect();
        let held = |other: &&&Appointment| other.state(at) == State::Held && !other.is_over();
        let booked = |other: &&&Appointment| other.status == Status::Booked && other.place.starts_at > at;
        let holds = of_address.iter().filter(held).count();
        let coming = holds + of_address.iter().filter(booked).count();
        (holds, coming, self.mails_of_the_day(address, at))
    }

    fn address(&self, task: u64) -> Option<String> {
        let ask = &self.requests.get(&task)?.ask;
        if let Ask::Apply { email, .. } = ask {
            return Some(mailbox(email));
        }
        let record = self.appointments.get(ask.appointment()?)?;
        record.now.email.as_deref().map(mailbox)
    }

    /// A challenge is spent once, and only the one that was sent.
    fn payment_fits(&mut self, ask: &Ask, batch: &Batch) -> Result<(), String> {
        let sent = match ask {
            Ask::Reserve { payment, .. } => Some(payment),
            Ask::Prolong { payment, .. } => payment.as_ref(),
            _ => None,
        };
        let expected: Vec<&String> = sent.iter().map(|payment| &payment.signature).collect();
        must!(
            batch.spent.iter().collect::<Vec<_>>() == expected,
            "a challenge was sent and not spent, or another"
        );
        for signature in &batch.spent {
            must!(self.spent.insert(signature.clone()), "a challenge is spent twice");
        }
        Ok(())
    }

    /// One key, one reservation.
    fn answer_is_remembered(&mut self, ask: &Ask, batch: &Batch, new: &Appointment) -> Result<(), String> {
        let Ask::Reserve { key, body, .. } = ask else {
            return Err("is reserved though nobody asked".to_owned());
        };
        must!(
            batch.remembers,
            "is reserved, and its answer is not remembered with it"
        );
        let at = new.reserved_at;
        let used = Key {
            body: body.clone(),
            appointment: new.id.clone(),
            at,
        };
        if let Some(earlier) = self.keys.insert(key.clone(), used) {
            must!(
                at >= earlier.at.plus_minutes(24 * 60),
                "one key reserves twice, first {}",
                earlier.appointment
            );
        }
        Ok(())
    }

    /// What the cron has deleted was to be deleted, and nothing else is missing.
    fn swept(&mut self, database: &Sqlite, moment: u64, now: Instant) -> Result<(), String> {
        let rows = database
            .query("SELECT id FROM appointment", &[])
            .map_err(|error| error.to_string())?;
        let there: BTreeSet<&str> = rows.0.iter().filter_map(|row| row["id"].as_str()).collect();
        for (id, record) in &mut self.appointments {
            if record.gone.is_some() || there.contains(id.as_str()) {
                continue;
            }
            let until = record.now.delete_at();
            must!(
                until <= now.plus_seconds(20),
                "{id} is deleted before {}",
                until.to_rfc3339()
            );
            record.gone = Some(moment);
        }
        Ok(())
    }

    /// Holds every row and every day against the model.
    pub fn everything_is_sound(&self, database: &Sqlite, now: Instant) -> Result<(), String> {
        let mut days = BTreeSet::new();
        for record in self.appointments.values().filter(|record| record.gone.is_none()) {
            self.compare(database, &record.now)
                .map_err(|complaint| format!("{}: {complaint}", record.now.id))?;
            days.insert((record.now.place.centre.clone(), record.now.place.date.to_string()));
        }
        days.iter()
            .try_for_each(|(centre, date)| self.day_is_sound(database, centre, date, now))
    }

    /// Appointments that are booked and have not begun: everything that must still be there.
    pub fn coming(&self, now: Instant) -> Vec<Appointment> {
        let records = self.appointments.values().map(|record| &record.now);
        records
            .filter(|each| each.status == Status::Booked && each.place.starts_at > now)
            .cloned()
            .collect()
    }
}

fn row(database: &Sqlite, id: &str) -> Result<Option<Value>, String> {
    let select = "SELECT id, version, status, over_limit, centre, date, start, starts_at, units, skills, until, reference,
        delete_at, progress FROM appointment WHERE id = ?1";
    let rows = database
        .query(select, &[id.into()])
        .map_err(|error| error.to_string())?;
    let Some(mut row) = rows.0.into_iter().next() else {
        return Ok(None);
    };
    let progress = row["progress"].as_str().unwrap_or_default();
    row["progress"] = serde_json::from_str(progress).map_err(|error| error.to_string())?;
    Ok(Some(row))
}
