//! What the first step needs: all of a journey that is there before the rest of the widget is loaded.

use super::{Command, Event, Field, Journey, Step};
use crate::catalogue::{Catalogue, Place, Wish};

impl Journey {
    /// Takes an event of the first step, in the same way as [`Journey::apply`].
    ///
    /// # Errors
    /// Gives the event back where it takes the whole journey.
    pub fn first(&mut self, event: Event) -> Result<Vec<Command>, Box<Event>> {
        match event {
            Event::Catalogue(catalogue) => Ok(self.list(catalogue)),
            Event::Ticked(..) | Event::Quantity(..) | Event::AllServices(_) if self.step == Step::Service => {
                self.choose_service(&event);
                Ok(Vec::new())
            }
            Event::Typed(Field::Search, text) => {
                self.form.set(Field::Search, text);
                Ok(Vec::new())
            }
            Event::Tick(now, _) => {
                self.now = now;
                Ok(Vec::new())
            }
            Event::Woke => {
                self.refreshed = self.now;
                Ok(Vec::new())
            }
            other => Err(Box::new(other)),
        }
    }

    /// Takes the services and centres on offer.
    pub(super) fn list(&mut self, catalogue: Catalogue) -> Vec<Command> {
        let first = self.catalogue.services.is_empty();
        self.wishes = self.moved_to(&catalogue);
        self.catalogue = catalogue;
        let mut commands = vec![Command::LoadAvailability, Command::LoadRequirements];
        if first {
            commands.push(Command::Tell("ready"));
        }
        commands
    }

    /// The wishes, by their places in another catalogue; without those it does not have.
    pub(super) fn moved_to(&self, catalogue: &Catalogue) -> Vec<Wish> {
        let moved = self.wishes.iter().filter_map(|wish| {
            let id = &self.catalogue.services.get(wish.service)?.id;
            Some(Wish {
                service: catalogue.position(id)?,
                ..*wish
            })
        });
        moved.collect()
    }

    /// Takes a press on one of the services.
    pub(super) fn choose_service(&mut self, event: &Event) {
        match *event {
            Event::Ticked(service, ticked) => self.tick_service(service, ticked),
            Event::Quantity(service, quantity) => {
                if let Some(wish) = self.wishes.iter_mut().find(|wish| wish.service == service) {
                    wish.quantity = quantity;
                }
                self.wishes_refused = false;
            }
            Event::AllServices(all) => self.all_services = all,
            _ => {}
        }
    }

    fn tick_service(&mut self, service: usize, ticked: bool) {
        self.wishes_refused = false;
        // An invitation is for one thing and one office: nothing goes with it.
        let invited = |wish: &Wish| {
            let service = self.catalogue.services.get(wish.service);
            service.is_some_and(|service| service.place == Place::Invitation)
        };
        let wish = Wish { service, quantity: 1 };
        let alone = ticked && invited(&wish);
        let mut wishes = self.wishes.clone();
        wishes.retain(|other| other.service != service && !alone && !(ticked && invited(other)));
        self.wishes = wishes;
        if ticked && service < self.catalogue.services.len() {
            let at = self
                .wishes
                .iter()
                .take_while(|wish| wish.service < service)
                .count();
            self.wishes.insert(at, wish);
        }
    }
}
