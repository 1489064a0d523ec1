//! Offered ⇔ reservable: in random cities, on random days, through clock changes, with shares, visits of
//! others, times that stay back, and whatever o'clock it is.

use booking::catalogue::{PlannedCentre, Visit};
use booking::change::Days;
use booking::day::{Day, Span, Taking};
use booking::horizon::{earliest_start, last_open_day};
use booking::offer::Offer;
use booking::reserve::{Wish, reserve};
use booking::share::Channel;
use booking::skill::SkillSet;
use booking::time::unit_start;
use booking::unit::UNITS_A_DAY;
use booking::{Instant, appointment::Slot};
use proptest::prelude::*;

use super::city::*;
use super::random::{any_centre, promised};

/// Days on which calendars go wrong: both clock changes (once on Easter Sunday, once on a holiday as well), the
/// days after them, holidays, a leap day, the turn of a year; and one on which they do not.
pub const DAYS: [&str; 12] = [
    "2027-03-28",
    "2027-03-30",
    "2026-10-25",
    "2026-10-26",
    "2027-10-31",
    "2028-03-26",
    "2028-10-29",
    "2026-12-24",
    "2026-10-03",
    "2028-02-29",
    "2027-01-02",
    TUESDAY,
];

#[derive(Clone, Debug)]
pub struct Case {
    pub planned: PlannedCentre,
    pub day: Day,
    pub now: Instant,
}

/// A day with visits and given-up times of others, looked at from up to 62 days before to the day after.
pub fn any_case() -> impl Strategy<Value = Case> {
    let day = prop::sample::select(&DAYS[..]).prop_map(date);
    let others = proptest::collection::vec(
        (0..UNITS_A_DAY, 1..=24_u8, 1..8_u8, -600..600_i64, any::<bool>()),
        0..30,
    );
    let before = prop_oneof![-86_400..7_200_i64, 0..62 * 86_400_i64];
    day.prop_flat_map(move |day| (any_centre(day), others.clone(), before.clone(), Just(day)))
        .prop_map(|(planned, others, before, date)| {
            let noon = unit_start(date, 144).unwrap();
            let now = noon.plus_seconds(-before);
            let mut day = Day::opened(&planned, date);
            for (number, (start, units, skills, until, gives_up)) in (1..).zip(others) {
                let span = Span {
                    start,
                    units,
                    skills: SkillSet::from_bits(skills),
                };
                let until = now.plus_seconds(until);
                let taking = Taking {
                    holder: id(number),
                    own: None,
                    channel: if number % 4 == 0 {
                        Channel::Phone
                    } else {
                        Channel::Online
                    },
                    until: if number % 3 == 0 { Instant::FOREVER } else { until },
                    given_up_until: until,
                };
                let _ = day.take(span, taking, now.plus_seconds(-900));
                if gives_up {
                    day.release(id(number), id(number), until);
                }
            }
            Case { planned, day, now }
        })
}

fn reservable(case: &Case, span: Span) -> bool {
    let Some(starts_at) = unit_start(case.day.date, span.start) else {
        return false;
    };
    let wish = Wish {
        slot: Slot {
            centre: case.day.centre.clone(),
            date: case.day.date,
            start: span.start,
            starts_at,
        },
        visit: Visit {
            units: span.units,
            skills: span.skills,
        },
        services: Vec::new(),
    };
    let days = Days::new(vec![case.day.clone()]);
    reserve(
        wish,
        &case.planned.centre,
        "de",
        None,
        days,
        case.now,
        &chance(250),
    )
    .is_ok()
}

fn offered(case: &Case, offer: &Offer, span: Span) -> bool {
    let within = case.day.date <= last_open_day(&case.planned.centre, case.now);
    within && offer.longest(span.skills, span.start) >= span.units
}

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn what_is_offered_can_be_had_and_nothing_else(
        case in any_case(),
        wishes in proptest::collection::vec((0..UNITS_A_DAY, 1..=24_u8, 1..8_u8), 40),
    ) {
        let earliest = earliest_start(&case.planned.centre, case.now);
        let offer = Offer::of(&case.day, case.now).from_earliest(case.day.date, earliest);
        let near = case.day.open.counters.first().and_then(|counter| counter.open.first()).unwrap_or(0);
        for (number, (start, units, skills)) in wishes.into_iter().enumerate() {
            // Half of them where something is open.
            let start = if number % 2 == 0 { start } else { (near + start % 60).min(UNITS_A_DAY - 1) };
            let span = Span { start, units, skills: SkillSet::from_bits(skills) };
            prop_assert_eq!(offered(&case, &offer, span), reservable(&case, span), "{:?} at {:?}", span, case.now.to_rfc3339());
        }
    }

    #[test]
    fn no_visit_starts_when_the_clock_on_the_wall_could_not_say_when(
        (date, planned) in prop::sample::select(&DAYS[..]).prop_map(date).prop_flat_map(|date| (Just(date), any_centre(date))),
    ) {
        let open = planned.opens(date);
        for counter in &open.counters {
            let units: Vec<u16> = (0..UNITS_A_DAY).filter(|unit| counter.open.contains(*unit)).collect();
            let starts: Vec<Option<Instant>> = units.iter().map(|unit| unit_start(date, *unit)).collect();
            prop_assert!(starts.iter().all(Option::is_some), "{units:?}");
            prop_assert!(starts.is_sorted_by(|one, next| one < next));
        }
    }
}

#[test]
fn the_random_cities_have_something_to_offer() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut free, mut full) = (0, 0);
    for _ in 0..200 {
        let case = any_case().new_tree(&mut runner).unwrap().current();
        let earliest = earliest_start(&case.planned.centre, case.now);
        let offer = Offer::of(&case.day, case.now).from_earliest(case.day.date, earliest);
        let span = |start| Span {
            start,
            units: 1,
            skills: SkillSet::from_bits(1),
        };
        let found = (0..UNITS_A_DAY)
            .filter(|start| offered(&case, &offer, span(*start)))
            .count();
        free += usize::from(found > 0);
        full += usize::from(found == 0);
    }
    assert!(free > 40 && full > 40, "{free} with, {full} without");
}
