//! Proof-of-work challenges: ALTCHA protocol v1 (SHA-256), self-hosted (rule 8).
//!
//! Stateless until solved: the salt carries expiry and range, the signature binds all. A solved challenge
//! is spent in the same batch as what it pays for, so a refusal costs none.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use booking::Instant;
use serde::{Deserialize, Serialize};

use crate::keys::{Keys, same, sha256_hex};
use crate::store::commit::Once;

/// Minutes in which a challenge may be solved and spent: time to read, choose and come back.
const VALID_MINUTES: i64 = 120;
const ALGORITHM: &str = "SHA-256";
const SIGNED_AS: &str = "challenge";

/// What a browser gets to solve.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Challenge {
    /// Always `SHA-256`.
    pub algorithm: &'static str,
    /// Hex of the SHA-256 of `salt` followed by the number to be found, in decimal.
    pub challenge: String,
    /// Random, with the expiry and the range: `<hex>?expires=<seconds>&maxnumber=<number>&`.
    pub salt: String,
    /// Shows that the challenge is ours; sent back as it came.
    pub signature: String,
    /// The number lies between 0 and this, both included.
    pub maxnumber: u32,
}

/// A solution that checked out, still to be spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Solved {
    /// What is spent.
    pub once: Once,
    /// How large the range was: what the solution is worth.
    pub maxnumber: u32,
}

/// Why a solution is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChallengeError {
    /// Not base64 of the JSON the protocol names.
    #[error("unreadable")]
    Unreadable,
    /// Not ours, wrongly solved, or too old.
    #[error("invalid")]
    Invalid,
}

#[derive(Deserialize)]
struct Solution {
    algorithm: String,
    challenge: String,
    number: u64,
    salt: String,
    signature: String,
}

/// Makes a challenge.
#[must_use]
pub fn make(keys: &Keys, maxnumber: u32, now: Instant, random: [u8; 16]) -> Challenge {
    let (salt_bytes, number_bytes) = random.split_at(12);
    let expires = now.plus_minutes(VALID_MINUTES).seconds();
    // The closing `&` keeps digits of the number from being read as digits of the range.
    let salt = format!(
        "{}?expires={expires}&maxnumber={maxnumber}&",
        hex::encode(salt_bytes)
    );
    let drawn = number_bytes
        .iter()
        .fold(0_u64, |value, byte| (value << 8) | u64::from(*byte));
    let number = drawn % (u64::from(maxnumber) + 1);
    let challenge = sha256_hex(&format!("{salt}{number}"));
    Challenge {
        algorithm: ALGORITHM,
        signature: keys.sign(SIGNED_AS, &signed_text(&challenge, &salt)),
        challenge,
        salt,
        maxnumber,
    }
}

/// Checks a solution: base64 of JSON with algorithm, challenge, number, salt, signature.
///
/// # Errors
/// [`ChallengeError`].
pub fn check(keys: &Keys, payload: &str, now: Instant) -> Result<Solved, ChallengeError> {
    let bytes = STANDARD
        .decode(payload.trim())
        .map_err(|_| ChallengeError::Unreadable)?;
    let solution: Solution = serde_json::from_slice(&bytes).map_err(|_| ChallengeError::Unreadable)?;
    let signed = signed_text(&solution.challenge, &solution.salt);
    let (expires, maxnumber) = terms(&solution.salt).ok_or(ChallengeError::Invalid)?;
    let found = sha256_hex(&format!("{}{}", solution.salt, solution.number));
    let valid = solution.algorithm == ALGORITHM
        && keys.verify(SIGNED_AS, &signed, &solution.signature)
        && same(found.as_bytes(), solution.challenge.as_bytes())
        && now < expires;
    valid
        .then_some(Solved {
            once: Once {
                signature: solution.signature,
                expires,
            },
            maxnumber,
        })
        .ok_or(ChallengeError::Invalid)
}

fn signed_text(challenge: &str, salt: &str) -> String {
    format!("{challenge}.{salt}")
}

/// Expiry and range, as the salt tells them.
fn terms(salt: &str) -> Option<(Instant, u32)> {
    let (_, rest) = salt.split_once("?expires=")?;
    let (expires, maxnumber) = rest.strip_suffix('&')?.split_once("&maxnumber=")?;
    let expires = Instant::from_seconds(expires.parse().ok()?);
    Some((expires, maxnumber.parse().ok()?))
}
