//! The way from a wish to an appointment, as a state machine.
//!
//! [`Journey::apply`] takes one event (a press, a reply, a tick of the clock) and answers with the commands
//! to carry out. Nothing here touches a browser, a network or a clock: who carries the commands out sends
//! what came of them back as events.

use booking::near::Postcode;
use chrono::NaiveDate;

use crate::catalogue::{Catalogue, Centre, Place, Wish};
use crate::offer::{Availability, CentreStarts, Slot};

mod answers;
mod choices;
mod event;
mod first;
mod form;
mod fresh;
mod kept;
mod month;
mod move_on;
mod notice;
mod reply;
#[cfg(test)]
mod tests;

pub use answers::{Answer, Why};
pub use event::{Command, Event, Refusal, Wanted};
pub use form::{Fault, Field, Form};
pub use kept::{Kept, Mail, Status, Ticket};
pub use month::{Key, month_of};
pub use notice::{Notice, Said, Trouble};

pub use crate::offer::Moment;

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

    /// The step of this name.
    pub fn named(name: &str) -> Option<Self> {
        use Step::{Day, Details, Done, Gone, Place, Sent, Service, Time};
        [Service, Place, Day, Time, Details, Sent, Done, Gone]
            .into_iter()
            .find(|step| step.name() == name)
    }

    /// Whether nothing has been sent yet, so that another choice can be made.
    pub fn is_choice(self) -> bool {
        !matches!(self, Step::Sent | Step::Done | Step::Gone)
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
    /// Whether all services are shown, not only the frequent ones.
    pub all_services: bool,
    /// The centre the page asked for.
    pub given_centre: Option<String>,
    /// The centre chosen; `None` is anywhere, or one of several.
    pub centre: Option<String>,
    /// The centres chosen together; none where it is one, or anywhere.
    pub among: Vec<String>,
    /// The districts whose centres are shown.
    pub open: Vec<String>,
    /// Whether the day was chosen before the centre.
    pub day_first: bool,
    /// The city at a glance.
    pub availability: Option<Availability>,
    /// The exact starts of the centres looked at so far.
    pub starts: Vec<CentreStarts>,
    /// Where postcodes lie, once somebody has asked for what is near.
    pub postcodes: Option<Vec<Postcode>>,
    /// How many of the days with free times are listed; ten at first.
    pub more_days: usize,
    /// The month looked at, where it was turned to.
    pub month: Option<NaiveDate>,
    /// The day chosen.
    pub day: Option<NaiveDate>,
    /// Its free times in the whole city.
    pub slots: Option<Vec<Slot>>,
    asked: String,
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
    /// From when on the activation mail counts as late, in milliseconds.
    late_from: f64,
    postcodes_asked: bool,
    /// What has come in the background since the step was entered, to be shown with the next one.
    parked: Vec<Event>,
    /// Whether what is asked for is asked for in the background.
    parking: bool,
    /// When what is shown was last asked for, in milliseconds.
    refreshed: f64,
    /// The ticket whose state the server has yet to tell, or that is watched after its end.
    remembered: Option<Ticket>,
    /// Until when the remembered time was kept, as on the wire; empty once the server has told more.
    pub remembered_until: String,
    /// The time kept before, that has lapsed or was given back: for its holder it is free at once.
    former: Option<Ticket>,
    /// The reservation whose answer was lost: the server may keep its time.
    unanswered: Option<Command>,
    /// The time chosen since, to reserve as soon as that answer is here.
    next: Option<Slot>,
    ticks: u32,
}

/// People are warned this long before their time runs out, in milliseconds.
pub const WARNING: f64 = 180_000.0;

/// Two mails lie at least this far apart, in milliseconds.
const RESEND_PAUSE: f64 = 120_000.0;

/// A mail that has not left after this long is late, in milliseconds.
const LATE: f64 = 60_000.0;

/// How an appointment stands is asked for every so many seconds: while a press in the mail is waited for …
const ASK_EVERY: u32 = 4;

/// … and after it, for it may be cancelled, moved or taken back by the mail's links.
const ASK_LATER: u32 = 30;

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
        vec![Command::LoadCatalogue]
    }

    /// Why nothing new can be booked, where that is so and the person is not past it.
    pub fn closed(&self) -> Option<&str> {
        let choosing = matches!(self.step, Step::Service | Step::Place | Step::Day | Step::Time);
        self.catalogue
            .closed
            .as_deref()
            .filter(|_| choosing && self.kept.is_none())
    }

    /// The centre the page asked for, where it has closed for good, and the one to go to instead.
    pub fn moved(&self) -> Option<(&Centre, &Centre)> {
        let given = self.catalogue.centre(self.given_centre.as_deref()?)?;
        let successor = self.catalogue.in_place_of(&given.id)?;
        (given.id != successor.id).then_some((given, successor))
    }

    /// Whether the wishes can only be had there.
    pub fn only_at(&self, place: Place) -> bool {
        self.catalogue.only_at(place, &self.wishes)
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

    /// Whether the appointment has begun.
    pub fn past(&self) -> bool {
        let begun = |kept: &Kept| kept.begins > 0.0 && kept.begins <= self.now;
        self.step == Step::Done && self.kept.as_ref().is_some_and(begun)
    }

    /// Whether there is anything of the person to forget.
    pub fn anything_entered(&self) -> bool {
        !self.wishes.is_empty() || self.form != Form::default()
    }

    /// Whether the activation mail takes longer than it should.
    pub fn late(&self) -> bool {
        let queued = |kept: &Kept| kept.mail == Mail::Queued;
        self.late_from <= self.now && self.kept.as_ref().is_some_and(queued)
    }

    /// The centres to look at: those chosen, or all that serve the wishes.
    pub fn chosen(&self) -> Vec<&str> {
        let serving = self.catalogue.serving(&self.wishes).into_iter();
        serving
            .map(|centre| centre.id.as_str())
            .filter(|id| match &self.centre {
                Some(centre) => centre == id,
                None => self.among.is_empty() || self.among.iter().any(|among| among == id),
            })
            .collect()
    }

    /// The days with room for the visit at the centres chosen.
    pub fn days(&self) -> Vec<NaiveDate> {
        self.days_at(&self.chosen())
    }

    /// The days with room for the visit at one of these centres.
    pub fn days_at(&self, centres: &[&str]) -> Vec<NaiveDate> {
        match (&self.availability, self.catalogue.visit(&self.wishes)) {
            (Some(availability), Some(visit)) => availability.days(centres, &visit),
            _ => Vec::new(),
        }
    }

    /// The free times of a day at a centre; none until they are here.
    pub fn times(&self, centre: &str, day: NaiveDate) -> Option<Vec<Slot>> {
        let starts = self.starts.iter().find(|starts| starts.centre == centre)?;
        Some(starts.slots(day, &self.catalogue.visit(&self.wishes)?))
    }

    /// Takes one event.
    pub fn apply(&mut self, event: Event) -> Vec<Command> {
        let before = self.step;
        // A page that is loaded again takes the focus from nobody.
        let loading = matches!(event, Event::Restored(_))
            || (matches!(event, Event::Status(_)) && !self.remembered_until.is_empty());
        let mut commands = match event {
            Event::Catalogue(_)
            | Event::Requirements(_)
            | Event::Invited(..)
            | Event::Availability(_)
            | Event::Starts(_)
            | Event::Postcodes(_)
            | Event::Slots(..)
            | Event::Reserved(_)
            | Event::Prolonged(..)
            | Event::Held
            | Event::Resent
            | Event::Spoken(_)
            | Event::Status(_)
            | Event::Refused(..) => self.receive(event),
            Event::Speak(language) => vec![Command::LoadLanguage(language)],
            Event::Tick(now, visible) => {
                let mut commands = self.tick(now, visible);
                if visible {
                    commands.extend(self.refresh_in_background());
                }
                commands
            }
            Event::Woke => {
                let mut commands = self.look_again();
                commands.extend(self.refresh_at_once());
                commands
            }
            Event::Restored(choices) => self.restore(&choices),
            Event::Remembered(ticket, until) => {
                self.remembered_until = until;
                self.remembered = Some(ticket.clone());
                self.wait_for(Command::Ask(ticket))
            }
            Event::Typed(field, text) => {
                self.form.set(field, text);
                if field == Field::Near && !self.postcodes_asked {
                    self.postcodes_asked = true;
                    vec![Command::LoadPostcodes]
                } else {
                    Vec::new()
                }
            }
            // One press at a time: what is under way decides where the person is next.
            _ if self.busy.is_some() => Vec::new(),
            pressed => self.press(pressed),
        };
        if self.step != before {
            self.said = None;
            self.open.clear();
            self.take_parked();
            let unknown = self
                .catalogue
                .services
                .iter()
                .all(|service| service.documents.is_empty());
            if self.step == Step::Done && unknown {
                commands.push(Command::LoadRequirements);
            }
            if !loading && !commands.contains(&Command::FocusNotice) {
                commands.push(Command::FocusHeading);
            }
            commands.push(Command::Tell("step"));
        }
        commands
    }

    fn tick(&mut self, now: f64, visible: bool) -> Vec<Command> {
        let was_soon = self.soon();
        self.now = now;
        self.ticks = self.ticks.wrapping_add(1);
        let every = match self.step {
            Step::Done | Step::Gone => ASK_LATER,
            _ if self.kept.as_ref().is_some_and(|kept| kept.held) => ASK_EVERY,
            _ => 0,
        };
        if every > 0 {
            let due = visible && self.ticks.is_multiple_of(every);
            return if due { self.look_again() } else { Vec::new() };
        }
        let over = self.kept.as_ref().is_some_and(|kept| kept.until.at <= now);
        if over && self.busy.is_none() {
            return self.lapse(Vec::new());
        }
        if self.soon() && !was_soon {
            self.said = Some(Said::Soon);
        }
        Vec::new()
    }

    /// Asks how the appointment stands, which tells the time as well.
    fn look_again(&self) -> Vec<Command> {
        let watched = self
            .ticket()
            .or_else(|| self.remembered.clone().filter(|_| self.step == Step::Gone));
        match watched {
            Some(ticket) if self.busy.is_none() => vec![Command::Ask(ticket)],
            _ => Vec::new(),
        }
    }

    /// The time kept has run out.
    fn lapse(&mut self, alternatives: Vec<Slot>) -> Vec<Command> {
        self.busy = None;
        let mut commands = vec![Command::Remember(None)];
        if let Some(kept) = self.kept.take() {
            self.former = Some(kept.ticket);
            if matches!(self.step, Step::Details | Step::Sent) {
                self.correcting = false;
                self.notice = Some(Notice::Lapsed(kept.slot, alternatives));
                commands.extend([Command::Prepare, Command::FocusNotice]);
            }
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

    fn wanted(&self, slot: Slot) -> Wanted {
        let services = self.wishes.iter().filter_map(|wish| {
            let service = self.catalogue.services.get(wish.service)?;
            Some((service.id.clone(), wish.quantity))
        });
        Wanted {
            slot,
            services: services.collect(),
            invitation: self
                .only_at(Place::Invitation)
                .then(|| self.form.invitation.trim().into()),
        }
    }
}
