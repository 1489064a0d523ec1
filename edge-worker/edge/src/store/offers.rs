//! What days offer, as stored beside their claims: exact while `offer_until` is to come and the plan is
//! the same; derived again from the claims where not.

use std::sync::Arc;

use booking::catalogue::PlannedCentre;
use booking::offer::LongestOfDay;
use booking::{CentreId, Day, Instant, Offer};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::database::{DatabaseError, Statement};
use crate::memo::Memo;
use crate::store::days::touched;

/// Stale offers brought up to date in one go.
const MOST_REFRESHED: u32 = 50;

/// A day's row, for readers: claims come along only where what is stored no longer holds.
#[derive(Deserialize)]
pub struct OfferRow {
    centre: String,
    date: NaiveDate,
    version: u32,
    #[serde(default)]
    offer: Option<String>,
    #[serde(default)]
    longest: String,
    state: Option<String>,
}

/// Selects the offers of one centre, or of all, for the dates `from..=to`.
#[must_use]
pub fn select(centre: Option<&CentreId>, from: NaiveDate, to: NaiveDate, now: Instant) -> Statement {
    let (from, to) = (from.to_string().into(), to.to_string().into());
    match centre {
        None => Statement::new(include_str!("sql/select_offers.sql"), [from, to, now.into()]),
        Some(centre) => Statement::new(
            include_str!("sql/select_offers_of_centre.sql"),
            [from, to, now.into(), centre.as_str().into()],
        ),
    }
}

/// Selects the longest visits of the dates `from..=to`, with the offers up to `near` only.
#[must_use]
pub fn select_overview(from: NaiveDate, to: NaiveDate, near: NaiveDate, now: Instant) -> Statement {
    Statement::new(
        include_str!("sql/select_overview.sql"),
        [
            from.to_string().into(),
            to.to_string().into(),
            near.to_string().into(),
            now.into(),
        ],
    )
}

/// Selects days whose stored offer no longer holds.
#[must_use]
pub fn select_stale(now: Instant) -> Statement {
    Statement::new(
        include_str!("sql/select_stale_offers.sql"),
        [now.date().to_string().into(), now.into(), MOST_REFRESHED.into()],
    )
}

/// Writes the offer of a day anew, unless the day has changed meanwhile. Its version stays: nothing was decided.
#[must_use]
pub fn update(day: &Day, offer: &Offer, now: Instant) -> Statement {
    Statement::new(
        include_str!("sql/update_offer.sql"),
        [
            day.centre.as_str().into(),
            day.date.to_string().into(),
            day.version.into(),
            day.plan_version.into(),
            offer.to_text().into(),
            day.next_lapse(now).into(),
            offer.longest_of_day().to_text().into(),
        ],
    )
}

impl OfferRow {
    /// Whether this row is of that centre and date.
    #[must_use]
    pub fn is_of(&self, centre: &CentreId, date: NaiveDate) -> bool {
        self.centre == centre.as_str() && self.date == date
    }

    /// The centre.
    #[must_use]
    pub fn centre(&self) -> &str {
        &self.centre
    }

    /// The day with its claims, where they came along.
    ///
    /// # Errors
    /// [`DatabaseError::Unreadable`].
    pub fn day(&self, planned: &PlannedCentre) -> Result<Option<Day>, DatabaseError> {
        let read = |state: &String| touched(planned, self.date, self.version, state);
        self.state.as_ref().map(read).transpose()
    }

    /// The offer at `now`.
    ///
    /// # Errors
    /// [`DatabaseError::Unreadable`].
    pub fn offer(
        &self,
        planned: &PlannedCentre,
        memo: &Memo,
        now: Instant,
    ) -> Result<Arc<Offer>, DatabaseError> {
        if let Some(day) = self.day(planned)? {
            return Ok(memo.offer(&day, now));
        }
        let stored = self.offer.as_deref().and_then(Offer::from_text);
        stored
            .map(Arc::new)
            .ok_or_else(|| DatabaseError::unreadable("stored offer"))
    }

    /// The longest visit of the day, lead time not regarded; none where the claims came along instead.
    #[must_use]
    pub fn longest(&self) -> Option<LongestOfDay> {
        match self.state {
            None => LongestOfDay::from_text(&self.longest),
            Some(_) => None,
        }
    }
}
