//! The proof of work, solved in slices so short that nobody feels them (ALTCHA protocol v1).

use gloo_timers::future::TimeoutFuture;
use sha2::{Digest, Sha256};
use wasm_bindgen::JsValue;

use crate::api::{Api, Ask, window};
use crate::journey::Refusal;
use crate::json::{object, write};

/// Milliseconds of work between two pauses.
const SLICE_MS: f64 = 8.0;

/// Numbers tried between two looks at the clock.
const STRIDE: u32 = 64;

/// The first number in `from..to` whose hash of `salt` and number, in hexadecimal, is `challenge`.
pub fn search(challenge: &[u8; 32], salt: &str, from: u32, to: u32) -> Option<u32> {
    let salted = Sha256::new_with_prefix(salt);
    (from..to).find(|number| {
        let hash = salted.clone().chain_update(number.to_string());
        hash.finalize()[..] == challenge[..]
    })
}

/// The 32 bytes of 64 hexadecimal digits.
pub fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Fetches a challenge and solves it; gives the text to send along.
pub async fn solve(api: &Api) -> Result<String, Refusal> {
    let json = api
        .ask(Ask {
            path: "/challenge",
            ..Ask::default()
        })
        .await?;
    let member = |name: &str| json.words(name);
    let (salt, wanted) = (member("salt"), member("challenge"));
    let last = json.number("maxnumber").unwrap_or_default();
    let number = match unhex(&wanted) {
        Some(wanted) => in_slices(&wanted, &salt, last).await,
        None => None,
    };
    let solution = object(&[
        ("algorithm", member("algorithm").into()),
        ("challenge", wanted.into()),
        ("number", JsValue::from_f64(f64::from(number.unwrap_or_default()))),
        ("salt", salt.into()),
        ("signature", member("signature").into()),
    ]);
    Ok(window()
        .and_then(|window| window.btoa(&write(&solution)).ok())
        .unwrap_or_default())
}

async fn in_slices(challenge: &[u8; 32], salt: &str, last: u32) -> Option<u32> {
    let clock = window()?.performance()?;
    let mut from = 0;
    while from <= last {
        let started = clock.now();
        while from <= last && clock.now() - started < SLICE_MS {
            let to = from.saturating_add(STRIDE).min(last.saturating_add(1));
            if let Some(number) = search(challenge, salt, from, to) {
                return Some(number);
            }
            from = to;
        }
        TimeoutFuture::new(0).await;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_found_where_it_lies_and_nowhere_else() {
        let hash: [u8; 32] = Sha256::digest("salt?expires=1&4711").into();
        let challenge = unhex(&hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>()).unwrap();
        assert_eq!(search(&challenge, "salt?expires=1&", 0, 5000), Some(4711));
        assert_eq!(search(&challenge, "salt?expires=1&", 0, 4711), None);
        assert_eq!(search(&challenge, "other", 0, 5000), None);
    }

    #[test]
    fn only_sixty_four_hexadecimal_digits_are_a_hash() {
        for text in ["", "ab", &"g".repeat(64), &"ä".repeat(32), &"+f".repeat(32)] {
            assert_eq!(unhex(text), None);
        }
    }
}
