//! The mail system: it takes mails, or not, or does not say; and it keeps every letter, from which citizens read.

use std::sync::Arc;

use booking::Instant;
use chrono::Timelike;
use edge::database::BoxFuture;
use edge::mail::{Delivery, Mail, Mailer};
use mail_parser::MessageParser;

use crate::executor::lock;
use crate::weather::Mood;
use crate::world::World;

/// All letters that have arrived.
#[derive(Default)]
pub struct Post {
    /// In the order of arrival.
    pub letters: Vec<Letter>,
}

/// A letter.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Whose.
    pub to: String,
    /// The id of its row in the outbox: its Message-ID without the host.
    pub row: String,
    /// The token of its link.
    pub token: Option<String>,
    /// The six digits.
    pub code: Option<String>,
    /// The deadline it prints.
    pub printed: Option<Instant>,
    /// When it was written.
    pub written: Instant,
    /// All of its plain part.
    pub text: String,
}

/// An isolate's line to the mail system.
pub struct Postman {
    world: Arc<World>,
}

impl Postman {
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self { world }
    }

    async fn hand_over(&self, mail: &Mail) -> Delivery {
        let world = &self.world;
        let task = world.executor.current();
        let mood = lock(&world.weather).mail;
        world.sleep(world.between(1, 60)).await;
        let roll = u32::try_from(world.draw(1000)).unwrap_or(0);
        let Mood {
            later,
            refused,
            broken_with,
            broken_without,
            ..
        } = mood;
        let row = message_id(mail.text.as_bytes());
        let delivery = if roll < later {
            Delivery::Later("451 later please".to_owned())
        } else if roll < later + refused {
            Delivery::Refused("550 nobody here".to_owned())
        } else if roll < later + refused + broken_without {
            Delivery::Unknown("the line broke".to_owned())
        } else {
            self.arrive(task, mail, &row);
            if roll < later + refused + broken_without + broken_with {
                Delivery::Unknown("the line broke".to_owned())
            } else {
                Delivery::Accepted
            }
        };
        if world.happens(mood.slow) {
            world.sleep(world.between(5_000, 150_000)).await;
        } else {
            world.sleep(world.between(1, 60)).await;
        }
        let id = crate::ask::short(&row);
        world.say(format_args!("#{task} hands over mail {id}: {}", name(&delivery)));
        lock(&world.oracle).handed_over(&row, &delivery);
        delivery
    }

    fn arrive(&self, task: u64, mail: &Mail, row: &str) {
        let world = &self.world;
        let letter = match read(mail, row) {
            Ok(letter) => letter,
            Err(complaint) => return world.complain(format!("#{task} sends mail {row}: {complaint}")),
        };
        world.say(format_args!(
            "#{task} mail {} arrives for {}, code {:?}, until {:?}",
            crate::ask::short(row),
            letter.to,
            letter.code,
            letter.printed.map(Instant::to_rfc3339)
        ));
        let seen = lock(&world.oracle).arrived(task, &letter, world.now());
        if let Err(complaint) = seen {
            world.complain(format!("#{task} sends mail {row}: {complaint}"));
        }
        lock(&world.post).letters.push(letter);
    }
}

impl Mailer for Postman {
    fn send(&self, mails: Vec<Mail>) -> BoxFuture<'_, Vec<Delivery>> {
        Box::pin(async move {
            let mut deliveries = Vec::new();
            let mut broken = false;
            for mail in &mails {
                let delivery = if broken {
                    Delivery::Unreachable("no connection".to_owned())
                } else {
                    self.hand_over(mail).await
                };
                broken |= matches!(delivery, Delivery::Unknown(_));
                deliveries.push(delivery);
            }
            deliveries
        })
    }
}

fn name(delivery: &Delivery) -> &'static str {
    match delivery {
        Delivery::Accepted => "accepted",
        Delivery::Later(_) => "later",
        Delivery::Unreachable(_) => "unreachable",
        Delivery::Unknown(_) => "unknown",
        Delivery::Refused(_) => "refused",
    }
}

/// The part of the Message-ID before the host.
fn message_id(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let rest = text.split("Message-ID: <").nth(1).unwrap_or_default();
    rest.split('@').next().unwrap_or_default().to_owned()
}

fn read(mail: &Mail, row: &str) -> Result<Letter, String> {
    let parsed = MessageParser::default()
        .parse(mail.text.as_bytes())
        .ok_or("is no mail")?;
    let text = parsed.body_text(0).ok_or("has no plain part")?.into_owned();
    let written = parsed.date().ok_or("has no date")?.to_timestamp();
    let written = Instant::from_seconds(written);
    let digits = |line: &str| -> String { line.chars().filter(char::is_ascii_digit).collect() };
    let plain = |line: &&str| {
        digits(line).len() == 6
            && line
                .trim()
                .chars()
                .all(|each| each.is_ascii_digit() || each == ' ')
    };
    let token = text.split("/t/").nth(1).map(|rest| {
        let ends = |each: char| each.is_whitespace();
        rest.split(ends).next().unwrap_or_default().to_owned()
    });
    let printed = match text.split("*** Bestätigen Sie bis ").nth(1) {
        Some(rest) => Some(deadline(rest.split(" Uhr").next().unwrap_or_default(), written)?),
        None => None,
    };
    Ok(Letter {
        to: mail.to.clone(),
        row: row.to_owned(),
        token,
        code: text.lines().find(plain).map(digits),
        printed,
        written,
        text,
    })
}

/// The first instant after the writing at which a clock on the wall shows what is printed.
fn deadline(printed: &str, written: Instant) -> Result<Instant, String> {
    let clock = printed.rsplit(' ').next().unwrap_or_default();
    let read = |text: &str| text.parse::<u32>().ok();
    let (hour, minute) = clock
        .split_once(':')
        .and_then(|(hour, minute)| Some((read(hour)?, read(minute)?)))
        .ok_or_else(|| format!("prints no deadline but {printed:?}"))?;
    (0..=120)
        .map(|minutes| written.floor_to_minute().plus_minutes(minutes))
        .find(|at| (at.wall().hour(), at.wall().minute()) == (hour, minute))
        .ok_or_else(|| format!("prints {printed:?}, which is not within two hours"))
}
