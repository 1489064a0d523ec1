//! What an isolate remembers between requests: plain values, each derived from something that names it,
//! or known to be out of date after seconds. Nothing is decided by it alone: writes are guarded.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use booking::day::Span;
use booking::plan::OpenDay;
use booking::{Catalogue, Day, Instant, Offer};

/// Seconds a catalogue is kept before it is read again.
const CATALOGUE_SECONDS: i64 = 30;
/// Seconds the city's overview is kept; reservations of this isolate end it at once.
const OVERVIEW_SECONDS: i64 = 2;
/// Offers kept: some kilobytes each.
const MOST_OFFERS: usize = 2_000;

/// What an isolate remembers.
#[derive(Default)]
pub struct Memo {
    catalogue: Mutex<Option<(Instant, Arc<Catalogue>)>>,
    overview: Mutex<Option<(Instant, Arc<str>)>>,
    offers: Mutex<HashMap<Shape, Arc<Offer>>>,
}

/// All that an offer depends on. Untouched days of a weekday have the same, week after week.
#[derive(PartialEq, Eq, Hash)]
struct Shape {
    open: OpenDay,
    claims: Vec<(Span, u8)>,
}

impl Memo {
    /// The catalogue, if it was read just now.
    pub fn catalogue(&self, now: Instant) -> Option<Arc<Catalogue>> {
        young(&self.catalogue, now, CATALOGUE_SECONDS)
    }

    /// Keeps a catalogue read at `now`.
    pub fn keep_catalogue(&self, now: Instant, catalogue: Arc<Catalogue>) {
        *lock(&self.catalogue) = Some((now, catalogue));
    }

    /// Forgets the catalogue, and what was derived from it: a guard has said that it is out of date.
    pub fn forget_catalogue(&self) {
        *lock(&self.catalogue) = None;
        self.forget_overview();
    }

    /// The city's overview as it was written just now.
    pub fn overview(&self, now: Instant) -> Option<Arc<str>> {
        young(&self.overview, now, OVERVIEW_SECONDS)
    }

    /// Keeps the overview written at `now`.
    pub fn keep_overview(&self, now: Instant, text: Arc<str>) {
        *lock(&self.overview) = Some((now, text));
    }

    /// Forgets the overview: a day has changed.
    pub fn forget_overview(&self) {
        *lock(&self.overview) = None;
    }

    /// The offer of a day at `now`, derived once for all days that are alike.
    pub fn offer(&self, day: &Day, now: Instant) -> Arc<Offer> {
        let claims = day.live(now, None).map(|claim| (claim.span(), claim.counter));
        let shape = Shape {
            open: day.open.clone(),
            claims: claims.collect(),
        };
        if let Some(offer) = lock(&self.offers).get(&shape) {
            return offer.clone();
        }
        let offer = Arc::new(Offer::of(day, now));
        let mut offers = lock(&self.offers);
        if offers.len() >= MOST_OFFERS {
            offers.clear();
        }
        offers.insert(shape, offer.clone());
        offer
    }
}

fn young<T: Clone>(kept: &Mutex<Option<(Instant, T)>>, now: Instant, seconds: i64) -> Option<T> {
    let kept = lock(kept);
    let (since, value) = kept.as_ref()?;
    (0..seconds).contains(&now.since(*since)).then(|| value.clone())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
