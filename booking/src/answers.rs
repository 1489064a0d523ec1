//! The times that are named before anybody has to choose a place: the earliest of all, near, late, on a Saturday.

/// A start nearer than this many minutes is told in minutes, and the earliest from tomorrow stands beside it.
pub const SOON: u32 = 180;

/// Why a time is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The earliest in the whole city.
    Earliest,
    /// The earliest that is not today, for whom the earliest is too soon.
    FromTomorrow,
    /// The earliest near where the person is.
    Near,
    /// The next after 16:00.
    Late,
    /// The next on a Saturday.
    Saturday,
}

/// The times to name, the earliest first. `first` finds the first time that is named so, `soon` says whether one is within [`SOON`].
///
/// A time is named once; only what somebody has asked for by postcode is answered even where it is the earliest of all.
pub fn answers<S: PartialEq>(first: impl Fn(Why) -> Option<S>, soon: impl Fn(&S) -> bool) -> Vec<(Why, S)> {
    let mut named: Vec<(Why, S)> = Vec::new();
    for why in [
        Why::Earliest,
        Why::FromTomorrow,
        Why::Near,
        Why::Late,
        Why::Saturday,
    ] {
        if why == Why::FromTomorrow && !named.iter().any(|(_, slot)| soon(slot)) {
            continue;
        }
        if let Some(slot) = first(why)
            && (why == Why::Near || named.iter().all(|(_, known)| *known != slot))
        {
            named.push((why, slot));
        }
    }
    named
}
