//! What is offered is what can be had, at every start, for every length and skill set.

use booking::day::{Span, Taking};
use booking::offer::{Offer, length_letter, letter_length};
use booking::share::Channel;

use super::city::*;

#[test]
fn an_empty_day_offers_every_start_up_to_closing_or_the_longest_visit() {
    let offer = Offer::of(&day_on(TUESDAY, &[PASS]), clock("07:00"));
    for (start, longest) in [
        (83, 0),
        (84, 24),
        (204, 24),
        (205, 23),
        (227, 1),
        (228, 0),
        (65_535, 0),
    ] {
        assert_eq!(offer.longest(PASS, start), longest, "unit {start}");
    }
    assert_eq!(offer.starts(PASS, 24).count(), 121);
    assert_eq!(offer.longest(MOVE, 84), 0, "nobody here can do that");
}

#[test]
fn a_closed_day_offers_nothing() {
    assert_eq!(Offer::of(&day_on(TUESDAY, &[]), clock("07:00")), Offer::default());
    assert_eq!(
        Offer::of(&day_on("2026-12-25", &[PASS]), clock("07:00")),
        Offer::default()
    );
}

#[test]
fn two_skills_for_one_visit_need_one_counter_that_has_both() {
    for (counters, offered) in [(&[PASS, MOVE][..], 0), (&[BOTH], 24), (&[PASS, MOVE, BOTH], 24)] {
        let offer = Offer::of(&day_on(TUESDAY, counters), clock("07:00"));
        assert_eq!(offer.longest(BOTH, FIRST), offered, "{counters:?}");
    }
}

#[test]
fn an_offer_is_exact_again_after_the_next_lapse_without_any_sweep() {
    let mut day = day_on(TUESDAY, &[PASS]);
    let span = Span {
        start: 168,
        units: 3,
        skills: PASS,
    };
    let taking = Taking {
        holder: id(1),
        own: None,
        channel: Channel::Online,
        until: clock("07:15"),
        given_up_until: clock("07:15"),
    };
    day.take(span, taking, clock("07:00")).unwrap();
    for (now, longest) in [
        ("07:00", [1, 0, 0, 0, 24]),
        ("07:14:59", [1, 0, 0, 0, 24]),
        ("07:15", [24; 5]),
    ] {
        let offer = Offer::of(&day, clock(now));
        assert_eq!(
            (167..172)
                .map(|start| offer.longest(PASS, start))
                .collect::<Vec<_>>(),
            longest,
            "at {now}"
        );
    }
    assert_eq!(day.next_lapse(clock("07:00")), clock("07:15"));
}

#[test]
fn what_starts_at_the_end_of_the_lead_time_is_still_offered() {
    let offer = Offer::of(&day_on(TUESDAY, &[PASS]), clock("07:00"));
    for (earliest, first) in [("07:59:59", 96), ("08:00", 96), ("08:00:01", 97)] {
        let left = offer.clone().from_earliest(date(TUESDAY), clock(earliest));
        assert_eq!(left.starts(PASS, 3).next(), Some(first), "from {earliest}");
    }
}

#[test]
fn lengths_are_one_letter_each() {
    let letters: String = (0..=24).map(length_letter).collect();
    assert_eq!(letters, "0123456789abcdefghijklmno");
    for (length, letter) in (0..=24).zip(letters.chars()) {
        assert_eq!(letter_length(letter), Some(length));
    }
    for other in ['p', 'z', '-', ' ', 'ä'] {
        assert_eq!(letter_length(other), None);
    }
}
