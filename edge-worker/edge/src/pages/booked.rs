use super::{Frame, VisitView};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/booked.html")]
struct Page<'a> {
    frame: Frame<'a>,
    title: &'a str,
    text: &'a str,
    manage_token: &'a str,
    view: &'a VisitView,
}

/// The answer to the press: booked, with all one needs for the visit.
pub fn booked(frame: Frame, manage_token: &str, view: &VisitView) -> String {
    let words = &frame.texts.page;
    Page {
        frame,
        title: words.booked_title,
        text: words.booked_text,
        manage_token,
        view,
    }
    .to_string()
}

/// The activation link, opened or pressed again after the booking.
pub fn already(frame: Frame, manage_token: &str, view: &VisitView) -> String {
    let words = &frame.texts.page;
    Page {
        frame,
        title: words.already_title,
        text: words.already_text,
        manage_token,
        view,
    }
    .to_string()
}
