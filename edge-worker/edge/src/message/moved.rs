use super::{Part, Words};
use crate::visit_view::VisitView;
use texts::{Texts, fill};

/// Says that the appointment has a new time; `view` shows the new one. `manage` is the page to move or cancel.
pub fn moved<'a>(texts: &'static Texts, view: &'a VisitView, manage: &'a str) -> Words<'a> {
    let words = &texts.mail;
    Words {
        texts,
        subject: fill(words.moved_subject, &[("moment", &view.moment(texts))]),
        title: words.moved_title,
        parts: Part::standing_visit(texts, view, manage, words.moved_text),
    }
}
