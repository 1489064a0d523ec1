//! The catalogue as citizens' programs read it.

use booking::Catalogue;
use booking::catalogue::{Coordinates, Place, QuantityOf, StepFree};
use chrono::NaiveDate;
use serde::Serialize;

use crate::store::closed::ClosedText;

/// The catalogue in one language.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Catalogue")
)]
pub struct CatalogueJson<'a> {
    services: Vec<ServiceJson<'a>>,
    centres: Vec<CentreJson<'a>>,
    closed: Option<ClosedJson<'a>>,
    privacy_url: &'a str,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Service")
)]
struct ServiceJson<'a> {
    id: &'a str,
    name: &'a str,
    leika: Option<&'a str>,
    units: &'a [u8],
    max_quantity: usize,
    quantity_of: QuantityOf,
    place: Place,
    alternative: Option<&'a str>,
    fees: Vec<FeeJson<'a>>,
    documents: Vec<&'a str>,
    skills: Vec<&'a str>,
    sensitive: bool,
    synonyms: &'a [String],
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Fee"))]
struct FeeJson<'a> {
    label: &'a str,
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
    text: &'a str,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(
    feature = "openapi",
    derive(schemars::JsonSchema),
    schemars(rename = "Centre")
)]
struct CentreJson<'a> {
    id: &'a str,
    name: &'a str,
    district: &'a str,
    address: &'a booking::catalogue::Address,
    note: Option<&'a str>,
    step_free: StepFree,
    payment: &'a str,
    skills: Vec<&'a str>,
    services: Vec<&'a str>,
    aliases: &'a [String],
    coordinates: Option<CoordinatesJson>,
    /// First date on which it is open; none for ever since.
    valid_from: Option<NaiveDate>,
    /// First date on which it is closed for good.
    valid_to: Option<NaiveDate>,
    successor: Option<&'a str>,
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
        privacy_url: &'a str,
        language: &'static str,
    ) -> Self {
        let services = catalogue.services.iter().map(|service| ServiceJson {
            id: service.id.as_str(),
            name: service.name.in_language(language),
            leika: service.leika.as_deref(),
            units: &service.units,
            max_quantity: service.max_quantity(),
            quantity_of: service.quantity_of,
            place: service.place,
            alternative: service
                .alternative
                .as_ref()
                .map(|text| text.in_language(language)),
            fees: service
                .fees
                .iter()
                .map(|fee| FeeJson {
                    label: fee.label.in_language(language),
                    cents: fee.cents,
                })
                .collect(),
            documents: service
                .documents
                .iter()
                .map(|text| text.in_language(language))
                .collect(),
            skills: service.skills.iter().map(|skill| skill.as_str()).collect(),
            sensitive: service.sensitive,
            synonyms: &service.synonyms,
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
                payment: centre.payment.in_language(language),
                skills: centre.skills.iter().map(|skill| skill.as_str()).collect(),
                services: centre.services.iter().map(|service| service.as_str()).collect(),
                aliases: &centre.aliases,
                coordinates: centre.coordinates.map(CoordinatesJson::from),
                valid_from: centre.valid_from,
                valid_to: centre.valid_to,
                successor: centre.successor.as_ref().map(|id| id.as_str()),
            }
        });
        Self {
            services: services.collect(),
            centres: centres.collect(),
            closed: closed.map(|text| ClosedJson {
                text: text.of(texts::of(language)),
            }),
            privacy_url,
        }
    }
}
