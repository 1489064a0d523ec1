use super::{Deadline, Frame, VisitView, fill};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/cancel_question.html")]
struct Question<'a> {
    frame: Frame<'a>,
    token: &'a str,
    view: &'a VisitView,
}

#[derive(Template)]
#[template(path = "pages/cancelled.html")]
struct Cancelled<'a> {
    frame: Frame<'a>,
    token: &'a str,
    undo: Option<String>,
}

/// Asks once before the press that cancels (`do=cancel`).
pub fn cancel_question(frame: Frame, token: &str, view: &VisitView) -> String {
    Question { frame, token, view }.to_string()
}

/// The visit is off. While `undo_until` has not passed, a button takes it back (`do=undo`); `None` afterwards.
pub fn cancelled(frame: Frame, token: &str, undo_until: Option<Deadline>) -> String {
    let texts = frame.texts;
    let undo = undo_until.map(|until| fill(texts.page.undo_text, &[("time", &until.text(texts))]));
    Cancelled { frame, token, undo }.to_string()
}
