//! How the claims of a day are stored: one format byte, then 27 bytes a claim, as base64url.
//!
//! Text, because D1 returns blobs as arrays of numbers. A new format gets a new byte; this one stays
//! readable until no row has it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::day::{Claim, ClaimKind};
use crate::id::AppointmentId;
use crate::share::Share;
use crate::skill::SkillSet;
use crate::time::Instant;
use crate::unit::{LONGEST_VISIT, UNITS_A_DAY};

const FORMAT: char = '1';
const CLAIM: usize = 27;

/// The stored text cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stored day is damaged or of an unknown format")]
pub struct StateError;

/// Writes claims.
#[must_use]
pub fn write(claims: &[Claim]) -> String {
    let mut bytes = Vec::with_capacity(claims.len() * CLAIM);
    for claim in claims {
        bytes.push(match claim.kind {
            ClaimKind::Visit => 0,
            ClaimKind::Released => 1,
            ClaimKind::Share(Share::Phone) => 2,
            ClaimKind::Share(Share::ShortNotice) => 3,
        });
        bytes.extend(claim.holder.bytes());
        bytes.extend(claim.start.to_be_bytes());
        bytes.extend([claim.units, claim.skills.bits(), claim.counter]);
        bytes.extend(claim.until.seconds().to_be_bytes().iter().skip(3));
    }
    let mut text = String::from(FORMAT);
    URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
    text
}

/// Reads claims.
///
/// # Errors
/// [`StateError`] when the text is not what [`write`] makes.
pub fn read(text: &str) -> Result<Vec<Claim>, StateError> {
    let digits = text.strip_prefix(FORMAT).ok_or(StateError)?;
    let bytes = URL_SAFE_NO_PAD.decode(digits).map_err(|_| StateError)?;
    if bytes.len() % CLAIM != 0 {
        return Err(StateError);
    }
    bytes
        .chunks_exact(CLAIM)
        .map(|chunk| claim(chunk).ok_or(StateError))
        .collect()
}

fn claim(chunk: &[u8]) -> Option<Claim> {
    let holder: [u8; 16] = chunk.get(1..17)?.try_into().ok()?;
    let start: [u8; 2] = chunk.get(17..19)?.try_into().ok()?;
    let until = chunk.get(22..27)?;
    let (start, units) = (u16::from_be_bytes(start), *chunk.get(19)?);
    let skills = SkillSet::from_bits(*chunk.get(20)?);
    // Reckoning with a claim outside its day would overflow; a bit dropped would be another claim.
    let in_a_day = (1..=LONGEST_VISIT).contains(&units) && start <= UNITS_A_DAY - u16::from(units);
    if !in_a_day || skills.bits() != *chunk.get(20)? {
        return None;
    }
    Some(Claim {
        kind: match chunk.first()? {
            0 => ClaimKind::Visit,
            1 => ClaimKind::Released,
            2 => ClaimKind::Share(Share::Phone),
            3 => ClaimKind::Share(Share::ShortNotice),
            _ => return None,
        },
        holder: AppointmentId::from_bytes(holder),
        start,
        units,
        skills,
        counter: *chunk.get(21)?,
        until: Instant::from_seconds(
            until
                .iter()
                .fold(0, |value, byte| (value << 8) | i64::from(*byte)),
        ),
    })
}
