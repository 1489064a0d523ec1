use super::{Part, Words};
use crate::visit_view::VisitView;
use texts::{Texts, fill};

/// Reminds of a visit on the day before. `manage` is the page to move or cancel.
pub fn reminder<'a>(texts: &'static Texts, view: &'a VisitView, manage: &'a str) -> Words<'a> {
    let words = &texts.mail;
    let mut parts = vec![
        Part::Line(words.reminder_text),
        Part::visit(texts, view),
        Part::Line(words.show_reference),
        Part::Line(words.late),
    ];
    parts.extend(Part::requirements(texts, view, manage));
    parts.extend([
        Part::Line(words.manage_text),
        Part::Button(words.manage_link, manage),
    ]);
    Words {
        texts,
        subject: fill(words.reminder_subject, &[("moment", &view.moment(texts))]),
        title: words.reminder_title,
        parts,
    }
}
