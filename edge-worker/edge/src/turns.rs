//! Whose turn it is to change a contended day, among the requests of one isolate.
//!
//! Who changes a day while another does loses against its guard, and has worked for nothing. So where that has just
//! happened, requests of one isolate take turns. A turn spares work and decides nothing. Each request looks again by itself
//! after a pause of its own, since workerd lets none wake another; a turn whose request has died ends by its age.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use booking::appointment::Slot;
use booking::{CentreId, Instant};
use chrono::NaiveDate;

use crate::Edge;

/// A centre's date.
type Key = (CentreId, NaiveDate);

/// Seconds for which a day counts as contended after somebody has lost.
const CONTENDED: i64 = 2;
/// Seconds after which a turn is taken for dead.
const LONGEST_TURN: i64 = 2;
/// First pause between two looks in milliseconds, doubled each time …
const FIRST_PAUSE: u32 = 4;
/// … up to this.
const LONGEST_PAUSE: u32 = 64;
/// Milliseconds after which one goes ahead without.
const LONGEST_WAIT: u32 = 3_000;

/// The contended days.
#[derive(Default)]
pub struct Turns(Mutex<Contended>);

#[derive(Default)]
struct Contended {
    number: u64,
    days: HashMap<Key, Contest>,
}

struct Contest {
    /// When somebody has lost last.
    lost_at: Instant,
    /// Number and beginning of the turn that is taken.
    taken: Option<(u64, Instant)>,
}

/// A turn; over when it is dropped.
pub struct Turn {
    turns: Arc<Turns>,
    key: Key,
    number: u64,
}

impl Turns {
    /// Notes that somebody has lost.
    fn contend(&self, key: &Key, now: Instant) {
        let mut contended = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        contended
            .days
            .retain(|_, contest| (0..CONTENDED).contains(&now.since(contest.lost_at)));
        let contest = contended.days.entry(key.clone()).or_insert(Contest {
            lost_at: now,
            taken: None,
        });
        contest.lost_at = now;
    }

    fn is_contended(&self, key: &Key, now: Instant) -> bool {
        let contended = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let contest = contended.days.get(key);
        contest.is_some_and(|contest| (0..CONTENDED).contains(&now.since(contest.lost_at)))
    }

    /// Takes the turn if nobody has it.
    fn take(self: &Arc<Self>, key: &Key, now: Instant) -> Option<Turn> {
        let mut contended = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let number = contended.number + 1;
        let contest = contended.days.get_mut(key)?;
        if contest
            .taken
            .is_some_and(|(_, since)| (0..LONGEST_TURN).contains(&now.since(since)))
        {
            return None;
        }
        contest.taken = Some((number, now));
        contended.number = number;
        Some(Turn {
            turns: self.clone(),
            key: key.clone(),
            number,
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut contended = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        let contest = contended.days.get_mut(&self.key);
        // After too long it is another's.
        if let Some(contest) =
            contest.filter(|contest| contest.taken.is_some_and(|(number, _)| number == self.number))
        {
            contest.taken = None;
        }
    }
}

/// After having lost: waits for the turn to change the day of a slot, while `worthwhile`; none after too long.
pub async fn after_losing(edge: &Edge, slot: &Slot, worthwhile: impl Fn() -> bool) -> Option<Turn> {
    let key = (slot.centre.clone(), slot.date);
    edge.memo.turns.contend(&key, (edge.system_clock)());
    turn(edge, slot, worthwhile).await
}

/// Where the day of a slot is contended, waits for the turn to change it, while `worthwhile`; none after too long.
pub async fn turn(edge: &Edge, slot: &Slot, worthwhile: impl Fn() -> bool) -> Option<Turn> {
    let key = (slot.centre.clone(), slot.date);
    let turns = &edge.memo.turns;
    let now = || (edge.system_clock)();
    let (mut pause, mut waited) = (FIRST_PAUSE, 0);
    while worthwhile() && waited < LONGEST_WAIT && turns.is_contended(&key, now()) {
        if let Some(turn) = turns.take(&key, now()) {
            if waited > 0 {
                turns.contend(&key, now());
            }
            return Some(turn);
        }
        let milliseconds = u32::from_be_bytes(edge.draw()) % pause + 1;
        (edge.pause)(milliseconds).await;
        waited += milliseconds;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_seconds(seconds)
    }

    fn harburg() -> Key {
        (CentreId::from("harburg"), NaiveDate::MIN)
    }

    #[test]
    fn only_who_contends_takes_turns_one_after_the_other() {
        let turns = Arc::new(Turns::default());
        assert!(!turns.is_contended(&harburg(), at(0)));
        turns.contend(&harburg(), at(0));
        assert!(turns.is_contended(&harburg(), at(1)));
        let first = turns.take(&harburg(), at(0));
        assert!(first.is_some() && turns.take(&harburg(), at(1)).is_none());
        drop(first);
        assert!(turns.take(&harburg(), at(1)).is_some());
        assert!(!turns.is_contended(&harburg(), at(CONTENDED)));
    }

    #[test]
    fn a_dead_turn_ends_by_its_age_and_takes_nothing_from_the_next() {
        let turns = Arc::new(Turns::default());
        turns.contend(&harburg(), at(0));
        let dead = turns.take(&harburg(), at(0));
        let next = turns.take(&harburg(), at(LONGEST_TURN));
        assert!(next.is_some());
        drop(dead);
        assert!(turns.take(&harburg(), at(LONGEST_TURN)).is_none());
    }
}
