use super::Frame;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/refusal.html")]
struct Page<'a> {
    frame: Frame<'a>,
    title: &'a str,
    lines: &'a [&'a str],
}

/// For a token that nothing belongs to. It says the same for every one, made up or out of date.
pub fn unknown(frame: Frame) -> String {
    let words = &frame.texts.page;
    told(
        frame,
        words.unknown_title,
        &[words.unknown_text, words.unknown_help],
    )
}

/// A refusal in words, where a program would get a problem document.
pub fn problem(frame: Frame, title: &str, detail: &str) -> String {
    told(frame, title, &[detail])
}

/// A page that says something and leads on.
fn told(frame: Frame, title: &str, lines: &[&str]) -> String {
    Page { frame, title, lines }.to_string()
}
