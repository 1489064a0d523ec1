//! Services that one cannot simply choose a place for (rule 10): some only with an invitation, at the
//! office that invited; some only where the document was applied for.

use std::fmt;

use crate::catalogue::{Catalogue, Chosen, Place};
use crate::id::{CentreId, ServiceId, digit, write_base32};
use crate::time::Instant;

/// Characters of a code; five bits each, too many to guess.
const CODE: usize = 12;

/// What stands in the letter of the office: twelve characters, shown as `7kmq-2x9d-h4tz`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct InvitationCode(u64);

impl InvitationCode {
    /// From 60 bits (the lower ones of `bits`).
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits & 0x0FFF_FFFF_FFFF_FFFF)
    }

    /// Reads what somebody typed: in either case, with or without hyphens and spaces, with an O for a zero
    /// and an I or L for a one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let typed = text
            .chars()
            .filter(|character| !character.is_whitespace() && !"-–".contains(*character));
        let (mut bits, mut length) = (0_u64, 0);
        for character in typed {
            let read = match character.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            length += 1;
            if length > CODE {
                return None;
            }
            bits = (bits << 5) | u64::from(digit(u8::try_from(read).ok()?)?);
        }
        (length == CODE).then_some(Self(bits))
    }
}

/// Says nothing: a code has no place in a log.
impl fmt::Debug for InvitationCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("InvitationCode")
    }
}

impl fmt::Display for InvitationCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (group, shift) in [40, 20, 0].into_iter().enumerate() {
            if group > 0 {
                formatter.write_str("-")?;
            }
            write_base32(formatter, u128::from(self.0 >> shift), 4)?;
        }
        Ok(())
    }
}

/// What an invitation code stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// The office that invited, the only one at which it is good.
    pub centre: CentreId,
    /// The service it is for.
    pub service: ServiceId,
    /// First instant at which it no longer opens anything.
    pub valid_until: Instant,
}

/// Why somebody may not book this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Uninvited {
    /// The service needs a code, and there was none.
    #[error("an invitation is needed")]
    Required,
    /// The code is over, for another service, or of another office.
    #[error("the invitation is not for this")]
    NotForThis,
}

impl Catalogue {
    /// Whether one of the chosen services may be had at one office only, so that no other may be offered.
    #[must_use]
    pub fn is_bound(&self, wish: &[Chosen]) -> bool {
        self.places(wish).any(|(_, place)| place != Place::Any)
    }

    /// Whether one of the chosen services needs an invitation.
    #[must_use]
    pub fn needs_invitation(&self, wish: &[Chosen]) -> bool {
        self.places(wish).any(|(_, place)| place == Place::Invitation)
    }

    /// Whether `wish` may be booked at `centre` with this invitation at `now`.
    ///
    /// # Errors
    /// [`Uninvited`].
    pub fn invited(
        &self,
        wish: &[Chosen],
        centre: &CentreId,
        invitation: Option<&Invitation>,
        now: Instant,
    ) -> Result<(), Uninvited> {
        for (service, place) in self.places(wish) {
            if place != Place::Invitation {
                continue;
            }
            let invitation = invitation.ok_or(Uninvited::Required)?;
            let good = invitation.service == *service
                && invitation.centre == *centre
                && now < invitation.valid_until;
            if !good {
                return Err(Uninvited::NotForThis);
            }
        }
        Ok(())
    }

    /// Whether an appointment for `had` at `from` may become one for `wish` at `to`: what needed an invitation
    /// stays at the office that invited, and nothing that needs one comes in.
    ///
    /// # Errors
    /// [`Uninvited`].
    pub fn still_invited(
        &self,
        (had, from): (&[Chosen], &CentreId),
        (wish, to): (&[Chosen], &CentreId),
    ) -> Result<(), Uninvited> {
        for (service, place) in self.places(wish) {
            if place != Place::Invitation {
                continue;
            }
            if !had.iter().any(|chosen| chosen.id == *service) {
                return Err(Uninvited::Required);
            }
            if from != to {
                return Err(Uninvited::NotForThis);
            }
        }
        Ok(())
    }

    fn places<'a>(&'a self, wish: &'a [Chosen]) -> impl Iterator<Item = (&'a ServiceId, Place)> {
        wish.iter()
            .filter_map(|chosen| Some((&chosen.id, self.service(&chosen.id)?.place)))
    }
}
