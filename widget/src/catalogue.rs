//! Services and centres as the API lists them, and what a choice of services needs.

use booking::catalogue::Coordinates;

use crate::offer::Visit;

/// A service people can book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    /// Its name on the wire.
    pub id: String,
    /// Its name for people, in the widget's language.
    pub name: String,
    /// The name that the authorities use, beside a translated one.
    pub german_name: Option<String>,
    /// Length by quantity, in units of five minutes; the first entry is for one.
    pub units: Vec<u32>,
    /// The most that fits into one visit.
    pub max_quantity: u32,
    /// Whether the quantity counts documents, not persons.
    pub counts_documents: bool,
    /// Where it may be had.
    pub place: Place,
    /// A way without an appointment: words, and an address when there is one.
    pub alternative: Option<(String, Option<String>)>,
    /// What it costs: words, and cents where the amount is known. Like `documents` empty until asked for.
    pub fees: Vec<(String, Option<u32>)>,
    /// What to bring.
    pub documents: Vec<String>,
    /// Everyday words for it.
    pub synonyms: Vec<String>,
    /// What a counter must be able to do.
    pub skills: Vec<String>,
}

/// Where a service may be had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// At every centre that serves it.
    #[default]
    Any,
    /// Only where the document was applied for: the person says where that was.
    IssuingOffice,
    /// Only at the office that sent an invitation with a code.
    Invitation,
}

/// A customer centre.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Centre {
    /// Its name on the wire.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The district it lies in.
    pub district: String,
    /// Street and number.
    pub street: String,
    /// Postcode and city.
    pub city: String,
    /// Where it is on a map; unknown until the whole catalogue is here, and for some.
    pub point: Option<Coordinates>,
    /// The way in.
    pub note: Option<String>,
    /// Whether one gets in without steps; nobody knows for some.
    pub step_free: Option<bool>,
    /// Which services it offers, by id.
    pub services: Vec<String>,
    /// The first day on which it is open, as on the wire; none if it always was.
    pub valid_from: Option<String>,
    /// The first day on which it is closed for good.
    pub valid_to: Option<String>,
    /// The centre that takes its place.
    pub successor: Option<String>,
}

impl Centre {
    /// The name without what all centres have in common.
    pub fn short_name(&self) -> &str {
        self.name
            .strip_prefix("Hamburg Service vor Ort ")
            .unwrap_or(&self.name)
    }

    /// Whether it has closed for good by `today`, which is a date as on the wire.
    fn has_closed(&self, today: &str) -> bool {
        self.valid_to.as_deref().is_some_and(|closed| closed <= today)
    }

    fn is_open(&self, today: &str) -> bool {
        !self.has_closed(today) && self.valid_from.as_deref().is_none_or(|opens| opens <= today)
    }
}

/// All services and centres.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    /// Today at the edge, as on the wire.
    pub today: String,
    /// Why nothing new can be booked at present.
    pub closed: Option<String>,
    /// The operator's page about data protection.
    pub privacy_url: Option<String>,
    /// The languages people are offered: tag, and name in itself.
    pub languages: Vec<(String, String)>,
    /// In the city's order.
    pub services: Vec<Service>,
    /// In the city's order.
    pub centres: Vec<Centre>,
}

/// The most units of one visit.
pub const LONGEST_VISIT: u32 = 24;

/// How many of which service, by its place in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Place in [`Catalogue::services`].
    pub service: usize,
    /// At least 1.
    pub quantity: u32,
}

impl Catalogue {
    /// The length of a visit in units; `None` when a quantity is beyond its table.
    pub fn units(&self, wishes: &[Wish]) -> Option<u32> {
        wishes.iter().try_fold(0, |sum, wish| {
            let row = usize::try_from(wish.quantity).ok()?.checked_sub(1)?;
            Some(sum + self.services.get(wish.service)?.units.get(row)?)
        })
    }

    /// The skills a visit needs, each once.
    pub fn skills(&self, wishes: &[Wish]) -> Vec<&str> {
        let mut skills: Vec<&str> = Vec::new();
        for wish in wishes {
            for skill in self
                .services
                .get(wish.service)
                .map_or(&[][..], |service| &service.skills)
            {
                if !skills.contains(&skill.as_str()) {
                    skills.push(skill);
                }
            }
        }
        skills
    }

    /// What a visit for these wishes takes; none when a quantity is beyond its table.
    pub fn visit(&self, wishes: &[Wish]) -> Option<Visit<'_>> {
        let skills = self.skills(wishes);
        self.units(wishes).map(|units| Visit { skills, units })
    }

    /// The centres that are open today and offer everything wished for.
    pub fn serving(&self, wishes: &[Wish]) -> Vec<&Centre> {
        let serves = |centre: &&Centre| {
            centre.is_open(&self.today)
                && wishes.iter().all(|wish| {
                    self.services
                        .get(wish.service)
                        .is_some_and(|service| centre.services.contains(&service.id))
                })
        };
        self.centres.iter().filter(serves).collect()
    }

    /// Whether one of the services wished for is only had in this way.
    pub fn only_at(&self, place: Place, wishes: &[Wish]) -> bool {
        wishes.iter().any(|wish| {
            self.services
                .get(wish.service)
                .is_some_and(|service| service.place == place)
        })
    }

    /// The centre to go to instead of `id`: itself while it is open, its successor, or that one's.
    pub fn in_place_of<'a>(&'a self, id: &'a str) -> Option<&'a Centre> {
        let mut centre = self.centre(id)?;
        // As many steps as there are centres: files may be wrong, and a circle must end.
        for _ in &self.centres {
            if !centre.has_closed(&self.today) {
                return Some(centre);
            }
            centre = self.centre(centre.successor.as_deref()?)?;
        }
        None
    }

    /// The centre of this id.
    pub fn centre(&self, id: &str) -> Option<&Centre> {
        self.centres.iter().find(|centre| centre.id == id)
    }

    /// The place of the service of this id.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.services.iter().position(|service| service.id == id)
    }

    /// The wishes in the notation of the slot search: `service=personalausweis:2&service=reisepass:1`.
    pub fn query(&self, wishes: &[Wish]) -> String {
        let mut query = String::new();
        for wish in wishes {
            if let Some(service) = self.services.get(wish.service) {
                let join = if query.is_empty() { "" } else { "&" };
                query.push_str(&[join, "service=", &service.id, ":", &wish.quantity.to_string()].concat());
            }
        }
        query
    }
}
