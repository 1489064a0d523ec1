//! The soft brake: it never eases by more reservations, and lets go when it says (rule 8).

use booking::brake::{Brake, HARDEST, Made, WINDOW_MINUTES, counted_from, goes_on_at, total};
use proptest::prelude::*;

use super::city::*;
use super::random::promised;

fn any_brake() -> impl Strategy<Value = Brake> {
    (0..30_u32, 0..200_u32).prop_map(|(free, limit)| Brake { free, limit })
}

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn whoever_has_reserved_more_never_works_less(brake in any_brake(), made in any::<u32>(), more in 0..100_u32) {
        let (before, after) = (brake.factor(made), brake.factor(made.saturating_add(more)));
        prop_assert!(before <= after && after <= HARDEST && before.is_power_of_two());
        if let Some(doublings) = made.checked_div(brake.free) {
            let doubled = (0..doublings).try_fold(1_u32, |factor, _| (factor < HARDEST).then_some(factor * 2));
            prop_assert_eq!(before, doubled.unwrap_or(HARDEST));
        }
    }

    #[test]
    fn a_harder_challenge_pays_for_at_least_as_much_and_never_beyond_the_limit(
        brake in any_brake(),
        made in 0..400_u32,
        factor in 0..40_u32,
    ) {
        let pays = brake.pays_below(factor);
        prop_assert!(pays <= brake.pays_below(factor + 1) && pays <= brake.limit);
        // What was asked for pays at once, and still when five others were quicker.
        let asked = brake.pays_below(brake.factor(made));
        prop_assert!(asked >= (made + 1).min(brake.limit));
        let next = (made / brake.free.max(1) + 1) * brake.free;
        if brake.free > 0 && brake.factor(made) < HARDEST {
            prop_assert_eq!(asked, (next + 5).min(brake.limit));
        }
        prop_assert_eq!(brake.pays_below(0), 0);
    }

    #[test]
    fn it_goes_on_at_the_first_minute_at_which_fewer_than_the_limit_count(
        counts in proptest::collection::vec((0..10_i64, 0..40_u32), 0..8),
        limit in 0..120_u32,
    ) {
        let now = clock("12:09:30");
        let mut made: Vec<Made> = counts.iter().map(|(minute, count)| Made { minute: clock("12:00").plus_minutes(*minute), count: *count }).collect();
        made.sort_by_key(|made| made.minute);
        let counting = |at| made.iter().filter(|made| made.minute >= counted_from(at)).map(|made| made.count).sum::<u32>();
        prop_assert_eq!(total(&made), counting(now));
        let minutes = (0..=WINDOW_MINUTES).map(|minutes| now.floor_to_minute().plus_minutes(minutes));
        let first = minutes.into_iter().find(|at| counting(*at) < limit);
        let blocked = counting(now) >= limit && limit > 0;
        prop_assert_eq!(goes_on_at(&made, limit), first.filter(|_| blocked));
    }
}
