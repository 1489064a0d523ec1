//! Visits at movable counters: nobody sits on anybody's lap, nobody loses a place, no place is invented.

use booking::Instant;
use booking::day::{Claim, ClaimKind, Day, Span, Taking};
use booking::plan::{OpenCounter, OpenDay};
use booking::share::{Channel, Share};
use booking::skill::SkillSet;
use booking::unit::{Unit, UnitSet};

use super::city::*;

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

#[test]
fn a_counter_that_could_not_be_cleared_is_as_it_was() {
    // Counter 1 closes too early for four units; what was tried there must not be in the way at counter 2.
    let mut day = small_day(&[(PASS, 0..3), (PASS, 0..6), (PASS, 0..6)]);
    for (number, start, units, counter) in [(1, 2, 1, 1), (2, 2, 1, 2), (3, 0, 2, 3), (4, 3, 3, 3)] {
        day.claims.push(claim(number, span(start, units, PASS), counter));
    }
    assert!(take(&mut day, 5, span(0, 4, PASS)));
    assert_eq!(drawn(&day), ["..1", "5555..", "332444"]);
}

#[test]
fn a_free_counter_of_another_kind_is_not_the_only_one_tried() {
    // Counter 1 is free, but closes at once; whoever is at counter 2 can go to counter 3.
    let third = SkillSet::from_bits(0b101);
    let mut day = small_day(&[(third, 0..1), (BOTH, 0..6), (MOVE, 0..6)]);
    day.claims.push(claim(1, span(0, 2, MOVE), 2));
    assert!(take(&mut day, 2, span(0, 4, PASS)));
    assert_eq!(drawn(&day), [".", "2222..", "11...."]);
}

#[test]
fn a_share_that_a_callers_visit_cannot_use_gives_no_way_to_it() {
    // 1 would have to go to counter 2, where the share is in its way; the share needs more than counter 1 can do.
    for share in [9, 12] {
        let mut day = small_day(&[(PASS, 0..15), (BOTH, 6..18)]);
        day.claims.push(claim(1, span(6, 9, PASS), 1));
        day.claims.push(Claim {
            kind: ClaimKind::Share(Share::Phone),
            ..claim(2, span(share, 3, BOTH), 2)
        });
        let (untouched, wish) = (day.clone(), span(0, 9, PASS));
        let taking = Taking {
            holder: id(3),
            own: None,
            channel: Channel::Phone,
            until: Instant::FOREVER,
            given_up_until: Instant::FOREVER,
        };
        assert!(day.take(wish, taking, clock("07:00")).is_err(), "{share}");
        assert_eq!(day, untouched);
        // It is the share alone that is in the way.
        day.claims.truncate(1);
        assert!(take(&mut day, 3, wish), "{share}");
    }
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
    let Span { start, units, skills } = span;
    Claim {
        kind: ClaimKind::Visit,
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
                here.find(|claim| units(claim.span()).contains(unit))
                    .map_or('.', |claim| char::from(b'0' + claim.holder.bytes()[0]))
            })
            .collect()
    };
    day.open.counters.iter().map(line).collect()
}
