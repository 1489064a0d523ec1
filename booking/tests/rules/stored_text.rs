//! What is stored reads back as it was; what is damaged is an error, never a panic or another claim.

use booking::day::{Claim, ClaimKind};
use booking::offer::Offer;
use booking::share::Share;
use booking::skill::SkillSet;
use booking::state_text::{StateError, read, write};
use booking::{AppointmentId, Instant};
use proptest::prelude::*;

use super::city::*;

/// Rows written today are read by later releases: a change here needs a new format byte.
#[test]
fn the_format_of_claims_is_pinned_byte_for_byte() {
    assert_eq!(write(&[]), "1");
    let visit = Claim {
        kind: ClaimKind::Visit,
        holder: AppointmentId::from_bytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
        start: 168,
        units: 3,
        skills: PASS,
        counter: 2,
        until: clock("07:16"),
    };
    let released = Claim {
        kind: ClaimKind::Released,
        skills: BOTH,
        counter: 1,
        until: Instant::FOREVER,
        ..visit.clone()
    };
    let text = "1AAABAgMEBQYHCAkKCwwNDg8AqAMBAgBrDmYgAQABAgMEBQYHCAkKCwwNDg8AqAMDAf______";
    assert_eq!(write(&[visit.clone(), released.clone()]), text);
    assert_eq!(read(text), Ok(vec![visit, released]));
}

#[test]
fn the_format_of_offers_is_pinned_byte_for_byte() {
    let offer = Offer {
        first: 84,
        rows: vec![(PASS, vec![24, 10, 9, 0]), (BOTH, vec![0, 0, 0, 0])],
    };
    assert_eq!(offer.to_text(), "1 84 1:oa90 3:0000");
    assert_eq!(Offer::from_text("1 84 1:oa90 3:0000"), Some(offer));
    assert_eq!(Offer::default().to_text(), "1 0");
}

#[test]
fn damaged_claims_are_an_error() {
    let good = write(&[claim(100, 3, PASS)]);
    for damaged in [
        "",
        "2",
        "1A",
        "1====",
        "{}",
        &good[1..],
        &good[..good.len() - 1],
        &format!("{good}A"),
        &format!("{good} "),
        &good.replacen('1', "2", 1),
    ] {
        assert_eq!(read(damaged), Err(StateError), "{damaged}");
    }
}

/// Such a claim would lie outside every day, and reckoning with it would overflow.
#[test]
fn claims_that_no_day_can_have_are_an_error() {
    for (what, claim) in [
        ("starts after midnight", claim(288, 1, PASS)),
        ("starts beyond all days", claim(65_535, 24, PASS)),
        ("ends after midnight", claim(287, 2, PASS)),
        ("has no length", claim(100, 0, PASS)),
        ("is too long", claim(100, 25, PASS)),
    ] {
        assert_eq!(read(&write(&[claim])), Err(StateError), "{what}");
    }
}

#[test]
fn damaged_offers_are_nothing() {
    for damaged in [
        "",
        "1",
        "2 84 1:o",
        "1 x",
        "1 84 1",
        "1 84 1:p",
        "1 84 1:-",
        "1 84 300:o",
        "1 84  1:o",
        "1 70000",
        "1 288 1:o",
        "1 65535 1:oo",
    ] {
        assert_eq!(Offer::from_text(damaged), None, "{damaged}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn claims_read_back_as_they_were(claims in proptest::collection::vec(any_claim(), 0..60)) {
        prop_assert_eq!(read(&write(&claims)), Ok(claims));
    }

    #[test]
    fn any_text_is_claims_or_an_error(text in ".*") {
        let _ = read(&text);
        let _ = read(&format!("1{text}"));
    }

    #[test]
    fn a_damaged_letter_never_reads_as_what_was_not_written(
        claims in proptest::collection::vec(any_claim(), 1..4),
        place in any::<proptest::sample::Index>(),
        letter in "[ -~ä]",
    ) {
        let mut letters: Vec<char> = write(&claims).chars().collect();
        let place = place.index(letters.len());
        letters.splice(place..=place, letter.chars());
        let text: String = letters.into_iter().collect();
        if let Ok(claims) = read(&text) {
            prop_assert_eq!(write(&claims), text);
        }
    }

    #[test]
    fn any_text_is_an_offer_or_nothing(text in "(1 [0-9]{1,5}( [0-9]{1,3}:[0-9a-z]{0,9}){0,3})|.*") {
        if let Some(offer) = Offer::from_text(&text) {
            for skills in [PASS, MOVE, BOTH] {
                prop_assert!(offer.starts(skills, 1).all(|start| start < 288));
            }
        }
    }

    #[test]
    fn offers_read_back_as_they_were(first in 0..200_u16, rows in proptest::collection::vec(0..=24_u8, 0..80)) {
        let offer = Offer { first, rows: vec![(PASS, rows.clone()), (BOTH, rows)] };
        prop_assert_eq!(Offer::from_text(&offer.to_text()), Some(offer));
    }
}

fn claim(start: u16, units: u8, skills: SkillSet) -> Claim {
    let until = Instant::from_seconds(1_800_000_000);
    Claim {
        kind: ClaimKind::Visit,
        holder: id(7),
        start,
        units,
        skills,
        counter: 1,
        until,
    }
}

fn any_claim() -> impl Strategy<Value = Claim> {
    let until = 0..=Instant::FOREVER.seconds();
    (
        0..4_usize,
        any::<[u8; 16]>(),
        0..264_u16,
        1..=24_u8,
        1..16_u8,
        any::<u8>(),
        until,
    )
        .prop_map(|(kind, holder, start, units, skills, counter, until)| Claim {
            kind: [
                ClaimKind::Visit,
                ClaimKind::Released,
                ClaimKind::Share(Share::Phone),
                ClaimKind::Share(Share::ShortNotice),
            ][kind],
            holder: AppointmentId::from_bytes(holder),
            start,
            units,
            skills: SkillSet::from_bits(skills),
            counter,
            until: Instant::from_seconds(until),
        })
}
