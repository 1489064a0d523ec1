//! Days that random wishes fill.

use booking::day::{Span, Taking};
use booking::share::Channel;
use booking::skill::SkillSet;
use booking::{AppointmentId, Day, Instant, Offer, state_text};

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

/// Lets visits come in at random until they take so many units, or the day takes no more.
pub fn fill(day: &mut Day, units: u32, now: Instant, dice: &mut Dice) {
    let skills: Vec<SkillSet> = day.open.counters.iter().map(|counter| counter.skills).collect();
    let (mut filled, mut refused) = (0, 0);
    while !skills.is_empty() && filled < units && refused < REFUSALS {
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
        if take(day, span, now, dice) {
            filled += u32::from(span.units);
            refused = 0;
        } else {
            refused += 1;
        }
    }
}

/// Writes a day as a statement for table `day`.
#[must_use]
pub fn row(day: &Day, now: Instant) -> String {
    let offer = Offer::of(day, now);
    format!(
        "INSERT INTO day (centre, date, version, plan_version, state, offer, offer_until, longest) \
         VALUES ('{}', '{}', 1, {}, '{}', '{}', {}, '{}');\n",
        day.centre,
        day.date,
        day.plan_version,
        state_text::write(&day.claims),
        offer.to_text(),
        day.next_lapse(now).seconds(),
        offer.longest_of_day().to_text(),
    )
}
