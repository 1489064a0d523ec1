//! Which counter a visit gets. Counters are movable (design: "Counters are movable"): a direct fit
//! first, a quick bound for "no", and only between them others change places.
//!
//! Others change places in pairs of counters: everything that both have in a stretch of the day that
//! no claim reaches across. A counter that is free from the start is so made free for longer, step by
//! step, each step with the counter that brings it furthest. Among counters of the same skills and
//! hours this finds room wherever there is any.

mod lane;

use std::cmp::Reverse;

use crate::day::Span;
use crate::plan::OpenDay;
use crate::skill::SkillSet;
use crate::unit::{LONGEST_VISIT, UNITS_A_DAY, Unit, UnitSet};
use lane::Lane;

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
/// What is found for a length does not depend on the length wished for, only ends there. So a visit
/// fits where a longer one from the same start fits, and "the longest visit that may start here" says
/// everything. It fits exactly if one that asks for all skills of some kind of counter, its own among
/// them, fits: so an offer says it for each kind of counter, and offers and reservations cannot disagree.
#[must_use]
pub fn place(open: &OpenDay, claims: &[Claimed], wish: Span) -> Option<Placement> {
    if wish.units == 0 || wish.units > LONGEST_VISIT {
        return None;
    }
    let mut board = Board::new(open, claims);
    let (host, swaps) = match board.direct(wish) {
        Some(host) => (host, Vec::new()),
        None => board.make_room_somewhere(wish)?,
    };
    let moved = claims.iter().enumerate().filter_map(|(index, claim)| {
        let counter = swaps.iter().fold(claim.counter, |counter, swap| {
            swap.moves(counter, claim.span.start).unwrap_or(counter)
        });
        (counter != claim.counter).then_some((index, counter))
    });
    Some(Placement {
        counter: board.lanes.get(host)?.number,
        moved: moved.collect(),
    })
}

/// The counters of a day with the claims on them.
pub(crate) struct Board {
    lanes: Vec<Lane>,
}

/// Two counters whose claims change places in a stretch of the day.
struct Swap {
    lanes: [usize; 2],
    numbers: [u8; 2],
    stretch: UnitSet,
}

impl Swap {
    /// The new counter of a claim at `counter` that starts at `start`, if the swap is about it.
    fn moves(&self, counter: u8, start: Unit) -> Option<u8> {
        let [one, other] = self.numbers;
        let concerned = self.stretch.contains(start);
        match counter {
            at if concerned && at == one => Some(other),
            at if concerned && at == other => Some(one),
            _ => None,
        }
    }
}

impl Board {
    /// Claims at a counter that is closed today sit on no lane: they stay where they are.
    pub(crate) fn new(open: &OpenDay, claims: &[Claimed]) -> Self {
        let mut lanes: Vec<Lane> = open.counters.iter().map(Lane::new).collect();
        for claim in claims {
            if let Some(lane) = lanes.iter_mut().find(|lane| lane.number == claim.counter) {
                lane.seat(claim.span);
            }
        }
        Self { lanes }
    }

    /// The kinds of counters there are: what each can do, fewest bits first.
    pub(crate) fn kinds(&self) -> Vec<SkillSet> {
        let mut kinds: Vec<SkillSet> = self.lanes.iter().map(|lane| lane.skills).collect();
        kinds.sort_unstable_by_key(|kind| (kind.len(), kind.bits()));
        kinds.dedup();
        kinds
    }

    /// For each start the longest visit of these skills, those of a kind of counter, that may start there.
    pub(crate) fn longest(&mut self, skills: SkillSet) -> Vec<u8> {
        let (mut free, mut open) = (Vec::new(), Vec::new());
        let mut room = UnitSet::default();
        for lane in self.lanes.iter().filter(|lane| lane.skills.covers(skills)) {
            free.push(lane.free());
            open.push(lane.open);
            room = room.union(&lane.free_or_movable(skills));
        }
        (0..UNITS_A_DAY)
            .map(|start| {
                // More cannot be had: a counter must be open, and at every unit one must be left.
                let left = longest_run(&[room], start);
                let direct = if left > 0 { longest_run(&free, start) } else { 0 };
                if direct == left {
                    return direct;
                }
                let bound = left.min(longest_run(&open, start));
                self.longest_with_moves(skills, start, bound).max(direct)
            })
            .collect()
    }

    fn longest_with_moves(&mut self, skills: SkillSet, start: Unit, bound: u8) -> u8 {
        let mut longest = 0;
        for host in self.hosts(skills, start) {
            let (units, swaps) = self.clear(host, start, bound);
            self.undo(&swaps);
            longest = longest.max(units);
            if longest >= bound {
                return bound;
            }
        }
        longest
    }

    /// The fitting lane with the fewest skills, then the tightest gap: keeps rare counters and long gaps.
    fn direct(&self, wish: Span) -> Option<usize> {
        self.lanes
            .iter()
            .enumerate()
            .filter(|(_, lane)| lane.skills.covers(wish.skills))
            .map(|(index, lane)| (index, lane, lane.free()))
            .filter(|(_, _, free)| free.run_from(wish.start) >= u16::from(wish.units))
            .min_by_key(|(_, lane, free)| {
                let gap = free.run_before(wish.start) + free.run_from(wish.start);
                (lane.skills.len(), gap, lane.number)
            })
            .map(|(index, ..)| index)
    }

    /// [`Board::make_room`] for the first kind of counter that can, those with the fewest skills first.
    fn make_room_somewhere(&mut self, wish: Span) -> Option<(usize, Vec<Swap>)> {
        let kinds = self.kinds().into_iter().filter(|kind| kind.covers(wish.skills));
        kinds
            .map(|skills| Span { skills, ..wish })
            .find_map(|wish| self.make_room(wish))
    }

    /// The first lane that others can leave for `wish`, and how; they have left it then.
    fn make_room(&mut self, wish: Span) -> Option<(usize, Vec<Swap>)> {
        self.hosts(wish.skills, wish.start).into_iter().find_map(|host| {
            let (units, swaps) = self.clear(host, wish.start, wish.units);
            if units >= wish.units {
                return Some((host, swaps));
            }
            self.undo(&swaps);
            None
        })
    }

    /// Fitting lanes that are free at `start`; where none is, those that somebody would have to leave.
    fn hosts(&self, skills: SkillSet, start: Unit) -> Vec<usize> {
        let lanes = self.lanes.iter().enumerate();
        let (free, taken): (Vec<_>, Vec<_>) = lanes
            .filter(|(_, lane)| lane.skills.covers(skills) && lane.open.contains(start))
            .partition(|(_, lane)| lane.is_free(start));
        let hosts = if free.is_empty() { taken } else { free };
        hosts.into_iter().map(|(index, _)| index).collect()
    }

    /// Makes `host` free from `start` on for `enough` units or as long as goes; says for how long.
    fn clear(&mut self, host: usize, start: Unit, enough: u8) -> (u8, Vec<Swap>) {
        let mut swaps = Vec::new();
        loop {
            let free = self.lanes.get(host).map(Lane::free).unwrap_or_default();
            let units = longest_run(&[free], start);
            if units >= enough {
                return (units, swaps);
            }
            let Some(swap) = self.swap(host, start + u16::from(units)) else {
                return (units, swaps);
            };
            self.exchange(&swap);
            swaps.push(swap);
        }
    }

    /// The swap after which `host` is free from `unit` on for longest.
    fn swap(&self, host: usize, unit: Unit) -> Option<Swap> {
        let lane = self.lanes.get(host).filter(|lane| lane.open.contains(unit))?;
        self.lanes
            .iter()
            .enumerate()
            .filter(|(index, other)| *index != host && other.is_free(unit))
            .filter_map(|(index, other)| {
                let stretch = lane.stretch(other, unit);
                let swap = Swap {
                    lanes: [host, index],
                    numbers: [lane.number, other.number],
                    stretch,
                };
                let both = lane.takes(other, &stretch) && other.takes(lane, &stretch);
                let free = other.free().and(&stretch).union(&lane.free().minus(&stretch));
                both.then(|| (free.run_from(unit), other.skills.len(), swap))
            })
            .min_by_key(|(units, skills, _)| (Reverse(*units), *skills))
            .map(|(_, _, swap)| swap)
    }

    fn exchange(&mut self, swap: &Swap) {
        if let Ok([one, other]) = self.lanes.get_disjoint_mut(swap.lanes) {
            one.exchange(other, &swap.stretch);
        }
    }

    /// A swap undoes itself.
    fn undo(&mut self, swaps: &[Swap]) {
        for swap in swaps.iter().rev() {
            self.exchange(swap);
        }
    }
}

/// The longest run from `start` on in any of these sets, at most the longest visit.
fn longest_run(sets: &[UnitSet], start: Unit) -> u8 {
    let longest = u16::from(LONGEST_VISIT);
    let runs = sets.iter().map(|set| set.run_from(start).min(longest) as u8);
    runs.max().unwrap_or(0)
}
