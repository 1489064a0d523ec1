use super::{Frame, SlotView};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/expired.html")]
struct Page<'a> {
    frame: Frame<'a>,
    token: &'a str,
    state: Expired,
    slots: &'a [SlotView],
}

/// What has become of the time that was held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expired {
    /// It is still free: the first of the times offered.
    SameIsFree,
    /// Others have it.
    SameIsGone,
    /// The time chosen instead of it was taken in the same moment.
    ChoiceTaken,
}

/// The activation link after its deadline. Choosing one of the times books at once (`do=activate` with `centre` and `starts_at`).
pub fn expired(frame: Frame, token: &str, state: Expired, slots: &[SlotView]) -> String {
    Page {
        frame,
        token,
        state,
        slots,
    }
    .to_string()
}
