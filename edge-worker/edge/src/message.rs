//! What a mail says. Its words are a list of parts, and text and HTML are drawn from the same list: neither says less. Whoever
//! reads another language finds the German words below their own, for whoever helps them.

mod activation;
mod again;
mod cancelled;
mod confirmed;
mod lapsing;
mod limit;
mod moved;
mod reminder;

pub use activation::activation;
pub use again::again;
pub use cancelled::cancelled;
pub use confirmed::confirmed;
pub use lapsing::lapsing;
pub use limit::limit;
pub use moved::moved;
pub use reminder::reminder;

use crate::ical::Calendar;
use crate::visit_view::{Fact, Requirements, VisitView};
use askama::Template;
use texts::{Texts, fill};

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
    /// For `Content-Language`: the languages in the order of reading.
    pub languages: String,
}

/// What a mail says in one language.
pub struct Words<'a> {
    /// The language.
    texts: &'static Texts,
    subject: String,
    title: &'static str,
    parts: Vec<Part<'a>>,
}

impl Message {
    /// A mail in the reader's language and, where that is another, in German below it.
    #[must_use]
    pub fn new(words: &Words, german: Option<&Words>, calendar: Option<Calendar>) -> Self {
        let both = || [Some(words), german].into_iter().flatten();
        let languages: Vec<&str> = both().map(|words| words.texts.language).collect();
        Self {
            subject: words.subject.clone(),
            text: TextBody { words, german }.to_string(),
            html: HtmlBody { words, german }.to_string(),
            calendar,
            languages: languages.join(", "),
        }
    }
}

/// A piece of a mail, in the order of reading.
enum Part<'a> {
    Line(&'a str),
    /// The one line that must not be missed.
    Strong(String),
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

    /// Until when to press, the link to the page with the button, and the code that does the same.
    fn press(texts: &'static Texts, link: &'a str, code: &'a str, deadline: &str) -> [Self; 4] {
        let words = &texts.mail;
        [
            Self::Strong(fill(words.activation_until, &[("deadline", deadline)])),
            Self::Line(words.activation_press),
            Self::Button(words.activation_link, link),
            Self::code(words.activation_code, code),
        ]
    }

    fn visit(texts: &Texts, view: &VisitView) -> Self {
        Self::Facts(view.facts_for_mail(texts))
    }

    /// When, where and what: all that may be said before the mailbox is proven.
    fn unproven_visit(texts: &Texts, view: &VisitView) -> Self {
        let mut facts = view.facts_for_mail(texts);
        facts.retain(|fact| [texts.visit.when, texts.visit.place, texts.visit.what].contains(&fact.label));
        Self::Facts(facts)
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
            Self::Line(words.late),
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
    words: &'a Words<'a>,
    german: Option<&'a Words<'a>>,
}

#[derive(Template)]
#[template(path = "mail/body.html")]
struct HtmlBody<'a> {
    words: &'a Words<'a>,
    german: Option<&'a Words<'a>>,
}

/// Drawn from the same words: their plain part.
#[derive(Template)]
#[template(path = "mail/words.txt")]
struct TextWords<'a> {
    texts: &'static Texts,
    parts: &'a [Part<'a>],
}

/// Drawn from the same words: their HTML, without what goes around it.
#[derive(Template)]
#[template(path = "mail/words.html")]
struct HtmlWords<'a> {
    texts: &'static Texts,
    title: &'a str,
    parts: &'a [Part<'a>],
}

impl Words<'_> {
    fn text(&self) -> TextWords<'_> {
        TextWords {
            texts: self.texts,
            parts: &self.parts,
        }
    }

    fn html(&self) -> HtmlWords<'_> {
        HtmlWords {
            texts: self.texts,
            title: self.title,
            parts: &self.parts,
        }
    }

    fn direction(&self) -> &'static str {
        self.texts.direction
    }

    /// "Deutsch", in the language of these words, above the German ones.
    fn german(&self) -> &'static str {
        self.texts.mail.in_german
    }
}

impl HtmlWords<'_> {
    fn direction(&self) -> &'static str {
        self.texts.direction
    }

    /// The side on which a line begins.
    fn side(&self) -> &'static str {
        if self.direction() == "rtl" {
            "right"
        } else {
            "left"
        }
    }
}
