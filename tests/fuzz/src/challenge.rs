//! What a reservation is paid with: solved challenges, form tickets.
//!
//! One challenge and one ticket were ever issued here. Whatever is taken must spend one of those two: a payload that is
//! taken and spends anything else would pay twice.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use booking::Instant;
use edge::challenge::{self, Challenge, ChallengeError};
use edge::keys::Keys;
use edge::ticket::{self, TicketError};

use crate::city::{NOW, solve};

const MAXNUMBER: u32 = 7;
/// A minute after both were issued.
const LATER: Instant = NOW.plus_minutes(1);
/// When both are over.
const TOO_LATE: Instant = NOW.plus_minutes(120);

static KEYS: LazyLock<Keys> =
    LazyLock::new(|| Keys::parse(&format!("k1:{}", "11".repeat(32))).expect("keys"));
static CHALLENGE: LazyLock<Challenge> = LazyLock::new(|| challenge::make(&KEYS, MAXNUMBER, NOW, [5; 16]));
static TICKET: LazyLock<String> = LazyLock::new(|| ticket::issue(&KEYS, NOW, [6; 16]));

/// See the crate. Takes the text as a payload, and as the JSON inside of one.
pub fn check(input: &[u8]) -> bool {
    let inside = STANDARD.encode(input);
    let mut taken = vec![solution(&inside)];
    if let Ok(text) = str::from_utf8(input) {
        taken.extend([solution(text), form_ticket(text)]);
    }
    taken.contains(&true)
}

fn solution(payload: &str) -> bool {
    let checked = challenge::check(&KEYS, payload, LATER);
    assert_eq!(challenge::check(&KEYS, payload, LATER), checked);
    match checked {
        Ok(solved) => {
            assert_eq!(solved.once.signature, CHALLENGE.signature);
            assert_eq!(solved.once.expires, TOO_LATE);
            assert_eq!(solved.maxnumber, MAXNUMBER);
            assert_eq!(
                challenge::check(&KEYS, payload, TOO_LATE),
                Err(ChallengeError::Invalid)
            );
            true
        }
        Err(refused) => {
            assert_eq!(
                challenge::check(&KEYS, payload, NOW),
                Err(refused),
                "it is not a matter of time"
            );
            false
        }
    }
}

fn form_ticket(text: &str) -> bool {
    let checked = ticket::check(&KEYS, text, LATER);
    match &checked {
        Ok(once) => {
            assert_eq!(text, TICKET.as_str());
            assert!(TICKET.ends_with(&once.signature));
            assert!(LATER < once.expires && once.expires < TOO_LATE);
            assert_eq!(ticket::check(&KEYS, text, NOW), Err(TicketError::Young));
            assert_eq!(ticket::check(&KEYS, text, TOO_LATE), Err(TicketError::Invalid));
        }
        Err(refused) => assert_eq!(*refused, TicketError::Invalid),
    }
    checked.is_ok()
}

/// The solution of the only challenge, and the only ticket: what a corpus begins with.
#[must_use]
pub fn issued() -> Vec<String> {
    let challenge = serde_json::to_value(&*CHALLENGE).expect("JSON");
    vec![solve(&challenge).to_string(), TICKET.clone()]
}
