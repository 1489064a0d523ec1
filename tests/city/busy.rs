//! A city as it is on a usual morning: the next days nearly full, the last ones nearly empty.

use std::fmt::Write;

use booking::catalogue::PlannedCentre;
use booking::day::{Span, Taking};
use booking::offer::Offer;
use booking::share::Channel;
use booking::skill::SkillSet;
use booking::{AppointmentId, Catalogue, Day, Instant, state_text};
use chrono::Days;

/// How full a day is, in percent, by how many days it is ahead: ours, after the reports of the past years.
const PROFILE: [(u64, u32); 7] = [
    (2, 98),
    (7, 93),
    (14, 85),
    (28, 65),
    (45, 40),
    (60, 20),
    (u64::MAX, 0),
];
/// Lengths of visits in units, as often as they come.
const LENGTHS: [u8; 8] = [2, 3, 3, 3, 4, 6, 6, 9];
/// Where so many visits in a row found no room, a day is full.
const REFUSALS: u32 = 60;

/// Rows of table `day` that make every centre busy from `now` on. Their claims belong to nobody's appointment.
pub fn busy_days(catalogue: &Catalogue, now: Instant) -> String {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut script = String::new();
    for planned in &catalogue.centres {
        for ahead in 0..=60 {
            let day = busy_day(planned, ahead, now, &mut dice);
            let offer = Offer::of(&day, now);
            // Writing to a String cannot fail.
            let _ = writeln!(
                script,
                "INSERT INTO day (centre, date, version, plan_version, state, offer, offer_until, longest) \
                 VALUES ('{}', '{}', 1, {}, '{}', '{}', {}, '{}');",
                day.centre,
                day.date,
                day.plan_version,
                state_text::write(&day.claims),
                offer.to_text(),
                day.next_lapse(now).seconds(),
                offer.longest_of_day().to_text(),
            );
        }
    }
    script
}

fn busy_day(planned: &PlannedCentre, ahead: u64, now: Instant, dice: &mut Dice) -> Day {
    let mut day = Day::opened(planned, now.date() + Days::new(ahead));
    let open: u32 = day.open.counters.iter().map(|counter| counter.open.len()).sum();
    let (_, percent) = PROFILE
        .into_iter()
        .find(|(days, _)| ahead <= *days)
        .expect("the last is for all");
    let skills: Vec<SkillSet> = day.open.counters.iter().map(|counter| counter.skills).collect();
    let (mut taken, mut refused) = (0, 0);
    while !skills.is_empty() && taken * 100 < open * percent && refused < REFUSALS {
        let can = skills[dice.below(skills.len())];
        let wished = (1..16).map(SkillSet::from_bits).filter(|set| can.covers(*set));
        let sets: Vec<SkillSet> = wished.collect();
        // Most come on a quarter of an hour: that is what is shown to them.
        let start = 84 + dice.below(150);
        let start = if dice.below(5) > 0 { start / 3 * 3 } else { start };
        let span = Span {
            start: u16::try_from(start).expect("within a day"),
            units: LENGTHS[dice.below(LENGTHS.len())],
            skills: sets[dice.below(sets.len())],
        };
        let taking = Taking {
            holder: AppointmentId::from_bytes(dice.bytes()),
            own: None,
            channel: Channel::Online,
            until: Instant::FOREVER,
            given_up_until: now,
        };
        match day.take(span, taking, now) {
            Ok(()) => taken += u32::from(span.units),
            Err(_) => refused += 1,
        }
    }
    day
}

/// The same throws in each run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.throw() >> 11).expect("64 bits") % end
    }

    fn bytes(&mut self) -> [u8; 16] {
        let (high, low) = (u128::from(self.throw()), u128::from(self.throw()));
        ((high << 64) | low).to_be_bytes()
    }
}
