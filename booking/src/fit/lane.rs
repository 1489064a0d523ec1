//! One counter of a day as sets of units, so that every question about it is a few bit operations.

use crate::day::Span;
use crate::plan::OpenCounter;
use crate::skill::{MOST_SKILLS, SkillSet};
use crate::unit::{UNITS_A_DAY, Unit, UnitSet};

/// A counter with the claims at it.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    pub(super) number: u8,
    pub(super) skills: SkillSet,
    pub(super) open: UnitSet,
    load: Load,
}

/// The claims at a counter; which claim is whose does not matter here.
#[derive(Clone, Debug, Default)]
struct Load {
    busy: UnitSet,
    /// Units that belong to the same claim as the unit before.
    joined: UnitSet,
    /// By skill: the units whose claim needs it.
    needs: [UnitSet; MOST_SKILLS],
}

impl Lane {
    pub(super) fn new(counter: &OpenCounter) -> Self {
        Self {
            number: counter.number,
            skills: counter.skills,
            open: counter.open,
            load: Load::default(),
        }
    }

    pub(super) fn seat(&mut self, span: Span) {
        let end = span.start.saturating_add(u16::from(span.units));
        let units = UnitSet::range(span.start, end);
        self.load.busy = self.load.busy.union(&units);
        self.load.joined = self
            .load
            .joined
            .union(&UnitSet::range(span.start.saturating_add(1), end));
        for (skill, needs) in self.load.needs.iter_mut().enumerate() {
            if span.skills.covers(SkillSet::only(skill)) {
                *needs = needs.union(&units);
            }
        }
    }

    pub(super) fn free(&self) -> UnitSet {
        self.open.minus(&self.load.busy)
    }

    pub(super) fn is_free(&self, unit: Unit) -> bool {
        self.open.contains(unit) && !self.load.busy.contains(unit)
    }

    /// Where it is open and not taken by somebody who needs all of these skills too.
    pub(super) fn free_or_movable(&self, skills: SkillSet) -> UnitSet {
        let claimed = self
            .needs_of(skills)
            .fold(self.load.busy, |all, needs| all.and(needs));
        self.open.minus(&claimed)
    }

    /// The shortest stretch around `unit` that no claim at either counter reaches across.
    pub(super) fn stretch(&self, other: &Self, unit: Unit) -> UnitSet {
        let joined = self.load.joined.union(&other.load.joined);
        let apart = |from: Unit, to: Unit| UnitSet::range(from, to).minus(&joined);
        let from = apart(0, unit.saturating_add(1)).last().unwrap_or(0);
        let to = apart(unit.saturating_add(1), UNITS_A_DAY).first();
        UnitSet::range(from, to.unwrap_or(UNITS_A_DAY))
    }

    /// Whether all claims of `other` in this stretch could sit here instead.
    pub(super) fn takes(&self, other: &Self, stretch: &UnitSet) -> bool {
        let foreign = SkillSet::from_bits(!self.skills.bits());
        self.open.covers(&other.load.busy.and(stretch))
            && other.needs_of(foreign).all(|needs| needs.and(stretch).is_empty())
    }

    /// Lets the claims of both counters in this stretch change places.
    pub(super) fn exchange(&mut self, other: &mut Self, stretch: &UnitSet) {
        let (ours, theirs) = (&mut self.load, &mut other.load);
        trade(&mut ours.busy, &mut theirs.busy, stretch);
        trade(&mut ours.joined, &mut theirs.joined, stretch);
        for (ours, theirs) in ours.needs.iter_mut().zip(&mut theirs.needs) {
            trade(ours, theirs, stretch);
        }
    }

    fn needs_of(&self, skills: SkillSet) -> impl Iterator<Item = &UnitSet> {
        let needs = self.load.needs.iter().enumerate();
        needs
            .filter(move |(skill, _)| skills.covers(SkillSet::only(*skill)))
            .map(|(_, needs)| needs)
    }
}

fn trade(ours: &mut UnitSet, theirs: &mut UnitSet, stretch: &UnitSet) {
    let (given, got) = (ours.and(stretch), theirs.and(stretch));
    *ours = ours.minus(stretch).union(&got);
    *theirs = theirs.minus(stretch).union(&given);
}
