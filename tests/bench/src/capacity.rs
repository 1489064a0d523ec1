//! How much of a day random wishes can use, by what becomes of the visits that are there already.

use std::collections::BTreeMap;
use std::time::Duration;

use booking::day::Span;
use booking::fit::{Claimed, place};
use booking::plan::{OpenCounter, OpenDay};
use booking::skill::SkillSet;
use booking::unit::{Unit, UnitSet};

use crate::dice::Dice;
use crate::stopwatch::Stopwatch;

/// Counters of the centre.
pub const COUNTERS: u8 = 14;
/// Its skills: who can do a later one can do all before it.
pub const SKILLS: usize = 3;
/// It opens from 07:00 to 19:00.
const OPEN: (Unit, Unit) = (84, 228);
/// A day is over after so many wishes that found no start at all.
const LAST_REFUSALS: u32 = 60;

/// What becomes of visits that are there when another comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// They stay at their counters.
    Fixed,
    /// All are seated anew, in an order that packs well, where the new one finds no counter.
    Repacking,
    /// Counters exchange stretches where that makes room: what the product does.
    Moving,
}

/// What came of some days.
#[derive(Clone, Debug, Default)]
pub struct Used {
    /// Days.
    pub days: u32,
    /// Visits.
    pub visits: u32,
    /// Their units.
    pub units: u32,
    /// Times at which it was asked for room.
    pub asked: u32,
    /// What the answers took together, …
    pub took: Duration,
    /// … what those took that gave a visit its counter, …
    pub took_to_seat: Duration,
    /// … and the longest of all.
    pub longest: Duration,
}

impl Used {
    /// Percent of the open time that visits take.
    #[must_use]
    pub fn percent(&self) -> f64 {
        let open = u32::from(COUNTERS) * u32::from(OPEN.1 - OPEN.0);
        f64::from(self.units) * 100.0 / f64::from(self.days * open)
    }

    /// Adds other days.
    pub fn add(&mut self, other: &Self) {
        self.days += other.days;
        self.visits += other.visits;
        self.units += other.units;
        self.asked += other.asked;
        self.took += other.took;
        self.took_to_seat += other.took_to_seat;
        self.longest = self.longest.max(other.longest);
    }
}

/// Visits that are there: at which counter each is, and how crowded each unit is.
#[derive(Default)]
struct Visits {
    claims: Vec<Claimed>,
    /// By unit and the most a visit needs, how many there are.
    crowd: BTreeMap<Unit, [u8; SKILLS]>,
}

/// Lets random wishes come to the day of this number, each taking a random one of the starts that are free for it, until
/// [`LAST_REFUSALS`] of them have found none.
#[must_use]
pub fn use_day(number: u64, policy: Policy) -> Used {
    let open = centre();
    let mut dice = Dice::new(number);
    let mut visits = Visits::default();
    let mut used = Used {
        days: 1,
        ..Used::default()
    };
    let (mut refusals, mut refused) = (0, Vec::new());
    while refusals < LAST_REFUSALS {
        // Most need only what every counter can do.
        let skills = SkillSet::only(dice.below(SKILLS).min(dice.below(SKILLS)));
        let units = u8::try_from(1 + dice.below(6)).expect("a few units");
        if !refused.contains(&(skills, units)) {
            let mut starts: Vec<Unit> = (OPEN.0..=OPEN.1 - Unit::from(units)).collect();
            dice.shuffle(&mut starts);
            let mut spans = starts.into_iter().map(|start| Span { start, units, skills });
            if spans.any(|span| used.asks(|| visits.seat(&open, span, policy))) {
                used.visits += 1;
                used.units += u32::from(units);
                continue;
            }
            refused.push((skills, units));
        }
        refusals += 1;
    }
    used
}

impl Used {
    fn asks(&mut self, seat: impl FnOnce() -> bool) -> bool {
        let watch = Stopwatch::start();
        let seated = seat();
        let took = watch.elapsed();
        self.asked += 1;
        self.took += took;
        self.longest = self.longest.max(took);
        if seated {
            self.took_to_seat += took;
        }
        seated
    }
}

fn centre() -> OpenDay {
    let counter = |number: u8| OpenCounter {
        number,
        skills: SkillSet::from_bits((1 << (usize::from(number - 1) % SKILLS + 1)) - 1),
        open: UnitSet::range(OPEN.0, OPEN.1),
    };
    OpenDay {
        counters: (1..=COUNTERS).map(counter).collect(),
    }
}

impl Visits {
    fn seat(&mut self, open: &OpenDay, span: Span, policy: Policy) -> bool {
        let free = policy == Policy::Moving || self.leave_a_counter_free(open, span);
        if let Some(placement) = free.then(|| place(open, &self.claims, span)).flatten() {
            for (index, counter) in placement.moved {
                self.claims[index].counter = counter;
            }
            self.claims.push(Claimed {
                span,
                counter: placement.counter,
            });
        } else {
            let anew = (policy == Policy::Repacking).then(|| self.repacked(open, span));
            let Some(anew) = anew.flatten() else { return false };
            self.claims = anew;
        }
        for unit in span.start..span.end() {
            self.crowd.entry(unit).or_default()[level(span)] += 1;
        }
        true
    }

    /// Whether it fits as the others sit; [`place`] then moves none of them.
    fn leave_a_counter_free(&self, open: &OpenDay, span: Span) -> bool {
        let wanted = UnitSet::range(span.start, span.end());
        open.counters.iter().any(|counter| {
            let here = self.claims.iter().filter(|claim| claim.counter == counter.number);
            let mut here = here.map(|claim| UnitSet::range(claim.span.start, claim.span.end()));
            let able = counter.skills.covers(span.skills) && counter.open.covers(&wanted);
            able && here.all(|taken| taken.and(&wanted).is_empty())
        })
    }

    /// All of them at new counters. In two orders, by start and by start among those of the same skills, each takes the
    /// counter that can do least, and of these the one that has been free for the shortest time.
    fn repacked(&self, open: &OpenDay, span: Span) -> Option<Vec<Claimed>> {
        if self.are_too_many(open, span) {
            return None;
        }
        let spans = || self.claims.iter().map(|claim| claim.span).chain([span]);
        let mut by_start: Vec<Span> = spans().collect();
        by_start.sort_by_key(|span| (span.start, std::cmp::Reverse(span.skills.bits())));
        let mut by_skills: Vec<Span> = spans().collect();
        by_skills.sort_by_key(|span| (std::cmp::Reverse(span.skills.bits()), span.start));
        seated(open, &by_start).or_else(|| seated(open, &by_skills))
    }

    /// Whether at some unit there are more visits that need a skill or a later one than counters that can do it.
    fn are_too_many(&self, open: &OpenDay, span: Span) -> bool {
        let able: [usize; SKILLS] = std::array::from_fn(|level| {
            let covering = open.counters.iter();
            covering
                .filter(|counter| counter.skills.covers(SkillSet::only(level)))
                .count()
        });
        (span.start..span.end()).any(|unit| {
            let mut there = self.crowd.get(&unit).copied().unwrap_or_default();
            there[level(span)] += 1;
            (0..SKILLS)
                .any(|level| there[level..].iter().copied().map(usize::from).sum::<usize>() > able[level])
        })
    }
}

/// The one skill a visit needs.
fn level(span: Span) -> usize {
    span.skills.bits().trailing_zeros() as usize
}

fn seated(open: &OpenDay, spans: &[Span]) -> Option<Vec<Claimed>> {
    let mut free: Vec<UnitSet> = open.counters.iter().map(|counter| counter.open).collect();
    let seat = |span: &Span| {
        let wanted = UnitSet::range(span.start, span.end());
        let able = open.counters.iter().zip(&free).enumerate();
        let able =
            able.filter(|(_, (counter, free))| counter.skills.covers(span.skills) && free.covers(&wanted));
        let (index, _) =
            able.min_by_key(|(_, (counter, free))| (counter.skills.len(), free.run_before(span.start)))?;
        free[index] = free[index].minus(&wanted);
        Some(Claimed {
            span: *span,
            counter: open.counters[index].number,
        })
    };
    spans.iter().map(seat).collect()
}
