use super::{Message, Part, message};
use texts::Texts;

/// Says that this address cannot book more just now. Only its owner reads this; the screen said the same as always.
///
/// `manage` is the page of an appointment the address has, if there is one. Which limit was met stays unsaid.
pub fn limit(texts: &'static Texts, manage: Option<&str>) -> Message {
    let words = &texts.mail;
    let mut parts = vec![Part::Strong(words.limit_text), Part::Line(words.limit_todo)];
    if let Some(manage) = manage {
        parts.push(Part::Button(words.limit_link, manage));
    }
    parts.extend([Part::Line(words.limit_call), Part::Line(words.limit_stranger)]);
    message(
        texts,
        words.limit_subject.to_owned(),
        words.limit_title,
        &parts,
        None,
    )
}
