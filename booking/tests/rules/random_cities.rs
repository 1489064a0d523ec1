//! Offered ⇔ reservable: in random cities, on random days, through clock changes, with shares, visits of
//! others, times that stay back, and whatever o'clock it is.

use booking::catalogue::{PlannedCentre, Visit};
use booking::change::Days;
use booking::day::{Day, Span, Taking};
use booking::horizon::{earliest_start, last_open_day};
use booking::offer::Offer;
use booking::plan::{Closure, Counter, Plan, SpecialOpening};
use booking::reserve::{Wish, reserve};
use booking::share::{Channel, Shares};
use booking::skill::SkillSet;
use booking::time::unit_start;
use booking::unit::{UNITS_A_DAY, Unit};
use booking::{Instant, appointment::Slot};
use chrono::NaiveDate;
use proptest::prelude::*;

use super::city::*;

/// Days on which calendars go wrong: both clock changes (once on Easter Sunday, once on a holiday as well), the
/// days after them, holidays, a leap day, the turn of a year; and one on which they do not.
const DAYS: [&str; 12] = [
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

fn any_centre(date: NaiveDate) -> impl Strategy<Value = PlannedCentre> {
    let hours =
        (0..280_u16, 1..150_u16).prop_map(|(opens, length)| (opens, (opens + length).min(UNITS_A_DAY)));
    let skills = proptest::collection::vec(1..8_u8, 1..=5);
    let part = proptest::option::of((0..280_u16, 1..60_u16));
    (
        proptest::collection::vec(hours, 1..=2),
        skills,
        proptest::collection::vec((part, proptest::option::of(1..=5_u8)), 0..=2),
        (0..=30_u8, 0..=30_u8),
        (
            prop_oneof![Just(60_u16), 60..600_u16],
            prop_oneof![Just(60_u16), 1..90_u16],
        ),
    )
        .prop_map(
            move |(hours, skills, closures, (phone_percent, short_notice_percent), (lead, horizon))| {
                let mut centre = centre();
                centre.skills = ["a", "b", "c"].map(Into::into).to_vec();
                centre.shares = Shares {
                    phone_percent,
                    short_notice_percent,
                };
                centre.lead_minutes = lead;
                centre.horizon_days = horizon;
                let opening = |(opens, closes)| SpecialOpening { date, opens, closes };
                let closure = |(part, counter): (Option<(Unit, Unit)>, _)| Closure {
                    from: date,
                    until: date.succ_opt().unwrap(),
                    part: Some(part.map_or((100, 110), |(from, length)| {
                        (from, (from + length).min(UNITS_A_DAY))
                    })),
                    counter,
                };
                let counters = (1..).zip(skills).map(|(number, bits)| Counter {
                    number,
                    skills: SkillSet::from_bits(bits),
                });
                PlannedCentre {
                    centre,
                    plan: Plan {
                        opening_hours: Vec::new(),
                        special_openings: hours.into_iter().map(opening).collect(),
                        closures: closures.into_iter().map(closure).collect(),
                        counters: counters.collect(),
                    },
                    plan_version: 1,
                }
            },
        )
}

#[derive(Clone, Debug)]
struct Case {
    planned: PlannedCentre,
    day: Day,
    now: Instant,
}

/// A day with visits and given-up times of others, looked at from up to 62 days before to the day after.
fn any_case() -> impl Strategy<Value = Case> {
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
    // Each asks for some hundred starts, lengths and skill sets.
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_offered_can_be_had_and_nothing_else(
        case in any_case(),
        wishes in proptest::collection::vec((0..UNITS_A_DAY, 1..=24_u8, 1..8_u8), 200),
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
