//! Days that random wishes fill.

use booking::day::{Span, Taking};
use booking::share::Channel;
use booking::skill::SkillSet;
use booking::{AppointmentId, Day, Instant};

use crate::dice::Dice;

/// Lengths of visits in units, as often as they come.
const LENGTHS: [u8; 8] = [2, 3, 3, 3, 4, 6, 6, 9];
/// Where so many visits in a row found no room, a day is full.
const REFUSALS: u32 = 60;

/// Units that are taken.
#[must_use]
pub fn taken(day: &Day) -> u32 {
    day.claims.iter().map(|claim| u32::from(claim.units)).sum()
}

/// Units that the plan opens, counter by counter.
#[must_use]
pub fn open(day: &Day) -> u32 {
    day.open.counters.iter().map(|counter| counter.open.len()).sum()
}

/// Gives `span` to somebody for good; whether there was room.
pub fn take(day: &mut Day, span: Span, now: Instant, dice: &mut Dice) -> bool {
    let taking = Taking {
        holder: AppointmentId::from_bytes(dice.bytes()),
        own: None,
        channel: Channel::Online,
        until: Instant::FOREVER,
        given_up_until: now,
    };
    day.take(span, taking, now).is_ok()
}

/// Lets visits come in at random until `percent` of the day is taken, or it takes no more.
pub fn fill(day: &mut Day, percent: u32, now: Instant, dice: &mut Dice) {
    let open = open(day);
    let skills: Vec<SkillSet> = day.open.counters.iter().map(|counter| counter.skills).collect();
    let mut refused = 0;
    while !skills.is_empty() && taken(day) * 100 < open * percent && refused < REFUSALS {
        let can = skills[dice.below(skills.len())];
        let sets: Vec<SkillSet> = (1..16)
            .map(SkillSet::from_bits)
            .filter(|set| can.covers(*set))
            .collect();
        // Most come on a quarter of an hour: that is what is shown to them.
        let start = 84 + dice.below(150);
        let start = if dice.below(5) > 0 { start / 3 * 3 } else { start };
        let span = Span {
            start: u16::try_from(start).expect("within a day"),
            units: LENGTHS[dice.below(LENGTHS.len())],
            skills: sets[dice.below(sets.len())],
        };
        refused = if take(day, span, now, dice) {
            0
        } else {
            refused + 1
        };
    }
}
