use super::{Message, Part, message};
use crate::ical::Calendar;
use crate::visit_view::VisitView;
use texts::{Texts, fill};

/// Says that the appointment has a new time; `view` shows the new one. `manage` is the page to move or cancel.
pub fn moved(texts: &'static Texts, view: &VisitView, manage: &str, calendar: Calendar) -> Message {
    let words = &texts.mail;
    let parts = Part::standing_visit(texts, view, manage, words.moved_text);
    let subject = fill(words.moved_subject, &[("moment", &view.moment(texts))]);
    message(texts, subject, words.moved_title, &parts, Some(calendar))
}
