//! What holds of every counter at every moment, whatever people do.

use booking::AppointmentId;
use booking::day::{Claim, ClaimKind, Day, Span};
use booking::skill::SkillSet;
use proptest::prelude::*;

use super::city::*;
use super::random::{LENGTH, Life, Step, any_life, promised};

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn no_counter_serves_two_visits_at_once(life in any_life()) {
        life.each(|moment| {
            let live = moment.live();
            for (index, claim) in live.iter().enumerate() {
                for other in &live[..index] {
                    let shared = units(claim.span()).and(&units(other.span()));
                    prop_assert!(claim.counter != other.counter || shared.is_empty(), "{claim:?} and {other:?}");
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn everybody_has_a_counter_that_can_do_what_they_need(life in any_life()) {
        life.each(|moment| {
            for claim in moment.live() {
                let skills = moment.day.open.counters[usize::from(claim.counter) - 1].skills;
                prop_assert!(skills.covers(claim.skills), "{claim:?}");
            }
            Ok(())
        })?;
    }

    #[test]
    fn visits_take_place_in_open_units_of_open_counters(life in any_life()) {
        life.each(|moment| {
            for claim in moment.live() {
                let counter = moment.day.open.counters.iter().find(|counter| counter.number == claim.counter);
                let units = units(claim.span());
                prop_assert!(counter.is_some_and(|counter| counter.open.covers(&units)), "{claim:?}");
                prop_assert_eq!(units.len(), u32::from(claim.units));
            }
            Ok(())
        })?;
    }

    // Hall's condition: whichever kinds of visits one looks at, at every unit there are no more of them than open counters
    // that can do one of them.
    #[test]
    fn capacity_is_never_exceeded(life in any_life()) {
        life.each(|moment| {
            let live = moment.live();
            for unit in FIRST..FIRST + LENGTH {
                let here: Vec<&Claim> = live.iter().filter(|claim| units(claim.span()).contains(unit)).collect();
                for family in 1..8_u8 {
                    let kinds: Vec<SkillSet> =
                        (1..=3).filter(|kind| family >> (kind - 1) & 1 == 1).map(SkillSet::from_bits).collect();
                    let visits = here.iter().filter(|claim| kinds.contains(&claim.skills)).count();
                    let able = moment.day.open.counters.iter().filter(|counter| {
                        counter.open.contains(unit) && kinds.iter().any(|kind| counter.skills.covers(*kind))
                    });
                    prop_assert!(visits <= able.count(), "{kinds:?} at {unit}");
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_time_that_is_refused_leaves_the_day_untouched(life in any_life()) {
        life.each(|moment| {
            if matches!(moment.step, Step::Take { .. }) && !moment.taken {
                prop_assert_eq!(moment.day, moment.before);
            }
            Ok(())
        })?;
    }

    #[test]
    fn whoever_moves_between_counters_keeps_their_time(life in any_life()) {
        life.each(|moment| {
            let Step::Take { number, .. } = moment.step else { return Ok(()) };
            let others = |day: &Day| {
                let live = day.live(moment.now, Some(id(number)));
                let mut times: Vec<_> = live.filter(|claim| !is_share(claim)).map(time).collect();
                times.sort_by_key(|(holder, span, until)| (*holder, span.start, *until));
                times
            };
            prop_assert_eq!(others(moment.day), others(moment.before));
            Ok(())
        })?;
    }

    #[test]
    fn whoever_takes_a_time_has_it_once_and_as_long_as_was_said(life in any_life()) {
        life.each(|moment| {
            let Step::Take { number, span, seconds, back, .. } = moment.step else { return Ok(()) };
            if !moment.taken {
                return Ok(());
            }
            let mine: Vec<Claim> = moment.live().into_iter().filter(|claim| claim.holder == id(number)).collect();
            let until = seconds.map_or(booking::Instant::FOREVER, |seconds| moment.now.plus_seconds(seconds));
            let (visits, kept): (Vec<&Claim>, Vec<&Claim>) = mine.iter().partition(|claim| claim.kind == ClaimKind::Visit);
            prop_assert_eq!(visits.iter().map(|claim| time(claim)).collect::<Vec<_>>(), [(id(number), span, until)]);
            prop_assert_eq!(moment.day.claims.len(), moment.live().len(), "nothing that has lapsed is kept");
            // What is kept back was theirs before, and no longer than it would have been theirs.
            for claim in kept {
                let before = moment.before.live(moment.now, None).find(|before| {
                    before.holder == claim.holder && before.span() == claim.span() && before.until >= claim.until
                });
                prop_assert!(before.is_some(), "{claim:?}");
                prop_assert!(claim.until <= moment.now.plus_seconds(back));
            }
            Ok(())
        })?;
    }

    #[test]
    fn only_the_phone_takes_from_the_phones_share_and_nobody_from_the_other(life in any_life()) {
        life.each(|moment| {
            let kept = |day: &Day, share| {
                let live = day.live(moment.now, None);
                live.filter(|claim| claim.kind == ClaimKind::Share(share)).map(time).collect::<Vec<_>>()
            };
            use booking::share::{Channel, Share};
            let phone = matches!(moment.step, Step::Take { channel: Channel::Phone, .. });
            for share in [Share::Phone, Share::ShortNotice] {
                let (before, after) = (kept(moment.before, share), kept(moment.day, share));
                if share == Share::ShortNotice || !phone {
                    prop_assert_eq!(after, before);
                    continue;
                }
                for unit in FIRST..FIRST + LENGTH {
                    let at = |kept: &[(AppointmentId, Span, _)]| {
                        kept.iter().filter(|(_, span, _)| units(*span).contains(unit)).count()
                    };
                    prop_assert!(at(&after) <= at(&before), "more is kept at {unit} than before");
                }
            }
            Ok(())
        })?;
    }
}

fn is_share(claim: &Claim) -> bool {
    matches!(claim.kind, ClaimKind::Share(_))
}

fn time(claim: &Claim) -> (AppointmentId, Span, booking::Instant) {
    (claim.holder, claim.span(), claim.until)
}

/// Without it the properties above would hold of days on which nothing happens.
#[test]
fn random_lives_are_full_of_moves_refusals_and_lapses() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut taken, mut refused, mut moved, mut lapsed) = (0, 0, 0, 0);
    for _ in 0..300 {
        let life: Life = any_life().new_tree(&mut runner).unwrap().current();
        let counted = life.each(|moment| {
            let take = matches!(moment.step, Step::Take { .. });
            taken += usize::from(moment.taken);
            refused += usize::from(take && !moment.taken);
            lapsed += moment.day.claims.len() - moment.live().len();
            let seat = |claim: &Claim| (time(claim), claim.counter);
            let now: Vec<_> = moment.day.claims.iter().map(seat).collect();
            let stays = |claim: &Claim| {
                !now.iter()
                    .any(|(other, counter)| *other == time(claim) && *counter != claim.counter)
            };
            moved += usize::from(moment.taken && !moment.before.claims.iter().all(stays));
            Ok(())
        });
        counted.unwrap();
    }
    assert!(
        taken > 400 && refused > 200 && lapsed > 200,
        "{taken} {refused} {lapsed}"
    );
    assert!(moved > 10, "{moved}");
}
