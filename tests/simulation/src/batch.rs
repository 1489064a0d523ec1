//! What a batch of statements does, as far as the oracle wants to know: read off its texts and parameters.

use booking::Instant;
use edge::database::{Parameter, Statement};

/// A note in the audit: something happened to an appointment.
#[derive(Clone, Debug, PartialEq)]
pub struct Noted {
    /// When it was decided.
    pub at: Instant,
    /// To which appointment.
    pub appointment: String,
    /// What.
    pub event: String,
}

/// A mail put into the outbox.
#[derive(Clone, Debug, PartialEq)]
pub struct Posted {
    /// Its id.
    pub id: String,
    /// Whose.
    pub appointment: String,
    /// Which.
    pub kind: String,
    /// Of which address or booking, counted.
    pub generation: u32,
    /// Not before.
    pub due: Instant,
}

/// A batch.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Whether it may change anything.
    pub writes: bool,
    /// Whether a guard of a day or of an appointment stands before it.
    pub guarded: bool,
    /// Events.
    pub noted: Vec<Noted>,
    /// Mails put into the outbox.
    pub posted: Vec<Posted>,
    /// Mails settled: id and status.
    pub settled: Vec<(String, String)>,
    /// Mails put off, perhaps sent.
    pub put_off: Vec<(String, bool)>,
    /// Challenges spent.
    pub spent: Vec<String>,
    /// Whether an answer is remembered.
    pub remembers: bool,
    /// Days read for a decision.
    pub days_read: Vec<(String, String)>,
    /// Whether it leases mails.
    pub leases: bool,
    /// Whether it deletes appointments.
    pub sweeps: bool,
    /// The instant by which limits of an address are counted, and the appointment left out.
    pub limits: Option<(Instant, String)>,
}

impl Batch {
    /// Reads it.
    pub fn of(statements: &[Statement]) -> Self {
        let mut batch = Self::default();
        for statement in statements {
            batch.add(statement);
        }
        batch
    }

    fn add(&mut self, statement: &Statement) {
        let sql = statement.sql.trim_start();
        let text = |index: usize| match statement.parameters.get(index) {
            Some(Parameter::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let number = |index: usize| match statement.parameters.get(index) {
            Some(Parameter::Number(number)) => *number,
            _ => 0,
        };
        let instant = |index| Instant::from_seconds(number(index));
        if sql.starts_with("INSERT INTO must") {
            self.guarded |= sql.contains("'day_changed'") || sql.contains("'state_changed'");
            if sql.contains("'too_many_holds'") || sql.contains("'too_many_appointments'") {
                self.limits = Some((instant(2), text(1)));
            }
            return;
        }
        // Who knows that a time was refused reads the version alone.
        let day = ["SELECT version, state FROM day", "SELECT version FROM day"];
        if day.iter().any(|select| sql.starts_with(select)) {
            self.days_read.push((text(0), text(1)));
        }
        if sql.starts_with("SELECT") || sql.starts_with("WITH") {
            return;
        }
        self.writes = true;
        if sql.starts_with("INSERT INTO audit") {
            self.noted.push(Noted {
                at: instant(0),
                appointment: text(1),
                event: text(2),
            });
        } else if sql.starts_with("INSERT INTO outbox") {
            self.posted.push(Posted {
                id: text(0),
                appointment: text(1),
                kind: text(2),
                generation: u32::try_from(number(3)).unwrap_or(0),
                due: instant(5),
            });
        } else if sql.starts_with("UPDATE outbox SET status") {
            self.settled.push((text(0), text(1)));
        } else if sql.starts_with("UPDATE outbox SET due_at") {
            self.put_off.push((text(0), number(3) != 0));
        } else if sql.starts_with("UPDATE outbox") {
            self.leases = true;
        } else if sql.starts_with("DELETE FROM appointment") {
            self.sweeps = true;
        } else if sql.starts_with("INSERT INTO spent_challenge") {
            self.spent.push(text(0));
        } else if sql.starts_with("INSERT INTO idempotency") {
            self.remembers = true;
        }
    }
}
