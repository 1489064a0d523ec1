use super::{Part, Words};
use crate::visit_view::VisitView;
use texts::{Texts, fill};

/// Says that the appointment is off. `book` is the page to book a new one; the calendar entry beside it takes the old one out.
pub fn cancelled<'a>(texts: &'static Texts, view: &VisitView, book: &'a str) -> Words<'a> {
    let words = &texts.mail;
    let mut facts = view.facts_for_mail(texts);
    facts.retain(|fact| [texts.visit.when, texts.visit.place, texts.visit.reference].contains(&fact.label));
    Words {
        texts,
        subject: fill(words.cancelled_subject, &[("moment", &view.moment(texts))]),
        title: words.cancelled_title,
        parts: vec![
            Part::Line(words.cancelled_text),
            Part::Facts(facts),
            Part::Line(words.cancelled_calendar),
            Part::Line(words.cancelled_again),
            Part::Button(words.cancelled_link, book),
        ],
    }
}
