use super::Frame;
use askama::Template;
use chrono::{NaiveDate, NaiveDateTime};
use texts::{Texts, date, fill};

/// Who comes to one centre on one date, to be worked with on paper.
#[derive(Debug, Clone)]
pub struct DayList {
    /// Name of the centre.
    pub centre: String,
    /// The date.
    pub date: NaiveDate,
    /// Booked appointments, by time.
    pub visits: Vec<Visitor>,
    /// Appointments that are not confirmed yet; they may become booked after printing.
    pub held: usize,
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Berlin's wall time.
    pub starts: NaiveDateTime,
    /// Length of the visit.
    pub minutes: u32,
    /// What the visitor is called by.
    pub reference: String,
    /// `None` where the key it was sealed with is gone.
    pub name: Option<String>,
    /// If given.
    pub phone: Option<String>,
    /// A mail about it was refused for good: what it said must be told otherwise.
    pub unreached: bool,
    /// What for, one line a service; the neutral id of a sensitive one.
    pub services: Vec<String>,
}

impl DayList {
    /// "Dienstag, 1. Dezember 2026"
    fn day(&self, texts: &Texts) -> String {
        date::date(&texts.date, self.date)
    }

    /// "12 Termine, zusammen 4 Stunden 35 Minuten"
    fn totals(&self, texts: &Texts) -> String {
        let minutes: u32 = self.visits.iter().map(|visit| visit.minutes).sum();
        fill(
            texts.operator.totals,
            &[
                ("visits", &self.visits.len().to_string()),
                ("hours", &(minutes / 60).to_string()),
                ("minutes", &(minutes % 60).to_string()),
            ],
        )
    }

    /// How many may still come to be booked, if any.
    fn unconfirmed(&self, texts: &Texts) -> Option<String> {
        let held = self.held.to_string();
        (self.held > 0).then(|| fill(texts.operator.unconfirmed, &[("held", &held)]))
    }
}

impl Visitor {
    /// "9:15"
    fn time(&self) -> String {
        self.starts.format("%-H:%M").to_string()
    }
}

#[derive(Template)]
#[template(path = "pages/day_lists.html")]
struct Page<'a> {
    frame: Frame<'a>,
    lists: &'a [DayList],
    printed: NaiveDateTime,
}

impl Page<'_> {
    fn stand(&self, texts: &Texts) -> String {
        let moment = date::moment(&texts.date, self.printed);
        fill(texts.operator.printed, &[("moment", &moment)])
    }
}

/// `/operator/days/…`: a list for each centre, each on a sheet of its own.
pub fn day_lists(frame: Frame, lists: &[DayList], printed: NaiveDateTime) -> String {
    Page {
        frame,
        lists,
        printed,
    }
    .to_string()
}
