//! Every mail with sample data: `cargo xtask mail` hands them to the inbox of development, or has pictures made of them.
//!
//!   mails send HOST:PORT     all of them, in every language, and those of a sensitive service
//!   mails html FOLDER        the HTML part of each, in German and Arabic

#[path = "../tests/words/every_mail.rs"]
mod every_mail;
#[path = "../tests/words/sample.rs"]
#[expect(dead_code, reason = "the tests know more samples")]
mod sample;

use std::error::Error;
use std::fs;
use std::path::Path;

use booking::Instant;
use edge::mail::{Delivery, Envelope, Mailer, compose};
use edge::message::Message;
use edge::native::TcpMailer;
use every_mail::every;
use sample::{family, sensitive};

/// 20 November 2026, 13:32:05 UTC.
const WRITTEN: Instant = Instant::from_seconds(1_795_181_525);
const OFFICE: &str = "termin@hamburg.example";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["send", smtp] => tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?
            .block_on(send(smtp)),
        ["html", folder] => html(Path::new(folder)),
        _ => Err("mails send HOST:PORT, or mails html FOLDER".into()),
    }
}

async fn send(smtp: &str) -> Result<(), Box<dyn Error>> {
    let mailer = TcpMailer {
        address: smtp.to_owned(),
        our_host: "termin.example".to_owned(),
    };
    let usual = texts::ALL.iter().map(|texts| (*texts, family()));
    for (texts, view) in usual.chain([(&texts::DE, sensitive())]) {
        let kind = if view.sensitive { "sensitive" } else { "usual" };
        let mut mails = Vec::new();
        for (name, message) in every(texts, &view) {
            let to = format!("{name}.{}.{kind}@example.org", texts.language);
            let envelope = Envelope {
                from: OFFICE,
                from_name: texts.mail.sender,
                reply_to: OFFICE,
                to: &to,
                message_id: &format!("{name}.{}.{kind}@termin.example", texts.language),
                date: WRITTEN,
            };
            mails.push(compose(&message, &envelope)?);
        }
        let deliveries = mailer.send(mails).await;
        if let Some(other) = deliveries
            .iter()
            .find(|delivery| **delivery != Delivery::Accepted)
        {
            return Err(format!("{smtp} does not take the mails: {other:?}").into());
        }
        println!("{} mails, {kind}, in {}", deliveries.len(), texts.language);
    }
    Ok(())
}

fn html(folder: &Path) -> Result<(), Box<dyn Error>> {
    for texts in texts::ALL
        .iter()
        .filter(|texts| ["de", "ar"].contains(&texts.language))
    {
        for (name, Message { html, .. }) in every(texts, &family()) {
            fs::write(folder.join(format!("{name}.{}.html", texts.language)), html)?;
        }
    }
    Ok(())
}
