//! What people and robots ask for, one file an event: load, decide, commit, and again while somebody
//! else was faster. Routes and pages call these; the rules are in `booking`.

pub mod activate;
pub mod again;
pub mod change;
pub mod hold;
pub mod reserve;

use std::sync::Arc;

use booking::appointment::{Appointment, Slot};
use booking::catalogue::Chosen;
use booking::change::Event;
use booking::{AppointmentId, Catalogue, Change, Days, Entropy, Instant, Refusal};

use crate::Edge;
use crate::alternatives::{after_lapse, nearest_json};
use crate::attempts::Attempts;
use crate::clock::Clock;
use crate::database::{DatabaseError, Statement};
use crate::keys::Purpose;
use crate::problem::{Kind, Problem};
use crate::store::appointments::{self, Record};
use crate::store::commit::{Beside, Once, Outcome, commit};
use crate::store::days;
use crate::store::invitations;
use crate::store::pauses::{self, Pause};
use crate::wire::SlotJson;

/// How an appointment is named and who asks.
#[derive(Clone, Debug)]
pub enum Access {
    /// By id, with a bearer.
    Bearer(AppointmentId, String),
    /// By the token of a mail's link.
    Link(String),
}

/// An appointment with all that deciding needs.
pub struct Loaded {
    /// The appointment.
    pub record: Record,
    /// Its day, and those asked for beside it.
    pub days: Days,
    /// The catalogue.
    pub catalogue: Arc<Catalogue>,
    /// Centres at which nothing new may begin.
    pub pauses: Vec<Pause>,
}

/// An appointment after an event.
pub struct Decided {
    /// As it is now.
    pub record: Record,
    /// Whether the event changed it.
    pub changed: bool,
    /// When.
    pub now: Instant,
}

impl Access {
    /// Selects the appointment.
    fn select(&self) -> Statement {
        match self {
            Self::Bearer(id, _) => appointments::select(*id),
            Self::Link(token) => appointments::select_by_token(token),
        }
    }

    /// Selects its day.
    fn select_day(&self) -> Statement {
        match self {
            Self::Bearer(id, _) => days::select_of(*id),
            Self::Link(token) => days::select_by_token(token),
        }
    }

    /// What was found, if this opens it for one of `purposes`.
    fn open(
        &self,
        edge: &Edge,
        found: Option<Record>,
        purposes: &[Purpose],
    ) -> Result<(Record, Purpose), Problem> {
        let keys = &edge.settings.keys;
        let (token, closed) = match self {
            Self::Bearer(id, token) if found.is_none() => {
                let ours = keys.is_token(Purpose::Secret, *id, token);
                return Err(if ours { Kind::Lapsed } else { Kind::NotFound }.into());
            }
            Self::Bearer(_, token) => (token, Kind::Unauthorised),
            Self::Link(token) => (token, Kind::NotFound),
        };
        let record = found.ok_or(Kind::NotFound)?;
        let purpose = record.opened_by(keys, token, purposes).ok_or(closed)?;
        Ok((record, purpose))
    }
}

/// Loads the record that `access` names and checks that it opens it for one of `purposes`.
///
/// # Errors
/// `not-found`, `unauthorised`; `lapsed` when the secret is right and the row is already deleted.
pub async fn record(
    edge: &Edge,
    access: &Access,
    purposes: &[Purpose],
) -> Result<(Record, Purpose), Problem> {
    let found = appointments::record(edge.one(access.select()).await?)?;
    access.open(edge, found, purposes)
}

/// Loads, in one trip, the record that `access` names, its day, and the days of the slots beside it.
///
/// # Errors
/// As [`record`].
pub async fn load(
    edge: &Edge,
    access: &Access,
    purposes: &[Purpose],
    beside: &[Slot],
    now: Instant,
) -> Result<(Loaded, Purpose), Problem> {
    let catalogue = edge.catalogue(now).await?;
    let mut keys = days::select_all(&beside.iter().collect::<Vec<_>>());
    let mut selects = vec![access.select(), pauses::select(), access.select_day()];
    selects.extend(keys.iter().map(|(centre, date)| days::select(centre, *date)));
    let mut rows = edge.database.batch(selects).await?.into_iter();
    let found = appointments::record(rows.next().unwrap_or_default())?;
    let (record, purpose) = access.open(edge, found, purposes)?;
    let pauses = pauses::read(rows.next().unwrap_or_default())?;
    let slot = &record.appointment.slot;
    keys.insert(0, (slot.centre.clone(), slot.date));
    let loaded = Loaded {
        days: days::days(&keys, rows, &catalogue)?,
        record,
        catalogue,
        pauses,
    };
    Ok((loaded, purpose))
}

/// What an event of one appointment needs beside the decision.
#[derive(Clone, Copy, Default)]
pub struct With<'a> {
    /// Slots whose days are needed.
    pub slots: &'a [Slot],
    /// Whether it takes the time that it has given back.
    pub retakes: bool,
    /// What it pays with.
    pub spends: Option<&'a Once>,
    /// Services asked for, where they differ from what the appointment has.
    pub services: Option<&'a [Chosen]>,
    /// Whether the address may be at its limit of coming appointments.
    pub limit_coming: bool,
}

impl With<'_> {
    /// The slots that it would take.
    fn taken<'b>(&'b self, appointment: &'b Appointment) -> impl Iterator<Item = &'b Slot> {
        self.slots.iter().chain(self.retakes.then_some(&appointment.slot))
    }

    /// The appointment as it was asked for: free times are looked for around that.
    fn asked(&self, appointment: &Appointment, refusal: Refusal) -> Appointment {
        let mut asked = appointment.clone();
        if let (Some(slot), false) = (self.slots.first(), refusal == Refusal::Lapsed) {
            asked.slot = slot.clone();
        }
        if let Some(services) = self.services {
            asked.progress.services = services.to_vec();
        }
        asked
    }
}

/// Decides one event of one appointment and commits it.
///
/// # Errors
/// Refusals as problems, with free times where one is wanted.
pub async fn decide(
    edge: &Edge,
    clock: &Clock,
    access: &Access,
    purposes: &[Purpose],
    with: With<'_>,
    decision: impl Fn(&Loaded, Purpose, Instant, &Entropy) -> Result<Option<Change>, Refusal> + Send + Sync,
) -> Result<Decided, Problem> {
    let mut attempts = Attempts::new(edge, clock);
    loop {
        let now = attempts.next().await?;
        let (loaded, purpose) = load(edge, access, purposes, with.slots, now).await?;
        let change = match decision(&loaded, purpose, now, &edge.entropy()) {
            Ok(Some(_))
                if with
                    .taken(&loaded.record.appointment)
                    .any(|slot| pauses::includes(&loaded.pauses, &slot.centre)) =>
            {
                let asked = with.asked(&loaded.record.appointment, Refusal::Taken);
                let services = &asked.progress.services;
                let elsewhere = nearest_json(edge, &loaded.catalogue, services, &asked.slot, now).await?;
                return Err(Problem::from(Kind::CentrePaused).with_alternatives(elsewhere));
            }
            Ok(Some(change)) => change,
            Ok(None) => {
                return Ok(Decided {
                    record: loaded.record,
                    changed: false,
                    now,
                });
            }
            Err(refusal) => {
                let asked = with.asked(&loaded.record.appointment, refusal);
                return Err(refused(edge, &loaded.catalogue, &asked, refusal, now).await?);
            }
        };
        let beside = Beside {
            spends: with.spends,
            limit_coming: with.limit_coming,
            more: still_invited(&loaded.catalogue, &change),
            ..Beside::default()
        };
        match commit(edge, &change, &loaded.record, None, beside, now).await? {
            Outcome::Committed => {
                return Ok(Decided {
                    record: committed(loaded.record, change.appointment),
                    changed: true,
                    now,
                });
            }
            Outcome::Spent => return Err(Kind::ChallengeSpent.into()),
            Outcome::TooManyHolds | Outcome::TooManyMails => {
                return Err(Problem::refused(Refusal::LimitReached, now));
            }
            Outcome::InvitationUsed => return Err(Kind::InvitationUsed.into()),
            Outcome::Stale | Outcome::Replayed | Outcome::LeaseLost | Outcome::Braked => {
                let slot = with.slots.first().unwrap_or(&change.appointment.slot);
                attempts.lost(slot, || true).await;
            }
        }
    }
}

/// What was over and comes back to life needs its invitation still: another may have been made with it meanwhile.
fn still_invited(catalogue: &Catalogue, change: &Change) -> Vec<Statement> {
    let revived = matches!(change.event, Event::BookedLate | Event::Undone);
    let appointment = &change.appointment;
    let needed = revived && catalogue.needs_invitation(&appointment.progress.services);
    needed
        .then(|| invitations::guard_still(appointment.id))
        .into_iter()
        .collect()
}

/// The record as it stands after a commit.
pub(crate) fn committed(record: Record, mut appointment: Appointment) -> Record {
    appointment.version += 1;
    Record {
        appointment,
        ..record
    }
}

/// A refusal, with free times where the person wants one.
///
/// # Errors
/// [`DatabaseError`] while looking for them.
pub async fn refused(
    edge: &Edge,
    catalogue: &Catalogue,
    appointment: &Appointment,
    refusal: Refusal,
    now: Instant,
) -> Result<Problem, DatabaseError> {
    let problem = Problem::refused(refusal, now);
    let alternatives = match problem.kind() {
        Kind::Lapsed => {
            let slots = after_lapse(edge, catalogue, appointment, now).await?;
            slots
                .iter()
                .map(|slot| SlotJson::new(slot, appointment.units))
                .collect()
        }
        Kind::SlotTaken | Kind::NotOffered => {
            nearest_json(
                edge,
                catalogue,
                &appointment.progress.services,
                &appointment.slot,
                now,
            )
            .await?
        }
        _ => return Ok(problem),
    };
    Ok(problem.with_alternatives(alternatives))
}
