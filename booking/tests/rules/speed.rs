//! How long it takes to derive an offer: printed, not asserted, for machines differ.
//!
//! `cargo test --release -p booking --test rules speed -- --ignored --nocapture`

use std::hint::black_box;
use std::time::Duration;

use booking::Day;
use booking::day::Span;
use booking::offer::Offer;
use booking::skill::SkillSet;

use super::city::*;

const COUNTERS: usize = 14;
const DAYS: u64 = 9;
/// A day that refuses so many wishes in a row is full.
const REFUSALS: u32 = 60;

#[test]
#[ignore = "measures, promises nothing"]
fn an_offer_of_14_counters() {
    println!("{COUNTERS} counters, 2 skills, 07:00 to 19:00");
    for percent in [0, 50, 80, 90, 95, 98] {
        let mut took: Vec<Duration> = Vec::new();
        let mut filled = 0;
        for seed in 1..=DAYS {
            let day = filled_to(percent, seed);
            filled = taken(&day) * 100 / (COUNTERS * 144);
            took.push(measured(|| {
                drop(black_box(Offer::of(black_box(&day), clock("06:00"))))
            }));
        }
        took.sort();
        println!(
            "{percent:3} % wanted, {filled:3} % full: median {:?}, worst {:?}",
            took[took.len() / 2],
            took[took.len() - 1]
        );
    }
}

#[expect(clippy::disallowed_methods, reason = "measuring is what this is for")]
fn measured(work: impl Fn()) -> Duration {
    let start = std::time::Instant::now();
    work();
    start.elapsed()
}

/// Visits of 2 to 9 units come in at random until the day is as full as wanted, or takes no more.
fn filled_to(percent: usize, seed: u64) -> Day {
    let skills: Vec<SkillSet> = (0..COUNTERS)
        .map(|number| if number % 3 == 0 { BOTH } else { PASS })
        .collect();
    let mut day = day_on(TUESDAY, &skills);
    let mut draw = dice(seed);
    let mut refusals = 0;
    while refusals < REFUSALS && taken(&day) * 100 < percent * COUNTERS * 144 {
        let skills = if draw(5) == 0 { MOVE } else { PASS };
        let (start, units) = (84 + draw(144) as u16, 2 + draw(8) as u8);
        let seated = take(&mut day, 1, Span { start, units, skills });
        refusals = if seated { 0 } else { refusals + 1 };
    }
    day
}

fn taken(day: &Day) -> usize {
    day.claims.iter().map(|claim| usize::from(claim.units)).sum()
}

/// xorshift64: the same days on every run.
fn dice(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    }
}
