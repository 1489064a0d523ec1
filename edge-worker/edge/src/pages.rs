//! The pages behind the links of the mails, and `/buchen`. They work without any script; each page that can change something
//! asks for one POST by a button, so that a program that reads mail and follows links changes nothing.

mod activate;
mod barriers;
mod booked;
mod cancel;
mod day_lists;
mod expired;
mod lost_mail;
mod manage;
mod operator;
pub mod other_services;
pub mod plain;
mod refusal;

pub use activate::activate;
pub use barriers::barriers;
pub use booked::{already, booked};
pub use cancel::{cancel_question, cancelled};
pub use day_lists::{DayList, Visitor, day_lists};
pub use expired::{Expired, expired};
pub use lost_mail::{lost_mail, lost_mail_sent};
pub use manage::{Manage, Notice, manage};
pub use operator::operator;
pub use refusal::{problem, unknown};

use crate::language::Languages;
use crate::visit_view::{Deadline, VisitView};
use chrono::NaiveDateTime;
use texts::{Texts, date, fill};

/// The style sheet of every page, served at `/page.css`.
pub const CSS: &str = include_str!("../templates/page.css");

/// What a page without script may load: its style sheet. It may not be framed.
pub const PLAIN_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// What all pages have around them.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The reader's language.
    pub texts: &'static Texts,
    /// Links every page ends with.
    pub footer: &'a Footer,
    /// How the same page is had in another language.
    pub switch: Switch<'a>,
}

/// A page's way to its other languages.
#[derive(Debug, Clone, Copy)]
pub enum Switch<'a> {
    /// There is none: the page is for staff, or answers nothing that could be asked again.
    None,
    /// By its own address.
    Link {
        /// What people are offered.
        languages: &'a Languages,
        /// Whether the address names the language: the page's links then do so as well.
        chosen: bool,
    },
    /// By a button of its form `#formular`, which brings along whatever was typed.
    Button {
        /// What people are offered.
        languages: &'a Languages,
        /// Whether somebody has chosen the language: the page's links then name it.
        chosen: bool,
    },
}

impl Frame<'_> {
    /// The languages to change to, this one included; none where there is no choice.
    fn languages(&self) -> &[&'static Texts] {
        let languages = match self.switch {
            Switch::None => return &[],
            Switch::Link { languages, .. } | Switch::Button { languages, .. } => languages.offered(),
        };
        if languages.len() > 1 { languages } else { &[] }
    }

    /// The address of this page in another language; none where a button leads there.
    fn in_language(&self, other: &Texts) -> Option<String> {
        match self.switch {
            Switch::Link { .. } => Some(format!("?lang={}", other.language)),
            Switch::None | Switch::Button { .. } => None,
        }
    }

    /// What a link adds to an address, `?lang=tr`, so that the next page is in the same language; nothing where nobody chose it.
    fn asked(&self) -> String {
        self.query("?")
    }

    /// The same for an address that asks for something else already.
    fn also_asked(&self) -> String {
        self.query("&")
    }

    fn query(&self, join: &str) -> String {
        match self.switch {
            Switch::Link { chosen: true, .. } | Switch::Button { chosen: true, .. } => {
                format!("{join}lang={}", self.texts.language)
            }
            Switch::Link { .. } | Switch::Button { .. } | Switch::None => String::new(),
        }
    }
}

/// Where the city says what the law asks for, as the operator set it.
#[derive(Debug, Clone)]
pub struct Footer {
    /// Impressum.
    pub imprint: String,
    /// Datenschutzerklärung.
    pub privacy: String,
    /// Erklärung zur Barrierefreiheit; our page about barriers leads there.
    pub accessibility: String,
    /// The same in plain language.
    pub easy_language: String,
    /// Who hears of a barrier: a mail address, or an https address.
    pub feedback: String,
    /// Who mediates where that did not help.
    pub arbitration: String,
}

impl Footer {
    /// The feedback contact as a link.
    fn feedback_link(&self) -> String {
        if self.feedback.starts_with("https://") {
            self.feedback.clone()
        } else {
            format!("mailto:{}", self.feedback)
        }
    }
}

/// A free time that a page offers.
#[derive(Debug, Clone)]
pub struct SlotView {
    /// Id of the centre, for the form.
    pub centre: String,
    /// Its name, for the reader.
    pub centre_name: String,
    /// Berlin's wall time, for the reader.
    pub starts: NaiveDateTime,
    /// The same instant in RFC 3339 with its offset, for the form.
    pub starts_at: String,
}

impl SlotView {
    /// "Dienstag, 1. Dezember 2026"
    fn date(&self, texts: &Texts) -> String {
        date::date(&texts.date, self.starts.date())
    }

    /// "9:15 Uhr"
    fn time(&self, texts: &Texts) -> String {
        date::time(&texts.date, self.starts.time())
    }

    /// "Dienstag, 1. Dezember 2026, 9:15 Uhr"
    fn moment(&self, texts: &Texts) -> String {
        date::moment(&texts.date, self.starts)
    }
}
