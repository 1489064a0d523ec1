//! What a reply leads to.

use super::form::Fault;
use super::{
    Command, Event, Field, Journey, Kept, LATE, Mail, Notice, RESEND_PAUSE, Refusal, Said, Status, Step,
    Trouble,
};
use crate::catalogue::{Catalogue, Wish};
use crate::date;

impl Journey {
    pub(super) fn receive(&mut self, event: Event) -> Vec<Command> {
        if self.parks(&event) {
            self.parked.push(event);
            return Vec::new();
        }
        if matches!(
            self.busy,
            Some(
                Command::LoadCatalogue
                    | Command::Redeem(_)
                    | Command::LoadAvailability
                    | Command::LoadStarts(_)
                    | Command::LoadSlots(..)
            )
        ) {
            self.busy = None;
        }
        match event {
            Event::Catalogue(catalogue) => self.list(catalogue),
            Event::Spoken(catalogue) => {
                self.translate(catalogue);
                Vec::new()
            }
            Event::Requirements(catalogue) => {
                for service in &mut self.catalogue.services {
                    if let Some(whole) = catalogue.services.iter().find(|whole| whole.id == service.id) {
                        service.documents = whole.documents.clone();
                        service.fees = whole.fees.clone();
                    }
                }
                for centre in &mut self.catalogue.centres {
                    centre.point = catalogue.centre(&centre.id).and_then(|whole| whole.point);
                }
                Vec::new()
            }
            Event::Invited(centre, service) if self.step == Step::Place => {
                if let Some(service) = self.catalogue.position(&service) {
                    self.wishes = vec![Wish { service, quantity: 1 }];
                }
                self.choose_place(Some(centre), Vec::new())
            }
            Event::Availability(availability) => {
                // Only the edge's clock decides which centres have closed.
                if let Some(from) = availability.from {
                    self.catalogue.today = date::wire(from);
                }
                self.availability = Some(availability);
                Vec::new()
            }
            Event::Starts(starts) => {
                self.starts.retain(|known| known.centre != starts.centre);
                self.starts.push(starts);
                Vec::new()
            }
            Event::Postcodes(postcodes) => {
                self.postcodes = Some(postcodes);
                Vec::new()
            }
            Event::Slots(query, slots) => {
                if query == self.asked {
                    self.slots = Some(slots);
                }
                Vec::new()
            }
            Event::Reserved(kept) => self.reserved(kept),
            Event::Prolonged(until, left) => {
                self.busy = None;
                let Some(kept) = &mut self.kept else {
                    return Vec::new();
                };
                kept.until = until;
                kept.prolongations_left = left;
                self.said = Some(Said::MoreTime);
                vec![Command::Remember(Some(kept.ticket.clone()))]
            }
            Event::Held => self.held(),
            Event::Resent => {
                self.busy = None;
                self.said = Some(Said::Resent);
                let now = self.now;
                self.late_from = now + LATE;
                if let Some(kept) = &mut self.kept {
                    kept.mail = Mail::Queued;
                    kept.resends_left = kept.resends_left.saturating_sub(1);
                    kept.resend_from = now + RESEND_PAUSE;
                }
                Vec::new()
            }
            Event::Status(status) => self.stands(*status),
            Event::Refused(command, refusal) => self.refused(command, refusal),
            _ => Vec::new(),
        }
    }

    fn reserved(&mut self, kept: Kept) -> Vec<Command> {
        self.busy = None;
        self.notice = None;
        self.said = None;
        self.former = None;
        self.unanswered = None;
        let mut commands = vec![Command::Remember(Some(kept.ticket.clone()))];
        self.kept = Some(kept);
        if let Some(slot) = self.next.take() {
            commands.extend(self.reserve(slot));
        } else {
            self.step = Step::Details;
            commands.push(Command::FocusHeading);
        }
        commands
    }

    fn held(&mut self) -> Vec<Command> {
        self.busy = None;
        if !matches!(self.step, Step::Details | Step::Sent) {
            return Vec::new();
        }
        self.correcting = false;
        self.form.faults.clear();
        self.form.code.clear();
        self.step = Step::Sent;
        let now = self.now;
        self.late_from = now + LATE;
        let Some(kept) = &mut self.kept else {
            return Vec::new();
        };
        kept.held = true;
        kept.mail = Mail::Queued;
        kept.activate_by = None;
        kept.resends_left = 2;
        kept.resend_from = now + RESEND_PAUSE;
        vec![Command::Tell("held"), Command::Ask(kept.ticket.clone())]
    }

    /// Takes what the server says about the appointment: after a press in the mail, or when the page was loaded again.
    fn stands(&mut self, status: Status) -> Vec<Command> {
        let ticket = Some(&status.kept.ticket);
        let known = self.kept.as_ref().map(|kept| &kept.ticket) == ticket;
        // An answer about a time that was given back in the meantime says nothing new.
        if !known && (self.kept.is_some() || self.remembered.as_ref() != ticket) {
            return Vec::new();
        }
        self.remembered = None;
        self.remembered_until.clear();
        if !known {
            self.late_from = self.now + LATE;
        }
        if !known || status.status == "booked" {
            self.wishes = status
                .services
                .iter()
                .filter_map(|(id, quantity)| {
                    Some(Wish {
                        service: self.catalogue.position(id)?,
                        quantity: *quantity,
                    })
                })
                .collect();
        }
        self.busy = None;
        let resend_from = self.kept.as_ref().map_or(0.0, |kept| kept.resend_from);
        let mut kept = status.kept;
        kept.resend_from = resend_from;
        match status.status.as_str() {
            "reserved" => {
                self.kept = Some(kept);
                self.step = Step::Details;
                Vec::new()
            }
            "held" => {
                let was = self.kept.as_ref().map(|kept| kept.mail);
                if kept.mail == Mail::Refused && was != Some(Mail::Refused) {
                    self.said = Some(Said::Refused);
                }
                self.kept = Some(kept);
                if !(self.step == Step::Details && self.correcting) {
                    self.step = Step::Sent;
                }
                Vec::new()
            }
            // A tab that comes back after the visit begins anew.
            "booked" if !known && kept.begins > 0.0 && kept.begins <= self.now => {
                vec![Command::Remember(None)]
            }
            "booked" => {
                let news = self.step != Step::Done;
                self.kept = Some(kept);
                self.former = None;
                self.notice = None;
                self.correcting = false;
                self.step = Step::Done;
                if news {
                    vec![Command::Tell("booked")]
                } else {
                    Vec::new()
                }
            }
            // Watched on: the link in the mail can take it back.
            "cancelled" if known || self.step == Step::Gone => {
                self.kept = None;
                self.former = Some(kept.ticket.clone());
                self.remembered = Some(kept.ticket);
                self.notice = None;
                self.correcting = false;
                self.step = Step::Gone;
                Vec::new()
            }
            "lapsed" if known && kept.mail == Mail::TooLate => {
                self.kept = None;
                self.former = Some(kept.ticket);
                self.notice = Some(Notice::TooLate);
                vec![Command::Remember(None), Command::FocusNotice]
            }
            "lapsed" if known => {
                self.kept = Some(kept);
                self.lapse(Vec::new())
            }
            _ => {
                self.former = Some(kept.ticket);
                vec![Command::Remember(None)]
            }
        }
    }

    /// Goes on with a catalogue in another language; choices stay, wherever it lists them.
    fn translate(&mut self, mut catalogue: Catalogue) {
        catalogue.today = std::mem::take(&mut self.catalogue.today);
        self.wishes = self.moved_to(&catalogue);
        self.catalogue = catalogue;
        // What the server has said, it said in the other language.
        if matches!(self.notice, Some(Notice::Failed(Trouble::Said(_), _))) {
            self.notice = None;
        }
    }

    fn refused(&mut self, command: Command, refusal: Refusal) -> Vec<Command> {
        let asked = self.busy.as_ref() == Some(&command);
        let quiet = matches!(
            command,
            Command::Ask(_)
                | Command::Release(_)
                | Command::Prepare
                | Command::LoadRequirements
                | Command::LoadPostcodes
        );
        if asked {
            self.busy = None;
        }
        let gone = matches!(refusal.name.as_str(), "lapsed" | "unauthorised" | "not-found");
        let background =
            self.parking && matches!(command, Command::LoadAvailability | Command::LoadStarts(_));
        if background && !asked || quiet && (gone || !asked) {
            return self.refused_quietly(&command, &refusal);
        }
        if matches!(command, Command::Reserve(..)) {
            self.unanswered = refusal.uncertain.then(|| command.clone());
            // The lost reservation keeps no time: on to the one chosen since.
            if !refusal.uncertain
                && let Some(slot) = self.next.take()
            {
                return self.reserve(slot);
            }
        }
        match (refusal.name.as_str(), &command) {
            ("slot-taken" | "not-offered" | "centre-paused", Command::Reserve(..)) => {
                self.notice = Some(Notice::Taken(refusal.alternatives));
                // What is shown is no longer true.
                let mut commands = vec![Command::Prepare, Command::FocusNotice, Command::LoadAvailability];
                for starts in &self.starts {
                    commands.push(Command::LoadStarts(starts.centre.clone()));
                }
                commands
            }
            // The time to replace is unknown to the server: there is nothing to give back.
            ("lapsed" | "unauthorised" | "not-found", Command::Reserve(wanted, Some(_))) => {
                self.kept = None;
                self.former = None;
                self.reserve(wanted.slot.clone())
            }
            ("lapsed" | "unauthorised" | "not-found", _) if self.kept.is_some() => {
                self.lapse(refusal.alternatives)
            }
            // The time to replace was confirmed by the mail after all: that is how it stands.
            ("wrong-state", Command::Reserve(_, Some(ticket))) => {
                self.remembered = Some(ticket.clone());
                self.wait_for(Command::Ask(ticket.clone()))
            }
            // It was confirmed, cancelled or moved on elsewhere: see how it stands.
            ("wrong-state", _) if self.kept.is_some() => match self.ticket() {
                Some(ticket) => vec![Command::Ask(ticket)],
                None => Vec::new(),
            },
            ("wrong-code" | "code-spent", _) => {
                let fault = match refusal.tries_left {
                    Some(left) if refusal.name == "wrong-code" => Fault::Wrong(left),
                    _ => Fault::Spent,
                };
                self.form.faults = vec![(Field::Code, fault)];
                vec![Command::FocusNotice]
            }
            ("invalid", Command::Hold(..)) if self.name_faults(&refusal) => vec![Command::FocusNotice],
            // Another catalogue than ours decides: fetch it, and choose again.
            ("centre-closed" | "centre-not-open", _) => self.choose_again(Notice::Told(refusal.detail)),
            (
                "invalid" | "bad-query" | "not-found",
                Command::Reserve(..) | Command::LoadSlots(_) | Command::LoadStarts(_),
            ) => self.choose_again(Notice::Changed),
            ("booking-closed", _) => {
                self.notice = Some(Notice::Failed(Trouble::Closed(refusal.detail), Box::new(command)));
                vec![Command::FocusNotice]
            }
            // Anything that is wrong with the code itself is said at its field.
            (name, Command::Redeem(_))
                if name != "network" && refusal.retry_after.is_none() && !refusal.uncertain =>
            {
                let wrong = refusal.errors.into_iter().next().map(|(_, detail)| detail);
                let fault = wrong.or(refusal.detail).map_or(Fault::Missing, Fault::Said);
                self.form.faults = vec![(Field::Invitation, fault)];
                vec![Command::FocusNotice]
            }
            ("too-soon", Command::Resend(_)) => {
                let wait = f64::from(refusal.retry_after.unwrap_or(120)) * 1000.0;
                let now = self.now;
                if let Some(kept) = &mut self.kept {
                    kept.resend_from = now + wait;
                }
                Vec::new()
            }
            (
                "too-late-for-mail"
                | "no-more"
                | "forbidden"
                | "invalid"
                | "invitation-required"
                | "invitation-invalid"
                | "invitation-used",
                _,
            ) => {
                self.notice = Some(Notice::Told(refusal.detail));
                vec![Command::FocusNotice]
            }
            (name, _) => {
                let trouble = match (name, refusal.retry_after) {
                    ("network", _) => Trouble::Network,
                    ("busy", Some(seconds)) => Trouble::Busy(seconds),
                    _ => Trouble::Said(refusal.detail),
                };
                self.notice = Some(Notice::Failed(trouble, Box::new(command)));
                vec![Command::FocusNotice, Command::Tell("error")]
            }
        }
    }

    /// Back to the services, with what is on offer now.
    fn choose_again(&mut self, why: Notice) -> Vec<Command> {
        self.notice = Some(why);
        self.step = Step::Service;
        vec![Command::LoadCatalogue, Command::FocusNotice]
    }

    /// A refusal of something the person did not ask for.
    fn refused_quietly(&mut self, command: &Command, refusal: &Refusal) -> Vec<Command> {
        match (refusal.name.as_str(), command) {
            (_, Command::LoadPostcodes) => {
                self.postcodes_asked = false;
                Vec::new()
            }
            ("lapsed", Command::Ask(_)) => self.lapse(refusal.alternatives.clone()),
            // Deleted some days after the visit: what is shown stays.
            ("unauthorised" | "not-found", Command::Ask(_)) => {
                if matches!(self.step, Step::Done | Step::Gone) {
                    return vec![Command::Remember(None)];
                }
                if self.kept.is_some() {
                    self.lapse(Vec::new())
                } else {
                    vec![Command::Remember(None)]
                }
            }
            // Asked again with the next tick, fetched again when a time is chosen, or freed by the clock.
            _ => Vec::new(),
        }
    }

    fn name_faults(&mut self, refusal: &Refusal) -> bool {
        self.form.faults = [Field::Name, Field::Email, Field::Phone]
            .into_iter()
            .filter_map(|field| {
                let (_, detail) = refusal.errors.iter().find(|(name, _)| name == field.name())?;
                Some((field, Fault::Said(detail.clone())))
            })
            .collect();
        !self.form.faults.is_empty()
    }
}
