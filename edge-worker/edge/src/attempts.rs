//! Deciding again when a guard says that what was loaded is out of date.

use booking::Instant;
use booking::appointment::Slot;

use crate::Edge;
use crate::clock::Clock;
use crate::problem::{Kind, Problem};
use crate::turns::{Turn, after_losing, turn};

/// Seconds within which a decision is tried again.
const BUDGET_SECONDS: i64 = 5;
/// Longest pause between two tries, in milliseconds.
const LONGEST_PAUSE: u32 = 64;

/// Tries of one decision: load, decide, commit, and again while somebody else was faster.
pub struct Attempts<'a> {
    edge: &'a Edge,
    clock: &'a Clock,
    first: Option<Instant>,
    pause: u32,
    turn: Option<Turn>,
}

impl<'a> Attempts<'a> {
    /// No try yet.
    #[must_use]
    pub fn new(edge: &'a Edge, clock: &'a Clock) -> Self {
        Self {
            edge,
            clock,
            first: None,
            pause: 1,
            turn: None,
        }
    }

    /// The instant of the next try, after a small random pause from the second one on.
    ///
    /// # Errors
    /// `busy` when the budget is used up: nothing is stored.
    pub async fn next(&mut self) -> Result<Instant, Problem> {
        let Some(first) = self.first else {
            let now = self.clock.now();
            self.first = Some(now);
            return Ok(now);
        };
        let jitter = u32::from_be_bytes(self.edge.draw());
        (self.edge.pause)(jitter % self.pause + 1).await;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        let now = self.clock.now();
        if now.since(first) > BUDGET_SECONDS {
            return Err(Kind::Busy.into());
        }
        Ok(now)
    }

    /// Before the first try: waits for the turn to change the day of this slot where others contend for it, while
    /// `worthwhile`.
    pub async fn in_turn(&mut self, slot: &Slot, worthwhile: impl Fn() -> bool) {
        if self.turn.is_none() {
            self.turn = turn(self.edge, slot, worthwhile).await;
        }
    }

    /// After a try that was lost: waits for the turn to change the day of this slot, while `worthwhile`, and keeps it for
    /// all further tries.
    pub async fn lost(&mut self, slot: &Slot, worthwhile: impl Fn() -> bool) {
        if self.turn.is_none() {
            self.turn = after_losing(self.edge, slot, worthwhile).await;
        }
    }
}
