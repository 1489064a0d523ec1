//! The way from a wish to an appointment, as a state machine.
//!
//! [`Journey::apply`] takes one event (a press, a reply, a tick of the clock) and answers with the commands
//! to carry out. Nothing here touches a browser, a network or a clock: who carries the commands out sends
//! what came of them back as events.

use chrono::NaiveDate;

use crate::catalogue::{Catalogue, Wish};
use crate::offer::{Availability, Slot};

mod form;
mod move_on;
mod reply;
#[cfg(test)]
mod tests;

pub use form::{Fault, Field, Form};

/// Where the person is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// Which services, how many.
    #[default]
    Service,
    /// Anywhere or a centre.
    Place,
    /// One of the days with free times.
    Day,
    /// One of the free times.
    Time,
    /// Name and mail, while the time is reserved.
    Details,
    /// The activation mail is on its way.
    Sent,
    /// Booked.
    Done,
    /// Cancelled elsewhere.
    Gone,
}

impl Step {
    /// The step's name in events for the host page.
    pub fn name(self) -> &'static str {
        match self {
            Step::Service => "service",
            Step::Place => "place",
            Step::Day => "day",
            Step::Time => "time",
            Step::Details => "details",
            Step::Sent => "sent",
            Step::Done => "done",
            Step::Gone => "gone",
        }
    }

    /// Its number among the six that people count; `None` after the last.
    pub fn number(self) -> Option<usize> {
        [
            Step::Service,
            Step::Place,
            Step::Day,
            Step::Time,
            Step::Details,
            Step::Sent,
        ]
        .iter()
        .position(|&step| step == self)
        .map(|at| at + 1)
    }
}

/// A moment as the server said it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moment {
    /// RFC 3339 with Berlin's offset: the wall clock is in the text.
    pub text: String,
    /// Milliseconds since 1970.
    pub at: f64,
}

/// Whether the activation mail has left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mail {
    /// Not yet accepted by a mail system.
    #[default]
    Queued,
    /// Accepted.
    Sent,
    /// Refused for good: the address is wrong.
    Refused,
}

/// What the browser holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ticket {
    /// The appointment's id.
    pub id: String,
    /// What proves that this browser reserved it.
    pub secret: String,
}

/// A time kept for this person.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// Id and secret.
    pub ticket: Ticket,
    /// The time.
    pub slot: Slot,
    /// Until when it is kept.
    pub until: Moment,
    /// How often it can still be prolonged.
    pub prolongations_left: u32,
    /// Whether name and mail have been sent.
    pub held: bool,
    /// The activation mail, once held.
    pub mail: Mail,
    /// By when to press, once the mail system has accepted the mail.
    pub activate_by: Option<Moment>,
    /// How often the mail can be sent again.
    pub resends_left: u32,
    /// No resend before this, in milliseconds since 1970.
    pub resend_from: f64,
    /// The reference, once booked.
    pub reference: Option<String>,
}

/// What stands in the way, with a way on.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// Somebody was faster.
    Taken(Vec<Slot>),
    /// The time kept has run out; it held this slot.
    Lapsed(Slot, Vec<Slot>),
    /// Something went wrong; the command can be tried again.
    Failed(Trouble, Command),
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// No answer.
    Network,
    /// Too many people; try after so many seconds.
    Busy(u32),
    /// The server's own words, or none.
    Said(Option<String>),
}

/// A refusal of the API.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refusal {
    /// The last part of the problem's type, such as `slot-taken`; `network` when there was no answer.
    pub name: String,
    /// What to do, in the person's language.
    pub detail: Option<String>,
    /// Field and what is wrong with it.
    pub errors: Vec<(String, String)>,
    /// Times to take instead.
    pub alternatives: Vec<Slot>,
    /// Seconds to wait.
    pub retry_after: Option<u32>,
    /// How many more codes can be tried.
    pub tries_left: Option<u32>,
}

/// The state of an appointment as the API tells its holder.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// `reserved`, `held`, `booked`, `cancelled` or `lapsed`.
    pub status: String,
    /// Everything known of the time kept.
    pub kept: Kept,
    /// Services by id and quantity.
    pub services: Vec<(String, u32)>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A service was ticked or not.
    Ticked(usize, bool),
    /// A quantity was chosen.
    Quantity(usize, u32),
    /// On from the services.
    Next,
    /// Any centre will do.
    Anywhere,
    /// This centre.
    Centre(String),
    /// This day.
    Day(NaiveDate),
    /// Show every start.
    AllTimes,
    /// This time: a slot, the earliest or an alternative.
    Slot(Slot),
    /// A field's new content.
    Typed(Field, String),
    /// The form is complete.
    Submit,
    /// Prolong.
    MoreTime,
    /// Send the mail again.
    Resend,
    /// The address was wrong.
    Correct,
    /// Confirm with the typed code.
    SubmitCode,
    /// One step back.
    Back,
    /// Give the time back and start again.
    Cancel,
    /// Another appointment.
    Restart,
    /// Try the failed command again.
    Again,
    /// This tab remembers a ticket from before the page was loaded.
    Remembered(Ticket),
    /// A second has passed: the server's time in milliseconds, and whether the page is visible.
    Tick(f64, bool),
    /// Services and centres are here.
    Catalogue(Catalogue),
    /// The city's free days.
    Availability(Availability),
    /// The earliest free time of all centres.
    Earliest(Option<Slot>),
    /// The free times of a day.
    Slots(NaiveDate, Vec<Slot>),
    /// A time is reserved.
    Reserved(Kept),
    /// It is kept for longer.
    Prolonged(Moment, u32),
    /// The form was accepted: the activation mail is queued.
    Held,
    /// Another activation mail is queued.
    Resent,
    /// How the appointment stands.
    Status(Box<Status>),
    /// A command was refused.
    Refused(Command, Refusal),
}

/// Something to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Get services and centres.
    LoadCatalogue,
    /// Get the city's free days.
    LoadAvailability,
    /// Get the earliest time for the query.
    LoadEarliest(String),
    /// Get a day's times, for the query.
    LoadSlots(NaiveDate, String),
    /// Get and solve a challenge while the person reads.
    Prepare,
    /// Reserve a time, in place of the one held.
    Reserve(Slot, Vec<(String, u32)>, Option<Ticket>),
    /// Keep it for longer.
    Prolong(Ticket),
    /// Hand in name and mail.
    Hold(Ticket, Form),
    /// Send the mail again.
    Resend(Ticket),
    /// Confirm by code.
    Confirm(Ticket, String),
    /// Ask how it stands.
    Ask(Ticket),
    /// Give it back.
    Release(Ticket),
    /// Move the focus to the step's heading.
    FocusHeading,
    /// Move the focus to the notice or the list of errors.
    FocusNotice,
    /// Remember the ticket for this tab, or forget it.
    Remember(Option<Ticket>),
    /// Tell the host page.
    Tell(&'static str),
}

/// What the person hears when nothing on screen has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The time was prolonged.
    MoreTime,
    /// Three minutes are left.
    Soon,
    /// The mail is on its way again.
    Resent,
}

/// All the widget knows.
#[derive(Clone, Debug, Default)]
pub struct Journey {
    /// Where the person is.
    pub step: Step,
    /// Services and centres; empty until they are here.
    pub catalogue: Catalogue,
    /// The services chosen, in the catalogue's order.
    pub wishes: Vec<Wish>,
    /// Whether going on was tried without, or with too many, services.
    pub wishes_refused: bool,
    /// The centre the page asked for.
    pub given_centre: Option<String>,
    /// The centre chosen; `None` is anywhere.
    pub centre: Option<String>,
    /// The city's free days.
    pub availability: Option<Availability>,
    /// The earliest time; the outer `None` until it is known.
    pub earliest: Option<Option<Slot>>,
    /// The day chosen.
    pub day: Option<NaiveDate>,
    /// Its free times.
    pub slots: Option<Vec<Slot>>,
    /// Whether every start is shown.
    pub all_times: bool,
    /// The time kept.
    pub kept: Option<Kept>,
    /// What was typed.
    pub form: Form,
    /// Whether the mail address of a held time is being corrected.
    pub correcting: bool,
    /// The command under way that the person waits for.
    pub busy: Option<Command>,
    /// What stands in the way.
    pub notice: Option<Notice>,
    /// What the live region says.
    pub said: Option<Said>,
    /// The server's time in milliseconds.
    pub now: f64,
    remembered: Option<Ticket>,
    ticks: u32,
}

/// People are warned this long before their time runs out, in milliseconds.
pub const WARNING: f64 = 180_000.0;

/// Two mails lie at least this far apart, in milliseconds.
const RESEND_PAUSE: f64 = 120_000.0;

/// The status is asked for every so many seconds.
const ASK_EVERY: u32 = 4;

impl Journey {
    /// A journey, with the centre the host page asked for.
    pub fn new(given_centre: Option<String>) -> Self {
        Self {
            given_centre,
            ..Self::default()
        }
    }

    /// What the first step needs.
    pub fn start(&self) -> Vec<Command> {
        vec![Command::LoadCatalogue, Command::LoadAvailability]
    }

    /// Milliseconds left of the time kept.
    pub fn left(&self) -> Option<f64> {
        self.kept.as_ref().map(|kept| (kept.until.at - self.now).max(0.0))
    }

    /// Whether to warn that the time runs out.
    pub fn soon(&self) -> bool {
        self.step == Step::Details
            && self.kept.as_ref().is_some_and(|kept| !kept.held)
            && self.left().is_some_and(|left| left <= WARNING)
    }

    /// The days with room for the visit, at the centre chosen or anywhere.
    pub fn days(&self) -> Vec<NaiveDate> {
        self.days_at(self.centre.as_deref())
    }

    /// The days with room for the visit at this centre, or anywhere.
    pub fn days_at(&self, centre: Option<&str>) -> Vec<NaiveDate> {
        let serving: Vec<&str> = self
            .catalogue
            .serving(&self.wishes)
            .into_iter()
            .map(|centre| centre.id.as_str())
            .filter(|id| centre.is_none_or(|centre| centre == *id))
            .collect();
        match (&self.availability, self.catalogue.units(&self.wishes)) {
            (Some(offer), Some(units)) => offer.days(&serving, &self.catalogue.skills(&self.wishes), units),
            _ => Vec::new(),
        }
    }

    /// Takes one event.
    pub fn apply(&mut self, event: Event) -> Vec<Command> {
        let before = self.step;
        let mut commands = match event {
            Event::Catalogue(_)
            | Event::Availability(_)
            | Event::Earliest(_)
            | Event::Slots(..)
            | Event::Reserved(_)
            | Event::Prolonged(..)
            | Event::Held
            | Event::Resent
            | Event::Status(_)
            | Event::Refused(..) => self.receive(event),
            Event::Tick(now, visible) => self.tick(now, visible),
            Event::Remembered(ticket) => {
                self.remembered = Some(ticket.clone());
                vec![Command::Ask(ticket)]
            }
            Event::Typed(field, text) => {
                self.form.set(field, text);
                Vec::new()
            }
            // One press at a time: what is under way decides where the person is next.
            _ if self.busy.is_some() => Vec::new(),
            pressed => self.press(pressed),
        };
        if self.step != before {
            self.said = None;
            commands.push(Command::FocusHeading);
            commands.push(Command::Tell("step"));
        }
        commands
    }

    fn tick(&mut self, now: f64, visible: bool) -> Vec<Command> {
        let was_soon = self.soon();
        self.now = now;
        self.ticks = self.ticks.wrapping_add(1);
        let Some(kept) = &self.kept else { return Vec::new() };
        if self.step == Step::Sent {
            let ask = visible && self.busy.is_none() && self.ticks.is_multiple_of(ASK_EVERY);
            return if ask {
                vec![Command::Ask(kept.ticket.clone())]
            } else {
                Vec::new()
            };
        }
        if !kept.held && kept.until.at <= now && self.busy.is_none() {
            return self.lapse(Vec::new());
        }
        if self.soon() && !was_soon {
            self.said = Some(Said::Soon);
        }
        Vec::new()
    }

    /// The time kept has run out.
    fn lapse(&mut self, alternatives: Vec<Slot>) -> Vec<Command> {
        self.busy = None;
        let mut commands = vec![Command::Remember(None)];
        if let Some(kept) = self.kept.take()
            && matches!(self.step, Step::Details | Step::Sent)
        {
            self.correcting = false;
            self.notice = Some(Notice::Lapsed(kept.slot, alternatives));
            commands.extend([Command::Prepare, Command::FocusNotice]);
        }
        commands
    }

    /// Starts a command the person waits for.
    fn wait_for(&mut self, command: Command) -> Vec<Command> {
        self.notice = None;
        self.busy = Some(command.clone());
        vec![command]
    }

    fn ticket(&self) -> Option<Ticket> {
        self.kept.as_ref().map(|kept| kept.ticket.clone())
    }

    fn query(&self) -> String {
        self.catalogue.query(&self.wishes)
    }

    fn services(&self) -> Vec<(String, u32)> {
        self.wishes
            .iter()
            .filter_map(|wish| {
                Some((
                    self.catalogue.services.get(wish.service)?.id.clone(),
                    wish.quantity,
                ))
            })
            .collect()
    }
}
