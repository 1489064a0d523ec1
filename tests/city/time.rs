//! Reading the city's clock, setting it to the second, and sums with its instants.

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};

use crate::runtime::City;

impl City {
    /// The city's clock: RFC 3339.
    pub async fn now(&self) -> String {
        let answer = self.http.get(format!("{}/health", self.base)).send().await;
        let health: serde_json::Value = answer.expect("the city answers").json().await.expect("JSON");
        health["now"].as_str().expect("a clock").to_owned()
    }

    /// Sets the clock at the beginning of a second: what follows within it happens at `now`.
    pub async fn set_clock_sharp(&self, now: &str) {
        self.set_clock(now).await;
        // The city's clock ticks with the machine's: asked again and again, it shows when a second begins.
        let second = self.now().await;
        while self.now().await == second {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        self.set_clock(now).await;
    }

    /// Waits until an attempt to send each waiting mail has failed.
    pub async fn until_mails_are_postponed(&self) {
        let under_way =
            "SELECT count(*) FROM outbox WHERE status = 'queued' AND kind NOT IN ('reminder', 'lapsing')
            AND (attempts = 0 OR lease IS NOT NULL)";
        for _ in 0..600 {
            if self.number(under_way).await == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!(
            "mails stay under way: {:?}",
            self.rows("SELECT * FROM outbox").await
        );
    }
}

/// The machine's clock, to measure how long something takes.
#[expect(
    clippy::disallowed_methods,
    reason = "a measurement, which no rule depends on"
)]
pub fn stopwatch() -> std::time::Instant {
    std::time::Instant::now()
}

/// An instant some seconds after another.
pub fn plus(instant: &str, seconds: i64) -> String {
    (read(instant) + TimeDelta::seconds(seconds)).to_rfc3339()
}

/// Seconds from one instant to another.
pub fn between(from: &str, to: &str) -> i64 {
    (read(to) - read(from)).num_seconds()
}

/// The clock time of an instant as people read it: `9:05`.
pub fn clock_time(instant: &str) -> String {
    read(instant).format("%-H:%M").to_string()
}

fn read(instant: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(instant).expect("an instant")
}
