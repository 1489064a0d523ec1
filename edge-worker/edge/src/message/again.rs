use super::{Part, Words};
use crate::visit_view::VisitView;
use texts::Texts;

/// All coming appointments of an address, each with the page to see, move or cancel it. Only its owner reads this; the screen
/// says the same for every address.
pub fn again<'a>(texts: &'static Texts, coming: &'a [(VisitView, String)]) -> Words<'a> {
    let words = &texts.mail;
    let mut parts = vec![Part::Line(words.again_text)];
    for (view, manage) in coming {
        parts.extend([Part::visit(texts, view), Part::Link(words.manage_link, manage)]);
    }
    parts.push(Part::Line(words.again_stranger));
    Words {
        texts,
        subject: words.again_subject.to_owned(),
        title: words.again_title,
        parts,
    }
}
