//! Mails: they leave when the mail system can take them, say what is true then, and carry nothing that tells.

#[path = "mails/again.rs"]
mod again;
#[path = "mails/calendars.rs"]
mod calendars;
#[path = "mails/delivery.rs"]
mod delivery;
#[path = "mails/faults.rs"]
mod faults;
#[path = "mails/injection.rs"]
mod injection;
#[path = "mails/lapsing.rs"]
mod lapsing;
#[path = "mails/payloads.rs"]
mod payloads;
#[path = "mails/refused.rs"]
mod refused;
#[path = "mails/relays.rs"]
mod relays;
#[path = "mails/reminders.rs"]
mod reminders;
#[path = "mails/resending.rs"]
mod resending;
#[path = "mails/send_email.rs"]
mod send_email;
#[path = "mails/what_they_look_like.rs"]
mod what_they_look_like;

/// The pinned Node, for what runs beside workerd.
fn node() -> String {
    std::env::var("HAMBURG_TERMIN_NODE").unwrap_or_else(|_| "node".to_owned())
}

const COPIES: &[(&str, u32)] = &[("beglaubigung-dokumente", 1)];
const AT_SUEDERELBE: &str =
    "service=beglaubigung-dokumente:1&centre=suederelbe&from=2026-12-01&days=1&limit=200";
