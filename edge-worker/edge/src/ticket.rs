//! Form tickets: what a page without script pays with, where a widget solves a challenge (rule 8).
//!
//! Stateless until spent: `<issued at>.<chance>.<signature>`, of nobody. A ticket younger than a person needs to
//! press a button is not taken yet, and an old one no longer; it is spent in the batch of the reservation.

use booking::Instant;

use crate::keys::Keys;
use crate::store::commit::Once;

/// Seconds before which no person has read a page and pressed.
const YOUNG_SECONDS: i64 = 5;
/// Minutes after which the times on the page are no longer worth a press.
const VALID_MINUTES: i64 = 30;
const SIGNED_AS: &str = "form ticket";

/// Why a ticket is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TicketError {
    /// Good in a moment.
    #[error("too young")]
    Young,
    /// Too old, or not ours.
    #[error("not valid")]
    Invalid,
}

/// Makes a ticket.
#[must_use]
pub fn issue(keys: &Keys, now: Instant, random: [u8; 16]) -> String {
    let text = format!("{}.{}", now.seconds(), hex::encode(random));
    let signature = keys.sign(SIGNED_AS, &text);
    format!("{text}.{signature}")
}

/// Checks a ticket.
///
/// # Errors
/// [`TicketError`].
pub fn check(keys: &Keys, ticket: &str, now: Instant) -> Result<Once, TicketError> {
    let (text, signature) = ticket.rsplit_once('.').ok_or(TicketError::Invalid)?;
    let issued = text
        .split_once('.')
        .and_then(|(seconds, _)| seconds.parse().ok())
        .map(Instant::from_seconds)
        .ok_or(TicketError::Invalid)?;
    let expires = issued.plus_minutes(VALID_MINUTES);
    if !keys.verify(SIGNED_AS, text, signature) || now >= expires {
        return Err(TicketError::Invalid);
    }
    if now < issued.plus_seconds(YOUNG_SECONDS) {
        return Err(TicketError::Young);
    }
    Ok(Once {
        signature: signature.to_owned(),
        expires,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_good_from_five_seconds_to_half_an_hour() {
        let keys = Keys::parse(&format!("k1:{}", "07".repeat(32))).expect("keys");
        let issued = Instant::from_seconds(1_000_000);
        let ticket = issue(&keys, issued, [7; 16]);
        let table = [
            (-1, Some(TicketError::Young)),
            (0, Some(TicketError::Young)),
            (4, Some(TicketError::Young)),
            (5, None),
            (1799, None),
            (1800, Some(TicketError::Invalid)),
        ];
        for (age, expected) in table {
            let checked = check(&keys, &ticket, issued.plus_seconds(age));
            assert_eq!(checked.err(), expected, "{age} s");
        }
    }

    #[test]
    fn nobody_else_makes_one() {
        let keys = Keys::parse(&format!("k1:{}", "07".repeat(32))).expect("keys");
        let others = Keys::parse(&format!("k1:{}", "08".repeat(32))).expect("keys");
        let issued = Instant::from_seconds(1_000_000);
        let ticket = issue(&keys, issued, [7; 16]);
        let younger = ticket.replacen("1000000", "1000900", 1);
        for forged in [
            "",
            ".",
            "..",
            "1000000..",
            &younger,
            &issue(&others, issued, [7; 16]),
        ] {
            let checked = check(&keys, forged, issued.plus_seconds(60));
            assert_eq!(checked, Err(TicketError::Invalid), "{forged}");
        }
    }
}
