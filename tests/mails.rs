//! Mails: they leave when the mail system can take them, say what is true then, and carry nothing that tells.

#[path = "mails/again.rs"]
mod again;
#[path = "mails/delivery.rs"]
mod delivery;
#[path = "mails/lapsing.rs"]
mod lapsing;
#[path = "mails/refused.rs"]
mod refused;
#[path = "mails/reminders.rs"]
mod reminders;
#[path = "mails/resending.rs"]
mod resending;
#[path = "mails/what_they_look_like.rs"]
mod what_they_look_like;

const COPIES: &[(&str, u32)] = &[("beglaubigung-dokumente", 1)];
const AT_SUEDERELBE: &str =
    "service=beglaubigung-dokumente:1&centre=suederelbe&from=2026-12-01&days=1&limit=200";
