use super::Frame;
use askama::Template;
use chrono::NaiveDate;
use texts::date;

#[derive(Template)]
#[template(path = "pages/operator.html")]
struct Page<'a> {
    frame: Frame<'a>,
    centres: &'a [(String, String)],
    dates: &'a [NaiveDate],
}

impl Page<'_> {
    fn day(&self, day: &NaiveDate) -> String {
        date::date(&self.frame.texts.date, *day)
    }
}

/// `/operator`: where the lists of these dates are; `centres` are ids and names.
pub fn operator(frame: Frame, centres: &[(String, String)], dates: &[NaiveDate]) -> String {
    Page {
        frame,
        centres,
        dates,
    }
    .to_string()
}
