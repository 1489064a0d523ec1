//! Services and centres as the API lists them, and what a choice of services needs.

/// A service people can book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    /// Its name on the wire.
    pub id: String,
    /// Its name for people, in the widget's language.
    pub name: String,
    /// Length by quantity, in units of five minutes; the first entry is for one.
    pub units: Vec<u32>,
    /// The most that fits into one visit.
    pub max_quantity: u32,
    /// Whether the quantity counts documents, not persons.
    pub counts_documents: bool,
    /// Whether only the office that issues the document can do it.
    pub issuing_office_only: bool,
    /// A way without an appointment: words, and an address when there is one.
    pub alternative: Option<(String, Option<String>)>,
    /// What it costs: words and cents.
    pub fees: Vec<(String, u32)>,
    /// What to bring.
    pub documents: Vec<String>,
    /// What a counter must be able to do.
    pub skills: Vec<String>,
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
    /// The way in.
    pub note: Option<String>,
    /// Whether one gets in without steps; nobody knows for some.
    pub step_free: Option<bool>,
    /// Which services it offers, by id.
    pub services: Vec<String>,
}

/// All services and centres.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
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

    /// The centres that offer everything wished for.
    pub fn serving(&self, wishes: &[Wish]) -> Vec<&Centre> {
        let serves = |centre: &&Centre| {
            wishes.iter().all(|wish| {
                self.services
                    .get(wish.service)
                    .is_some_and(|service| centre.services.contains(&service.id))
            })
        };
        self.centres.iter().filter(serves).collect()
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
