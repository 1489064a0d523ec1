use super::{Message, Part, message};
use crate::ical::Calendar;
use crate::visit_view::VisitView;
use texts::{Texts, fill};

/// Says that the appointment is booked, with all one needs for the visit. `manage` is the page to move or cancel.
pub fn confirmed(texts: &'static Texts, view: &VisitView, manage: &str, calendar: Calendar) -> Message {
    let words = &texts.mail;
    let parts = Part::standing_visit(texts, view, manage, words.confirmed_text);
    let subject = fill(words.confirmed_subject, &[("moment", &view.moment(texts))]);
    message(texts, subject, words.confirmed_title, &parts, Some(calendar))
}
