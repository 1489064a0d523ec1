use super::{Deadline, Frame, VisitView, fill};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/activate.html")]
struct Page<'a> {
    frame: Frame<'a>,
    token: &'a str,
    view: &'a VisitView,
    until: String,
}

/// What the link of the activation mail shows: the visit, the deadline, and the button that books (`do=activate`).
pub fn activate(frame: Frame, token: &str, view: &VisitView, deadline: Deadline) -> String {
    let until = fill(
        frame.texts.page.activate_until,
        &[("deadline", &deadline.text(frame.texts))],
    );
    Page {
        frame,
        token,
        view,
        until,
    }
    .to_string()
}
