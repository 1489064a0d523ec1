//! Stored days: their claims, the offer derived from them, the longest visit of each.

use std::sync::LazyLock;

use booking::day::{Claim, Day};
use booking::invariant::breaches;
use booking::offer::LongestOfDay;
use booking::skill::SkillSet;
use booking::unit::{LONGEST_VISIT, UNITS_A_DAY};
use booking::{Offer, state_text};
use chrono::NaiveDate;

use crate::city::{CATALOGUE, NOW};

/// Claims of one day that are still reckoned with: over a whole day at each of more counters than any centre has.
const MOST_CLAIMS: usize = 60;

static DAY: LazyLock<Day> = LazyLock::new(|| {
    let date = NaiveDate::from_ymd_opt(2026, 11, 30).expect("a Monday");
    let centres = CATALOGUE.centres.iter().map(|planned| Day::opened(planned, date));
    centres
        .max_by_key(|day| day.open.counters.len())
        .expect("a centre")
});

/// See the crate.
pub fn check(input: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(input) else {
        return false;
    };
    let taken = [state(text), offer(text), longest_of_day(text)];
    taken.contains(&true)
}

/// What is read was written so, byte for byte, and every claim lies within its day.
fn state(text: &str) -> bool {
    let read = state_text::read(text);
    assert_eq!(state_text::read(text), read);
    let Ok(claims) = read else { return false };
    assert_eq!(state_text::write(&claims), text);
    for claim in &claims {
        assert!((1..=LONGEST_VISIT).contains(&claim.units));
        assert!(claim.span().end() <= UNITS_A_DAY);
        assert!((0..=booking::Instant::FOREVER.seconds()).contains(&claim.until.seconds()));
    }
    if claims.len() <= MOST_CLAIMS {
        reckoned_with(claims);
    }
    true
}

/// A day with any claims, however they overlap, has an offer, and can be looked through for breaches.
fn reckoned_with(claims: Vec<Claim>) {
    let visits = claims.len();
    let mut day = Day {
        claims,
        ..DAY.clone()
    };
    let derived = Offer::of(&day, NOW);
    within_its_day(&derived);
    assert_eq!(Offer::from_text(&derived.to_text()), Some(derived));
    assert!(breaches(&day, &[], NOW).len() <= 3 * visits);
    day.prune(NOW);
    assert!(day.live(NOW, None).count() == day.claims.len());
}

/// What is read was written so, and lies within its day.
fn offer(text: &str) -> bool {
    let read = Offer::from_text(text);
    assert_eq!(Offer::from_text(text), read);
    let Some(offer) = read else { return false };
    within_its_day(&offer);
    assert_eq!(offer.to_text(), text);
    let longest = offer.longest_of_day();
    assert_eq!(LongestOfDay::from_text(&longest.to_text()), Some(longest));
    let earlier = offer.clone().from_earliest(DAY.date, NOW);
    assert_eq!(earlier, offer, "all of a later day is beyond the lead time");
    true
}

fn within_its_day(offer: &Offer) {
    for (_, row) in &offer.rows {
        assert!(usize::from(offer.first) + row.len() <= usize::from(UNITS_A_DAY));
        assert!(row.iter().all(|units| *units <= LONGEST_VISIT));
    }
    for skills in (0..16).map(SkillSet::from_bits) {
        for start in offer.starts(skills, 1) {
            assert!(start < UNITS_A_DAY && offer.longest(skills, start) >= 1);
        }
    }
}

fn longest_of_day(text: &str) -> bool {
    let read = LongestOfDay::from_text(text);
    assert_eq!(LongestOfDay::from_text(text), read);
    let Some(longest) = read else { return false };
    assert_eq!(longest.to_text(), text);
    for bits in 0..16 {
        let skills = SkillSet::from_bits(bits);
        assert!(longest.of(skills) <= Some(LONGEST_VISIT) && longest.longest(skills) <= LONGEST_VISIT);
    }
    true
}
