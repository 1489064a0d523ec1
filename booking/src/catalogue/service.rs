//! Services, and the words they are told in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{ServiceId, SkillId};

/// A text in German and other languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// German, always there.
    pub de: String,
    /// What we have of others, by language tag: `en`, `de-x-einfach`.
    #[serde(flatten)]
    pub translations: BTreeMap<String, String>,
}

impl Wording {
    /// In `language`, or in German where we lack it.
    #[must_use]
    pub fn in_language(&self, language: &str) -> &str {
        self.translations.get(language).unwrap_or(&self.de)
    }
}

/// A service (Leistung) citizens come for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Neutral where the name is sensitive (rule 13).
    pub id: ServiceId,
    /// What people read.
    pub name: Wording,
    /// LeiKa key, 14 digits.
    #[serde(default)]
    pub leika: Option<String>,
    /// Length in 5-minute units by quantity: the first entry is for one, the last for the maximum (rule 9).
    pub units: Vec<u8>,
    /// What is counted.
    pub quantity_of: QuantityOf,
    /// Where it may be had.
    pub place: Place,
    /// An online or postal way, told before any calendar.
    #[serde(default)]
    pub alternative: Option<Wording>,
    /// What it costs.
    #[serde(default)]
    pub fees: Vec<Fee>,
    /// What to bring.
    #[serde(default)]
    pub documents: Vec<Wording>,
    /// Skills one counter must have.
    pub skills: Vec<SkillId>,
    /// Whether its name must stay out of subjects, URLs, logs and calendars (rule 13).
    #[serde(default)]
    pub sensitive: bool,
    /// Everyday words for the search, German and English.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// The same in other languages, by language tag.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub translated_synonyms: BTreeMap<String, Vec<String>>,
}

impl Service {
    /// The name that the authorities use, where `language` has another.
    #[must_use]
    pub fn german_name(&self, language: &str) -> Option<&str> {
        (self.name.in_language(language) != self.name.de).then_some(&self.name.de)
    }

    /// The name in `language`, with the German one behind it where that is another.
    #[must_use]
    pub fn full_name(&self, language: &str) -> String {
        let name = self.name.in_language(language);
        match self.german_name(language) {
            Some(german) => format!("{name} ({german})"),
            None => name.to_owned(),
        }
    }

    /// The largest quantity of one visit.
    #[must_use]
    pub fn max_quantity(&self) -> usize {
        self.units.len()
    }
}

/// What a quantity counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuantityOf {
    /// People.
    Person,
    /// Documents, as with certified copies.
    Document,
}

/// Where a service may be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// At every centre that serves it.
    Any,
    /// Only where the document was applied for.
    IssuingOffice,
    /// Only with an invitation.
    Invitation,
}

/// One line of what a service costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// For whom or what.
    pub label: Wording,
    /// Euro cents; none where the amount is not verified.
    #[serde(default)]
    pub cents: Option<u32>,
}
