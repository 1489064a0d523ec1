//! The only clock of this crate.

use std::time::{Duration, Instant};

/// Runs from when it is made.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "measuring is what this crate is for")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// How long it has run.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// The instant at which this is called, as the Worker would read it.
///
/// # Panics
/// Before 1970.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "the Worker in production reads the same clock"
)]
pub fn now() -> booking::Instant {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = since.expect("it is later than 1970").as_secs();
    booking::Instant::from_seconds(i64::try_from(seconds).expect("it is earlier than the end of time"))
}
