//! Some services only with an invitation, at the office that invited (rule 10).

use booking::Catalogue;
use booking::catalogue::Chosen;
use booking::id::CentreId;
use booking::invitation::{Invitation, InvitationCode, Uninvited};
use proptest::prelude::*;
use serde_json::json;

use super::city::*;
use super::random::promised;

const PLACES: [&str; 4] = ["any", "issuing_office", "invitation", "invitation"];

fn catalogue() -> Catalogue {
    let service = |(number, place): (usize, &str)| {
        serde_json::from_value(json!({
            "id": format!("s-{number}"), "name": { "de": "S" }, "units": [3], "quantity_of": "person", "place": place, "skills": [],
        }))
        .unwrap()
    };
    Catalogue {
        services: PLACES.into_iter().enumerate().map(service).collect(),
        centres: Vec::new(),
    }
}

fn any_wish() -> impl Strategy<Value = Vec<usize>> {
    proptest::sample::subsequence(vec![0, 1, 2, 3], 0..=4)
}

fn chosen(wish: &[usize]) -> Vec<Chosen> {
    let one = |number: &usize| Chosen {
        id: format!("s-{number}").into(),
        quantity: 1,
    };
    wish.iter().map(one).collect()
}

fn needing(wish: &[usize]) -> impl Iterator<Item = &usize> {
    wish.iter().filter(|number| PLACES[**number] == "invitation")
}

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn codes_read_back_however_they_are_typed(bits in any::<u64>(), upper in any::<bool>(), gap in "[ -]{0,2}") {
        let code = InvitationCode::from_bits(bits);
        let shown = code.to_string();
        let typed = shown.replace('-', &gap).replace('0', "o").replace('1', "l");
        let typed = if upper { typed.to_uppercase() } else { typed };
        prop_assert_eq!(InvitationCode::parse(&typed), Some(code));
        prop_assert_eq!(shown.len(), 14);
        let plain = shown.replace('-', "");
        let letters = plain.to_uppercase();
        let read = letters.chars().fold(0, |value: u64, letter| value << 5 | "0123456789ABCDEFGHJKMNPQRSTVWXYZ".find(letter).unwrap() as u64);
        prop_assert_eq!(read, bits & 0x0FFF_FFFF_FFFF_FFFF);
        for wrong in [&plain[1..], &format!("{plain}0"), &format!("u{}", &plain[1..])] {
            prop_assert_eq!(InvitationCode::parse(wrong), None);
        }
        prop_assert!(!format!("{code:?}").contains(&plain), "it has no place in a log");
    }

    #[test]
    fn an_invitation_opens_its_service_at_its_office_in_its_time(
        wish in any_wish(),
        invited in proptest::option::of((2..4_usize, any::<bool>(), -2..3_i64)),
    ) {
        let (here, now) = (CentreId::from("harburg"), clock("12:00"));
        let invitation = invited.map(|(number, same, seconds)| Invitation {
            centre: if same { here.clone() } else { CentreId::from("altona") },
            service: format!("s-{number}").into(),
            valid_until: now.plus_seconds(seconds),
        });
        let answer = catalogue().invited(&chosen(&wish), &here, invitation.as_ref(), now);
        let expected = match invited {
            _ if needing(&wish).next().is_none() => Ok(()),
            None => Err(Uninvited::Required),
            Some((number, same, seconds)) if same && seconds > 0 && needing(&wish).all(|needs| *needs == number) => Ok(()),
            Some(_) => Err(Uninvited::NotForThis),
        };
        prop_assert_eq!(answer, expected);
    }

    #[test]
    fn what_needed_an_invitation_stays_where_it_is_and_nothing_that_needs_one_comes_in(
        had in any_wish(),
        wish in any_wish(),
        same in any::<bool>(),
    ) {
        let (from, to) = (CentreId::from("harburg"), CentreId::from(if same { "harburg" } else { "altona" }));
        let answer = catalogue().still_invited((&chosen(&had), &from), (&chosen(&wish), &to));
        let mut reasons = needing(&wish).filter_map(|needs| match () {
            () if !had.contains(needs) => Some(Uninvited::Required),
            () if !same => Some(Uninvited::NotForThis),
            () => None,
        });
        prop_assert_eq!(answer.err(), reasons.next());
    }

    #[test]
    fn what_may_not_be_had_everywhere_is_bound(wish in any_wish()) {
        let (catalogue, services) = (catalogue(), chosen(&wish));
        prop_assert_eq!(catalogue.is_bound(&services), wish.iter().any(|number| *number > 0));
        prop_assert_eq!(catalogue.needs_invitation(&services), needing(&wish).next().is_some());
    }
}
