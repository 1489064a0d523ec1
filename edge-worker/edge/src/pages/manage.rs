use super::{Frame, SlotView, VisitView};
use askama::Template;
use chrono::NaiveDate;
use texts::Texts;

/// What the manage page shows.
#[derive(Debug, Clone, Copy)]
pub struct Manage<'a> {
    /// The booked visit.
    pub view: &'a VisitView,
    /// What has just happened, if anything.
    pub notice: Option<Notice>,
    /// `false` once the visit is over: nothing to move or cancel.
    pub changeable: bool,
    /// Free times near its own.
    pub near: &'a [SlotView],
    /// Free times to move to, earliest first: the next ones, or those of the day asked for.
    pub slots: &'a [SlotView],
    /// The day asked for by `?tag=2026-12-01`.
    pub day: Option<NaiveDate>,
    /// First and last day that can be asked for.
    pub days: (NaiveDate, NaiveDate),
}

/// A change that the page reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The visit has a new time.
    Moved,
    /// The visit is for other services.
    Changed,
    /// The cancellation was undone.
    Restored,
    /// The time chosen was taken in the same moment; the visit is as it was.
    Taken,
}

#[derive(Template)]
#[template(path = "pages/manage.html")]
struct Page<'a> {
    frame: Frame<'a>,
    token: &'a str,
    manage: Manage<'a>,
}

impl Page<'_> {
    fn title(&self, texts: &Texts) -> &'static str {
        let words = &texts.page;
        match self.manage.notice {
            None => words.manage_title,
            Some(Notice::Taken) => texts.problem.slot_taken.title,
            Some(Notice::Moved) => words.moved_title,
            Some(Notice::Changed) => words.changed_title,
            Some(Notice::Restored) => words.restored_title,
        }
    }

    fn text(&self, texts: &Texts) -> Option<&'static str> {
        let words = &texts.page;
        match self.manage.notice {
            _ if !self.manage.changeable => Some(words.past_text),
            None => None,
            Some(Notice::Taken) => Some(words.taken_text),
            Some(Notice::Moved) => Some(words.moved_text),
            Some(Notice::Changed) => Some(words.changed_text),
            Some(Notice::Restored) => Some(words.restored_text),
        }
    }

    fn went_well(&self) -> bool {
        self.manage.changeable
            && matches!(
                self.manage.notice,
                Some(Notice::Moved | Notice::Changed | Notice::Restored)
            )
    }

    /// The times of each day, days in order.
    fn days(&self) -> Vec<&[SlotView]> {
        self.manage
            .slots
            .chunk_by(|one, next| one.starts.date() == next.starts.date())
            .collect()
    }
}

/// The page of a booked visit: see it, move it (`do=move` with `centre` and `starts_at`), go on to change its services
/// (`?leistungen`) or to cancel it (`?absagen`).
pub fn manage(frame: Frame, token: &str, manage: Manage) -> String {
    Page { frame, token, manage }.to_string()
}
