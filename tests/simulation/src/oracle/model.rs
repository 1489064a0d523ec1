//! An appointment as the oracle believes it to be: docs/states.md and the deadlines written down once more, plainly, with
//! nothing of `booking` but its instants.

use booking::Instant;
use booking::time::unit_start;
use chrono::{Datelike, NaiveDate, Weekday};
use serde_json::{Value, json};

use crate::ask::Services;
use crate::city::{HOLIDAYS, LAYOUT, Layout, SERVICES};

/// Later than everything.
pub const FOREVER: Instant = Instant::from_seconds(0xFF_FFFF_FFFF);

/// What is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// A time, and no name.
    Reserved,
    /// A name, and no press.
    Held,
    /// It stands.
    Booked,
    /// Given back.
    Cancelled,
}

/// What holds at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// In time.
    Reserved,
    /// In time.
    Held,
    /// Too late.
    Lapsed,
    /// It stands.
    Booked,
    /// Given back.
    Cancelled,
}

/// From form to press.
#[derive(Clone, Debug, PartialEq)]
pub struct Hold {
    pub held_at: Instant,
    pub cap: Instant,
    pub activate_by: Option<Instant>,
    pub mail: &'static str,
    pub mailed_at: Instant,
    pub generation: u8,
    pub resends: u8,
    pub wrong: u8,
    pub over: bool,
}

/// One appointment.
#[derive(Clone, Debug, PartialEq)]
pub struct Appointment {
    pub id: String,
    pub version: u32,
    pub status: Status,
    pub until: Instant,
    pub place: Place,
    pub services: Services,
    pub reserved_at: Instant,
    pub prolongations: u8,
    pub hold: Option<Hold>,
    pub booked_at: Option<Instant>,
    pub cancelled_at: Option<Instant>,
    pub sequence: u32,
    pub reference: Option<String>,
    pub email: Option<String>,
}

/// Where, when, how long, and what the counter must be able to do.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub centre: String,
    pub date: NaiveDate,
    pub start: u16,
    pub starts_at: Instant,
    pub units: u8,
    pub skills: u8,
}

impl Place {
    /// Of these services at this time.
    pub fn of(centre: &str, starts_at: Instant, services: &Services) -> Option<Self> {
        let (date, start) = starts_at.on_grid()?;
        let mut place = Self {
            centre: centre.to_owned(),
            date,
            start,
            starts_at,
            units: 0,
            skills: 0,
        };
        for (id, quantity) in services {
            let (_, units, skills) = SERVICES.iter().find(|(known, ..)| known == id)?;
            place.units += units.get(usize::from(*quantity) - 1)?;
            place.skills |= skills;
        }
        Some(place)
    }

    /// The first unit after it.
    pub fn end(&self) -> u16 {
        self.start + u16::from(self.units)
    }

    /// The centre, as the oracle knows it.
    pub fn layout(&self) -> &'static Layout {
        layout(&self.centre)
    }

    /// Whether its centre is open all the time.
    pub fn is_open(&self) -> bool {
        (self.start..self.end()).all(|unit| is_open(self.layout(), self.date, unit))
    }

    /// Whether it may surely be booked at `now`, as far as lead time and horizon go.
    pub fn within_reach(&self, now: Instant) -> bool {
        let last = now.date() + chrono::Days::new(u64::from(self.layout().horizon) - 1);
        !self.too_near(now) && self.date <= last
    }

    /// Whether it surely may not.
    pub fn out_of_reach(&self, now: Instant) -> bool {
        let last = now.date() + chrono::Days::new(self.layout().horizon.into());
        self.too_near(now) || self.date > last
    }

    fn too_near(&self, now: Instant) -> bool {
        self.starts_at < now.plus_minutes(self.layout().lead.into())
    }

    /// The same time at the same place, whatever for.
    pub fn same_time(&self, other: &Self) -> bool {
        (&self.centre, self.starts_at) == (&other.centre, other.starts_at)
    }
}

/// The centre of this name.
pub fn layout(centre: &str) -> &'static Layout {
    let found = LAYOUT.iter().find(|layout| layout.id == centre);
    found.unwrap_or(&LAYOUT[0])
}

/// Whether a centre is open in a unit of a date.
pub fn is_open(layout: &Layout, date: NaiveDate, unit: u16) -> bool {
    let closed = matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
        || HOLIDAYS.iter().any(|holiday| *holiday == date.to_string());
    let (opens, closes) = layout.hours;
    (layout.always || !closed) && (opens..closes).contains(&unit) && unit_start(date, unit).is_some()
}

impl Appointment {
    /// What holds at `now`.
    pub fn state(&self, now: Instant) -> State {
        match self.status {
            Status::Booked => State::Booked,
            Status::Cancelled => State::Cancelled,
            Status::Reserved if now < self.until => State::Reserved,
            Status::Held if now < self.until => State::Held,
            Status::Reserved | Status::Held => State::Lapsed,
        }
    }

    /// Whether it takes its time at `now`.
    pub fn counts(&self, now: Instant) -> bool {
        matches!(self.state(now), State::Reserved | State::Held | State::Booked)
    }

    /// Whether its address is over the limit.
    pub fn is_over(&self) -> bool {
        self.hold.as_ref().is_some_and(|hold| hold.over)
    }

    /// Which address it has, counted.
    pub fn generation(&self) -> u8 {
        self.hold.as_ref().map_or(0, |hold| hold.generation)
    }

    /// When nothing of it is left.
    pub fn delete_at(&self) -> Instant {
        match (self.status, self.booked_at) {
            (_, Some(_)) => self.place.starts_at.plus_days(7),
            (Status::Cancelled, None) => self.cancelled_at.unwrap_or(self.until).plus_minutes(60),
            (Status::Held, None) => self.until.plus_minutes(24 * 60),
            (_, None) => self.until.plus_minutes(60),
        }
    }

    /// The row it should have.
    pub fn row(&self) -> Value {
        let status = match self.status {
            Status::Reserved => "reserved",
            Status::Held => "held",
            Status::Booked => "booked",
            Status::Cancelled => "cancelled",
        };
        let services: Vec<Value> = self
            .services
            .iter()
            .map(|(id, quantity)| json!({ "id": id, "quantity": quantity }))
            .collect();
        let seconds = |instant: Option<Instant>| instant.map(Instant::seconds);
        let hold = self.hold.as_ref().map(|hold| {
            json!({
                "held_at": hold.held_at.seconds(), "hold_cap": hold.cap.seconds(), "activate_by": seconds(hold.activate_by),
                "mail": hold.mail, "mailed_at": hold.mailed_at.seconds(), "generation": hold.generation,
                "resends": hold.resends, "wrong_codes": hold.wrong, "over_limit": hold.over,
            })
        });
        json!({
            "id": self.id,
            "version": self.version,
            "status": status,
            "over_limit": i32::from(self.status == Status::Held && self.is_over()),
            "centre": self.place.centre,
            "date": self.place.date.to_string(),
            "start": self.place.start,
            "starts_at": self.place.starts_at.seconds(),
            "units": self.place.units,
            "skills": self.place.skills,
            "until": self.until.seconds(),
            "reference": self.reference,
            "delete_at": self.delete_at().seconds(),
            "progress": {
                "services": services, "language": "de", "reserved_at": self.reserved_at.seconds(),
                "prolongations": self.prolongations, "hold": hold, "booked_at": seconds(self.booked_at),
                "cancelled_at": seconds(self.cancelled_at), "sequence": self.sequence,
            },
        })
    }

    /// What its owner is shown at `now`.
    pub fn shown(&self, now: Instant) -> Value {
        let state = self.state(now);
        let text = |instant: Instant| instant.to_rfc3339();
        let hold = self
            .hold
            .as_ref()
            .filter(|_| matches!(state, State::Held | State::Lapsed));
        let reserved = state == State::Reserved;
        let services: Vec<Value> = self
            .services
            .iter()
            .map(|(id, quantity)| json!({ "id": id, "quantity": quantity }))
            .collect();
        json!({
            "id": self.id,
            "status": name(state),
            "now": text(now),
            "centre": self.place.centre,
            "starts_at": text(self.place.starts_at),
            "ends_at": text(self.place.starts_at.plus_minutes(i64::from(self.place.units) * 5)),
            "services": services,
            "reserved_until": reserved.then(|| text(self.until)),
            "prolongations_left": if reserved { 10 - self.prolongations } else { 0 },
            "mail": hold.map(|hold| hold.mail),
            "activate_by": hold.and_then(|hold| hold.activate_by).map(text),
            "hold_until": hold.map(|hold| text(hold.cap)),
            "resends_left": hold.map_or(0, |hold| 2 - hold.resends),
            "reference": self.reference.as_ref().filter(|_| state == State::Booked),
        })
    }
}

/// As the API writes it.
pub fn name(state: State) -> &'static str {
    match state {
        State::Reserved => "reserved",
        State::Held => "held",
        State::Lapsed => "lapsed",
        State::Booked => "booked",
        State::Cancelled => "cancelled",
    }
}

/// One mailbox, however it is written.
pub fn mailbox(email: &str) -> String {
    let lower = email.to_lowercase();
    let (local, domain) = lower.split_once('@').unwrap_or((&lower, ""));
    format!("{}@{domain}", local.split('+').next().unwrap_or_default())
}
