//! An appointment as a reader sees it: plain data for pages, mails and calendar entries, and the words for it.

use chrono::{NaiveDate, NaiveDateTime};
use texts::{Texts, Visit, date, fill};

/// An appointment with everything a visitor needs to know.
#[derive(Debug, Clone)]
pub struct VisitView {
    /// Berlin's wall time.
    pub starts: NaiveDateTime,
    /// Length of the visit.
    pub minutes: u32,
    /// Where it takes place.
    pub centre: CentreView,
    /// What it is about, in the order chosen.
    pub services: Vec<ServiceView>,
    /// How one pays at the centre.
    pub payment: String,
    /// Mails and calendar entries must not tell what the visit is about.
    pub sensitive: bool,
    /// The number a booked appointment is called by.
    pub reference: Option<String>,
    /// The applicant, once the mailbox is proven.
    pub name: Option<String>,
}

/// A centre and the way to it.
#[derive(Debug, Clone)]
pub struct CentreView {
    /// "Kundenzentrum Harburg"
    pub name: String,
    /// Street and number.
    pub street: String,
    /// Five digits.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// The way in; empty if there is nothing to say.
    pub note: String,
    /// `None` if nobody has found out.
    pub step_free: Option<bool>,
}

/// A service of the visit.
#[derive(Debug, Clone)]
pub struct ServiceView {
    /// Name in the reader's language.
    pub name: String,
    /// How many people or documents.
    pub quantity: u32,
    /// The quantity counts people, otherwise documents.
    pub quantity_of_person: bool,
    /// What to bring.
    pub documents: Vec<String>,
    /// What it costs, each.
    pub fees: Vec<FeeView>,
}

/// A fee for one person or document.
#[derive(Debug, Clone)]
pub struct FeeView {
    /// For whom or what; may be empty.
    pub label: String,
    /// `None` if the amount is not known for sure.
    pub cents: Option<u32>,
}

/// A point in time printed for people to act by.
#[derive(Debug, Clone, Copy)]
pub struct Deadline {
    /// Berlin's wall time.
    pub until: NaiveDateTime,
    /// The day on which it is printed: its own date is named only if it is another.
    pub today: NaiveDate,
}

/// A label with what is to be said under it, one line each.
#[derive(Debug)]
pub struct Fact {
    /// Such as "Wo".
    pub label: &'static str,
    /// Never empty.
    pub lines: Vec<String>,
}

/// What one service asks of a visitor.
#[derive(Debug)]
pub struct Requirements {
    /// "Personalausweis beantragen, für 2 Personen"
    pub title: String,
    /// "Person 1" for each of several people who bring the documents; empty for one.
    pub people: Vec<String>,
    /// Documents under their label.
    pub bring: Fact,
    /// Fees under their label.
    pub cost: Fact,
}

impl Deadline {
    /// "14:32 Uhr", with the date in front if it is not today.
    pub fn text(&self, texts: &Texts) -> String {
        date::deadline(&texts.date, self.until, self.today)
    }
}

impl Requirements {
    /// Documents and fees in the order of reading.
    pub fn facts(&self) -> [&Fact; 2] {
        [&self.bring, &self.cost]
    }
}

impl CentreView {
    /// "Harburger Rathausforum 3, 21073 Hamburg"
    pub fn address(&self) -> String {
        format!("{}, {} {}", self.street, self.postcode, self.city)
    }
}

impl VisitView {
    /// "Dienstag, 1. Dezember 2026, 9:15 Uhr"
    pub fn moment(&self, texts: &Texts) -> String {
        date::moment(&texts.date, self.starts)
    }

    /// When, where and what: all that may be said before the mailbox is proven.
    pub fn facts_of_visit(&self, texts: &Texts) -> Vec<Fact> {
        let words = &texts.visit;
        let services = self.services.iter().map(|service| service.title(texts)).collect();
        let mut way: Vec<String> = Some(self.centre.note.clone())
            .filter(|note| !note.is_empty())
            .into_iter()
            .collect();
        way.push(self.step_free(words).to_owned());
        vec![
            Fact::new(words.when, self.moment(texts)),
            Fact {
                label: words.place,
                lines: vec![self.centre.name.clone(), self.centre.address()],
            },
            Fact {
                label: words.way,
                lines: way,
            },
            Fact {
                label: words.what,
                lines: services,
            },
            Fact::new(words.duration, texts.count(words.minutes, self.minutes)),
        ]
    }

    /// All there is to know, for the holder of a link.
    pub fn facts(&self, texts: &Texts) -> Vec<Fact> {
        let words = &texts.visit;
        let mut facts = self.facts_of_visit(texts);
        facts.extend(self.name.iter().map(|name| Fact::new(words.name, name.clone())));
        facts.extend(
            self.reference
                .iter()
                .map(|reference| Fact::new(words.reference, reference.clone())),
        );
        facts
    }

    /// The same for a mail, which others may read over a shoulder: of a sensitive visit only when and at which address.
    pub fn facts_for_mail(&self, texts: &Texts) -> Vec<Fact> {
        if !self.sensitive {
            return self.facts(texts);
        }
        let words = &texts.visit;
        let mut facts = vec![
            Fact::new(words.when, self.moment(texts)),
            Fact::new(words.place, self.centre.address()),
        ];
        facts.extend(
            self.reference
                .iter()
                .map(|reference| Fact::new(words.reference, reference.clone())),
        );
        facts
    }

    /// Documents and fees of each service.
    pub fn requirements(&self, texts: &Texts) -> Vec<Requirements> {
        self.services
            .iter()
            .map(|service| service.requirements(texts))
            .collect()
    }

    fn step_free(&self, words: &Visit) -> &'static str {
        match self.centre.step_free {
            Some(true) => words.step_free,
            Some(false) => words.not_step_free,
            None => words.step_free_unknown,
        }
    }
}

impl ServiceView {
    fn title(&self, texts: &Texts) -> String {
        let amount = if self.quantity_of_person {
            texts.visit.for_persons
        } else {
            texts.visit.for_documents
        };
        fill(
            texts.visit.service,
            &[
                ("service", &self.name),
                ("amount", &texts.count(amount, self.quantity)),
            ],
        )
    }

    /// Documents and fees.
    pub fn requirements(&self, texts: &Texts) -> Requirements {
        let words = &texts.visit;
        let several = self.quantity > 1;
        let bring = match (self.documents.is_empty(), several && self.quantity_of_person) {
            (true, _) => words.bring_nothing_label,
            (false, true) => words.bring_each_person,
            (false, false) => words.bring,
        };
        let cost = match (several, self.quantity_of_person) {
            (false, _) => words.cost_once,
            (true, true) => words.cost_each_person,
            (true, false) => words.cost_each_document,
        };
        let fees = self.fees.iter().map(|fee| fee.text(words)).collect();
        let people = if several && self.quantity_of_person && !self.documents.is_empty() {
            self.quantity
        } else {
            0
        };
        let person = |number: u32| fill(words.person, &[("n", &number.to_string())]);
        Requirements {
            title: self.title(texts),
            people: (1..=people).map(person).collect(),
            bring: Fact {
                label: bring,
                lines: or(self.documents.clone(), words.bring_nothing),
            },
            cost: Fact {
                label: cost,
                lines: or(fees, words.cost_unknown),
            },
        }
    }
}

impl FeeView {
    fn text(&self, words: &Visit) -> String {
        let amount = match self.cents {
            None => words.cost_unknown.to_owned(),
            Some(0) => words.cost_nothing.to_owned(),
            Some(cents) => fill(
                words.euros,
                &[
                    ("euros", &(cents / 100).to_string()),
                    ("cents", &format!("{:02}", cents % 100)),
                ],
            ),
        };
        if self.label.is_empty() {
            amount
        } else {
            format!("{}: {amount}", self.label)
        }
    }
}

impl Fact {
    fn new(label: &'static str, line: String) -> Self {
        Self {
            label,
            lines: vec![line],
        }
    }
}

fn or(lines: Vec<String>, otherwise: &str) -> Vec<String> {
    if lines.is_empty() {
        vec![otherwise.to_owned()]
    } else {
        lines
    }
}
