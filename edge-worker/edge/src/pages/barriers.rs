use super::Frame;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/barriers.html")]
struct Page<'a> {
    frame: Frame<'a>,
}

/// `/barrierefreiheit`: the statement, who hears of a barrier, who mediates (HmbBGG § 11, HmbBITVO).
pub fn barriers(frame: Frame) -> String {
    Page { frame }.to_string()
}
