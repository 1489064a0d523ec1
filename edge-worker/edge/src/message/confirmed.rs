use super::{Part, Words};
use crate::visit_view::VisitView;
use texts::{Texts, fill};

/// Says that the appointment is booked, with all one needs for the visit. `manage` is the page to move or cancel.
pub fn confirmed<'a>(texts: &'static Texts, view: &'a VisitView, manage: &'a str) -> Words<'a> {
    let words = &texts.mail;
    Words {
        texts,
        subject: fill(words.confirmed_subject, &[("moment", &view.moment(texts))]),
        title: words.confirmed_title,
        parts: Part::standing_visit(texts, view, manage, words.confirmed_text),
    }
}
