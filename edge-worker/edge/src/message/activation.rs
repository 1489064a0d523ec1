use super::{Part, Words};
use crate::visit_view::{Deadline, VisitView};
use texts::{Texts, fill};

/// Asks for the press that books. The mailbox is not proven yet: no name, nothing to bring, no calendar entry.
///
/// `link` is the activation page, `code` the six digits that do the same in the browser that reserved.
pub fn activation<'a>(
    texts: &'static Texts,
    view: &VisitView,
    link: &'a str,
    code: &'a str,
    deadline: Deadline,
) -> Words<'a> {
    let words = &texts.mail;
    let deadline = deadline.text(texts);
    let mut parts = vec![Part::Line(words.activation_why)];
    parts.extend(Part::press(texts, link, code, &deadline));
    parts.extend([
        Part::Line(words.activation_after),
        Part::unproven_visit(texts, view),
        Part::Line(words.activation_stranger),
    ]);
    Words {
        texts,
        subject: fill(words.activation_subject, &[("deadline", &deadline)]),
        title: words.activation_title,
        parts,
    }
}
