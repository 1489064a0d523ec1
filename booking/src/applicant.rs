//! Who an appointment is for: name, e-mail address, phone. Parsed once, valid from then on.

use std::fmt;

/// Longest name, in characters.
const LONGEST_NAME: usize = 120;
/// Longest address, in bytes (RFC 5321: 256 with its brackets).
const LONGEST_EMAIL: usize = 254;
/// Longest part before the @, in bytes (RFC 5321).
const LONGEST_LOCAL_PART: usize = 64;

/// Who an appointment is for.
#[derive(Clone, PartialEq, Eq)]
pub struct Applicant {
    /// One field, any script.
    pub name: Name,
    /// Where the mails go.
    pub email: Email,
    /// Optional.
    pub phone: Option<Phone>,
}

impl fmt::Debug for Applicant {
    /// Personal data stay out of logs, even by accident.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Applicant(…)")
    }
}

/// Why a field is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// Nothing there.
    #[error("empty")]
    Empty,
    /// Longer than we can keep.
    #[error("too long")]
    TooLong,
    /// Line breaks, control or direction-changing characters.
    #[error("not printable")]
    NotPrintable,
    /// Not of the form of an address or a number.
    #[error("malformed")]
    Malformed,
}

/// A name, as in the identity document: any script, DIN 91379 letters included, kept as typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Reads a name; white space at the ends goes.
    ///
    /// # Errors
    /// [`FieldError`] when empty, over 120 characters, not printable, or without a single letter.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FieldError::Empty);
        }
        if text.chars().count() > LONGEST_NAME {
            return Err(FieldError::TooLong);
        }
        if text.chars().any(is_unprintable) {
            return Err(FieldError::NotPrintable);
        }
        if !text.chars().any(char::is_alphabetic) {
            return Err(FieldError::Malformed);
        }
        Ok(Self(text.to_owned()))
    }

    /// As typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An e-mail address of the usual form. That it exists is proven by the activation mail alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Reads `local@domain.tld`, letters and digits of any script among them (RFC 6531): no quotes, no spaces, no comments.
    ///
    /// # Errors
    /// [`FieldError`] when empty, too long or malformed.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FieldError::Empty);
        }
        if text.len() > LONGEST_EMAIL {
            return Err(FieldError::TooLong);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(FieldError::Malformed)?;
        if local.len() > LONGEST_LOCAL_PART || !is_dot_atom(local) || !is_domain(domain) {
            return Err(FieldError::Malformed);
        }
        Ok(Self(text.to_owned()))
    }

    /// As typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What limits count by: lower case, and without what follows a `+`, so that one mailbox is one address.
    #[must_use]
    pub fn normalised(&self) -> String {
        let lower = self.0.to_lowercase();
        match lower.rsplit_once('@') {
            Some((local, domain)) => {
                let mailbox = local.split('+').next().filter(|part| !part.is_empty());
                format!("{}@{domain}", mailbox.unwrap_or(local))
            }
            None => lower,
        }
    }
}

/// A phone number: digits with the usual signs between them.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// Reads a number of 5 to 20 digits.
    ///
    /// # Errors
    /// [`FieldError`] when empty or malformed.
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FieldError::Empty);
        }
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let usual = text
            .chars()
            .all(|character| character.is_ascii_digit() || " +-/().".contains(character));
        if !usual || !(5..=20).contains(&digits) || text.len() > 40 {
            return Err(FieldError::Malformed);
        }
        Ok(Self(text.to_owned()))
    }

    /// As typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Control characters, and those that turn the direction of the text around them.
fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn is_dot_atom(text: &str) -> bool {
    let atom = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|character| character.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(character))
    };
    text.split('.').all(atom)
}

fn is_domain(text: &str) -> bool {
    let label = |part: &str| {
        (1..=63).contains(&part.len())
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part
                .chars()
                .all(|character| character.is_alphanumeric() || character == '-')
    };
    let top = text.rsplit('.').next().unwrap_or_default();
    text.contains('.')
        && text.split('.').all(label)
        && top.len() >= 2
        && !top.bytes().all(|byte| byte.is_ascii_digit())
}
