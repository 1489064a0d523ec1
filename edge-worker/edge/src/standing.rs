//! Centres that are closed for good or not open yet: what they answer instead of times.

use booking::catalogue::{Centre, Standing};
use booking::{Catalogue, CentreId};
use chrono::NaiveDate;
use texts::date::day_month_year;
use texts::{Texts, fill};

use crate::problem::{Kind, Problem};

/// Why a centre has no times, and where to go instead.
#[derive(Clone, Debug)]
pub struct Shut {
    /// Its name.
    pub centre: String,
    /// Why it has none.
    pub standing: Standing,
    /// What is past and what is to come is told apart by it.
    pub today: NaiveDate,
    /// Id and name of the centre that takes over.
    pub successor: Option<(CentreId, String)>,
}

impl Shut {
    /// Of a centre that has no day from `first` to `last`, both included; none if it may have one.
    #[must_use]
    pub fn between(
        catalogue: &Catalogue,
        centre: &Centre,
        (first, last): (NaiveDate, NaiveDate),
        today: NaiveDate,
    ) -> Option<Self> {
        let standing = match (centre.standing(first), centre.standing(last)) {
            (closed @ Standing::Closed(_), _) => closed,
            (_, not_yet @ Standing::NotYet(_)) => not_yet,
            _ => return None,
        };
        let successor = centre.successor.as_ref().and_then(|id| catalogue.centre(id));
        Some(Self {
            centre: centre.name.clone(),
            standing,
            today,
            successor: successor.map(|planned| (planned.centre.id.clone(), planned.centre.name.clone())),
        })
    }

    /// The centre that has taken over.
    #[must_use]
    pub fn successor(&self) -> Option<&CentreId> {
        self.successor.as_ref().map(|(id, _)| id)
    }

    /// First date on which the centre is open, while it is not.
    #[must_use]
    pub const fn opens(&self) -> Option<NaiveDate> {
        match self.standing {
            Standing::NotYet(date) => Some(date),
            Standing::Open | Standing::Closed(_) => None,
        }
    }

    /// In one sentence or two: since when, and where instead.
    #[must_use]
    pub fn text(&self, texts: &Texts) -> String {
        let words = &texts.standing;
        let (sentence, date) = match (self.standing, &self.successor) {
            (Standing::NotYet(date), _) => (words.not_open, date),
            (Standing::Closed(date), Some(_)) if date <= self.today => (words.succeeded, date),
            (Standing::Closed(date), Some(_)) => (words.to_be_succeeded, date),
            (Standing::Closed(date), None) if date <= self.today => (words.closed, date),
            (Standing::Closed(date), None) => (words.closes, date),
            (Standing::Open, _) => return String::new(),
        };
        fill(
            sentence,
            &[
                ("centre", &self.centre),
                ("date", &day_month_year(&texts.date, date)),
                ("successor", self.successor.as_ref().map_or("", |(_, name)| name)),
            ],
        )
    }
}

impl From<Shut> for Problem {
    fn from(shut: Shut) -> Self {
        let kind = match shut.standing {
            Standing::NotYet(_) => Kind::CentreNotOpen,
            Standing::Open | Standing::Closed(_) => Kind::CentreClosed,
        };
        Self::from(kind).at(shut)
    }
}
