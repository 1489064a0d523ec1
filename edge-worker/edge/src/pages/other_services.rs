//! Changing the services of a booked visit: what for, and then when.

use super::plain::ServiceChoice;
use super::{Frame, SlotView, VisitView};
use askama::Template;
use chrono::NaiveDate;
use texts::fill;

/// What the visit is to be for.
#[derive(Template)]
#[template(path = "pages/choose_services.html")]
pub struct ChooseServices<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// Of the mail.
    pub token: &'a str,
    /// What there is, and what is chosen.
    pub services: Vec<ServiceChoice>,
    /// What is wrong with the choice, in words.
    pub fault: Option<String>,
}

/// When it may take place then; a press changes the appointment at once (`do=move` with `service`, `centre`, `starts_at`).
#[derive(Template)]
#[template(path = "pages/service_times.html")]
pub struct ServiceTimes<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// Of the mail.
    pub token: &'a str,
    /// The visit as it would be.
    pub view: &'a VisitView,
    /// The services as the form names them.
    pub services: &'a [String],
    /// Its own time, if it still fits.
    pub own: Option<SlotView>,
    /// Other times, the nearest or those of a day.
    pub slots: &'a [SlotView],
    /// Whether the time chosen was taken in the same moment.
    pub taken: bool,
    /// The day asked for.
    pub day: Option<NaiveDate>,
    /// First and last day that can be asked for.
    pub days: (NaiveDate, NaiveDate),
}

impl ServiceTimes<'_> {
    fn text(&self) -> String {
        let texts = self.frame.texts;
        let minutes = texts.count(texts.visit.minutes, self.view.minutes);
        fill(texts.page.services_times_text, &[("minutes", &minutes)])
    }

    fn keep(&self, own: &SlotView) -> String {
        let texts = self.frame.texts;
        fill(texts.page.services_keep, &[("moment", &own.moment(texts))])
    }
}
