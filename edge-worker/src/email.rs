//! Mail over Cloudflare's `send_email` binding.

use std::time::Duration;

use edge::database::BoxFuture;
use edge::mail::{Delivery, Mail, Mailer};
use edge::send_email::verdict;
use futures_util::future::{Either, select};
use futures_util::pin_mut;
use worker::js_sys::{Error, Reflect};
use worker::send::SendFuture;
use worker::{Date, Delay, EmailMessage, SendEmail};

/// Hands mails to the binding.
pub struct BindingMailer {
    /// The binding.
    pub binding: SendEmail,
    /// Milliseconds for all mails of one lease; the lease is longer.
    pub budget: u64,
}

impl Mailer for BindingMailer {
    fn send(&self, mails: Vec<Mail>) -> BoxFuture<'_, Vec<Delivery>> {
        Box::pin(SendFuture::new(async move {
            let deadline = Date::now().as_millis() + self.budget;
            let mut deliveries = Vec::with_capacity(mails.len());
            for mail in &mails {
                deliveries.push(self.hand_over(mail, deadline).await);
            }
            deliveries
        }))
    }
}

impl BindingMailer {
    async fn hand_over(&self, mail: &Mail, deadline: u64) -> Delivery {
        let left = deadline.saturating_sub(Date::now().as_millis());
        if left == 0 {
            return Delivery::Later("no time left".to_owned());
        }
        let message = match EmailMessage::new(&mail.from, &mail.to, &mail.text) {
            Ok(message) => message,
            Err(error) => return verdict(code(&error).as_deref()),
        };
        let (sent, delay) = (
            self.binding.send(&message),
            Delay::from(Duration::from_millis(left)),
        );
        pin_mut!(sent, delay);
        match select(sent, delay).await {
            Either::Left((Ok(_), _)) => Delivery::Accepted,
            Either::Left((Err(error), _)) => verdict(code(&error).as_deref()),
            Either::Right(_) => Delivery::Unknown("timed out".to_owned()),
        }
    }
}

/// The `code` of an error, if it has one.
fn code(error: &Error) -> Option<String> {
    Reflect::get(error, &"code".into()).ok()?.as_string()
}
