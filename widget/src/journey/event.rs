//! What happens to a journey, and what it asks for.

use booking::near::Postcode;
use chrono::NaiveDate;

use super::{Field, Form, Kept, Key, Moment, Status, Step, Ticket};
use crate::catalogue::Catalogue;
use crate::offer::{Availability, CentreStarts, Slot};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A service was ticked or not.
    Ticked(usize, bool),
    /// A quantity was chosen.
    Quantity(usize, u32),
    /// Show every service, or the frequent ones.
    AllServices(bool),
    /// On from the services.
    Next,
    /// Any centre will do.
    Anywhere,
    /// Show the centres of this district, or fold them again.
    District(String),
    /// This centre.
    Centre(String),
    /// One of these centres.
    Among(Vec<String>),
    /// This day.
    Day(NaiveDate),
    /// List more days.
    MoreDays,
    /// Show this month.
    Month(NaiveDate),
    /// A key on a day of the month.
    Key(NaiveDate, Key),
    /// Show every start.
    AllTimes,
    /// This time: a slot, the earliest or an alternative.
    Slot(Slot),
    /// A field's new content.
    Typed(Field, String),
    /// The appointment is for somebody else, or not.
    ForOther(bool),
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
    /// Go on with the invitation's code.
    SubmitInvitation,
    /// One step back.
    Back,
    /// To this step, by the browser's back and forward.
    Visit(Step),
    /// Give the time back and start again.
    Cancel,
    /// Another appointment.
    Restart,
    /// Forget in this browser whatever was chosen and typed.
    Clear,
    /// Try the failed command again.
    Again,
    /// This tab remembers choices from before the page was loaded, as [`Journey::choices`](super::Journey::choices) tells them.
    Restored(String),
    /// This tab remembers a ticket from before the page was loaded, and until when its time was kept, as on the wire.
    Remembered(Ticket, String),
    /// A second has passed: the server's time in milliseconds, and whether the page is visible.
    Tick(f64, bool),
    /// The page is seen again, or the machine has slept: what is shown may be old, and the clock may be wrong.
    Woke,
    /// Go on in the language of this tag.
    Speak(String),
    /// Its words are here, and this is the catalogue in it.
    Spoken(Catalogue),
    /// Services and centres are here.
    Catalogue(Catalogue),
    /// What to bring and what it costs, in a whole catalogue.
    Requirements(Catalogue),
    /// The invitation is valid at this centre, for this service.
    Invited(String, String),
    /// The city's free days.
    Availability(Availability),
    /// The exact starts of a centre.
    Starts(CentreStarts),
    /// Where postcodes lie.
    Postcodes(Vec<Postcode>),
    /// The free times in the whole city that this query asked for.
    Slots(String, Vec<Slot>),
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

/// What is to be reserved.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// The time.
    pub slot: Slot,
    /// Services by id and quantity.
    pub services: Vec<(String, u32)>,
    /// The code of the invitation, where one is needed.
    pub invitation: Option<String>,
}

/// Something to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Get services and centres.
    LoadCatalogue,
    /// Get what to bring and what it costs.
    LoadRequirements,
    /// Get the words and the catalogue in the language of this tag.
    LoadLanguage(String),
    /// Get the city's free days.
    LoadAvailability,
    /// Get the exact starts of a centre.
    LoadStarts(String),
    /// Get where postcodes lie.
    LoadPostcodes,
    /// Get a day's times in the whole city.
    LoadSlots(String),
    /// Get and solve a challenge while the person reads.
    Prepare,
    /// See what the invitation with this code is for.
    Redeem(String),
    /// Reserve a time, in place of the one kept or kept before.
    Reserve(Wanted, Option<Ticket>),
    /// Keep it for longer.
    Prolong(Ticket),
    /// Hand in name and mail.
    Hold(Ticket, Box<Form>),
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
    /// Move the focus to this day of the month.
    FocusDay(NaiveDate),
    /// Move the focus to the notice or the list of errors.
    FocusNotice,
    /// Remember the ticket for this tab, or forget it.
    Remember(Option<Ticket>),
    /// Tell the host page.
    Tell(&'static str),
}

/// A refusal of the API, or no answer at all.
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
    /// Whether what was asked for may have been done all the same: the answer was lost, or the server failed.
    pub uncertain: bool,
}
