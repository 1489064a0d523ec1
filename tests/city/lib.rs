//! A whole city for one test: the product, its database, a mail system, and citizens.
//!
//! The same tests run natively on SQLite and, with `HAMBURG_TERMIN_RUNTIME=workerd`, on workerd and D1.

mod busy;
mod citizen;
mod days;
mod description;
mod examples;
mod faults;
mod history;
mod inbox;
mod linear;
mod native;
mod page;
mod runtime;
mod time;
mod workerd;

pub use busy::busy_days;
pub use citizen::{Answer, Citizen, Held, Reserved, solve};
pub use description::Exchange;
pub use examples::examples;
pub use faults::{Fault, Faults};
pub use history::{Back, Event, History, name};
pub use inbox::{Inbox, Letter, Mood};
pub use linear::{Model, Timed, linearizable};
pub use page::{Page, Press};
pub use runtime::{City, Guards, KEYS, OPERATOR_KEY, catalogue};
pub use time::{between, clock_time, plus, stopwatch};

/// Says a figure past the test's own output, which is shown only when it fails.
pub fn figure(text: &str) {
    use std::io::Write;
    // Where nobody listens, nothing is lost.
    drop(writeln!(std::io::stderr(), "{text}"));
}
