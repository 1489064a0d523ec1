//! What an isolate remembers between requests: plain values, each derived from something that names it,
//! or known to be out of date after seconds. Nothing is decided by it alone: writes are guarded.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use booking::appointment::Slot;
use booking::catalogue::Chosen;
use booking::day::Span;
use booking::plan::OpenDay;
use booking::{Catalogue, CentreId, Day, Instant, Offer};

use crate::tagged::Tagged;
use crate::turns::Turns;

/// Seconds a catalogue is kept before it is read again.
const CATALOGUE_SECONDS: i64 = 30;
/// Seconds the city's overview is kept; reservations of this isolate end it at once.
const OVERVIEW_SECONDS: i64 = 2;
/// Seconds free times near a wished one are kept; changes at the centre by this isolate end them at once.
const NEAREST_SECONDS: i64 = 1;
/// Seconds that a value may be older while one request is at work on the next.
const GRACE_SECONDS: i64 = 2;
/// Offers kept: some kilobytes each.
const MOST_OFFERS: usize = 2_000;
/// Wishes of which it is kept that they were refused, or what is free near them.
const MOST_WISHES: usize = 2_000;

/// What an isolate remembers.
#[derive(Default)]
pub struct Memo {
    catalogue: Mutex<Kept<Arc<Catalogue>>>,
    overview: Mutex<Kept<Tagged>>,
    offers: Mutex<HashMap<Shape, Arc<Offer>>>,
    nearest: Mutex<HashMap<Wish, Kept<Vec<Slot>>>>,
    refused: Mutex<HashMap<(Slot, Span), Refused>>,
    /// Whose turn it is to change a day.
    pub turns: Arc<Turns>,
}

/// A time wished for, and what for.
type Wish = (Slot, Vec<Chosen>);

/// All that an offer depends on. Untouched days of a weekday have the same, week after week.
#[derive(PartialEq, Eq, Hash)]
struct Shape {
    open: OpenDay,
    claims: Vec<(Span, u8)>,
}

/// A day had no room for a wish. That holds as long as the day is the same and no claim on it has lapsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The day's version.
    pub version: u32,
    /// The plan's.
    pub plan_version: u32,
    /// First instant at which a claim on it lapses.
    pub until: Instant,
}

/// A value with the time it was made, and who is at work on the next.
struct Kept<T> {
    value: Option<(Instant, T)>,
    renewed_since: Option<Instant>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self {
            value: None,
            renewed_since: None,
        }
    }
}

impl<T: Clone> Kept<T> {
    /// The value while it is young. When it no longer is, whoever asks first gets none and makes the next; the others get
    /// this one a little longer, so that not all make it at once.
    fn get(&mut self, now: Instant, seconds: i64) -> Option<T> {
        let (since, value) = self.value.as_ref()?;
        let age = now.since(*since);
        let renewed = self
            .renewed_since
            .is_some_and(|since| (0..GRACE_SECONDS).contains(&now.since(since)));
        if (0..seconds).contains(&age) || renewed && (0..seconds + GRACE_SECONDS).contains(&age) {
            return Some(value.clone());
        }
        self.renewed_since = Some(now);
        None
    }

    fn keep(&mut self, now: Instant, value: T) {
        *self = Self {
            value: Some((now, value)),
            renewed_since: None,
        };
    }
}

impl Memo {
    /// The catalogue, if it was read just now.
    pub fn catalogue(&self, now: Instant) -> Option<Arc<Catalogue>> {
        lock(&self.catalogue).get(now, CATALOGUE_SECONDS)
    }

    /// Keeps a catalogue read at `now`.
    pub fn keep_catalogue(&self, now: Instant, catalogue: Arc<Catalogue>) {
        lock(&self.catalogue).keep(now, catalogue);
    }

    /// Forgets the catalogue, and what was derived from it: a guard has said that it is out of date.
    pub fn forget_catalogue(&self) {
        *lock(&self.catalogue) = Kept::default();
        *lock(&self.overview) = Kept::default();
        lock(&self.nearest).clear();
    }

    /// The city's overview as it was written just now.
    pub fn overview(&self, now: Instant) -> Option<Tagged> {
        lock(&self.overview).get(now, OVERVIEW_SECONDS)
    }

    /// Keeps the overview written at `now`.
    pub fn keep_overview(&self, now: Instant, answer: Tagged) {
        lock(&self.overview).keep(now, answer);
    }

    /// Forgets the overview, and what is free near times of this centre: one of its days has changed.
    pub fn forget_offers(&self, centre: &CentreId) {
        *lock(&self.overview) = Kept::default();
        lock(&self.nearest).retain(|(wished, _), _| wished.centre != *centre);
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
        insert(&mut lock(&self.offers), shape, offer.clone(), MOST_OFFERS);
        offer
    }

    /// Free times near a wished one, as they were found just now.
    pub fn nearest(&self, wished: &Slot, services: &[Chosen], now: Instant) -> Option<Vec<Slot>> {
        let key = (wished.clone(), services.to_vec());
        lock(&self.nearest).get_mut(&key)?.get(now, NEAREST_SECONDS)
    }

    /// Keeps free times found at `now`.
    pub fn keep_nearest(&self, wished: &Slot, services: &[Chosen], now: Instant, found: Vec<Slot>) {
        let mut kept = Kept::default();
        kept.keep(now, found);
        let key = (wished.clone(), services.to_vec());
        insert(&mut lock(&self.nearest), key, kept, MOST_WISHES);
    }

    /// On which day it was that a visit had no room at its time.
    pub fn refused(&self, slot: &Slot, visit: Span, now: Instant) -> Option<Refused> {
        let refused = lock(&self.refused).get(&(slot.clone(), visit)).copied();
        refused.filter(|refused| now < refused.until)
    }

    /// Forgets it: the day is another by now.
    pub fn forget_refused(&self, slot: &Slot, visit: Span) {
        lock(&self.refused).remove(&(slot.clone(), visit));
    }

    /// Keeps that a visit had no room at its time.
    pub fn keep_refused(&self, slot: &Slot, visit: Span, refused: Refused) {
        insert(
            &mut lock(&self.refused),
            (slot.clone(), visit),
            refused,
            MOST_WISHES,
        );
    }
}

/// Makes room for it, all at once, where there is none.
fn insert<K: Eq + Hash, V>(kept: &mut HashMap<K, V>, key: K, value: V, most: usize) {
    if kept.len() >= most {
        kept.clear();
    }
    kept.insert(key, value);
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
