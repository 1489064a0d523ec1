//! What a press leads to.

use super::fresh::FRESH;
use super::month_of;
use super::{Command, Event, Form, Journey, Notice, Step};
use crate::catalogue::{LONGEST_VISIT, Place};
use crate::date;
use crate::offer::{Moment, Slot};

impl Journey {
    pub(super) fn press(&mut self, event: Event) -> Vec<Command> {
        match (self.step, event) {
            (Step::Service, press @ (Event::Ticked(..) | Event::Quantity(..) | Event::AllServices(_))) => {
                self.choose_service(&press);
                Vec::new()
            }
            (Step::Service, Event::Next) => self.leave_services(),
            (_, Event::District(name)) => {
                let shown = self.open.len();
                self.open.retain(|open| *open != name);
                if self.open.len() == shown {
                    self.open.push(name);
                }
                Vec::new()
            }
            (Step::Place, Event::Anywhere) => self.choose_place(None, Vec::new()),
            (Step::Place, Event::Centre(centre)) => self.choose_place(Some(centre), Vec::new()),
            (Step::Place, Event::Among(centres)) => self.choose_place(None, centres),
            (Step::Place, Event::SubmitInvitation) => match self.form.check_invitation() {
                Some(code) => self.wait_for(Command::Redeem(code)),
                None => vec![Command::FocusNotice],
            },
            (Step::Time, Event::Centre(centre)) if self.centre.is_none() => {
                self.centre = Some(centre);
                let mut commands = self.load_day();
                commands.push(Command::FocusHeading);
                commands
            }
            (Step::Day, Event::Day(day)) => {
                self.day = Some(day);
                self.all_times = false;
                self.step = Step::Time;
                self.load_day()
            }
            (Step::Day, Event::MoreDays) => {
                self.more_days += 1;
                Vec::new()
            }
            (Step::Day, Event::Month(month)) => {
                self.month = Some(month);
                Vec::new()
            }
            (Step::Day, Event::Key(day, key)) => match self.led_to(day, key) {
                Some(led) => {
                    self.month = Some(month_of(led));
                    vec![Command::FocusDay(led)]
                }
                None => Vec::new(),
            },
            (Step::Time, Event::AllTimes) => {
                self.all_times = true;
                Vec::new()
            }
            (Step::Place | Step::Time, Event::Slot(slot)) => self.reserve(slot),
            // An alternative, or the same time again after it ran out.
            (Step::Details | Step::Sent, Event::Slot(slot)) if self.notice.is_some() => self.reserve(slot),
            (Step::Details, Event::ForOther(other)) => {
                self.form.for_other = other;
                Vec::new()
            }
            (Step::Details, Event::Submit) => self.submit(),
            (Step::Details, Event::MoreTime) => match self.ticket() {
                Some(ticket) => self.wait_for(Command::Prolong(ticket)),
                None => Vec::new(),
            },
            (Step::Sent, Event::Resend) => match self.ticket() {
                Some(ticket) => self.wait_for(Command::Resend(ticket)),
                None => Vec::new(),
            },
            (Step::Sent, Event::Correct) => {
                self.correcting = true;
                self.notice = None;
                self.form.faults.clear();
                self.step = Step::Details;
                Vec::new()
            }
            (Step::Sent, Event::SubmitCode) => match (self.form.check_code(), self.ticket()) {
                (Some(code), Some(ticket)) => self.wait_for(Command::Confirm(ticket, code)),
                (None, _) => vec![Command::FocusNotice],
                _ => Vec::new(),
            },
            (_, Event::Back) => self.back(),
            (_, Event::Visit(step)) => self.visit(step),
            (_, Event::Cancel) => self.cancel(),
            (_, Event::Restart) => self.restart(),
            (_, Event::Clear) => self.clear(),
            (_, Event::Again) => match self.notice.take() {
                Some(Notice::Failed(_, command)) => self.wait_for(*command),
                None if self.closed().is_some() => self.wait_for(Command::LoadCatalogue),
                other => {
                    self.notice = other;
                    Vec::new()
                }
            },
            // A press that came too late for its step.
            _ => Vec::new(),
        }
    }

    fn leave_services(&mut self) -> Vec<Command> {
        let fits = self
            .catalogue
            .units(&self.wishes)
            .is_some_and(|units| units <= LONGEST_VISIT);
        if self.wishes.is_empty() || !fits {
            self.wishes_refused = true;
            return vec![Command::FocusNotice];
        }
        self.notice = None;
        let anywhere = !self.only_at(Place::IssuingOffice) && !self.only_at(Place::Invitation);
        let given = self.given_centre.as_deref().filter(|_| anywhere);
        let given = given.and_then(|given| self.catalogue.in_place_of(given));
        let given = given.filter(|given| self.catalogue.serving(&self.wishes).contains(given));
        let given = given.map(|given| given.id.clone());
        let mut commands = self.refresh();
        if given.is_some() {
            commands.extend(self.choose_place(given, Vec::new()));
        } else {
            self.step = Step::Place;
        }
        commands.push(Command::Prepare);
        commands
    }

    /// Goes on to the days of one centre, of several, or of all.
    pub(super) fn choose_place(&mut self, centre: Option<String>, among: Vec<String>) -> Vec<Command> {
        self.day_first = centre.is_none() && among.is_empty();
        self.centre = centre;
        self.among = among;
        self.more_days = 0;
        self.month = None;
        self.notice = None;
        self.step = Step::Day;
        self.look_at_centres()
    }

    /// Loads what the places are chosen by, where it is not there.
    pub(super) fn load_places(&self) -> Vec<Command> {
        let mut commands = self.refresh();
        commands.push(Command::Prepare);
        commands
    }

    /// Loads what the days are chosen by, where it is not there.
    pub(super) fn load_days(&self) -> Vec<Command> {
        let mut commands = self.refresh();
        commands.extend(self.look_at_centres());
        commands
    }

    /// Loads the city's free days again, where they are no longer fresh.
    fn refresh(&self) -> Vec<Command> {
        match &self.availability {
            Some(known) if !self.is_fresh(&known.written) => vec![Command::LoadAvailability],
            _ => Vec::new(),
        }
    }

    /// Loads the starts of the centres chosen by name that are not known, or no longer fresh.
    fn look_at_centres(&self) -> Vec<Command> {
        let known = |centre: &String| {
            let mut known = self.starts.iter();
            known.any(|known| known.centre == *centre && self.is_fresh(&known.written))
        };
        let chosen = self.centre.iter().chain(&self.among);
        let unknown = chosen.filter(|centre| !known(centre));
        unknown
            .map(|centre| Command::LoadStarts(centre.clone()))
            .collect()
    }

    fn is_fresh(&self, written: &Moment) -> bool {
        self.now - written.at < FRESH
    }

    /// Loads the day's times, where they are not known.
    pub(super) fn load_day(&mut self) -> Vec<Command> {
        self.notice = None;
        let mut commands = self.look_at_centres();
        if let Some(day) = self.day
            && self.centre.is_none()
            && self.among.is_empty()
        {
            self.slots = None;
            self.asked = ["from=", &date::wire(day), "&", &self.query()].concat();
            commands.push(Command::LoadSlots(self.asked.clone()));
        }
        commands.push(Command::Prepare);
        commands
    }

    /// Reserves `slot` in place of the time kept or kept before. Where an answer was lost, it is asked for
    /// first, so that a browser never holds two times.
    pub(super) fn reserve(&mut self, slot: Slot) -> Vec<Command> {
        let wanted = self.wanted(slot);
        let lost = self.unanswered.clone();
        self.next = match &lost {
            Some(Command::Reserve(asked, _)) if *asked != wanted => Some(wanted.slot.clone()),
            _ => None,
        };
        let replaced = self.ticket().or_else(|| self.former.clone());
        self.wait_for(lost.unwrap_or(Command::Reserve(wanted, replaced)))
    }

    fn submit(&mut self) -> Vec<Command> {
        if !self.form.check() {
            return vec![Command::FocusNotice];
        }
        // The time has run out: the notice offers it again.
        let Some(ticket) = self.ticket() else {
            return vec![Command::FocusNotice];
        };
        let form = Form {
            name: self.form.name.trim().into(),
            email: self.form.email.trim().into(),
            phone: self.form.phone.trim().into(),
            ..Form::default()
        };
        self.wait_for(Command::Hold(ticket, Box::new(form)))
    }

    pub(super) fn back(&mut self) -> Vec<Command> {
        self.notice = None;
        match self.step {
            Step::Place => {
                self.step = Step::Service;
                self.give_back()
            }
            Step::Day if self.given_centre.is_some() && self.given_centre == self.centre => {
                self.given_centre = None;
                self.step = Step::Place;
                self.refresh()
            }
            Step::Day => {
                self.step = Step::Place;
                Vec::new()
            }
            // From the times of a centre back to the centres of the day.
            Step::Time if self.day_first && self.centre.is_some() => {
                self.centre = None;
                let mut commands = self.load_day();
                commands.push(Command::FocusHeading);
                commands
            }
            Step::Time => {
                self.step = Step::Day;
                self.load_days()
            }
            Step::Details if self.correcting => {
                self.correcting = false;
                self.form.faults.clear();
                self.step = Step::Sent;
                Vec::new()
            }
            // The time stays reserved until another one takes its place.
            Step::Details if self.day.is_some() => {
                self.step = Step::Time;
                self.load_day()
            }
            Step::Details => {
                self.step = Step::Place;
                self.load_places()
            }
            Step::Service | Step::Sent | Step::Done | Step::Gone => Vec::new(),
        }
    }

    /// Frees the time kept, if there is one.
    pub(super) fn give_back(&mut self) -> Vec<Command> {
        match self.kept.take() {
            Some(kept) => {
                self.former = Some(kept.ticket.clone());
                vec![Command::Release(kept.ticket), Command::Remember(None)]
            }
            None => Vec::new(),
        }
    }

    fn cancel(&mut self) -> Vec<Command> {
        if matches!(self.step, Step::Done | Step::Gone) {
            return Vec::new();
        }
        let commands = self.give_back();
        self.start_over();
        commands
    }

    fn restart(&mut self) -> Vec<Command> {
        if !matches!(self.step, Step::Done | Step::Gone) {
            return Vec::new();
        }
        let mut commands = self.clear();
        commands.push(Command::LoadAvailability);
        commands
    }

    /// Nothing of the person stays in this browser. Only a time that no mail is out for is given back.
    fn clear(&mut self) -> Vec<Command> {
        let mailed = matches!(self.step, Step::Sent | Step::Done | Step::Gone)
            || self.kept.as_ref().is_some_and(|kept| kept.held);
        let mut commands = if mailed { Vec::new() } else { self.give_back() };
        self.kept = None;
        self.remembered = None;
        self.wishes.clear();
        self.start_over();
        commands.push(Command::Remember(None));
        commands
    }

    fn start_over(&mut self) {
        self.step = Step::Service;
        self.notice = None;
        self.correcting = false;
        self.form = Form::default();
        self.day = None;
        self.slots = None;
        self.centre = None;
        self.among.clear();
    }
}
