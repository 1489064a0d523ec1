//! What was asked of each slot and what came of it, while many ask at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::Value;

use crate::linear::{Model, Timed, linearizable};

/// Something that happened to a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// This appointment got it: reserved, or moved here.
    Taken(String),
    /// Somebody was told that it is taken.
    Refused,
    /// This appointment no longer has it, and whether its time stays back for a while (rule 6).
    Freed {
        /// Whose it was.
        by: String,
        /// Whether somebody else can have it at once.
        back: Back,
    },
    /// So much time has passed that nothing stays back any more.
    Passed,
    /// The database says that these have it.
    Seen(BTreeSet<String>),
}

/// Whether a time that was given up stays back from others (rule 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// It is free at once.
    Free,
    /// It stays back until time has passed.
    Stays,
    /// It stays back, but this history is too long to say until when.
    StaysForAWhile,
}

/// One slot with room for so many, used by one after the other.
struct Slot {
    room: usize,
    /// Those who never gave it up, by whether the database says at the end that they have it: such could stand for each other.
    staying: BTreeMap<String, usize>,
}

impl Slot {
    fn with_room(room: usize, history: &[Timed<Event>]) -> Self {
        let seen: Vec<&BTreeSet<String>> = history
            .iter()
            .filter_map(|timed| match &timed.operation {
                Event::Seen(by) => Some(by),
                _ => None,
            })
            .collect();
        let leave = |id: &String| {
            let freed =
                |timed: &Timed<Event>| matches!(&timed.operation, Event::Freed { by, .. } if by == id);
            history.iter().any(freed)
        };
        let mut staying = BTreeMap::new();
        for timed in history {
            if let Event::Taken(by) = &timed.operation
                && !leave(by)
            {
                let pattern = seen
                    .iter()
                    .fold(1, |pattern, seen| pattern << 1 | usize::from(seen.contains(by)));
                staying.insert(by.clone(), pattern);
            }
        }
        Self { room, staying }
    }
}

impl Model for Slot {
    /// Who has it, how many times stay back, and how many more may do so.
    type State = (BTreeSet<String>, usize, usize);
    type Operation = Event;

    fn begin(&self) -> Self::State {
        (BTreeSet::new(), 0, 0)
    }

    fn step(&self, (held, back, perhaps): &Self::State, event: &Event) -> Option<Self::State> {
        let (mut held, mut back, mut perhaps) = (held.clone(), *back, *perhaps);
        let taken = held.len() + back;
        let possible = match event {
            Event::Taken(by) => taken < self.room && held.insert(by.clone()),
            Event::Refused => taken + perhaps >= self.room,
            Event::Freed { by, back: stays } => {
                back += usize::from(*stays == Back::Stays);
                perhaps += usize::from(*stays == Back::StaysForAWhile);
                held.remove(by)
            }
            Event::Passed => {
                back = 0;
                true
            }
            Event::Seen(by) => held == *by,
        };
        possible.then_some((held, back, perhaps))
    }

    fn alike(&self, event: &Event) -> Option<usize> {
        match event {
            Event::Taken(by) => self.staying.get(by).copied(),
            Event::Refused => Some(0),
            Event::Freed { .. } | Event::Passed | Event::Seen(_) => None,
        }
    }
}

/// Everything that was asked of some slots, by a clock that ticks with each question and each answer.
#[derive(Default)]
pub struct History {
    clock: AtomicU64,
    slots: Mutex<BTreeMap<String, Vec<Timed<Event>>>>,
}

impl History {
    /// The next moment: take one before asking.
    pub fn moment(&self) -> u64 {
        self.clock.fetch_add(1, Ordering::SeqCst)
    }

    /// Notes what was asked at `called` and has just been answered.
    pub fn answered(&self, slot: &Value, called: u64, event: Event) {
        let returned = Some(self.moment());
        self.note(slot, called, returned, event);
    }

    /// Notes what was asked at `called` and never answered: it may have happened.
    pub fn unanswered(&self, slot: &Value, called: u64, event: Event) {
        self.note(slot, called, None, event);
    }

    /// Notes at all slots, while nothing is under way, that so much time has passed that nothing stays back any more.
    pub fn passed(&self) {
        for events in self.slots.lock().expect("nobody panics here").values_mut() {
            events.push(Timed {
                operation: Event::Passed,
                called: self.moment(),
                returned: Some(self.moment()),
            });
        }
    }

    fn note(&self, slot: &Value, called: u64, returned: Option<u64>, operation: Event) {
        let mut slots = self.slots.lock().expect("nobody panics here");
        slots.entry(name(slot)).or_default().push(Timed {
            operation,
            called,
            returned,
        });
    }

    /// Takes in what was recorded elsewhere.
    pub fn record(&self, slot: &Value, history: &[Timed<Event>]) {
        let mut slots = self.slots.lock().expect("nobody panics here");
        slots.entry(name(slot)).or_default().extend_from_slice(history);
    }

    /// How many operations there are.
    pub fn len(&self) -> usize {
        self.slots
            .lock()
            .expect("nobody panics here")
            .values()
            .map(Vec::len)
            .sum()
    }

    /// Whether nothing has happened.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The slots, each with room for so many, whose history cannot have happened one after the other.
    pub fn impossible(&self, room: impl Fn(&str) -> usize) -> Vec<String> {
        let slots = self.slots.lock().expect("nobody panics here");
        let impossible = slots
            .iter()
            .filter(|(name, events)| !linearizable(&Slot::with_room(room(name), events), events));
        impossible.map(|(name, _)| name.clone()).collect()
    }

    /// What has happened to a slot, for whoever has to find out why it cannot have.
    pub fn of(&self, name: &str) -> Vec<Timed<Event>> {
        let slots = self.slots.lock().expect("nobody panics here");
        slots.get(name).cloned().unwrap_or_default()
    }
}

/// A slot's name in a history: its centre and when it starts.
pub fn name(slot: &Value) -> String {
    let [centre, starts_at] = ["centre", "starts_at"].map(|part| slot[part].as_str().unwrap_or_default());
    format!("{centre} {starts_at}")
}
