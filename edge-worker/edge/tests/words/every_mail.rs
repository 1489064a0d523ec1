//! Every mail there is, about one visit.

use crate::sample::{ACTIVATE, MANAGE, at, deadline, entry};
use edge::ical::Method;
use edge::message::{
    Message, Words, activation, again, cancelled, confirmed, lapsing, limit, moved, reminder,
};
use edge::visit_view::VisitView;
use texts::{DE, Texts};

/// Each mail by its name, in one language, and in German below it where that is another.
pub fn every(texts: &'static Texts, view: &VisitView) -> [(&'static str, Message); 8] {
    let coming = [
        (view.clone(), MANAGE.to_owned()),
        (later(view), MANAGE.to_owned()),
    ];
    let code = "123456";
    let book = "https://termin.example/buchen";
    let mail = |words: &dyn Fn(&'static Texts) -> Words<'static>, sequence: Option<(u32, Method)>| {
        let german = (texts.language != DE.language).then(|| words(&DE));
        let calendar = sequence.map(|(sequence, method)| entry(texts, view, sequence, method));
        Message::new(&words(texts), german.as_ref(), calendar)
    };
    let view: &'static VisitView = Box::leak(Box::new(view.clone()));
    let coming: &'static [(VisitView, String)] = Box::leak(Box::new(coming));
    [
        (
            "activation",
            mail(&|texts| activation(texts, view, ACTIVATE, code, deadline()), None),
        ),
        (
            "lapsing",
            mail(&|texts| lapsing(texts, view, ACTIVATE, code, deadline()), None),
        ),
        (
            "confirmed",
            mail(
                &|texts| confirmed(texts, view, MANAGE),
                Some((0, Method::Publish)),
            ),
        ),
        ("reminder", mail(&|texts| reminder(texts, view, MANAGE), None)),
        (
            "moved",
            mail(&|texts| moved(texts, view, MANAGE), Some((1, Method::Publish))),
        ),
        (
            "cancelled",
            mail(&|texts| cancelled(texts, view, book), Some((2, Method::Cancel))),
        ),
        ("again", mail(&|texts| again(texts, coming), None)),
        ("limit", mail(&|texts| limit(texts, Some(MANAGE)), None)),
    ]
}

/// Another visit of the same family, in the afternoon of the day after.
fn later(view: &VisitView) -> VisitView {
    VisitView {
        starts: at("2026-12-02 14:30"),
        reference: Some("HBG-2M9T-5X".to_owned()),
        ..view.clone()
    }
}
