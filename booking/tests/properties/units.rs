//! Sets of units are sets.

use std::collections::BTreeSet;

use booking::skill::SkillSet;
use booking::unit::{UNITS_A_DAY, Unit, UnitSet, clock, parse_clock};
use proptest::prelude::*;

use super::random::promised;

type Set = BTreeSet<Unit>;

/// A set made of ranges and single units, twice: ours, and the library's.
fn any_set() -> impl Strategy<Value = (UnitSet, Set)> {
    let edge = prop_oneof![
        0..=UNITS_A_DAY,
        proptest::sample::select(&[0, 63, 64, 65, 127, 128, 255, 256, 287, 288][..])
    ];
    let ranges = proptest::collection::vec((edge.clone(), edge), 0..4);
    (ranges, proptest::collection::vec(0..UNITS_A_DAY, 0..4)).prop_map(|(ranges, units)| {
        let (mut ours, mut theirs) = (UnitSet::default(), Set::new());
        for (from, to) in ranges {
            ours = ours.union(&UnitSet::range(from, to));
            theirs.extend(from..to);
        }
        for unit in units {
            ours.insert(unit);
            theirs.insert(unit);
        }
        (ours, theirs)
    })
}

fn listed(set: &UnitSet) -> Set {
    (0..UNITS_A_DAY).filter(|unit| set.contains(*unit)).collect()
}

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn sets_of_units_are_sets((a, theirs_a) in any_set(), (b, theirs_b) in any_set()) {
        prop_assert_eq!(&listed(&a), &theirs_a);
        prop_assert_eq!(listed(&a.union(&b)), &theirs_a | &theirs_b);
        prop_assert_eq!(listed(&a.minus(&b)), &theirs_a - &theirs_b);
        prop_assert_eq!(listed(&a.and(&b)), &theirs_a & &theirs_b);
        prop_assert_eq!(a.covers(&b), theirs_a.is_superset(&theirs_b));
        prop_assert_eq!(a.union(&b).covers(&b), true);
        prop_assert_eq!(a.len() as usize, theirs_a.len());
        prop_assert_eq!(a.is_empty(), theirs_a.is_empty());
        prop_assert_eq!((a.first(), a.last()), (theirs_a.first().copied(), theirs_a.last().copied()));
    }

    #[test]
    fn runs_are_counted_unit_by_unit((set, theirs) in any_set(), start in 0..=UNITS_A_DAY + 30) {
        let run = (start..UNITS_A_DAY).take_while(|unit| theirs.contains(unit)).count();
        prop_assert_eq!(usize::from(set.run_from(start)), run);
        let before = (0..start.min(UNITS_A_DAY)).rev().take_while(|unit| theirs.contains(unit)).count();
        if start <= UNITS_A_DAY {
            prop_assert_eq!(usize::from(set.run_before(start)), before);
        }
    }

    #[test]
    fn no_set_has_units_beyond_its_day((mut set, theirs) in any_set(), unit in UNITS_A_DAY.., from in 0..=UNITS_A_DAY) {
        prop_assert_eq!(UnitSet::range(from, unit), UnitSet::range(from, UNITS_A_DAY));
        prop_assert!(!set.contains(unit));
        if unit >= 320 {
            set.insert(unit);
            prop_assert_eq!(listed(&set), theirs);
        }
    }

    #[test]
    fn clock_times_read_back_and_nothing_else_is_one(unit in 0..=UNITS_A_DAY, text in "[0-9]{1,3}:[0-9]{1,3}|[0-9:+ -]{0,6}") {
        prop_assert_eq!(parse_clock(&clock(unit)), Some(unit));
        let expected = (0..=UNITS_A_DAY).find(|unit| clock(*unit) == text);
        prop_assert_eq!(parse_clock(&text), expected);
    }

    #[test]
    fn skill_sets_are_sets_of_four(a in any::<u8>(), b in any::<u8>(), index in 0..9_usize) {
        let (one, other) = (SkillSet::from_bits(a), SkillSet::from_bits(b));
        let has = |set: SkillSet| (0..4).filter(|index| set.covers(SkillSet::only(*index))).collect::<BTreeSet<usize>>();
        let bits = |bits: u8| (0..4).filter(|index| bits >> index & 1 == 1).collect::<BTreeSet<usize>>();
        prop_assert_eq!(has(one), bits(a));
        prop_assert_eq!(one.bits(), a & 15);
        prop_assert_eq!(has(one.union(other)), &bits(a) | &bits(b));
        prop_assert_eq!(one.covers(other), bits(a).is_superset(&bits(b)));
        prop_assert_eq!((one.len() as usize, one.is_empty()), (bits(a).len(), bits(a).is_empty()));
        let only = SkillSet::only(index);
        prop_assert_eq!(only.bits(), if index < 4 { 1 << index } else { 0 });
    }
}
