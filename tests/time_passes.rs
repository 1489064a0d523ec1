//! Time passes, and nothing has to run for it: what may be chosen, what is kept how long, what lapses, what a
//! lapsed link still can do. On the city's moving clock.

use tests::{Citizen, City, Reserved, plus};

#[path = "time_passes/clock_changes.rs"]
mod clock_changes;
#[path = "time_passes/deadlines.rs"]
mod deadlines;
#[path = "time_passes/last_second.rs"]
mod last_second;
#[path = "time_passes/late.rs"]
mod late;
#[path = "time_passes/near_the_start.rs"]
mod near_the_start;
#[path = "time_passes/slow_mail.rs"]
mod slow_mail;

/// Certified copies: one counter at Süderelbe makes them, so that one appointment takes its time from all.
const COPIES: &[(&str, u32)] = &[("beglaubigung-dokumente", 1)];
const AT_SUEDERELBE: &str = "service=beglaubigung-dokumente:1&centre=suederelbe&from=2026-12-01&days=1";
const PASSPORT: &[(&str, u32)] = &[("reisepass", 1)];
/// A time given up or lapsed stays back for so many seconds at least, and at most.
const STAYS_BACK: (i64, i64) = (60, 180);

/// An instant of an answer.
fn instant(look: &serde_json::Value, name: &str) -> String {
    look[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name}: {look}"))
        .to_owned()
}

/// Whether somebody else can have the time of a slot now; given back at once.
async fn free_for_others(city: &City, slot: &serde_json::Value) -> bool {
    let other = city.citizen();
    let wish = other.wish(COPIES, slot).await;
    let answer = other.try_reserve(&wish).await;
    match (answer.status, answer.problem()) {
        (201, _) => true,
        (409, "slot-taken") => false,
        _ => panic!("{answer:?}"),
    }
}

/// The time of a slot stays back for a moment after `until`, then it is free for all.
async fn frees_itself(city: &City, slot: &serde_json::Value, until: &str) {
    city.set_clock(&plus(until, STAYS_BACK.0 - 10)).await;
    assert!(!free_for_others(city, slot).await, "it stays back for a minute");
    city.set_clock(&plus(until, STAYS_BACK.1)).await;
    assert!(
        free_for_others(city, slot).await,
        "it is free after three minutes"
    );
}

async fn status(citizen: &Citizen<'_>, reserved: &Reserved) -> String {
    instant(&citizen.look(reserved).await, "status")
}
