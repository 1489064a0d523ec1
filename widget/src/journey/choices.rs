//! Going to a step by the browser's history, and the choices as text for a page that is loaded again.

use super::{Command, Journey, Step};
use crate::catalogue::{LONGEST_VISIT, Place, Wish};
use crate::date;

impl Journey {
    /// What was chosen, never what was typed: step, services, centre or centres, day. Empty where there is nothing to come back to.
    pub fn choices(&self) -> String {
        if self.wishes.is_empty() || !self.step.is_choice() {
            return String::new();
        }
        let among = self.among.join(",");
        let centres = self.centre.as_deref().unwrap_or(&among);
        let day = self.day.map(date::wire).unwrap_or_default();
        [self.step.name(), " ", &self.query(), " ", centres, " ", &day].concat()
    }

    /// Goes where the choices were made, as far as the catalogue still has them.
    pub(super) fn restore(&mut self, choices: &str) -> Vec<Command> {
        let mut parts = choices.split(' ');
        let step = parts.next().unwrap_or_default();
        let wishes = parts.next().unwrap_or_default();
        self.wishes = wishes.split('&').filter_map(|wish| self.wish(wish)).collect();
        let named = parts.next().unwrap_or_default().split(',');
        let known = named.filter_map(|id| self.catalogue.centre(id));
        let mut centres: Vec<String> = known.map(|centre| centre.id.clone()).collect();
        self.centre = if centres.len() == 1 { centres.pop() } else { None };
        self.among = centres;
        self.day_first = self.centre.is_none() && self.among.is_empty();
        self.day = date::date_of(parts.next().unwrap_or_default());
        let mut commands = Vec::new();
        for next in [Step::Place, Step::Day, Step::Time] {
            // An invitation's code was typed, and so is asked for again.
            let coded = next == Step::Day && self.only_at(Place::Invitation);
            if self.step.name() == step || step == Step::Details.name() || coded {
                break;
            }
            commands = self.visit(next);
        }
        commands
    }

    /// `service=personalausweis:2`
    fn wish(&self, text: &str) -> Option<Wish> {
        let (id, quantity) = text.strip_prefix("service=")?.split_once(':')?;
        let service = self.catalogue.position(id)?;
        let most = self.catalogue.services.get(service)?.max_quantity;
        let quantity = quantity.parse::<u32>().ok()?;
        (1..=most)
            .contains(&quantity)
            .then_some(Wish { service, quantity })
    }

    /// Goes to a step where that leads anywhere. Nothing leads back from what has been sent.
    pub(super) fn visit(&mut self, to: Step) -> Vec<Command> {
        let fits = self
            .catalogue
            .units(&self.wishes)
            .is_some_and(|units| (1..=LONGEST_VISIT).contains(&units));
        let may_enter = match to {
            Step::Service => true,
            Step::Place | Step::Day => fits,
            Step::Time => fits && self.day.is_some(),
            _ => self.kept.is_some(),
        };
        if self.correcting && to == Step::Sent {
            return self.back();
        }
        if self.correcting || to == self.step || !may_enter || !self.step.is_choice() || !to.is_choice() {
            return Vec::new();
        }
        self.notice = None;
        self.step = to;
        match to {
            Step::Service => self.give_back(),
            Step::Place => self.load_places(),
            Step::Day => self.load_days(),
            Step::Time => self.load_day(),
            _ => Vec::new(),
        }
    }
}
