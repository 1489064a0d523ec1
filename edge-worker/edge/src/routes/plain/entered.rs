//! What a form or an address says, as it was typed: nothing is judged here, so that nothing typed is lost.

use crate::pages::plain::Carried;
use crate::wire::ChosenRequest;

/// Services read of one form; a visit has at most eight, the rest is nonsense.
const MOST_SERVICES: usize = 64;
/// Likewise centres.
const MOST_CENTRES: usize = 64;

/// All fields of the journey, empty where not given.
#[derive(Clone, Debug, Default)]
pub(super) struct Entered {
    /// Which button.
    pub action: String,
    /// Tag of the language, where one was chosen.
    pub lang: String,
    /// The same of the language that a button has just changed to.
    pub switch: String,
    /// `personalausweis:2`, each.
    pub services: Vec<String>,
    /// The centres chosen; none for anywhere …
    pub centres: Vec<String>,
    /// … once that has been asked.
    pub placed: bool,
    /// Postcode or district.
    pub near: String,
    /// The day looked at.
    pub day: String,
    /// The first day looked at.
    pub from: String,
    /// Whether every time of the day is wanted, not a few of them.
    pub all: bool,
    /// Which page of looking for a time the form is on; empty on all others.
    pub at: String,
    /// Centre and start, with a space between.
    pub slot: String,
    /// The form ticket.
    pub ticket: String,
    /// Code of an invitation.
    pub invitation: String,
    /// The reservation …
    pub id: String,
    /// … and what opens it.
    pub secret: String,
    /// Whether the appointment is for somebody else.
    pub other: bool,
    /// Of the applicant.
    pub name: String,
    /// Of the applicant.
    pub email: String,
    /// Of the applicant.
    pub phone: String,
    /// Of the mail.
    pub code: String,
}

impl Entered {
    /// Reads `name=value&…`; names nobody knows are left out.
    pub fn read(bytes: &[u8]) -> Self {
        let mut read = Self::default();
        for (name, value) in form_urlencoded::parse(bytes) {
            let value = value.into_owned();
            match name.as_ref() {
                "service" if !value.is_empty() && read.services.len() < MOST_SERVICES => {
                    read.services.push(value);
                }
                "centre" if value.is_empty() => read.placed = true,
                "centre" if read.centres.len() < MOST_CENTRES => {
                    read.placed = true;
                    read.centres.push(value);
                }
                "near" => read.near = value,
                "all" => read.all = true,
                "at" => read.at = value,
                "other" => read.other = true,
                "do" => read.action = value,
                "lang" => read.lang = value,
                "switch" => read.switch = value,
                "day" => read.day = value,
                "from" => read.from = value,
                "slot" => read.slot = value,
                "ticket" => read.ticket = value,
                "invitation" => read.invitation = value,
                "id" => read.id = value,
                "secret" => read.secret = value,
                "name" => read.name = value,
                "email" => read.email = value,
                "phone" => read.phone = value,
                "code" => read.code = value,
                _ => {}
            }
        }
        read
    }

    /// What may stand in an address.
    pub fn looked_for_only(self) -> Self {
        Self {
            lang: self.lang,
            switch: self.switch,
            at: self.at,
            action: self.action,
            services: self.services,
            centres: self.centres,
            placed: self.placed,
            day: self.day,
            from: self.from,
            all: self.all,
            ..Self::default()
        }
    }

    /// The services as the API takes them.
    pub fn chosen(&self) -> Vec<ChosenRequest> {
        self.services
            .iter()
            .map(|text| ChosenRequest::of_text(text))
            .collect()
    }

    /// The language chosen last; empty where nobody has chosen.
    pub fn language(&self) -> &str {
        if self.switch.is_empty() {
            &self.lang
        } else {
            &self.switch
        }
    }

    /// Whether a button has just changed the language.
    pub fn changed_language(&self) -> bool {
        !self.switch.is_empty()
    }

    /// Goes back to where the button leads: the days, the places, or the services. A change of the language leads to the page it is on.
    pub fn go_back(&mut self) {
        if self.changed_language() {
            self.action.clone_from(&self.at);
        }
        let to_place = matches!(self.action.as_str(), "place" | "near" | "services");
        if to_place || self.action == "days" {
            self.day.clear();
            self.all = false;
        }
        if to_place {
            self.from.clear();
            self.placed = false;
        }
    }

    /// Services and centres.
    fn looked_for(&self) -> Vec<(&'static str, &str)> {
        let services = self.services.iter().map(|service| ("service", service.as_str()));
        let anywhere = (self.placed && self.centres.is_empty()).then_some("");
        let centres = self.centres.iter().map(String::as_str).chain(anywhere);
        services.chain(centres.map(|centre| ("centre", centre))).collect()
    }

    /// Whether a reservation is under way.
    pub fn has_reserved(&self) -> bool {
        !self.id.is_empty()
    }

    /// Whether anything is among it that belongs to somebody.
    pub fn is_personal(&self) -> bool {
        self.has_reserved() || !self.near.is_empty()
    }

    /// What every form carries: what is looked for, and whose it is.
    pub fn carried(&self) -> Carried {
        let other = if self.other { "1" } else { "" };
        let more = [
            ("lang", self.language()),
            ("near", &self.near),
            ("id", &self.id),
            ("secret", &self.secret),
            ("other", other),
            ("name", &self.name),
            ("email", &self.email),
            ("phone", &self.phone),
        ];
        let given = more.into_iter().filter(|(_, value)| !value.is_empty());
        let all = self.looked_for().into_iter().chain(given);
        all.map(|(name, value)| (name, value.to_owned())).collect()
    }

    /// The same without the fields that the form itself shows.
    pub fn carried_without(&self, shown: &[&str]) -> Carried {
        let mut carried = self.carried();
        carried.retain(|(name, _)| !shown.contains(name));
        carried
    }
}
