//! Which counter a visit gets. Counters are movable (design: "Counters are movable"): a direct fit
//! first, a quick bound for "no", and only between them others of fitting skills are moved.

use crate::day::Span;
use crate::plan::OpenDay;
use crate::skill::SkillSet;
use crate::unit::{LONGEST_VISIT, UNITS_A_DAY, Unit, UnitSet};

/// How many claims deep a chain of moves may go. Two reach 94.5 % of usable capacity, one 92.9 %.
const DEPTH: u8 = 2;
/// Seats tried in one search. Bounds the work of a hopeless one; the same everywhere, so that what is
/// offered is what can be reserved.
const MOST_TRIES: u32 = 400;
const DAY: usize = UNITS_A_DAY as usize;

/// A claim as far as fitting is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// When and what.
    pub span: Span,
    /// At which counter.
    pub counter: u8,
}

/// Where a visit fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// Its counter.
    pub counter: u8,
    /// Claims (by index) that move, and their new counters.
    pub moved: Vec<(usize, u8)>,
}

/// Finds a counter for `wish` beside `claims`, or says there is none.
///
/// A visit fits where a longer one from the same start fits: so "the longest visit that may start
/// here" says everything, and offers and reservations cannot disagree.
#[must_use]
pub fn place(open: &OpenDay, claims: &[Claimed], wish: Span) -> Option<Placement> {
    let board = Board::new(open, claims);
    if wish.units == 0 || wish.units > LONGEST_VISIT || wish.start >= UNITS_A_DAY {
        return None;
    }
    let reach = board.reach(wish.skills);
    let bound = reach.bound.get(usize::from(wish.start)).copied().unwrap_or(0);
    (wish.units..=bound).find_map(|units| board.search(Span { units, ..wish }))
}

/// The counters of a day with the claims on them.
pub(crate) struct Board {
    lanes: Vec<Lane>,
    /// Span and lane of each claim; claims at a counter that is closed today sit on no lane.
    seats: Vec<(Span, Option<usize>)>,
}

#[derive(Clone)]
struct Lane {
    number: u8,
    skills: SkillSet,
    free: UnitSet,
    open: UnitSet,
}

impl Board {
    pub(crate) fn new(open: &OpenDay, claims: &[Claimed]) -> Self {
        let mut lanes: Vec<Lane> = open
            .counters
            .iter()
            .map(|counter| Lane {
                number: counter.number,
                skills: counter.skills,
                free: counter.open,
                open: counter.open,
            })
            .collect();
        let mut seats = Vec::with_capacity(claims.len());
        for claim in claims {
            let lane = lanes.iter().position(|lane| lane.number == claim.counter);
            if let Some(lane) = lane.and_then(|index| lanes.get_mut(index)) {
                lane.free = lane.free.minus(&units_of(claim.span));
            }
            seats.push((claim.span, lane));
        }
        Self { lanes, seats }
    }

    /// For each start the longest visit of these skills that may start there.
    pub(crate) fn longest(&self, skills: SkillSet) -> Vec<u8> {
        let reach = self.reach(skills);
        let starts = (0..UNITS_A_DAY).zip(reach.direct.iter().zip(&reach.bound));
        starts
            .map(|(start, (direct, bound))| {
                (direct + 1..=*bound)
                    .rev()
                    .find(|units| {
                        self.search(Span {
                            start,
                            units: *units,
                            skills,
                        })
                        .is_some()
                    })
                    .unwrap_or(*direct)
            })
            .collect()
    }

    /// Between what surely fits and what surely does not, for each start.
    ///
    /// *Direct*: the longest run some fitting counter is free. *Bound*: the longest run some fitting
    /// counter is open and in which there are, at every unit, more fitting counters open than claims
    /// that must sit at one of them.
    fn reach(&self, skills: SkillSet) -> Reach {
        let mut direct = vec![0; DAY];
        let mut open = vec![0; DAY];
        let mut room = vec![0_i32; DAY];
        for lane in self.lanes.iter().filter(|lane| lane.skills.covers(skills)) {
            raise(&mut direct, &runs(|unit| lane.free.contains(unit)));
            raise(&mut open, &runs(|unit| lane.open.contains(unit)));
            for (place, unit) in room.iter_mut().zip(0..) {
                *place += i32::from(lane.open.contains(unit));
            }
        }
        for (span, lane) in &self.seats {
            let lane = lane.and_then(|index| self.lanes.get(index));
            let Some(lane) = lane.filter(|_| span.skills.covers(skills)) else {
                continue;
            };
            for unit in span.start..span.start + u16::from(span.units) {
                if let Some(place) = room.get_mut(usize::from(unit)) {
                    *place -= i32::from(lane.open.contains(unit));
                }
            }
        }
        let room = runs(|unit| room.get(usize::from(unit)).is_some_and(|room| *room > 0));
        let bound = open
            .iter()
            .zip(&room)
            .map(|(open, room)| *open.min(room))
            .collect();
        Reach { direct, bound }
    }

    fn search(&self, wish: Span) -> Option<Placement> {
        let mut moving = Moving {
            lanes: self.lanes.clone(),
            seats: self.seats.iter().map(|(_, lane)| *lane).collect(),
            spans: self.seats.iter().map(|(span, _)| *span).collect(),
            pinned: vec![false; self.seats.len()],
            tries: MOST_TRIES,
        };
        let lane = moving.seat(wish, DEPTH)?;
        let moved = moving
            .seats
            .iter()
            .zip(&self.seats)
            .enumerate()
            .filter(|(_, (now, (_, before)))| *now != before)
            .filter_map(|(index, (now, _))| Some((index, self.lanes.get((*now)?)?.number)))
            .collect();
        Some(Placement {
            counter: self.lanes.get(lane)?.number,
            moved,
        })
    }
}

/// A search under way: who sits where by now, and who may not be moved again.
#[derive(Clone)]
struct Moving {
    lanes: Vec<Lane>,
    seats: Vec<Option<usize>>,
    spans: Vec<Span>,
    pinned: Vec<bool>,
    tries: u32,
}

impl Moving {
    /// Seats `wish` on a lane, if need be by moving those in its way, and takes the units.
    fn seat(&mut self, wish: Span, depth: u8) -> Option<usize> {
        self.tries = self.tries.checked_sub(1)?;
        let units = units_of(wish);
        if let Some(lane) = self.direct(wish, &units) {
            self.occupy(lane, &units);
            return Some(lane);
        }
        if depth == 0 {
            return None;
        }
        for (lane, in_the_way) in self.candidates(wish, &units) {
            let before = (self.lanes.clone(), self.seats.clone(), self.pinned.clone());
            if self.move_away(&in_the_way, lane, &units, depth) {
                return Some(lane);
            }
            (self.lanes, self.seats, self.pinned) = before;
        }
        None
    }

    /// The fitting lane with the fewest skills, then the tightest gap: keeps rare counters and long gaps.
    fn direct(&self, wish: Span, units: &UnitSet) -> Option<usize> {
        let end = wish.start + u16::from(wish.units);
        self.lanes
            .iter()
            .enumerate()
            .filter(|(_, lane)| lane.skills.covers(wish.skills) && lane.free.covers(units))
            .min_by_key(|(_, lane)| {
                let gap = lane.free.run_before(wish.start) + lane.free.run_from(end);
                (lane.skills.len(), gap, lane.number)
            })
            .map(|(index, _)| index)
    }

    /// Lanes that would do if those in the way (and only movable ones are) went elsewhere.
    fn candidates(&self, wish: Span, units: &UnitSet) -> Vec<(usize, Vec<usize>)> {
        let mut found: Vec<(usize, Vec<usize>)> = self
            .lanes
            .iter()
            .enumerate()
            .filter(|(_, lane)| lane.skills.covers(wish.skills) && lane.open.covers(units))
            .filter_map(|(lane, _)| {
                let in_the_way: Vec<usize> = (0..self.seats.len())
                    .filter(|index| self.seats.get(*index).copied().flatten() == Some(lane))
                    .filter(|index| self.spans.get(*index).is_some_and(|span| overlap(*span, wish)))
                    .collect();
                let movable = in_the_way
                    .iter()
                    .all(|index| self.pinned.get(*index) == Some(&false));
                (movable && !in_the_way.is_empty()).then_some((lane, in_the_way))
            })
            .collect();
        found.sort_by_key(|(lane, in_the_way)| (in_the_way.len(), *lane));
        found
    }

    fn move_away(&mut self, in_the_way: &[usize], lane: usize, units: &UnitSet, depth: u8) -> bool {
        for index in in_the_way {
            let Some(span) = self.spans.get(*index).copied() else {
                return false;
            };
            self.vacate(lane, &units_of(span));
            if let Some(pin) = self.pinned.get_mut(*index) {
                *pin = true;
            }
        }
        self.occupy(lane, units);
        in_the_way.iter().all(|index| {
            let seat = self
                .spans
                .get(*index)
                .copied()
                .and_then(|span| self.seat(span, depth - 1));
            if let Some(place) = self.seats.get_mut(*index) {
                *place = seat;
            }
            seat.is_some()
        })
    }

    fn occupy(&mut self, lane: usize, units: &UnitSet) {
        if let Some(lane) = self.lanes.get_mut(lane) {
            lane.free = lane.free.minus(units);
        }
    }

    fn vacate(&mut self, lane: usize, units: &UnitSet) {
        if let Some(lane) = self.lanes.get_mut(lane) {
            lane.free = lane.free.union(&units.and(&lane.open));
        }
    }
}

fn units_of(span: Span) -> UnitSet {
    UnitSet::range(span.start, span.start + u16::from(span.units))
}

fn overlap(a: Span, b: Span) -> bool {
    a.start < b.start + u16::from(b.units) && b.start < a.start + u16::from(a.units)
}

/// What surely fits and what surely does not, by start.
struct Reach {
    direct: Vec<u8>,
    bound: Vec<u8>,
}

/// For each unit of the day how many units from it on have a property without a gap, at most the
/// longest visit.
fn runs(has: impl Fn(Unit) -> bool) -> Vec<u8> {
    let mut runs = vec![0; DAY];
    let mut run = 0;
    for (place, unit) in runs.iter_mut().zip(0..UNITS_A_DAY).rev() {
        run = if has(unit) { LONGEST_VISIT.min(run + 1) } else { 0 };
        *place = run;
    }
    runs
}

fn raise(to: &mut [u8], by: &[u8]) {
    for (place, other) in to.iter_mut().zip(by) {
        *place = (*place).max(*other);
    }
}
