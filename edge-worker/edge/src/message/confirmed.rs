use super::{Message, Part, message};
use crate::ical::Calendar;
use crate::visit_view::VisitView;
use texts::{Texts, fill};

/// Says that the appointment is booked, with all one needs for the visit. `manage` is the page to move or cancel.
pub fn confirmed(texts: &'static Texts, view: &VisitView, manage: &str, calendar: Calendar) -> Message {
    let words = &texts.mail;
    let mut parts = vec![
        Part::Line(words.confirmed_text),
        Part::visit(texts, view),
        Part::Line(words.show_reference),
    ];
    parts.extend(Part::requirements(texts, view, manage));
    parts.extend([
        Part::Line(words.calendar_text),
        Part::Line(words.manage_text),
        Part::Button(words.manage_link, manage),
    ]);
    let subject = fill(words.confirmed_subject, &[("moment", &view.moment(texts))]);
    message(texts, subject, words.confirmed_title, &parts, Some(calendar))
}
