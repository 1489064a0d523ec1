//! What is shown is kept fresh, and nothing moves under finger or focus: what comes in the background is shown with the next step.

use super::{Command, Event, Journey, Step};
use crate::date;
use crate::offer::Slot;

/// What is older than this, in milliseconds, is asked for again.
pub(super) const FRESH: f64 = 30_000.0;

impl Journey {
    /// Whether a time that is shown has been taken meanwhile.
    pub fn taken(&self, slot: &Slot) -> bool {
        let (Some(day), Some(visit)) = (date::date_of(&slot.starts_at), self.catalogue.visit(&self.wishes))
        else {
            return false;
        };
        self.parked.iter().rev().any(|event| match event {
            Event::Starts(starts) => {
                starts.centre == slot.centre && !starts.slots(day, &visit).contains(slot)
            }
            _ => false,
        })
    }

    /// Asks again for what has been shown for a while.
    pub(super) fn refresh_in_background(&mut self) -> Vec<Command> {
        let choosing = matches!(self.step, Step::Place | Step::Day | Step::Time);
        if !choosing || self.busy.is_some() || self.now - self.refreshed < FRESH {
            return Vec::new();
        }
        self.refreshed = self.now;
        self.parking = true;
        self.load_days()
    }

    /// Asks again for what is shown, and shows it as it comes: the person has only just come back.
    pub(super) fn refresh_at_once(&mut self) -> Vec<Command> {
        self.take_parked();
        if matches!(self.step, Step::Place | Step::Day | Step::Time) {
            self.load_days()
        } else {
            Vec::new()
        }
    }

    /// Shows what has come in the background.
    pub(super) fn take_parked(&mut self) {
        self.refreshed = self.now;
        self.parking = false;
        for event in std::mem::take(&mut self.parked) {
            self.receive(event);
        }
    }

    /// Whether a reply takes the place of something that is being looked at.
    pub(super) fn parks(&self, event: &Event) -> bool {
        self.parking
            && match event {
                Event::Availability(_) => self.availability.is_some(),
                Event::Starts(new) => self.starts.iter().any(|known| known.centre == new.centre),
                _ => false,
            }
    }
}
