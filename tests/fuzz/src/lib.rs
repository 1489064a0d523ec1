//! What must hold of every reader that meets the outside, whatever it is given: one module a target.
//!
//! A target takes any bytes, hands them to its readers, and panics where a promise is broken. It says whether a reader
//! took the input, so that a corpus can be seen to hold both what is taken and what is refused. libFuzzer searches
//! (`cargo xtask fuzz`), the test of this crate replays what it has kept: both call the same functions.

pub mod challenge;
pub mod city;
pub mod day_state;
pub mod json_body;
pub mod request;
pub mod slots_query;
pub mod smtp_answer;
pub mod texts_file;
pub mod time;
pub mod token;
pub mod widget;

// The readers of the build of `texts`: a build script cannot be linked.
#[path = "../../../texts/build/language.rs"]
mod language;
#[path = "../../../texts/build/rust.rs"]
mod rust;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use texts::plural;

/// Hands an input to the readers of a target; whether one of them took it.
pub type Check = fn(&[u8]) -> bool;

/// Inputs that only the keys of a target can make.
pub type Issue = fn() -> Vec<String>;

/// Every target, by the name of its program and its corpus.
pub const TARGETS: [(&str, Check); 10] = [
    ("challenge", challenge::check),
    ("day_state", day_state::check),
    ("json_body", json_body::check),
    ("request", request::check),
    ("slots_query", slots_query::check),
    ("smtp_answer", smtp_answer::check),
    ("texts_file", texts_file::check),
    ("time", time::check),
    ("token", token::check),
    ("widget", widget::check),
];

/// What no search would find: the corpora of these targets must have it.
pub const ISSUED: [(&str, Issue); 3] = [
    ("challenge", challenge::issued),
    ("request", request::issued),
    ("token", token::issued),
];

/// What a future comes to that waits for nothing but its own next turn.
fn ready<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..100_000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    panic!("it waits for something that never comes");
}
