//! The catalogue as citizens' programs read it.

use booking::Catalogue;
use booking::catalogue::{Centre, Coordinates, Place, QuantityOf, Service, StepFree};
use chrono::NaiveDate;
use serde::Serialize;

use crate::settings::Settings;
use crate::store::closed::ClosedText;

/// The catalogue in one language.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Catalogue")
)]
pub struct CatalogueJson<'a> {
    /// What citizens come for.
    services: Vec<ServiceJson<'a>>,
    /// Where they come.
    centres: Vec<CentreJson<'a>>,
    /// Why nothing can be booked; null while it can.
    closed: Option<ClosedJson<'a>>,
    /// Where the city says what it does with personal data.
    privacy_url: &'a str,
    /// The languages that people are offered, in the order in which they are.
    languages: Vec<LanguageJson>,
}

/// A language that people are offered.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Language")
)]
struct LanguageJson {
    /// Its tag, for `lang` and `language`.
    tag: &'static str,
    /// Its name in itself.
    name: &'static str,
}

/// A service (Leistung) that citizens come for.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Service")
)]
struct ServiceJson<'a> {
    /// Names it in requests, `personalausweis`; neutral (`l-17`) where the name is sensitive.
    id: &'a str,
    /// What people read.
    name: &'a str,
    /// The name that the authorities use, beside a translated one.
    #[serde(skip_serializing_if = "Option::is_none")]
    german_name: Option<&'a str>,
    /// Length of a visit in units of five minutes: the first for one, the last for `max_quantity`. Several services add up.
    units: &'a [u8],
    /// Most people or documents of one visit.
    max_quantity: usize,
    /// What a quantity counts.
    quantity_of: QuantityOf,
    /// Where it may be had.
    place: Place,
    /// An online or postal way, to be told before any calendar.
    alternative: Option<&'a str>,
    /// What a counter must be able to do for it; availability names what each kind of counter can do by these.
    skills: Vec<&'a str>,
    /// Whether its name stays out of subjects, addresses, logs and calendars.
    sensitive: bool,
    /// Everyday words by which people look for it.
    synonyms: Vec<&'a str>,
    #[serde(flatten)]
    rest: Option<RestOfService<'a>>,
}

/// What a brief catalogue leaves out of a service.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
struct RestOfService<'a> {
    /// Its key in the federal catalogue of services (LeiKa), 14 digits.
    leika: Option<&'a str>,
    /// What it costs, line by line.
    fees: Vec<FeeJson<'a>>,
    /// What to bring.
    documents: Vec<&'a str>,
}

/// One line of what a service costs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Fee"))]
struct FeeJson<'a> {
    /// For whom or what.
    label: &'a str,
    /// Euro cents; null where the amount is not verified, and people learn it at the centre.
    cents: Option<u32>,
}

/// The booking is closed.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Closed")
)]
struct ClosedJson<'a> {
    /// Why, and until when.
    text: &'a str,
}

/// A centre (Kundenzentrum) that citizens come to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Centre")
)]
struct CentreJson<'a> {
    /// Names it in requests, `harburg`.
    id: &'a str,
    /// What people read.
    name: &'a str,
    /// One of Hamburg's seven districts.
    district: &'a str,
    /// Where it is.
    address: &'a booking::catalogue::Address,
    /// Way in, stop, entrance.
    note: Option<&'a str>,
    /// Whether one gets in without a step.
    step_free: StepFree,
    /// The services it has, by their ids.
    services: Vec<&'a str>,
    /// First date on which it is open; none for ever since.
    valid_from: Option<NaiveDate>,
    /// First date on which it is closed for good.
    valid_to: Option<NaiveDate>,
    /// The centre that takes over, by its id.
    successor: Option<&'a str>,
    #[serde(flatten)]
    rest: Option<RestOfCentre<'a>>,
}

/// What a brief catalogue leaves out of a centre.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
struct RestOfCentre<'a> {
    /// How people pay there.
    payment: &'a str,
    /// What its counters can do.
    skills: Vec<&'a str>,
    /// Other names by which people look for it.
    aliases: &'a [String],
    /// Where it is on a map, if known.
    coordinates: Option<CoordinatesJson>,
}

/// Degrees. © OpenStreetMap contributors, ODbL.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Coordinates")
)]
struct CoordinatesJson {
    /// North positive.
    lat: f64,
    /// East positive.
    lon: f64,
}

impl From<Coordinates> for CoordinatesJson {
    fn from(point: Coordinates) -> Self {
        let degrees = |millionths: i32| f64::from(millionths) / 1e6;
        Self {
            lat: degrees(point.lat),
            lon: degrees(point.lon),
        }
    }
}

impl<'a> CatalogueJson<'a> {
    /// Of this catalogue, in this language.
    #[must_use]
    pub fn new(
        catalogue: &'a Catalogue,
        closed: Option<&'a ClosedText>,
        settings: &'a Settings,
        language: &'static str,
    ) -> Self {
        let services = catalogue.services.iter().map(|service| ServiceJson {
            id: service.id.as_str(),
            name: service.name.in_language(language),
            german_name: service.german_name(language),
            units: &service.units,
            max_quantity: service.max_quantity(),
            quantity_of: service.quantity_of,
            place: service.place,
            alternative: service
                .alternative
                .as_ref()
                .map(|text| text.in_language(language)),
            skills: service.skills.iter().map(|skill| skill.as_str()).collect(),
            sensitive: service.sensitive,
            synonyms: synonyms(service, language),
            rest: Some(RestOfService::new(service, language)),
        });
        let centres = catalogue.centres.iter().map(|planned| {
            let centre = &planned.centre;
            CentreJson {
                id: centre.id.as_str(),
                name: &centre.name,
                district: &centre.district,
                address: &centre.address,
                note: centre.note.as_ref().map(|text| text.in_language(language)),
                step_free: centre.step_free,
                services: centre.services.iter().map(|service| service.as_str()).collect(),
                valid_from: centre.valid_from,
                valid_to: centre.valid_to,
                successor: centre.successor.as_ref().map(|id| id.as_str()),
                rest: Some(RestOfCentre::new(centre, language)),
            }
        });
        Self {
            services: services.collect(),
            centres: centres.collect(),
            closed: closed.map(|text| ClosedJson {
                text: text.of(texts::of(language)),
            }),
            privacy_url: &settings.footer.privacy,
            languages: settings
                .languages
                .offered()
                .iter()
                .map(|texts| LanguageJson {
                    tag: texts.language,
                    name: texts.name,
                })
                .collect(),
        }
    }

    /// Only what choosing needs: without fees, documents, and what nobody chooses by.
    #[must_use]
    pub fn brief(mut self) -> Self {
        for service in &mut self.services {
            service.rest = None;
        }
        for centre in &mut self.centres {
            centre.rest = None;
        }
        self
    }
}

/// German and English words, and those of the language asked for.
fn synonyms<'a>(service: &'a Service, language: &str) -> Vec<&'a str> {
    let translated = service.translated_synonyms.get(language);
    let all = service.synonyms.iter().chain(translated.into_iter().flatten());
    all.map(String::as_str).collect()
}

impl<'a> RestOfService<'a> {
    fn new(service: &'a Service, language: &str) -> Self {
        let fees = service.fees.iter().map(|fee| FeeJson {
            label: fee.label.in_language(language),
            cents: fee.cents,
        });
        let documents = service.documents.iter().map(|text| text.in_language(language));
        Self {
            leika: service.leika.as_deref(),
            fees: fees.collect(),
            documents: documents.collect(),
        }
    }
}

impl<'a> RestOfCentre<'a> {
    fn new(centre: &'a Centre, language: &str) -> Self {
        Self {
            payment: centre.payment.in_language(language),
            skills: centre.skills.iter().map(|skill| skill.as_str()).collect(),
            aliases: &centre.aliases,
            coordinates: centre.coordinates.map(CoordinatesJson::from),
        }
    }
}
