use super::Frame;
use super::plain::Typed;
use super::refusal::told;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/lost_mail.html")]
struct Page<'a> {
    frame: Frame<'a>,
    typed: &'a Typed,
}

/// `/meine-termine`: the form that asks for one's appointments by mail, with what was typed so far.
pub fn lost_mail(frame: Frame, typed: &Typed) -> String {
    Page { frame, typed }.to_string()
}

/// What everybody reads who has sent that form.
pub fn lost_mail_sent(frame: Frame) -> String {
    let words = &frame.texts.page;
    told(
        frame,
        words.again_sent_title,
        &[words.again_sent_text, words.again_sent_nothing],
    )
}
