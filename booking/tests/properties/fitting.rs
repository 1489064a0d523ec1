//! No place is lost that is there, none is invented that is not.

use booking::day::{Claim, Day, Span};
use booking::fit::{Claimed, place};
use booking::plan::OpenDay;
use booking::skill::SkillSet;
use booking::unit::UnitSet;
use proptest::prelude::*;

use super::city::*;
use super::random::{LENGTH, any_day, any_day_of_counters_alike, any_filled_day, any_span, promised};

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn moving_others_is_never_worse_than_fixed_counters(mut day in any_filled_day(), wish in any_span()) {
        let fixed = fits_without_moving(&day, wish);
        prop_assert!(take(&mut day, 99, wish) || !fixed);
    }

    #[test]
    fn no_room_is_found_that_no_assignment_has(
        mut day in any_day(),
        wishes in proptest::collection::vec(any_span(), 1..8),
    ) {
        let mut spans: Vec<Span> = Vec::new();
        for (number, wish) in (1..).zip(wishes) {
            let all: Vec<Span> = spans.iter().copied().chain([wish]).collect();
            let possible = assigned(&day.open, &all).is_some();
            if take(&mut day, number, wish) {
                prop_assert!(possible);
                spans.push(wish);
            }
        }
    }

    // Visits are intervals: where at no unit more of them meet than there are counters, they have room (the graph of
    // intervals is perfect).
    #[test]
    fn counters_that_are_all_alike_lose_no_room_at_all(
        mut day in any_day_of_counters_alike(),
        wishes in proptest::collection::vec(any_span(), 1..24),
    ) {
        for (number, wish) in (1..).zip(wishes) {
            let open = day.open.counters[0].open;
            let left = units(wish).len() == u32::from(wish.units) && open.covers(&units(wish))
                && (wish.start..wish.end()).all(|unit| claimed_at(&day, unit) < day.open.counters.len());
            prop_assert_eq!(take(&mut day, number, wish), left);
        }
    }

    #[test]
    fn where_a_longer_visit_fits_a_shorter_one_from_the_same_start_does(
        day in any_filled_day(),
        start in FIRST..FIRST + LENGTH,
    ) {
        let claims = seated(&day);
        for skills in [PASS, MOVE, BOTH] {
            let fits = |units| place(&day.open, &claims, Span { start, units, skills }).is_some();
            let fitting: Vec<bool> = (1..=24).map(fits).collect();
            prop_assert!(fitting.is_sorted_by(|shorter, longer| shorter >= longer), "{:?}", fitting);
        }
    }

    #[test]
    fn a_visit_fits_exactly_if_one_for_all_that_some_kind_of_counter_can_do_fits(
        day in any_filled_day(),
        wish in any_span(),
    ) {
        let claims = seated(&day);
        let fits = |skills| place(&day.open, &claims, Span { skills, ..wish }).is_some();
        let kinds = day.open.counters.iter().map(|counter| counter.skills);
        let of_a_kind = kinds.filter(|kind| kind.covers(wish.skills)).any(fits);
        prop_assert_eq!(fits(wish.skills), of_a_kind);
    }

    #[test]
    fn nothing_fits_that_has_no_length_or_too_much_of_it(day in any_filled_day(), wish in any_span()) {
        for units in [0, 25, 255] {
            prop_assert_eq!(place(&day.open, &seated(&day), Span { units, ..wish }), None);
        }
    }
}

fn claimed_at(day: &Day, unit: u16) -> usize {
    let here = |claim: &&Claim| units(claim.span()).contains(unit);
    day.claims.iter().filter(here).count()
}

fn seated(day: &Day) -> Vec<Claimed> {
    let seat = |claim: &Claim| Claimed {
        span: claim.span(),
        counter: claim.counter,
    };
    day.claims.iter().map(seat).collect()
}

/// Tries every counter for every visit: their counters by index, if that is possible.
pub fn assigned(open: &OpenDay, spans: &[Span]) -> Option<Vec<usize>> {
    fn seat(free: &mut [(SkillSet, UnitSet)], spans: &[Span], seats: &mut Vec<usize>) -> bool {
        let Some(span) = spans.get(seats.len()) else {
            return true;
        };
        (0..free.len()).any(|index| {
            let (skills, before) = free[index];
            if !skills.covers(span.skills) || !before.covers(&units(*span)) {
                return false;
            }
            free[index].1 = before.minus(&units(*span));
            seats.push(index);
            let seated = seat(free, spans, seats);
            if !seated {
                seats.pop();
                free[index].1 = before;
            }
            seated
        })
    }
    let counters = open.counters.iter();
    let mut free: Vec<_> = counters.map(|counter| (counter.skills, counter.open)).collect();
    let mut seats = Vec::new();
    seat(&mut free, spans, &mut seats).then_some(seats)
}

fn fits_without_moving(day: &Day, wish: Span) -> bool {
    day.open.counters.iter().any(|counter| {
        let here = day.claims.iter().filter(|claim| claim.counter == counter.number);
        let free = here.fold(counter.open, |free, claim| free.minus(&units(claim.span())));
        counter.skills.covers(wish.skills) && free.covers(&units(wish))
    })
}
