//! What is kept of people: sealed, no secret in the clear, deleted on a clock; and nobody learns from an
//! answer whether an address has appointments.

#[path = "privacy/deletion.rs"]
mod deletion;
#[path = "privacy/keys.rs"]
mod keys;
#[path = "privacy/limits.rs"]
mod limits;
#[path = "privacy/secrets.rs"]
mod secrets;
#[path = "privacy/sensitive.rs"]
mod sensitive;

const COPIES: &[(&str, u32)] = &[("beglaubigung-dokumente", 1)];
const AT_SUEDERELBE: &str =
    "service=beglaubigung-dokumente:1&centre=suederelbe&from=2026-12-01&days=1&limit=200";
