//! Deterministic simulation: the real core and the real router over a simulated database line, clock and mail system.
//!
//! All chance comes from one seed: what citizens want, what goes wrong, which task goes on. So each seed is one run, the
//! same each time, and a failure is replayed by its seed. An oracle that knows the rules by itself follows every commit,
//! every answer and every letter.
//!
//! **In scope:** everything between a request and the database and back, crashes, lost answers, late batches, clocks, mails.
//! **Out of scope:** sockets, workerd, D1 itself, pages (`tests/` has those).

mod ask;
mod batch;
mod campaign;
mod citizen;
mod city;
mod database;
mod executor;
mod isolate;
mod oracle;
mod post;
mod scenario;
mod trace;
mod weather;
mod world;

pub use campaign::{Campaign, campaign};
pub use city::founded;
pub use scenario::{Report, run};
