//! The soft brake (rule 8): how much harder the next challenge is for a network that has reserved much, and
//! when one that has reserved too much may go on. It knows counts, no addresses.

use crate::time::Instant;

/// Minutes in which reservations are counted.
pub const WINDOW_MINUTES: i64 = 10;
/// How many times harder than the first a challenge becomes at most: more would keep a slow phone over a minute.
pub const HARDEST: u32 = 16;
/// Reservations that others of the network may make while somebody solves a challenge.
const GRACE: u32 = 5;

/// Reservations made within one minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// Where the minute begins.
    pub minute: Instant,
    /// How many.
    pub count: u32,
}

/// The brake of a network, counted over [`WINDOW_MINUTES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brake {
    /// Reservations at the usual price; after each further as many, the challenge is twice as hard.
    pub free: u32,
    /// Reservations after which there are none.
    pub limit: u32,
}

impl Brake {
    /// How many times harder than the first the next challenge is.
    #[must_use]
    pub fn factor(self, made: u32) -> u32 {
        let doublings = made.checked_div(self.free).unwrap_or(u32::MAX);
        1_u32.checked_shl(doublings).unwrap_or(HARDEST).min(HARDEST)
    }

    /// The count from which on a challenge this many times harder than the first pays for nothing more.
    #[must_use]
    pub fn pays_below(self, factor: u32) -> u32 {
        match factor.checked_ilog2() {
            None => 0,
            Some(_) if factor >= HARDEST => self.limit,
            Some(doublings) => ((doublings + 1) * self.free + GRACE).min(self.limit),
        }
    }
}

/// The first minute that counts at `now`.
#[must_use]
pub fn counted_from(now: Instant) -> Instant {
    now.floor_to_minute().plus_minutes(1 - WINDOW_MINUTES)
}

/// How many have been made in all.
#[must_use]
pub fn total(made: &[Made]) -> u32 {
    made.iter()
        .fold(0, |total, minute| total.saturating_add(minute.count))
}

/// The first instant at which fewer than `limit` of these count; none if that is so already. `made` ascends.
#[must_use]
pub fn goes_on_at(made: &[Made], limit: u32) -> Option<Instant> {
    let mut left = total(made);
    let mut goes_on = None;
    for minute in made.iter().take_while(|_| limit > 0) {
        if left < limit {
            break;
        }
        left = left.saturating_sub(minute.count);
        goes_on = Some(minute.minute.plus_minutes(WINDOW_MINUTES));
    }
    goes_on
}
