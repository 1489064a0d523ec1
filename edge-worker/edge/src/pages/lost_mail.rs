use super::Frame;
use super::plain::Typed;
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

#[derive(Template)]
#[template(path = "pages/lost_mail_sent.html")]
struct Sent<'a> {
    frame: Frame<'a>,
}

/// What everybody reads who has sent that form.
pub fn lost_mail_sent(frame: Frame) -> String {
    Sent { frame }.to_string()
}
