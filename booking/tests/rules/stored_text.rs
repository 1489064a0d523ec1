//! What is stored reads back as it was; what is damaged is an error, never a panic or another claim.

use booking::day::{Claim, ClaimKind};
use booking::offer::{LongestOfDay, Offer};
use booking::skill::SkillSet;
use booking::state_text::{StateError, read, write};
use booking::{AppointmentId, Instant};

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
        // Two texts of one offer, and a kind of counter that is another one without its fifth bit.
        "1 84 1:O",
        "1 +84 1:o",
        "1 84 01:o",
        "1 84 17:o",
    ] {
        assert_eq!(Offer::from_text(damaged), None, "{damaged}");
    }
}

/// A format yet to come was once taken for the first one, and its first word thrown away.
#[test]
fn damaged_longest_visits_are_nothing() {
    for damaged in [
        "",
        "22 1:/",
        "2x 1:/",
        "1 1:/",
        "2 1:/ ",
        "2 1",
        "2 1:",
        "2 17:/",
        "2 1:02c/",
        "2 1:02cO/",
        "2 +1:/",
        "2 1:800o/",
        "2 1:080o/",
    ] {
        assert_eq!(LongestOfDay::from_text(damaged), None, "{damaged}");
    }
    // The last start there can be in a day.
    assert!(LongestOfDay::from_text("2 1:07zo/").is_some());
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
