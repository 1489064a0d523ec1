use super::{Message, Part, message};
use crate::visit_view::{Deadline, VisitView};
use texts::{Texts, fill};

/// Asks for the press that books. The mailbox is not proven yet: no name, nothing to bring, no calendar entry.
///
/// `link` is the activation page, `code` the six digits that do the same in the browser that reserved.
pub fn activation(
    texts: &'static Texts,
    view: &VisitView,
    link: &str,
    code: &str,
    deadline: Deadline,
) -> Message {
    let words = &texts.mail;
    let deadline = deadline.text(texts);
    let until = fill(words.activation_until, &[("deadline", &deadline)]);
    let mut facts = view.facts_for_mail(texts);
    facts.retain(|fact| [texts.visit.when, texts.visit.place, texts.visit.what].contains(&fact.label));
    let parts = [
        Part::Line(words.activation_why),
        Part::Strong(&until),
        Part::Line(words.activation_press),
        Part::Button(words.activation_link, link),
        Part::code(words.activation_code, code),
        Part::Line(words.activation_after),
        Part::Facts(facts),
        Part::Line(words.activation_stranger),
    ];
    let subject = fill(words.activation_subject, &[("deadline", &deadline)]);
    message(texts, subject, words.activation_title, &parts, None)
}
