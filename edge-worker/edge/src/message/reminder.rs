use super::{Message, Part, message};
use crate::visit_view::VisitView;
use texts::{Texts, fill};

/// Reminds of a visit on the day before. `manage` is the page to move or cancel.
pub fn reminder(texts: &'static Texts, view: &VisitView, manage: &str) -> Message {
    let words = &texts.mail;
    let mut parts = vec![
        Part::Line(words.reminder_text),
        Part::visit(texts, view),
        Part::Line(words.show_reference),
    ];
    parts.extend(Part::requirements(texts, view, manage));
    parts.extend([
        Part::Line(words.manage_text),
        Part::Button(words.manage_link, manage),
    ]);
    let subject = fill(words.reminder_subject, &[("moment", &view.moment(texts))]);
    message(texts, subject, words.reminder_title, &parts, None)
}
