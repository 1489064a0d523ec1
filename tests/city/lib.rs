//! A whole city for one test: the product, its database, a mail system, and citizens.
//!
//! The same tests run natively on SQLite and, with `HAMBURG_TERMIN_RUNTIME=workerd`, on workerd and D1.

mod busy;
mod citizen;
mod description;
mod examples;
mod faults;
mod inbox;
mod native;
mod page;
mod runtime;
mod time;
mod workerd;

pub use busy::busy_days;
pub use citizen::{Answer, Citizen, Held, Reserved};
pub use description::Exchange;
pub use examples::examples;
pub use faults::{Fault, Faults};
pub use inbox::{Inbox, Letter, Mood};
pub use page::{Page, Press};
pub use runtime::{City, Guards, KEYS, OPERATOR_KEY, catalogue};
pub use time::{between, clock_time, plus};
