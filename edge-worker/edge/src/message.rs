//! What a mail says. A message is a list of parts, and its text and its HTML are drawn from the same list: neither says less.

mod activation;
mod cancelled;
mod confirmed;
mod limit;
mod moved;
mod reminder;

pub use activation::activation;
pub use cancelled::cancelled;
pub use confirmed::confirmed;
pub use limit::limit;
pub use moved::moved;
pub use reminder::reminder;

use crate::ical::Calendar;
use crate::visit_view::{Fact, Requirements, VisitView};
use askama::Template;
use texts::Texts;

/// A mail without its addresses.
#[derive(Debug, Clone)]
pub struct Message {
    /// One line; names neither the service nor a token.
    pub subject: String,
    /// The plain part, lines ended by `\n`.
    pub text: String,
    /// The HTML part; it loads nothing from anywhere.
    pub html: String,
    /// The calendar entry to attach.
    pub calendar: Option<Calendar>,
    /// For `Content-Language`.
    pub language: &'static str,
}

/// A piece of a mail, in the order of reading.
enum Part<'a> {
    Line(&'a str),
    /// The one line that must not be missed.
    Strong(&'a str),
    /// The one thing to do.
    Button(&'a str, &'a str),
    Link(&'a str, &'a str),
    /// A label and six digits in two groups.
    Code(&'a str, (&'a str, &'a str)),
    Facts(Vec<Fact>),
    Requirements(Vec<Requirements>, &'a str),
}

impl<'a> Part<'a> {
    fn code(label: &'a str, code: &'a str) -> Self {
        Self::Code(label, code.split_at_checked(3).unwrap_or((code, "")))
    }

    fn visit(texts: &Texts, view: &VisitView) -> Self {
        Self::Facts(view.facts_for_mail(texts))
    }

    /// A visit that stands, with all one needs for it: `opening` says how it came to stand.
    fn standing_visit(
        texts: &'static Texts,
        view: &'a VisitView,
        manage: &'a str,
        opening: &'a str,
    ) -> Vec<Self> {
        let words = &texts.mail;
        let mut parts = vec![
            Self::Line(opening),
            Self::visit(texts, view),
            Self::Line(words.show_reference),
        ];
        parts.extend(Self::requirements(texts, view, manage));
        parts.extend([
            Self::Line(words.calendar_text),
            Self::Line(words.manage_text),
            Self::Button(words.manage_link, manage),
        ]);
        parts
    }

    /// Documents, fees and payment; for a sensitive visit the page that has them.
    fn requirements(texts: &'static Texts, view: &'a VisitView, manage: &'a str) -> Vec<Self> {
        if view.sensitive {
            vec![
                Self::Line(texts.mail.neutral_bring),
                Self::Link(texts.mail.details_link, manage),
            ]
        } else {
            vec![Self::Requirements(view.requirements(texts), &view.payment)]
        }
    }
}

#[derive(Template)]
#[template(path = "mail/body.txt")]
struct TextBody<'a> {
    texts: &'static Texts,
    parts: &'a [Part<'a>],
}

#[derive(Template)]
#[template(path = "mail/body.html")]
struct HtmlBody<'a> {
    texts: &'static Texts,
    title: &'a str,
    parts: &'a [Part<'a>],
}

fn message(
    texts: &'static Texts,
    subject: String,
    title: &str,
    parts: &[Part],
    calendar: Option<Calendar>,
) -> Message {
    Message {
        subject,
        text: TextBody { texts, parts }.to_string(),
        html: HtmlBody { texts, title, parts }.to_string(),
        calendar,
        language: texts.language,
    }
}
