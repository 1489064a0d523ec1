//! What is wrong with one field of a request.

use booking::catalogue::WishError;
use texts::{Texts, fill};

use crate::language;

/// A field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// Its place in the body or query, `services[0].quantity`.
    pub field: String,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The body is no JSON object.
    Body,
    /// Not there.
    Missing,
    /// A field we do not know.
    Unknown,
    /// The same field twice.
    Twice,
    /// Another type than expected.
    Type(JsonType),
    /// No service chosen.
    NoServices,
    /// No such service.
    UnknownService,
    /// Named twice.
    ServiceTwice,
    /// Zero or above the maximum.
    Quantity(usize),
    /// Longer than a visit may be.
    TooLong,
    /// No such centre.
    UnknownCentre,
    /// The centre does not serve it.
    NotServed,
    /// No RFC 3339 time.
    TimeFormat,
    /// A time without a zone.
    TimeZone,
    /// Off the five-minute grid.
    Misaligned,
    /// Past.
    Past,
    /// No date.
    DateFormat,
    /// Not a whole number in this range.
    Number(u32, u32),
    /// No name.
    Name,
    /// No address.
    Email,
    /// No text of one to so many characters.
    Text(u32),
    /// No phone number.
    Phone,
    /// A language we do not have.
    Language,
    /// Not six digits.
    Code,
    /// Not twelve characters of a code.
    InvitationCode,
    /// A service that one office has, without the office.
    CentreNeeded,
    /// Not base64 of JSON.
    Challenge,
    /// Farther than development's clock can be read.
    ClockRange,
    /// No id and secret of a reservation.
    Replaces,
}

/// A type of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// A string.
    Text,
    /// A number.
    Number,
    /// An array.
    List,
    /// An object.
    Object,
}

impl JsonType {
    fn words(self, texts: &Texts) -> &'static str {
        let words = &texts.field;
        match self {
            Self::Text => words.type_text,
            Self::Number => words.type_number,
            Self::List => words.type_list,
            Self::Object => words.type_object,
        }
    }
}

impl FieldProblem {
    /// This fault of this field.
    pub fn new(field: impl Into<String>, fault: Fault) -> Self {
        Self {
            field: field.into(),
            fault,
        }
    }

    /// For what the catalogue says of a wish.
    #[must_use]
    pub fn of_wish(error: &WishError) -> Self {
        let (field, fault) = match error {
            WishError::Nothing => ("services", Fault::NoServices),
            WishError::UnknownService(_) => ("services", Fault::UnknownService),
            WishError::Twice(_) => ("services", Fault::ServiceTwice),
            WishError::Quantity { max, .. } => ("services", Fault::Quantity(*max)),
            WishError::TooLong => ("services", Fault::TooLong),
            WishError::UnknownCentre(_) => ("centre", Fault::UnknownCentre),
            WishError::NotServed(_) => ("centre", Fault::NotServed),
        };
        Self::new(field, fault)
    }

    /// In words: what it must be.
    #[must_use]
    pub fn words(&self, texts: &Texts) -> String {
        let words = &texts.field;
        let plain = match &self.fault {
            Fault::Body => words.body,
            Fault::Missing => words.missing,
            Fault::Unknown => words.unknown,
            Fault::Twice => words.twice,
            Fault::NoServices => words.services_missing,
            Fault::UnknownService => words.service_unknown,
            Fault::ServiceTwice => words.service_twice,
            Fault::TooLong => words.too_long,
            Fault::UnknownCentre => words.centre_unknown,
            Fault::NotServed => words.centre_does_not_serve,
            Fault::CentreNeeded => words.centre_needed,
            Fault::InvitationCode => words.invitation_code,
            Fault::TimeFormat => words.starts_at_format,
            Fault::TimeZone => words.starts_at_zone,
            Fault::Misaligned => words.starts_at_misaligned,
            Fault::Past => words.starts_at_past,
            Fault::DateFormat => words.date_format,
            Fault::Name => words.name,
            Fault::Email => words.email,
            Fault::Phone => words.phone,
            Fault::Code => words.code,
            Fault::Challenge => words.challenge,
            Fault::Replaces => words.replaces,
            Fault::ClockRange => words.clock_range,
            Fault::Type(expected) => return fill(words.wrong_type, &[("expected", expected.words(texts))]),
            Fault::Quantity(max) => return fill(words.quantity, &[("max", &max.to_string())]),
            Fault::Text(max) => return fill(words.text, &[("max", &max.to_string())]),
            Fault::Number(min, max) => {
                return fill(
                    words.number,
                    &[("min", &min.to_string()), ("max", &max.to_string())],
                );
            }
            Fault::Language => return fill(words.language, &[("languages", &language::tags())]),
        };
        plain.to_owned()
    }
}
