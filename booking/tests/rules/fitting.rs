//! Visits at movable counters: nobody sits on anybody's lap, nobody loses a place, no place is invented.

use std::collections::BTreeMap;

use booking::day::{Claim, Day, Span, Taking};
use booking::fit::{Claimed, place};
use booking::plan::{OpenCounter, OpenDay};
use booking::share::Channel;
use booking::skill::SkillSet;
use booking::unit::{Unit, UnitSet};
use booking::{AppointmentId, Instant};
use proptest::prelude::*;

use super::city::{BOTH, MOVE, PASS, TUESDAY, clock, date, id, untouched};

/// The first unit of the small days below: 07:00.
pub const FIRST: Unit = 84;
const LENGTH: Unit = 18;

#[test]
fn others_move_where_only_that_makes_room() {
    // Counter 1 can do both, counter 2 only passes. A pass sits at 1; whoever moves house needs 1.
    let mut day = small_day(&[(BOTH, 0..6), (PASS, 0..6)]);
    day.claims.push(claim(1, span(0, 3, PASS), 1));
    assert!(take(&mut day, 2, span(0, 3, MOVE)));
    assert_eq!(drawn(&day), ["222...", "111..."]);
}

#[test]
fn the_rare_counter_and_the_long_gap_are_kept() {
    let mut day = small_day(&[(BOTH, 0..12), (PASS, 0..12), (PASS, 0..6)]);
    assert!(take(&mut day, 1, span(0, 6, PASS)));
    assert_eq!(drawn(&day), ["............", "............", "111111"]);
}

#[test]
fn a_chain_of_moves_goes_two_deep() {
    // For 4 to fit at the start, 1 has to go where 2 is, and 2 where nobody is.
    let mut day = small_day(&[(MOVE, 0..6), (BOTH, 0..6), (PASS, 0..6)]);
    day.claims.push(claim(1, span(0, 4, MOVE), 1));
    day.claims.push(claim(2, span(0, 4, PASS), 2));
    assert!(take(&mut day, 3, span(0, 4, MOVE)));
    assert_eq!(drawn(&day).last().map(String::as_str), Some("2222.."));
    assert!(!take(&mut day, 4, span(3, 1, BOTH)), "then it is full");
}

#[test]
fn where_every_counter_is_needed_there_is_no_room() {
    let mut day = small_day(&[(BOTH, 0..6), (BOTH, 0..6)]);
    assert!(take(&mut day, 1, span(0, 3, PASS)));
    assert!(take(&mut day, 2, span(0, 6, MOVE)));
    for (start, units, fits) in [(0, 1, false), (2, 1, false), (3, 3, true), (3, 4, false)] {
        assert_eq!(
            take(&mut day.clone(), 3, span(start, units, PASS)),
            fits,
            "{units} units at {start}"
        );
    }
}

#[test]
fn a_claim_at_a_counter_that_lost_the_skill_takes_no_room_at_the_others() {
    let mut day = small_day(&[(PASS, 0..6), (MOVE, 0..6)]);
    day.claims.push(claim(1, span(0, 6, MOVE), 1));
    assert!(take(&mut day, 2, span(0, 6, MOVE)));
    assert_eq!(drawn(&day), ["111111", "222222"]);
}

#[test]
fn a_long_visit_makes_each_counter_in_turn_change_places_with_another() {
    // Something is free at every unit, nowhere for long: 1 to 4 have to share two counters.
    let mut day = small_day(&[(PASS, 0..9), (PASS, 0..9), (PASS, 0..9)]);
    for (number, start, units, counter) in [(1, 3, 6, 1), (2, 0, 3, 2), (3, 6, 3, 2), (4, 0, 6, 3)] {
        day.claims.push(claim(number, span(start, units, PASS), counter));
    }
    assert!(take(&mut day, 5, span(0, 9, PASS)));
    assert_eq!(drawn(&day), ["555555555", "222111111", "444444333"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_taken_everybody_keeps_a_fitting_counter_of_their_own(
        mut day in any_day(),
        wishes in proptest::collection::vec(any_span(), 1..24),
    ) {
        let mut spans = BTreeMap::new();
        for (number, wish) in (1..).zip(wishes) {
            let before = day.clone();
            let fixed = fits_without_moving(&day, wish);
            let taken = take(&mut day, number, wish);
            if taken {
                spans.insert(id(number), wish);
                seated(&day, &spans)?;
            } else {
                prop_assert_eq!(&day, &before);
            }
            prop_assert!(taken || !fixed, "never worse than fixed counters");
        }
    }

    #[test]
    fn no_room_is_found_that_no_assignment_has(
        mut day in any_day(),
        wishes in proptest::collection::vec(any_span(), 1..8),
    ) {
        let mut spans: Vec<Span> = Vec::new();
        for (number, wish) in (1..).zip(wishes) {
            let possible = assignable(&day.open, &spans.iter().copied().chain([wish]).collect::<Vec<_>>());
            if take(&mut day, number, wish) {
                prop_assert!(possible);
                spans.push(wish);
            }
        }
    }

    #[test]
    fn counters_that_are_all_alike_lose_no_room_at_all(
        wishes in proptest::collection::vec(any_span(), 1..24),
    ) {
        let mut day = small_day(&[(BOTH, 0..LENGTH), (BOTH, 0..LENGTH), (BOTH, 0..LENGTH)]);
        for (number, wish) in (1..).zip(wishes) {
            let claimed_at = |unit| day.claims.iter().filter(|claim| units(span_of(claim)).contains(unit)).count();
            let last = wish.start + u16::from(wish.units);
            let left = last <= FIRST + LENGTH && (wish.start..last).all(|unit| claimed_at(unit) < 3);
            prop_assert_eq!(take(&mut day, number, wish), left);
        }
    }

    #[test]
    fn where_a_longer_visit_fits_a_shorter_one_from_the_same_start_does(
        mut day in any_day(),
        wishes in proptest::collection::vec(any_span(), 1..16),
        start in FIRST..FIRST + LENGTH,
    ) {
        for (number, wish) in (1..).zip(wishes) {
            take(&mut day, number, wish);
        }
        let claims = claimed(&day);
        for skills in [PASS, MOVE, BOTH] {
            let fits = |units| place(&day.open, &claims, Span { start, units, skills }).is_some();
            let fitting: Vec<bool> = (1..=24).map(fits).collect();
            prop_assert!(fitting.is_sorted_by(|shorter, longer| shorter >= longer), "{:?}", fitting);
        }
    }

    #[test]
    fn releasing_and_taking_again_in_any_order_never_seats_two_at_one_counter(
        mut day in any_day(),
        steps in proptest::collection::vec((0..6_u8, any_span(), 0..3_u8), 1..24),
    ) {
        let mut now = clock("07:00");
        for (number, wish, step) in steps {
            now = now.plus_seconds(20);
            let (me, soon) = (id(number), now.plus_seconds(90));
            let until = if step == 0 { Instant::FOREVER } else { soon };
            let taking = Taking { holder: me, own: Some(me), channel: Channel::Online, until, given_up_until: soon };
            match step {
                2 => day.release(me, me, soon),
                _ => _ = day.take(wish, taking, now),
            }
            let live: Vec<Claim> = day.live(now, None).cloned().collect();
            alone(&day.open, &live)?;
        }
    }
}

/// One to four counters, most of them with a break or a late opening.
pub fn any_day() -> impl Strategy<Value = Day> {
    let counter =
        (1..=3_u8, 0..LENGTH / 2, 0..=LENGTH, 0..4_u16).prop_map(|(skills, opens, pause, length)| {
            let open = UnitSet::range(FIRST + opens, FIRST + LENGTH);
            let pause = UnitSet::range(FIRST + pause, FIRST + pause + length);
            (SkillSet::from_bits(skills), open.minus(&pause))
        });
    proptest::collection::vec(counter, 1..=4).prop_map(|counters| {
        let counters = (1..)
            .zip(counters)
            .map(|(number, (skills, open))| OpenCounter { number, skills, open })
            .collect();
        untouched(date(TUESDAY), OpenDay { counters })
    })
}

pub fn any_span() -> impl Strategy<Value = Span> {
    (FIRST..FIRST + LENGTH, 1..=8_u8, 1..=3_u8).prop_map(|(start, units, skills)| Span {
        start,
        units,
        skills: SkillSet::from_bits(skills),
    })
}

pub fn take(day: &mut Day, number: u8, span: Span) -> bool {
    let holder = id(number);
    let taking = Taking {
        holder,
        own: None,
        channel: Channel::Online,
        until: Instant::FOREVER,
        given_up_until: Instant::FOREVER,
    };
    day.take(span, taking, clock("07:00")).is_ok()
}

/// Each appointment has the time it took, at a counter of its own that is open and can do it.
fn seated(day: &Day, spans: &BTreeMap<AppointmentId, Span>) -> Result<(), TestCaseError> {
    let now: BTreeMap<_, _> = day
        .claims
        .iter()
        .map(|claim| (claim.holder, span_of(claim)))
        .collect();
    prop_assert_eq!(day.claims.len(), spans.len());
    prop_assert_eq!(&now, spans);
    alone(&day.open, &day.claims)
}

fn alone(open: &OpenDay, claims: &[Claim]) -> Result<(), TestCaseError> {
    for (index, claim) in claims.iter().enumerate() {
        let counter = open
            .counters
            .iter()
            .find(|counter| counter.number == claim.counter)
            .unwrap();
        prop_assert!(counter.skills.covers(claim.skills), "{claim:?} at {counter:?}");
        prop_assert!(
            counter.open.covers(&units(span_of(claim))),
            "{claim:?} at {counter:?}"
        );
        for other in &claims[..index] {
            let shared = units(span_of(claim)).and(&units(span_of(other)));
            prop_assert!(
                claim.counter != other.counter || shared.is_empty(),
                "{claim:?} and {other:?}"
            );
        }
    }
    Ok(())
}

/// Tries every counter for every visit.
fn assignable(open: &OpenDay, spans: &[Span]) -> bool {
    fn seat(open: &OpenDay, free: &mut [UnitSet], spans: &[Span]) -> bool {
        let Some((span, rest)) = spans.split_first() else {
            return true;
        };
        open.counters.iter().enumerate().any(|(index, counter)| {
            if !counter.skills.covers(span.skills) || !free[index].covers(&units(*span)) {
                return false;
            }
            let before = free[index];
            free[index] = before.minus(&units(*span));
            let seated = seat(open, free, rest);
            free[index] = before;
            seated
        })
    }
    let mut free: Vec<UnitSet> = open.counters.iter().map(|counter| counter.open).collect();
    seat(open, &mut free, spans)
}

pub fn fits_without_moving(day: &Day, wish: Span) -> bool {
    day.open.counters.iter().any(|counter| {
        let here = day.claims.iter().filter(|claim| claim.counter == counter.number);
        let free = here.fold(counter.open, |free, claim| free.minus(&units(span_of(claim))));
        counter.skills.covers(wish.skills) && free.covers(&units(wish))
    })
}

fn claimed(day: &Day) -> Vec<Claimed> {
    day.claims
        .iter()
        .map(|claim| Claimed {
            span: span_of(claim),
            counter: claim.counter,
        })
        .collect()
}

fn span_of(claim: &Claim) -> Span {
    Span {
        start: claim.start,
        units: claim.units,
        skills: claim.skills,
    }
}

fn units(span: Span) -> UnitSet {
    UnitSet::range(span.start, span.start + u16::from(span.units))
}

fn span(start: Unit, units: u8, skills: SkillSet) -> Span {
    Span {
        start: FIRST + start,
        units,
        skills,
    }
}

fn small_day(counters: &[(SkillSet, std::ops::Range<Unit>)]) -> Day {
    let counters = (1..)
        .zip(counters)
        .map(|(number, (skills, open))| OpenCounter {
            number,
            skills: *skills,
            open: UnitSet::range(FIRST + open.start, FIRST + open.end),
        })
        .collect();
    untouched(date(TUESDAY), OpenDay { counters })
}

fn claim(number: u8, span: Span, counter: u8) -> Claim {
    let kind = booking::day::ClaimKind::Visit;
    let Span { start, units, skills } = span;
    Claim {
        kind,
        holder: id(number),
        start,
        units,
        skills,
        counter,
        until: Instant::FOREVER,
    }
}

/// A line for each counter, a letter for each unit: whose it is, or `.` where it is free.
fn drawn(day: &Day) -> Vec<String> {
    let line = |counter: &OpenCounter| {
        (FIRST..FIRST + LENGTH)
            .filter(|unit| counter.open.contains(*unit))
            .map(|unit| {
                let mut here = day.claims.iter().filter(|claim| claim.counter == counter.number);
                here.find(|claim| units(span_of(claim)).contains(unit))
                    .map_or('.', |claim| char::from(b'0' + claim.holder.bytes()[0]))
            })
            .collect()
    };
    day.open.counters.iter().map(line).collect()
}
