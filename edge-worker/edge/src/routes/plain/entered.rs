//! What a form or an address says, as it was typed: nothing is judged here, so that nothing typed is lost.

use crate::pages::plain::Carried;
use crate::wire::ChosenRequest;

/// Services read of one form; a visit has at most eight, the rest is nonsense.
const MOST_SERVICES: usize = 64;

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
    /// Centre; empty for anywhere.
    pub centre: String,
    /// The day looked at.
    pub day: String,
    /// The first day looked at.
    pub from: String,
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
                "do" => read.action = value,
                "lang" => read.lang = value,
                "switch" => read.switch = value,
                "centre" => read.centre = value,
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
            services: self.services,
            centre: self.centre,
            day: self.day,
            from: self.from,
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

    /// What is looked for as an address asks for it, each part with its `&`; without the language.
    pub fn address(&self) -> String {
        let services = self.services.iter().map(|service| ("service", service));
        let more = [("centre", &self.centre), ("day", &self.day), ("from", &self.from)];
        let given = services.chain(more).filter(|(_, value)| !value.is_empty());
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in given {
            query.append_pair(name, value);
        }
        let mut query = query.finish();
        if !query.is_empty() {
            query.push('&');
        }
        query
    }

    /// Whether anything is among it that belongs to somebody.
    pub fn is_personal(&self) -> bool {
        !self.id.is_empty()
    }

    /// What every form carries: what is looked for, and whose it is.
    pub fn carried(&self) -> Carried {
        let services = self.services.iter().map(|service| ("service", service.clone()));
        let mut carried: Carried = services.collect();
        let language = self.language().to_owned();
        let more = [
            ("lang", &language),
            ("centre", &self.centre),
            ("id", &self.id),
            ("secret", &self.secret),
            ("name", &self.name),
            ("email", &self.email),
            ("phone", &self.phone),
        ];
        let given = more.into_iter().filter(|(_, value)| !value.is_empty());
        carried.extend(given.map(|(name, value)| (name, value.clone())));
        carried
    }

    /// The same without the fields that the form itself shows.
    pub fn carried_without(&self, shown: &[&str]) -> Carried {
        let mut carried = self.carried();
        carried.retain(|(name, _)| !shown.contains(name));
        carried
    }
}
