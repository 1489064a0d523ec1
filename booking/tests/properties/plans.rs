//! A changed plan drops nothing: what is booked stays, only what is offered changes (rule 12).

use booking::day::{Claim, Day};
use booking::invariant::{BreachKind, Holder, breaches};
use booking::offer::Offer;
use booking::plan::{Closure, SpecialOpening};
use booking::unit::UnitSet;
use proptest::prelude::*;

use super::cities::DAYS;
use super::city::*;
use super::random::{LENGTH, any_centre, any_day, any_filled_day, any_span, promised};

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn a_plan_change_drops_nothing(
        day in any_filled_day(),
        changed in any_day(),
        wishes in proptest::collection::vec(any_span(), 1..12),
    ) {
        let booked: Vec<_> = day.claims.iter().map(time).collect();
        let mut day = Day { open: changed.open, ..day };
        for (number, wish) in (100..).zip(wishes) {
            take(&mut day, number, wish);
            let still: Vec<_> = day.claims.iter().map(time).filter(|(holder, _)| holder.bytes()[0] < 100).collect();
            prop_assert_eq!(&still, &booked);
        }
        day.prune(clock("07:00"));
        prop_assert!(day.claims.len() >= booked.len());
    }

    #[test]
    fn nobody_new_is_seated_where_somebody_old_is_or_where_the_plan_no_longer_opens(
        day in any_filled_day(),
        changed in any_day(),
        wishes in proptest::collection::vec(any_span(), 1..12),
    ) {
        let old = day.claims.len();
        let mut day = Day { open: changed.open, ..day };
        for (number, wish) in (100..).zip(wishes) {
            take(&mut day, number, wish);
        }
        for (index, claim) in day.claims.iter().enumerate().skip(old) {
            let counter = day.open.counters.iter().find(|counter| counter.number == claim.counter);
            let open = counter.map(|counter| counter.open).unwrap_or_default();
            prop_assert!(open.covers(&units(claim.span())), "{claim:?}");
            prop_assert!(counter.is_some_and(|counter| counter.skills.covers(claim.skills)), "{claim:?}");
            for other in &day.claims[..index] {
                let shared = units(claim.span()).and(&units(other.span()));
                prop_assert!(claim.counter != other.counter || shared.is_empty(), "{claim:?} and {other:?}");
            }
        }
    }

    #[test]
    fn only_what_the_new_plan_opens_is_offered(day in any_filled_day(), changed in any_day()) {
        let day = Day { open: changed.open, ..day };
        let offer = Offer::of(&day, clock("07:00"));
        for start in FIRST - 1..=FIRST + LENGTH {
            for skills in [PASS, MOVE, BOTH] {
                let able = day.open.counters.iter().filter(|counter| counter.skills.covers(skills));
                let open = able.map(|counter| counter.open.run_from(start)).max().unwrap_or(0);
                prop_assert!(u16::from(offer.longest(skills, start)) <= open);
            }
        }
        let closed = Day { open: booking::plan::OpenDay::default(), ..day };
        prop_assert_eq!(Offer::of(&closed, clock("07:00")), Offer::default());
    }

    // Of all that the cron knows of a changed day only lost skills are to be told, at exactly the counters that lost them.
    #[test]
    fn a_plan_change_is_no_breach_but_for_skills_that_are_gone(day in any_filled_day(), changed in any_day()) {
        let day = Day { open: changed.open, ..day };
        let holder = |claim: &Claim| Holder { id: claim.holder, span: claim.span(), until: claim.until };
        let holders: Vec<Holder> = day.claims.iter().map(holder).collect();
        let found = breaches(&day, &holders, clock("07:00"));
        let mut lost: Vec<_> = day.claims.iter().filter(|claim| {
            let counter = day.open.counters.iter().find(|counter| counter.number == claim.counter);
            counter.is_some_and(|counter| !counter.skills.covers(claim.skills))
        }).map(|claim| claim.holder).collect();
        lost.sort();
        prop_assert!(found.iter().all(|breach| breach.kind == BreachKind::CounterLacksSkills && !breach.kind.pauses()));
        prop_assert_eq!(found.iter().map(|breach| breach.appointment).collect::<Vec<_>>(), lost);
    }

    #[test]
    fn a_day_opens_what_its_special_openings_say_less_what_its_closures_take(
        (date, planned) in prop::sample::select(&DAYS[..]).prop_map(date).prop_flat_map(|date| (Just(date), any_centre(date))),
    ) {
        let opened = planned.opens(date);
        for counter in &planned.plan.counters {
            let open = |unit: &u16| {
                let opening = |opening: &SpecialOpening| opening.opens <= *unit && *unit < opening.closes;
                let closure = |closure: &Closure| {
                    let (from, to) = closure.part.unwrap_or((0, 288));
                    closure.counter.is_none_or(|number| number == counter.number) && from <= *unit && *unit < to
                };
                let clock = booking::time::unit_start(date, *unit).is_some();
                clock && planned.plan.special_openings.iter().any(opening) && !planned.plan.closures.iter().any(closure)
            };
            let expected = (0..288).filter(open).fold(UnitSet::default(), |mut set, unit| {
                set.insert(unit);
                set
            });
            let found = opened.counters.iter().find(|found| found.number == counter.number);
            prop_assert_eq!(found.map(|found| found.open).unwrap_or_default(), expected);
            prop_assert!(found.is_none_or(|found| found.skills == counter.skills && !found.open.is_empty()));
        }
    }

    #[test]
    fn a_centre_opens_nothing_before_it_exists_or_after(
        (date, planned) in Just(date(TUESDAY)).prop_flat_map(|date| (Just(date), any_centre(date))),
        from in proptest::option::of(-3..3_i64),
        to in proptest::option::of(-3..3_i64),
    ) {
        let day = |days: i64| date + chrono::TimeDelta::days(days);
        let mut changed = planned.clone();
        (changed.centre.valid_from, changed.centre.valid_to) = (from.map(day), to.map(day));
        let exists = from.is_none_or(|from| from <= 0) && to.is_none_or(|to| to > 0);
        prop_assert_eq!(changed.opens(date), if exists { planned.opens(date) } else { Default::default() });
    }
}

fn time(claim: &Claim) -> (booking::AppointmentId, booking::day::Span) {
    (claim.holder, claim.span())
}
