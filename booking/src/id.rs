//! Names of things: appointments, references, centres, services, skills.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Crockford's alphabet: no I, L, O, U, so that a reference survives a phone call.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// An appointment: 128 random bits, written as 26 characters. Says nothing about when or where.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AppointmentId([u8; 16]);

impl AppointmentId {
    /// Stands for no appointment, where a claim is not for one: chance never draws it.
    pub const NOBODY: Self = Self([0; 16]);

    /// From 16 random bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The 16 bytes.
    #[must_use]
    pub const fn bytes(&self) -> [u8; 16] {
        self.0
    }

    /// Reads the 26 characters of [`fmt::Display`], in either case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 26 {
            return None;
        }
        let mut value: u128 = 0;
        for (index, character) in text.bytes().enumerate() {
            let digit = u128::from(digit(character)?);
            // 26 characters hold 130 bits; the first may only carry three.
            if index == 0 && digit > 7 {
                return None;
            }
            value = (value << 5) | digit;
        }
        Some(Self(value.to_be_bytes()))
    }
}

impl fmt::Display for AppointmentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = u128::from_be_bytes(self.0);
        write_base32(formatter, value, 26)
    }
}

impl fmt::Debug for AppointmentId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// What a citizen reads out at the counter or on the phone: eight characters, shown as `K7MQ-2X9D`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Reference(String);

impl Reference {
    /// From 40 random bits (the lower ones of `bits`).
    #[must_use]
    pub fn from_bits(bits: u64) -> Self {
        struct Text(u128);
        impl fmt::Display for Text {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_base32(formatter, self.0, 8)
            }
        }
        let plain = Text(u128::from(bits & 0xFF_FFFF_FFFF)).to_string().to_uppercase();
        let (left, right) = plain.split_at(4);
        Self(format!("{left}-{right}"))
    }

    /// As shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

pub(crate) fn write_base32(formatter: &mut fmt::Formatter<'_>, value: u128, length: u32) -> fmt::Result {
    for place in (0..length).rev() {
        let index = (value >> (place * 5)) & 31;
        let character = ALPHABET.get(index as usize).copied().unwrap_or(b'0');
        write!(formatter, "{}", char::from(character.to_ascii_lowercase()))?;
    }
    Ok(())
}

pub(crate) fn digit(character: u8) -> Option<u8> {
    let upper = character.to_ascii_uppercase();
    ALPHABET
        .iter()
        .position(|known| *known == upper)
        .map(|index| index as u8)
}

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

name!(
    /// A service as the catalogue names it, `personalausweis`; neutral (`l-17`) where the name is sensitive.
    ServiceId
);
name!(
    /// A centre as the catalogue names it, `harburg`.
    CentreId
);
name!(
    /// A skill that counters have and services need, `ausweis`.
    SkillId
);
