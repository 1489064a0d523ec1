//! Some services only with an invitation, at the office that invited (rule 10).

use booking::Catalogue;
use booking::catalogue::Chosen;
use booking::id::CentreId;
use booking::invitation::{Invitation, InvitationCode, Uninvited};
use serde_json::json;

use super::city::*;

fn catalogue() -> Catalogue {
    let service = |id: &str, place: &str| {
        serde_json::from_value(json!({
            "id": id, "name": { "de": id }, "units": [3], "quantity_of": "person", "place": place, "skills": [],
        }))
        .unwrap()
    };
    Catalogue {
        services: vec![
            service("pass", "any"),
            service("abholung", "issuing_office"),
            service("l-21", "invitation"),
            service("l-22", "invitation"),
        ],
        centres: Vec::new(),
    }
}

fn wish(ids: &[&str]) -> Vec<Chosen> {
    let chosen = |id: &&str| Chosen {
        id: (*id).into(),
        quantity: 1,
    };
    ids.iter().map(chosen).collect()
}

fn harburg() -> CentreId {
    CentreId::from("harburg-2")
}

#[test]
fn a_code_opens_its_service_at_its_office_in_its_time() {
    let invitation = Invitation {
        centre: harburg(),
        service: "l-21".into(),
        valid_until: clock("12:00"),
    };
    let mitte = CentreId::from("hamburg-mitte-2");
    let (with, without) = (Some(&invitation), None);
    for (ids, centre, invitation, now, expected) in [
        (&["l-21"][..], &harburg(), with, "11:59:59", Ok(())),
        (&["l-21"], &harburg(), with, "12:00", Err(Uninvited::NotForThis)),
        (&["l-21"], &harburg(), without, "09:00", Err(Uninvited::Required)),
        (&["l-21"], &mitte, with, "09:00", Err(Uninvited::NotForThis)),
        (&["l-22"], &harburg(), with, "09:00", Err(Uninvited::NotForThis)),
        (
            &["l-21", "l-22"],
            &harburg(),
            with,
            "09:00",
            Err(Uninvited::NotForThis),
        ),
        (
            &["pass", "l-21"],
            &harburg(),
            without,
            "09:00",
            Err(Uninvited::Required),
        ),
        (&["pass", "abholung"], &mitte, without, "09:00", Ok(())),
    ] {
        let answer = catalogue().invited(&wish(ids), centre, invitation, clock(now));
        assert_eq!(answer, expected, "{ids:?} at {centre} at {now}");
    }
}

#[test]
fn a_code_is_read_as_people_type_it() {
    let code = InvitationCode::from_bits(0x0023_4567_89ab_cdef);
    let shown = code.to_string();
    assert_eq!(InvitationCode::parse(&shown), Some(code));
    let code = InvitationCode::parse("04hm-asr9-nkff").unwrap();
    assert_eq!(code.to_string(), "04hm-asr9-nkff");
    for typed in [
        "04hm-asr9-nkff",
        "04HM ASR9 NKFF",
        " 04hmasr9nkff ",
        "o4hm–asr9–nkff",
        "O4HM-ASR9-NKFF",
    ] {
        assert_eq!(InvitationCode::parse(typed), Some(code), "{typed}");
    }
    for wrong in [
        "",
        "04hm-asr9-nkf",
        "04hm-asr9-nkff0",
        "04hm-asr9-nkfu",
        "04hm-asr9-nkfé",
        "🙂",
    ] {
        assert_eq!(InvitationCode::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn a_code_names_itself_in_no_log() {
    let code = InvitationCode::from_bits(0x0023_4567_89ab_cdef);
    assert_eq!(format!("{code:?}"), "InvitationCode");
}

#[test]
fn an_appointment_by_invitation_stays_at_its_office() {
    let mitte = CentreId::from("hamburg-mitte-2");
    for (had, wanted, to, expected) in [
        (&["l-21"][..], &["l-21"][..], &harburg(), Ok(())),
        (&["l-21"], &["l-21"], &mitte, Err(Uninvited::NotForThis)),
        (&["pass"], &["l-21"], &harburg(), Err(Uninvited::Required)),
        (&["l-21"], &["l-22"], &harburg(), Err(Uninvited::Required)),
        (&["l-21"], &["pass"], &mitte, Ok(())),
        (&["pass"], &["abholung"], &mitte, Ok(())),
    ] {
        let (had_wish, wanted_wish) = (wish(had), wish(wanted));
        let answer = catalogue().still_invited((&had_wish, &harburg()), (&wanted_wish, to));
        assert_eq!(answer, expected, "{had:?} to {wanted:?} at {to}");
    }
}

#[test]
fn what_is_bound_to_an_office_is_not_offered_elsewhere() {
    for (ids, bound, needs) in [
        (&["pass"][..], false, false),
        (&["pass", "abholung"], true, false),
        (&["l-21"], true, true),
    ] {
        assert_eq!(catalogue().is_bound(&wish(ids)), bound, "{ids:?}");
        assert_eq!(catalogue().needs_invitation(&wish(ids)), needs, "{ids:?}");
    }
}
