use super::{Frame, SlotView};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/expired.html")]
struct Page<'a> {
    frame: Frame<'a>,
    token: &'a str,
    same_is_free: bool,
    slots: &'a [SlotView],
}

/// The activation link after its deadline. Choosing one of the times books at once (`do=activate` with `centre` and `starts_at`).
///
/// `same_is_free`: the first of `slots` is the very time that lapsed.
pub fn expired(frame: Frame, token: &str, same_is_free: bool, slots: &[SlotView]) -> String {
    Page {
        frame,
        token,
        same_is_free,
        slots,
    }
    .to_string()
}
