//! Whether what was asked and answered at once could have happened one after the other: linearizability, decided as Wing and
//! Gong do, with Lowe's memory of what has been tried in vain.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// How many steps are tried. Whoever finds no order within them has found none.
const PATIENCE: usize = 2_000_000;

/// What operations do when they happen one after the other.
pub trait Model {
    /// What there is between two operations.
    type State: Clone + Eq + Hash;
    /// An operation together with its answer.
    type Operation;

    /// Before everything.
    fn begin(&self) -> Self::State;
    /// After an operation, if it can have this answer now.
    fn step(&self, state: &Self::State, operation: &Self::Operation) -> Option<Self::State>;
    /// Operations with the same number could stand for each other: of those under way only the one that is answered first
    /// need be tried.
    fn alike(&self, operation: &Self::Operation) -> Option<usize>;
}

/// An operation, and when it was under way, by a clock that ticks with each event.
#[derive(Clone, Debug)]
pub struct Timed<O> {
    /// What was asked and answered.
    pub operation: O,
    /// When it was asked.
    pub called: u64,
    /// When the answer came. Without one, it may have happened at any time since, or never.
    pub returned: Option<u64>,
}

impl<O> Timed<O> {
    fn over(&self) -> u64 {
        self.returned.unwrap_or(u64::MAX)
    }
}

/// Whether there is an order, true to the times, in which every answered operation could have had its answer.
pub fn linearizable<M: Model>(model: &M, history: &[Timed<M::Operation>]) -> bool {
    let mut line = Line::of(history);
    let mut answers_left = history.iter().filter(|timed| timed.returned.is_some()).count();
    let mut state = model.begin();
    let mut done = vec![0_u64; history.len().div_ceil(64)];
    let mut tried = HashSet::new();
    let mut path = Vec::new();
    let mut choices = choices(model, history, &line, &state);
    for _ in 0..PATIENCE {
        if answers_left == 0 {
            return true;
        }
        if let Some((number, after)) = choices.pop() {
            done[number / 64] ^= 1 << (number % 64);
            if tried.insert((done.clone(), after.clone())) {
                answers_left -= usize::from(history[number].returned.is_some());
                line.take_out(number);
                let next = self::choices(model, history, &line, &after);
                path.push((
                    number,
                    std::mem::replace(&mut state, after),
                    std::mem::replace(&mut choices, next),
                ));
            } else {
                done[number / 64] ^= 1 << (number % 64);
            }
        } else {
            // Nothing can come next: an earlier choice was wrong.
            let Some((number, before, others)) = path.pop() else {
                return false;
            };
            (state, choices) = (before, others);
            answers_left += usize::from(history[number].returned.is_some());
            done[number / 64] ^= 1 << (number % 64);
            line.put_back(number);
        }
    }
    false
}

/// What can come next, and what there is then; the last is the one that is answered first. What changes nothing comes at
/// once: it could come later only as it is now.
fn choices<M: Model>(
    model: &M,
    history: &[Timed<M::Operation>],
    line: &Line,
    state: &M::State,
) -> Vec<(usize, M::State)> {
    let mut choices: Vec<(usize, M::State)> = Vec::new();
    let mut kinds: HashMap<usize, usize> = HashMap::new();
    for number in line.under_way() {
        let timed = &history[number];
        let kind = model.alike(&timed.operation);
        let place = kind.and_then(|kind| kinds.get(&kind).copied());
        if place.is_some_and(|place| history[choices[place].0].over() < timed.over()) {
            continue;
        }
        let Some(after) = model.step(state, &timed.operation) else {
            continue;
        };
        if after == *state {
            return vec![(number, after)];
        }
        if let Some(place) = place {
            choices[place] = (number, after);
        } else {
            kinds.extend(kind.map(|kind| (kind, choices.len())));
            choices.push((number, after));
        }
    }
    choices.sort_by_key(|(number, _)| std::cmp::Reverse(history[*number].over()));
    choices
}

#[derive(Clone, Copy)]
enum Event {
    Call(usize),
    Return,
}

/// Calls and returns in the order of time, as a list from which an operation is taken out and put back where it was. The
/// first place and the last are nobody's.
struct Line {
    events: Vec<Option<Event>>,
    previous: Vec<usize>,
    next: Vec<usize>,
    calls: Vec<usize>,
    returns: Vec<Option<usize>>,
}

impl Line {
    fn of<O>(history: &[Timed<O>]) -> Self {
        let mut moments: Vec<(u64, usize, Event)> = Vec::new();
        for (number, timed) in history.iter().enumerate() {
            moments.push((timed.called, number, Event::Call(number)));
            moments.extend(timed.returned.map(|returned| (returned, number, Event::Return)));
        }
        moments.sort_by_key(|(when, ..)| *when);
        let places = moments.len() + 2;
        let mut line = Self {
            events: vec![None; places],
            previous: (0..places).map(|place| place.saturating_sub(1)).collect(),
            next: (1..=places).map(|place| place.min(places - 1)).collect(),
            calls: vec![0; history.len()],
            returns: vec![None; history.len()],
        };
        for (place, (_, number, event)) in (1..).zip(moments) {
            line.events[place] = Some(event);
            match event {
                Event::Call(_) => line.calls[number] = place,
                Event::Return => line.returns[number] = Some(place),
            }
        }
        line
    }

    /// Operations that were asked before any that is left was answered: one of them comes next.
    fn under_way(&self) -> impl Iterator<Item = usize> {
        let mut place = 0;
        std::iter::from_fn(move || {
            place = self.next[place];
            match self.events[place] {
                Some(Event::Call(number)) => Some(number),
                Some(Event::Return) | None => None,
            }
        })
    }

    fn take_out(&mut self, number: usize) {
        for place in [Some(self.calls[number]), self.returns[number]]
            .into_iter()
            .flatten()
        {
            self.next[self.previous[place]] = self.next[place];
            self.previous[self.next[place]] = self.previous[place];
        }
    }

    /// In the reverse order of taking out, so that each finds its neighbours as they were.
    fn put_back(&mut self, number: usize) {
        for place in [self.returns[number], Some(self.calls[number])]
            .into_iter()
            .flatten()
        {
            self.next[self.previous[place]] = place;
            self.previous[self.next[place]] = place;
        }
    }
}
