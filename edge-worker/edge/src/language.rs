//! Which language a reader gets.
//!
//! A program may ask for every language there is. People are offered those that the operator has named: a translation
//! that nobody has reviewed can be tried before it is shown.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use texts::{ALL, DE, Texts};

use crate::Edge;
use crate::pages::{Frame, Switch};
use crate::settings::Mode;

/// What production offers where the operator names nothing.
const OFFERED: &str = "de,de-x-einfach,en";

/// The languages that people are offered, in the order of the language switch; German is among them.
#[derive(Clone, Debug)]
pub struct Languages(Vec<&'static Texts>);

impl Languages {
    /// Reads the setting, tags with commas between them; in development every language there is.
    ///
    /// # Errors
    /// What it takes, in a sentence.
    pub fn read(setting: Option<String>, mode: Mode) -> Result<Self, String> {
        let named = match (setting, mode) {
            (None, Mode::Development) => return Ok(Self(ALL.to_vec())),
            (None, Mode::Production) => OFFERED.to_owned(),
            (Some(named), _) => named,
        };
        let languages: Option<Vec<&'static Texts>> = named.split(',').map(|tag| known(tag.trim())).collect();
        languages
            .filter(|languages| languages.iter().any(|texts| texts.language == DE.language))
            .map(Self)
            .ok_or_else(|| {
                format!(
                    "must be language tags with commas between them, de among them, of: {}",
                    tags()
                )
            })
    }

    /// In the order of the language switch.
    #[must_use]
    pub fn offered(&self) -> &[&'static Texts] {
        &self.0
    }

    /// For a person: of the languages offered, the one the browser asks for first.
    #[must_use]
    pub fn of_reader(&self, headers: &HeaderMap) -> &'static Texts {
        first(headers, &self.0)
    }

    /// The language of this tag, if it is offered.
    #[must_use]
    pub fn named(&self, tag: &str) -> Option<&'static Texts> {
        self.0.iter().copied().find(|texts| texts.language == tag)
    }
}

/// Whoever reads a page: in the language that its address names by `lang`, or else in the one the browser asks for.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// The language.
    pub texts: &'static Texts,
    /// Whether the address names it: then the page's links do so too.
    pub chosen: bool,
}

impl FromRequestParts<Edge> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, Infallible> {
        Ok(Self::of(parts, edge))
    }
}

impl Reader {
    /// Of this request.
    #[must_use]
    pub fn of(parts: &Parts, edge: &Edge) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        let mut named = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "lang");
        let languages = &edge.settings.languages;
        let chosen = named.next().and_then(|(_, tag)| languages.named(&tag));
        Self {
            texts: chosen.unwrap_or_else(|| languages.of_reader(&parts.headers)),
            chosen: chosen.is_some(),
        }
    }

    /// The same reader after a press on the button of a language.
    #[must_use]
    pub fn switched(self, languages: &Languages, tag: &str) -> Self {
        let chosen = languages.named(tag);
        chosen.map_or(self, |texts| Self { texts, chosen: true })
    }

    /// The frame of a page that its address alone leads to.
    #[must_use]
    pub fn frame(self, edge: &Edge) -> Frame<'_> {
        Frame {
            texts: self.texts,
            footer: &edge.settings.footer,
            switch: Switch::Link {
                languages: &edge.settings.languages,
                chosen: self.chosen,
            },
        }
    }

    /// The frame of a page whose form `#formular` holds what a change of the language must keep.
    #[must_use]
    pub fn frame_of_form(self, edge: &Edge) -> Frame<'_> {
        Frame {
            switch: Switch::Button {
                languages: &edge.settings.languages,
                chosen: self.chosen,
            },
            ..self.frame(edge)
        }
    }
}

/// For a program: of all languages, the one it asks for first.
#[must_use]
pub fn of_program(headers: &HeaderMap) -> &'static Texts {
    first(headers, &ALL)
}

/// The language of this tag.
#[must_use]
pub fn known(tag: &str) -> Option<&'static Texts> {
    ALL.into_iter().find(|texts| texts.language == tag)
}

/// All tags, as a sentence lists them.
#[must_use]
pub fn tags() -> String {
    ALL.map(|texts| texts.language).join(", ")
}

/// What `Accept-Language` ranks first among these; German where it names none of them.
fn first(headers: &HeaderMap, languages: &[&'static Texts]) -> &'static Texts {
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut ranked: Vec<(u16, &str)> = wanted.split(',').filter_map(range).collect();
    ranked.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
    ranked
        .into_iter()
        .find_map(|(_, tag)| best(tag, languages))
        .unwrap_or(&DE)
}

/// `tr-TR;q=0.8` as rank in thousandths and tag; none where the reader refuses the language.
fn range(text: &str) -> Option<(u16, &str)> {
    let (tag, rank) = match text.split_once(';') {
        Some((tag, parameter)) => (tag, parameter.trim().strip_prefix("q=")?.parse().ok()?),
        None => (text, 1.0_f32),
    };
    let rank = (rank.clamp(0.0, 1.0) * 1000.0) as u16;
    (rank > 0).then_some((rank, tag.trim()))
}

/// The language of a tag, or of its first part: `en-GB` is English.
fn best(tag: &str, languages: &[&'static Texts]) -> Option<&'static Texts> {
    let named = |tag: &str| {
        let mut languages = languages.iter().copied();
        languages.find(|texts| texts.language.eq_ignore_ascii_case(tag))
    };
    named(tag).or_else(|| named(tag.split('-').next()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asked(wanted: &'static str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(wanted));
        headers
    }

    #[test]
    fn the_language_ranked_first_is_spoken() {
        for (wanted, expected) in [
            ("", "de"),
            ("xx", "de"),
            ("en", "en"),
            ("en-GB,en;q=0.9,de;q=0.8", "en"),
            ("de;q=0.5,en;q=0.9", "en"),
            ("fr-FR, en;q=0.3, de;q=0.7", "de"),
            ("en;q=0, de", "de"),
            ("EN", "en"),
            ("en;q=nonsense", "de"),
            ("*", "de"),
        ] {
            assert_eq!(of_program(&asked(wanted)).language, expected, "{wanted}");
        }
    }

    #[test]
    fn people_get_only_what_the_operator_offers() {
        let offered = Languages::read(Some("de".into()), Mode::Production).unwrap();
        assert_eq!(offered.of_reader(&asked("en")).language, "de");
        assert_eq!(offered.named("en").map(|texts| texts.language), None);
        let all = Languages::read(None, Mode::Development).unwrap();
        assert_eq!(all.offered().len(), ALL.len());
    }

    #[test]
    fn a_setting_that_cannot_be_meant_is_refused() {
        for setting in ["", "en", "de,xx", "de;en", "DE"] {
            assert!(
                Languages::read(Some(setting.into()), Mode::Production).is_err(),
                "{setting:?}"
            );
        }
    }
}
