//! The JSON bodies of the API, each input read as every one of them; and what an applicant types.

use std::fmt::Debug;

use booking::applicant::{Email, Name, Phone};
use booking::unit::LONGEST_VISIT;
use edge::body::parse;
use edge::field::Fault;
use edge::problem::Kind;
use edge::request;
use edge::wire::operator::ClosingRequest;
use edge::wire::{
    ActivationRequest, ApplicantRequest, CodeRequest, InvitationRequest, InvitationsRequest, MoveRequest,
    ProlongRequest, ReserveRequest,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, from_slice, to_vec};

use crate::city::CATALOGUE;
use crate::slots_query::worded;

/// See the crate.
pub fn check(input: &[u8]) -> bool {
    let reserve = body::<ReserveRequest>(input);
    if let Some(request) = &reserve {
        wish(&request.services);
    }
    let applicant = body::<ApplicantRequest>(input);
    if let Some(request) = &applicant {
        typed(&request.name);
        typed(&request.email);
        typed(request.phone.as_deref().unwrap_or_default());
    }
    let read = [
        reserve.is_some(),
        applicant.is_some(),
        body::<ProlongRequest>(input).is_some(),
        body::<CodeRequest>(input).is_some(),
        body::<ActivationRequest>(input).is_some(),
        body::<MoveRequest>(input).is_some(),
        body::<InvitationRequest>(input).is_some(),
        body::<InvitationsRequest>(input).is_some(),
        body::<ClosingRequest>(input).is_some(),
    ];
    let typed = str::from_utf8(input).is_ok_and(typed);
    typed || read.contains(&true)
}

/// What is taken is a JSON object, and is taken the same however it is formatted. What is refused is refused the same
/// twice: as no JSON only if it is none, else with its fields named.
fn body<T: DeserializeOwned + Debug>(input: &[u8]) -> Option<T> {
    let json = from_slice::<Value>(input);
    match parse::<T>(input) {
        Ok(taken) => {
            let json = json.expect("only JSON is taken");
            assert!(described(&json), "{json}");
            let bytes = to_vec(&json).expect("it is written");
            let again = parse::<T>(&bytes).expect("it is taken again");
            assert_eq!(format!("{again:?}"), format!("{taken:?}"));
            Some(taken)
        }
        Err(problem) => {
            let again = parse::<T>(input).expect_err("it is refused again");
            assert_eq!((again.kind(), again.fields()), (problem.kind(), problem.fields()));
            match problem.kind() {
                Kind::BadJson => assert!(json.is_err(), "it is JSON"),
                Kind::Invalid => {
                    assert!(!problem.fields().is_empty());
                    // A field may have an empty name, but only one that we do not know.
                    let nameless = |fault: &Fault| matches!(fault, Fault::Body | Fault::Unknown);
                    for fault in problem.fields() {
                        assert!(
                            !fault.field.is_empty() || nameless(&fault.fault),
                            "{fault:?} of what?"
                        );
                    }
                }
                other => panic!("{other:?}"),
            }
            worded(&problem);
            None
        }
    }
}

/// Objects, and lists of objects: no other list stands in any body.
fn described(json: &Value) -> bool {
    let plain = |value: &Value| match value {
        Value::Array(items) => items.iter().all(|item| item.is_object() && described(item)),
        Value::Object(_) => described(value),
        _ => true,
    };
    json.as_object()
        .is_some_and(|members| members.values().all(plain))
}

/// A wish that is taken has a length that a visit may have.
fn wish(services: &[edge::wire::ChosenRequest]) {
    if let Ok(wish) = request::services(&CATALOGUE, services) {
        assert!(!wish.is_empty());
        let units = CATALOGUE.units(&wish).expect("a length");
        assert!((1..=LONGEST_VISIT).contains(&units));
    }
}

/// What is taken of a person stays as it was typed, is taken again, and can break no line of a mail.
fn typed(text: &str) -> bool {
    let trimmed = text.trim();
    let name = Name::parse(text);
    if let Ok(name) = &name {
        assert_eq!(name.as_str(), trimmed);
        assert!(Name::parse(name.as_str()).is_ok());
        assert!((1..=120).contains(&trimmed.chars().count()));
        assert!(!trimmed.chars().any(char::is_control));
    }
    let email = Email::parse(text);
    if let Ok(email) = &email {
        assert_eq!(email.as_str(), trimmed);
        let usual = |sign: char| sign.is_ascii_graphic() || (!sign.is_ascii() && sign.is_alphanumeric());
        assert!(email.as_str().chars().all(usual) && trimmed.len() <= 254);
        let shouted = Email::parse(&text.to_ascii_uppercase()).expect("in capitals it is one as well");
        assert_eq!(
            shouted.normalised(),
            email.normalised(),
            "one mailbox is one address"
        );
    }
    let phone = Phone::parse(text);
    if let Ok(phone) = &phone {
        assert_eq!(phone.as_str(), trimmed);
        assert!(
            trimmed.len() <= 40
                && trimmed
                    .bytes()
                    .all(|byte| byte == b' ' || byte.is_ascii_graphic())
        );
    }
    name.is_ok() || email.is_ok() || phone.is_ok()
}
