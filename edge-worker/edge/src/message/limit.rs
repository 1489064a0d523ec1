use super::{Part, Words};
use texts::Texts;

/// Says that this address cannot book more just now. Only its owner reads this; the screen said the same as always.
///
/// `manage` is the page of an appointment the address has, if there is one. Which limit was met stays unsaid.
pub fn limit<'a>(texts: &'static Texts, manage: Option<&'a str>) -> Words<'a> {
    let words = &texts.mail;
    let mut parts = vec![
        Part::Strong(words.limit_text.to_owned()),
        Part::Line(words.limit_todo),
    ];
    parts.extend(manage.map(|manage| Part::Button(words.limit_link, manage)));
    parts.extend([Part::Line(words.limit_call), Part::Line(words.limit_stranger)]);
    Words {
        texts,
        subject: words.limit_subject.to_owned(),
        title: words.limit_title,
        parts,
    }
}
