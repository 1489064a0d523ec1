//! Shares: what is kept back for the phone and for short notice (rule 11).

use serde::{Deserialize, Serialize};

/// How much of a centre's capacity is kept back, in percent. Nothing unless it says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Shares {
    /// For those who book by phone.
    pub phone_percent: u8,
    /// For those who need a time within days; released in steps.
    pub short_notice_percent: u8,
}
