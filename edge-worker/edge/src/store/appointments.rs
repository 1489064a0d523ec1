//! Appointments with whom they are for: the facts as they are, personal data sealed.

use booking::applicant::{Applicant, Email};
use booking::appointment::{Appointment, Progress, Slot, Status};
use booking::skill::SkillSet;
use booking::{AppointmentId, CentreId, Instant, Reference};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::Edge;
use crate::database::{DatabaseError, Parameter, Rows, Statement};
use crate::keys::{Keys, Purpose, lookup_hash, same};

/// Hash of addresses, for limits.
const ADDRESS: &str = "address";

/// An appointment as stored.
#[derive(Clone, Debug)]
pub struct Record {
    /// The facts.
    pub appointment: Appointment,
    /// The key its tokens come from.
    pub key_id: String,
    /// Whom it is for, from the form on.
    pub contact: Option<Contact>,
}

/// Whom an appointment is for, sealed.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Sealed name.
    pub name: String,
    /// Sealed address.
    pub email: String,
    /// Sealed phone number.
    pub phone: Option<String>,
    /// Keyed hash of the normalised address.
    pub email_hash: String,
}

impl Contact {
    /// Seals what the form says.
    ///
    /// # Errors
    /// [`DatabaseError::Unreadable`] if sealing fails.
    pub fn seal(edge: &Edge, id: AppointmentId, applicant: &Applicant) -> Result<Self, DatabaseError> {
        let keys = &edge.settings.keys;
        let seal = |column: &str, text: &str| {
            keys.seal(id, column, text, edge.draw())
                .map_err(DatabaseError::unreadable)
        };
        Ok(Self {
            name: seal("name", applicant.name.as_str())?,
            email: seal("email", applicant.email.as_str())?,
            phone: applicant
                .phone
                .as_ref()
                .map(|phone| seal("phone", phone.as_str()))
                .transpose()?,
            email_hash: keys.keyed_hash(ADDRESS, &applicant.email.normalised()),
        })
    }

    /// The address's hashes under each of our keys, as JSON: rows from before a change of keys are found as well.
    ///
    /// # Errors
    /// [`DatabaseError::Unreadable`].
    pub fn hashes(&self, keys: &Keys, id: AppointmentId) -> Result<String, DatabaseError> {
        let email = Email::parse(&self.open_email(keys, id)?)
            .map_err(|_| DatabaseError::unreadable("stored address"))?;
        address_hashes(keys, &email)
    }

    /// Opens the name.
    ///
    /// # Errors
    /// [`DatabaseError::Unreadable`].
    pub fn open_name(&self, keys: &Keys, id: AppointmentId) -> Result<String, DatabaseError> {
        keys.open(id, "name", &self.name)
            .map_err(DatabaseError::unreadable)
    }

    /// Opens the phone number, if there is one.
    ///
    /// # Errors
    /// [`DatabaseError::Unreadable`].
    pub fn open_phone(&self, keys: &Keys, id: AppointmentId) -> Result<Option<String>, DatabaseError> {
        let open = |sealed| keys.open(id, "phone", sealed);
        let opened = self.phone.as_deref().map(open).transpose();
        opened.map_err(DatabaseError::unreadable)
    }

    /// Opens the address.
    ///
    /// # Errors
    /// [`DatabaseError::Unreadable`].
    pub fn open_email(&self, keys: &Keys, id: AppointmentId) -> Result<String, DatabaseError> {
        keys.open(id, "email", &self.email)
            .map_err(DatabaseError::unreadable)
    }
}

impl Record {
    /// The token of one purpose, as its mail has it.
    #[must_use]
    pub fn token(&self, keys: &Keys, purpose: Purpose) -> String {
        let generation = match (purpose, &self.appointment.progress.hold) {
            (Purpose::Activation, Some(hold)) => hold.generation,
            _ => 0,
        };
        keys.token(&self.key_id, purpose, self.appointment.id, generation)
    }

    /// Which of `purposes` a token opens this for.
    #[must_use]
    pub fn opened_by(&self, keys: &Keys, token: &str, purposes: &[Purpose]) -> Option<Purpose> {
        let opens = |purpose: &&Purpose| same(self.token(keys, **purpose).as_bytes(), token.as_bytes());
        purposes.iter().find(opens).copied()
    }

    /// The code of the activation mail.
    #[must_use]
    pub fn code(&self, keys: &Keys) -> String {
        let hold = self.appointment.progress.hold.as_ref();
        let generation = hold.map_or(0, |hold| hold.generation);
        keys.code(&self.key_id, self.appointment.id, generation)
    }
}

/// An address's hashes under each of our keys, as JSON.
///
/// # Errors
/// [`DatabaseError::Unreadable`].
pub fn address_hashes(keys: &Keys, email: &Email) -> Result<String, DatabaseError> {
    let hashes = keys.keyed_hashes(ADDRESS, &email.normalised());
    serde_json::to_string(&hashes).map_err(DatabaseError::unreadable)
}

#[derive(Deserialize)]
struct Row {
    id: String,
    version: u32,
    status: String,
    centre: String,
    date: NaiveDate,
    start: u16,
    starts_at: i64,
    units: u8,
    skills: u8,
    until: i64,
    reference: Option<String>,
    progress: String,
    key_id: String,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    email_hash: Option<String>,
}

/// Selects by id.
#[must_use]
pub fn select(id: AppointmentId) -> Statement {
    Statement::new(
        include_str!("sql/select_appointment.sql"),
        [id.to_string().into()],
    )
}

/// Selects by a token of the activation or the confirmation mail.
#[must_use]
pub fn select_by_token(token: &str) -> Statement {
    Statement::new(
        include_str!("sql/select_appointment_by_token.sql"),
        [lookup_hash(token).into()],
    )
}

/// Selects the coming booked appointments of an address, named by [`Contact::hashes`].
#[must_use]
pub fn select_coming(hashes: String, now: Instant) -> Statement {
    Statement::new(
        include_str!("sql/select_coming_appointments.sql"),
        [hashes.into(), now.into()],
    )
}

/// Selects who is to come on a date, to one centre or to all: booked, or held at `now`; by centre and time.
#[must_use]
pub fn select_day_list(centre: Option<&CentreId>, date: NaiveDate, now: Instant) -> Statement {
    Statement::new(
        include_str!("sql/select_day_list.sql"),
        [
            centre.map(CentreId::as_str).into(),
            date.to_string().into(),
            now.into(),
        ],
    )
}

/// Reads all rows that a select returned.
///
/// # Errors
/// [`DatabaseError::Unreadable`].
pub fn records(rows: Rows) -> Result<Vec<Record>, DatabaseError> {
    rows.all::<Row>()?.into_iter().map(read).collect()
}

/// Reads what a select returned.
///
/// # Errors
/// [`DatabaseError::Unreadable`].
pub fn record(rows: Rows) -> Result<Option<Record>, DatabaseError> {
    rows.first::<Row>()?.map(read).transpose()
}

fn read(row: Row) -> Result<Record, DatabaseError> {
    let unreadable = || DatabaseError::unreadable("stored appointment");
    let progress: Progress = serde_json::from_str(&row.progress).map_err(DatabaseError::unreadable)?;
    let appointment = Appointment {
        id: AppointmentId::parse(&row.id).ok_or_else(unreadable)?,
        version: row.version,
        status: status(&row.status).ok_or_else(unreadable)?,
        slot: Slot {
            centre: CentreId::from(row.centre),
            date: row.date,
            start: row.start,
            starts_at: Instant::from_seconds(row.starts_at),
        },
        units: row.units,
        skills: SkillSet::from_bits(row.skills),
        until: Instant::from_seconds(row.until),
        reference: row
            .reference
            .map(|text| serde_json::from_value::<Reference>(text.into()))
            .transpose()
            .map_err(DatabaseError::unreadable)?,
        progress,
    };
    let contact = match (row.name, row.email, row.email_hash) {
        (Some(name), Some(email), Some(email_hash)) => Some(Contact {
            name,
            email,
            phone: row.phone,
            email_hash,
        }),
        _ => None,
    };
    Ok(Record {
        appointment,
        key_id: row.key_id,
        contact,
    })
}

/// Writes an appointment as it will be, one version on.
///
/// # Errors
/// [`DatabaseError::Unreadable`] if its progress cannot be written.
pub fn upsert(record: &Record, keys: &Keys, commit_id: &str) -> Result<Statement, DatabaseError> {
    let appointment = &record.appointment;
    let contact = record.contact.as_ref();
    let activation = has_activation_token(appointment).then(|| record.token(keys, Purpose::Activation));
    let manage = appointment
        .progress
        .booked_at
        .map(|_| record.token(keys, Purpose::Manage));
    let parameters: [Parameter; 22] = [
        appointment.id.to_string().into(),
        (appointment.version + 1).into(),
        commit_id.into(),
        status_name(appointment.status).into(),
        (appointment.status == Status::Held && !appointment.can_be_activated()).into(),
        appointment.slot.centre.as_str().into(),
        appointment.slot.date.to_string().into(),
        appointment.slot.start.into(),
        appointment.slot.starts_at.into(),
        appointment.units.into(),
        appointment.skills.bits().into(),
        appointment.until.into(),
        appointment.reference.as_ref().map(Reference::as_str).into(),
        serde_json::to_string(&appointment.progress)
            .map_err(DatabaseError::unreadable)?
            .into(),
        record.key_id.as_str().into(),
        contact.map(|contact| contact.name.as_str()).into(),
        contact.map(|contact| contact.email.as_str()).into(),
        contact.and_then(|contact| contact.phone.as_deref()).into(),
        contact.map(|contact| contact.email_hash.as_str()).into(),
        activation.as_deref().map(lookup_hash).into(),
        manage.as_deref().map(lookup_hash).into(),
        appointment.delete_at().into(),
    ];
    Ok(Statement::new(
        include_str!("sql/upsert_appointment.sql"),
        parameters,
    ))
}

/// An activation link lives from the form to the deletion; never for an address over its limit.
fn has_activation_token(appointment: &Appointment) -> bool {
    appointment
        .progress
        .hold
        .as_ref()
        .is_some_and(|hold| !hold.over_limit)
}

/// Refuses the batch when the appointment is not the one that was read.
#[must_use]
pub fn guard(appointment: &Appointment) -> Statement {
    Statement::new(
        include_str!("sql/guard_appointment.sql"),
        [appointment.id.to_string().into(), appointment.version.into()],
    )
}

/// The name of a stored status.
#[must_use]
pub const fn status_name(status: Status) -> &'static str {
    match status {
        Status::Reserved => "reserved",
        Status::Held => "held",
        Status::Booked => "booked",
        Status::Cancelled => "cancelled",
    }
}

fn status(name: &str) -> Option<Status> {
    [Status::Reserved, Status::Held, Status::Booked, Status::Cancelled]
        .into_iter()
        .find(|status| status_name(*status) == name)
}
