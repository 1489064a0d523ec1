use super::{Part, Words};
use crate::visit_view::{Deadline, VisitView};
use texts::{Texts, fill};

/// Says once more, shortly before the time is free again, what the activation mail has said.
pub fn lapsing<'a>(
    texts: &'static Texts,
    view: &VisitView,
    link: &'a str,
    code: &'a str,
    deadline: Deadline,
) -> Words<'a> {
    let words = &texts.mail;
    let deadline = deadline.text(texts);
    let mut parts = vec![Part::Line(words.lapsing_why)];
    parts.extend(Part::press(texts, link, code, &deadline));
    parts.extend([
        Part::unproven_visit(texts, view),
        Part::Line(words.lapsing_not_wanted),
    ]);
    Words {
        texts,
        subject: fill(words.lapsing_subject, &[("deadline", &deadline)]),
        title: words.lapsing_title,
        parts,
    }
}
