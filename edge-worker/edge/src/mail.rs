//! The seam to the mail system, and the mail as it travels: headers and MIME.

use booking::Instant;
use mail_builder::MessageBuilder;
use mail_builder::headers::HeaderType;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::MimePart;

use crate::database::BoxFuture;
use crate::ical::FILE_NAME;
use crate::message::Message;

/// Sends mails.
pub trait Mailer: Send + Sync {
    /// Hands mails to the mail system one after the other, over one connection where it can, and
    /// says of each what became of it.
    fn send(&self, mails: Vec<Mail>) -> BoxFuture<'_, Vec<Delivery>>;
}

/// A mail ready to leave.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Envelope sender.
    pub from: String,
    /// Envelope recipient.
    pub to: String,
    /// RFC 5322 text with CRLF line ends: 7-bit, but for an address in letters that ASCII lacks.
    pub text: String,
}

/// What became of a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The mail system has taken it.
    Accepted,
    /// Not now; worth another try.
    Later(String),
    /// The mail system could not be reached, so nothing was sent; worth another try.
    Unreachable(String),
    /// The conversation broke off: the mail system may have it, or not; worth another try.
    Unknown(String),
    /// Refused for good.
    Refused(String),
}

/// What goes around a message.
pub struct Envelope<'a> {
    /// Sender's address.
    pub from: &'a str,
    /// Sender's name.
    pub from_name: &'a str,
    /// Where answers go.
    pub reply_to: &'a str,
    /// Recipient's address.
    pub to: &'a str,
    /// Names the outbox row, so that a mail sent twice is one mail to a mailbox.
    pub message_id: &'a str,
    /// When it was written, on the edge's clock.
    pub date: Instant,
}

/// Puts a message into its envelope.
///
/// # Errors
/// What the builder says; never with text of the message.
pub fn compose(message: &Message, envelope: &Envelope) -> std::io::Result<Mail> {
    let alternatives = vec![
        MimePart::new("text/plain", message.text.as_str()),
        MimePart::new("text/html", message.html.as_str()),
    ];
    let mut body = MimePart::new("multipart/alternative", alternatives);
    if let Some(calendar) = &message.calendar {
        let content_type = ContentType::new("text/calendar")
            .attribute("charset", "utf-8")
            .attribute("method", calendar.method.name())
            .attribute("name", FILE_NAME);
        let entry = MimePart::new(content_type, calendar.ics.as_str()).attachment(FILE_NAME);
        body = MimePart::new("multipart/mixed", vec![body, entry]);
    }
    let raw = |text: &'static str| HeaderType::from(Raw::new(text));
    let text = MessageBuilder::new()
        .from(Address::new_address(Some(envelope.from_name), envelope.from))
        .reply_to(envelope.reply_to)
        .to(envelope.to)
        .subject(message.subject.as_str())
        .date(Date::new(envelope.date.seconds()))
        .message_id(envelope.message_id)
        .header("Content-Language", Raw::new(message.languages.as_str()))
        .header("Auto-Submitted", raw("auto-generated"))
        .body(body)
        .write_to_string()?;
    Ok(Mail {
        from: envelope.from.to_owned(),
        to: envelope.to.to_owned(),
        text,
    })
}
