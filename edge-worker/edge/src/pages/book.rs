use super::Frame;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/book.html")]
struct Page<'a> {
    frame: Frame<'a>,
}

/// `/buchen`: the widget on a page of the Worker, and the phone for those who get no script.
pub fn book(frame: Frame) -> String {
    Page { frame }.to_string()
}
