use super::{Message, Part, message};
use crate::ical::Calendar;
use crate::visit_view::VisitView;
use texts::{Texts, fill};

/// Says that the appointment is off. `book` is the page to book a new one, `calendar` takes the entry out.
pub fn cancelled(texts: &'static Texts, view: &VisitView, book: &str, calendar: Calendar) -> Message {
    let words = &texts.mail;
    let mut facts = view.facts_for_mail(texts);
    facts.retain(|fact| [texts.visit.when, texts.visit.place, texts.visit.reference].contains(&fact.label));
    let parts = [
        Part::Line(words.cancelled_text),
        Part::Facts(facts),
        Part::Line(words.cancelled_calendar),
        Part::Line(words.cancelled_again),
        Part::Button(words.cancelled_link, book),
    ];
    let subject = fill(words.cancelled_subject, &[("moment", &view.moment(texts))]);
    message(texts, subject, words.cancelled_title, &parts, Some(calendar))
}
