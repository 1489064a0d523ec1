//! A claim counts while `until > now`, and not a moment longer, whether or not anything has swept.

use booking::day::{Claim, ClaimKind, Day};
use booking::offer::Offer;
use proptest::prelude::*;

use super::city::*;
use super::random::{
    any_day_of_counters_alike, any_filled_day, any_fleeting_day, any_life, any_span, filled, for_holder,
    promised, room_on,
};

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn a_lapsed_claim_is_free_at_exactly_its_until(day in any_fleeting_day(), which in any::<prop::sample::Index>()) {
        prop_assume!(!day.claims.is_empty());
        let until = day.claims[which.index(day.claims.len())].until;
        let last = until.plus_seconds(-1);
        let beside = |day: &Day, counts: fn(&Claim, booking::Instant) -> bool| Day {
            claims: day.claims.iter().filter(|claim| counts(claim, until)).cloned().collect(),
            ..day.clone()
        };
        // A second before, everything with this `until` and later still counts; then only what is later.
        let (with, without) = (beside(&day, |claim, at| claim.until >= at), beside(&day, |claim, at| claim.until > at));
        prop_assert_eq!(Offer::of(&day, last), Offer::of(&with, clock("07:00")));
        prop_assert_eq!(Offer::of(&day, until), Offer::of(&without, clock("07:00")));
        let span = day.claims[which.index(day.claims.len())].span();
        prop_assert!(day.clone().take(span, for_holder(99, until), until).is_ok(), "its own time is free");
        prop_assert_eq!(day.live(last, None).count(), with.claims.len());
        prop_assert_eq!(day.live(until, None).count(), without.claims.len());
    }

    #[test]
    fn the_next_lapse_is_the_earliest_until_that_still_counts(day in any_fleeting_day(), seconds in 0..3700_i64) {
        let now = clock("07:00").plus_seconds(seconds);
        let untils = day.claims.iter().map(|claim| claim.until).filter(|until| *until > now);
        prop_assert_eq!(day.next_lapse(now), untils.min().unwrap_or(booking::Instant::FOREVER));
    }

    #[test]
    fn pruning_forgets_what_has_lapsed_and_nothing_else(day in any_fleeting_day(), seconds in 0..3700_i64) {
        let now = clock("07:00").plus_seconds(seconds);
        let mut pruned = day.clone();
        pruned.prune(now);
        prop_assert_eq!(&pruned.claims, &day.live(now, None).cloned().collect::<Vec<_>>());
        prop_assert_eq!(Offer::of(&pruned, now), Offer::of(&day, now));
        prop_assert_eq!((pruned.version, pruned.open), (day.version, day.open));
    }

    #[test]
    fn a_released_time_can_be_had_again(mut day in any_filled_day(), which in any::<prop::sample::Index>()) {
        let before = day.clone();
        let now = clock("07:00");
        let Some(wish) = room_on(&day, which) else { return Ok(()) };
        prop_assert!(take(&mut day, 99, wish));
        let moved = day.claims.iter().zip(&before.claims).any(|(claim, before)| claim != before);
        day.release(id(99), id(99), now);
        if !moved {
            prop_assert_eq!(Offer::of(&day, now), Offer::of(&before, now));
        }
        prop_assert!(take(&mut day, 100, wish));
    }

    #[test]
    fn releasing_restores_the_offer_whoever_had_to_move(
        day in any_day_of_counters_alike(),
        wishes in proptest::collection::vec(any_span(), 0..20),
        which in any::<prop::sample::Index>(),
    ) {
        let mut day = filled(day, &wishes);
        let now = clock("07:00");
        let before = Offer::of(&day, now);
        let Some(wish) = room_on(&day, which) else { return Ok(()) };
        prop_assert!(take(&mut day, 99, wish));
        day.release(id(99), id(99), now);
        prop_assert_eq!(Offer::of(&day, now), before);
    }

    #[test]
    fn a_release_makes_what_one_holder_has_end_earlier_and_touches_nothing_else(
        day in any_fleeting_day(),
        number in 1..16_u8,
        seconds in 0..3600_i64,
    ) {
        let until = clock("07:00").plus_seconds(seconds);
        let mut released = day.clone();
        released.release(id(number), id(50), until);
        prop_assert_eq!(released.claims.len(), day.claims.len());
        for (after, before) in released.claims.iter().zip(&day.claims) {
            let mut expected = before.clone();
            if before.holder == id(number) {
                expected.kind = ClaimKind::Released;
                expected.holder = id(50);
                expected.until = before.until.min(until);
            }
            prop_assert_eq!(after, &expected);
        }
    }

    #[test]
    fn extending_lets_one_holders_visit_count_for_longer_and_touches_nothing_else(
        life in any_life(),
        number in 1..8_u8,
    ) {
        let until = clock("12:00");
        life.each(|moment| {
            let mut extended = moment.day.clone();
            extended.extend(id(number), until);
            for (after, before) in extended.claims.iter().zip(&moment.day.claims) {
                let mine = before.holder == id(number) && before.kind == ClaimKind::Visit;
                let expected = Claim { until: if mine { until } else { before.until }, ..before.clone() };
                prop_assert_eq!(after, &expected);
            }
            Ok(())
        })?;
    }
}
