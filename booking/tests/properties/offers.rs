//! What is offered is what can be had: asked by brute force, and of a model that knows nothing of the search.

use booking::Day;
use booking::day::Span;
use booking::first::LATE_FROM;
use booking::offer::{LongestOfDay, Offer};
use booking::skill::SkillSet;
use booking::time::unit_start;
use proptest::prelude::*;

use super::city::*;
use super::random::{
    LENGTH, TINY, any_day_of, any_day_of_counters_alike, any_filled_day, any_fleeting_day, any_span,
    any_span_of, filled, promised,
};

proptest! {
    #![proptest_config(promised())]

    // Every start, length and skill set is asked for, each on a copy of the day.
    #[test]
    fn a_visit_is_offered_exactly_if_it_can_be_had(
        day in any_day_of(TINY),
        wishes in proptest::collection::vec(any_span_of(TINY), 0..10),
    ) {
        let day = filled(day, &wishes);
        let offer = Offer::of(&day, clock("07:00"));
        for skills in [PASS, MOVE, BOTH] {
            for start in FIRST - 1..=FIRST + TINY {
                for units in (1..=TINY as u8 + 1).chain([24]) {
                    let offered = offer.longest(skills, start) >= units;
                    let had = take(&mut day.clone(), 99, Span { start, units, skills });
                    prop_assert_eq!(offered, had, "{} units at {} with {:?}", units, start, skills);
                }
            }
        }
    }

    #[test]
    fn longer_days_offer_exactly_what_can_be_had(day in any_filled_day(), wish in any_span(), length in 1..=24_u8) {
        let offer = Offer::of(&day, clock("07:00"));
        for units in [wish.units, length] {
            let offered = offer.longest(wish.skills, wish.start) >= units;
            prop_assert_eq!(offered, take(&mut day.clone(), 99, Span { units, ..wish }));
        }
    }

    // Among counters that are alike a visit has room as long as, at each of its units, one of them is left.
    #[test]
    fn counters_alike_offer_all_that_is_left(
        day in any_day_of_counters_alike(),
        wishes in proptest::collection::vec(any_span(), 0..24),
    ) {
        let day = filled(day, &wishes);
        let offer = Offer::of(&day, clock("07:00"));
        let open = day.open.counters[0].open;
        let left = |unit: &u16| {
            let taken = day.claims.iter().filter(|claim| units(claim.span()).contains(*unit)).count();
            open.contains(*unit) && taken < day.open.counters.len()
        };
        for start in FIRST..FIRST + LENGTH {
            let room = (start..FIRST + LENGTH).take_while(left).count();
            for skills in [PASS, MOVE, BOTH] {
                prop_assert_eq!(usize::from(offer.longest(skills, start)), room.min(24));
            }
        }
    }

    #[test]
    fn an_offer_holds_until_the_next_lapse(mut day in any_fleeting_day()) {
        let now = clock("07:00");
        let lapse = day.next_lapse(now).min(now.plus_minutes(60));
        prop_assert_eq!(Offer::of(&day, now), Offer::of(&day, lapse.plus_seconds(-1)));
        let unswept = Offer::of(&day, lapse);
        day.prune(lapse);
        prop_assert_eq!(Offer::of(&day, lapse), unswept);
    }

    #[test]
    fn the_starts_of_an_offer_are_those_at_which_it_is_long_enough(day in any_filled_day(), wish in any_span()) {
        let offer = Offer::of(&day, clock("07:00"));
        let starts: Vec<u16> = offer.starts(wish.skills, wish.units).collect();
        let long_enough = |start: &u16| offer.longest(wish.skills, *start) >= wish.units;
        prop_assert_eq!(starts, (0..288).filter(long_enough).collect::<Vec<_>>());
    }

    #[test]
    fn the_longest_of_a_day_is_the_longest_of_its_starts(day in any_filled_day()) {
        let offer = Offer::of(&day, clock("07:00"));
        let of_day = offer.longest_of_day();
        for skills in [PASS, MOVE, BOTH] {
            let longest = (0..288).map(|start| offer.longest(skills, start)).max();
            prop_assert_eq!(Some(of_day.longest(skills)), longest);
        }
        let mut kinds = kinds(&day);
        for kind in [PASS, MOVE, BOTH] {
            let row = offer.rows.iter().find(|(skills, _)| *skills == kind);
            let longest = row.and_then(|(_, row)| row.iter().max().copied());
            prop_assert_eq!(of_day.of(kind), longest);
            for units in 1..=24 {
                let first = |starts: Vec<(u16, u8)>| {
                    let long_enough = starts.into_iter().find(|(_, longest)| *longest >= units);
                    long_enough.map(|(start, _)| start)
                };
                let long_enough = |start: &u16| {
                    let offset = start.checked_sub(offer.first).map(usize::from);
                    let longest = row.zip(offset).and_then(|((_, row), offset)| row.get(offset));
                    longest.is_some_and(|longest| *longest >= units)
                };
                prop_assert_eq!(first(of_day.first_starts(kind).collect()), (0..288).find(long_enough));
                prop_assert_eq!(first(of_day.late_starts(kind).collect()), (LATE_FROM..288).find(long_enough));
            }
        }
        kinds.sort_by_key(|kind| (kind.len(), kind.bits()));
        kinds.dedup();
        prop_assert_eq!(of_day.kinds().collect::<Vec<_>>(), kinds);
        prop_assert_eq!(LongestOfDay::from_text(&of_day.to_text()), Some(of_day));
    }

    #[test]
    fn starts_before_the_lead_time_are_offered_no_longer(day in any_filled_day(), minutes in -30..180_i64) {
        let offer = Offer::of(&day, clock("06:00"));
        let earliest = clock("06:45").plus_minutes(minutes);
        let left = offer.clone().from_earliest(date(TUESDAY), earliest);
        for skills in [PASS, MOVE, BOTH] {
            for start in FIRST..FIRST + LENGTH {
                let near = unit_start(date(TUESDAY), start).unwrap() < earliest;
                let expected = if near { 0 } else { offer.longest(skills, start) };
                prop_assert_eq!(left.longest(skills, start), expected);
            }
        }
        let tomorrow = date("2026-12-02");
        prop_assert_eq!(&offer.clone().from_earliest(tomorrow, earliest), &offer);
    }
}

fn kinds(day: &Day) -> Vec<SkillSet> {
    day.open.counters.iter().map(|counter| counter.skills).collect()
}
