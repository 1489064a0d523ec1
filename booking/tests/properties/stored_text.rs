//! What is stored reads back as it was, and nothing else reads as if it had been stored. There is one format of each text so
//! far; the next one adds a property that the one before stays readable.

use booking::day::{Claim, ClaimKind};
use booking::id::{CentreId, Reference};
use booking::offer::{Offer, length_letter, letter_length};
use booking::share::Share;
use booking::skill::SkillSet;
use booking::state_text::{read, write};
use booking::{AppointmentId, Instant};
use proptest::prelude::*;

use super::city::*;
use super::random::{any_life, promised};

proptest! {
    #![proptest_config(promised())]

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

    #[test]
    fn a_day_goes_on_from_its_stored_claims_as_if_it_had_never_been_stored(life in any_life()) {
        life.each(|moment| {
            prop_assert_eq!(&read(&write(&moment.day.claims)), &Ok(moment.day.claims.clone()));
            Ok(())
        })?;
    }

    #[test]
    fn lengths_are_one_letter_each(units in any::<u8>(), letter in any::<char>()) {
        prop_assert_eq!(letter_length(length_letter(units)), Some(units.min(24)));
        let known = letter_length(letter).map(length_letter);
        prop_assert!(known.is_none_or(|known| known == letter.to_ascii_lowercase()), "{letter}");
    }

    #[test]
    fn ids_and_references_read_back_however_they_are_typed(bytes in any::<[u8; 16]>(), bits in any::<u64>()) {
        let id = AppointmentId::from_bytes(bytes);
        let text = id.to_string();
        prop_assert_eq!(text.len(), 26);
        prop_assert_eq!(AppointmentId::parse(&text), Some(id));
        prop_assert_eq!(AppointmentId::parse(&text.to_uppercase()), Some(id));
        prop_assert_eq!((id.bytes(), format!("{id:?}")), (bytes, text.clone()));
        for other in [&text[1..], &format!("{text}0"), &format!("8{}", &text[1..]), &format!("u{}", &text[1..])] {
            prop_assert_eq!(AppointmentId::parse(other), None);
        }
        let reference = Reference::from_bits(bits);
        let letters = reference.as_str().chars().filter(|letter| *letter != '-');
        let read = letters.fold(0_u64, |value, letter| {
            value << 5 | "0123456789ABCDEFGHJKMNPQRSTVWXYZ".find(letter).unwrap() as u64
        });
        prop_assert_eq!((read, reference.as_str().find('-')), (bits & 0xFF_FFFF_FFFF, Some(4)));
    }

    #[test]
    fn names_are_kept_as_they_are(text in "[a-z0-9-]{1,20}") {
        let id = CentreId::from(text.as_str());
        prop_assert_eq!((id.as_str(), id.to_string()), (text.as_str(), text.clone()));
        prop_assert_eq!(CentreId::from(text), id);
    }
}

fn any_claim() -> impl Strategy<Value = Claim> {
    let until = 0..=Instant::FOREVER.seconds();
    (
        0..4_usize,
        any::<[u8; 16]>(),
        0..288_u16,
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
            start: start.min(288 - u16::from(units)),
            units,
            skills: SkillSet::from_bits(skills),
            counter,
            until: Instant::from_seconds(until),
        })
}
