//! What must be true of a day: every breach is found, and a day that is as it should be has none.

use booking::day::{Claim, ClaimKind, Day};
use booking::invariant::{BreachKind, Holder, breaches};
use booking::skill::SkillSet;
use booking::{AppointmentId, Instant};

use super::city::*;

fn now() -> Instant {
    clock("07:00")
}

/// Three booked visits at two counters, and their appointments.
fn sound() -> (Day, Vec<Holder>) {
    let mut day = day_on(TUESDAY, &[BOTH, PASS]);
    let mut holders = Vec::new();
    for (number, start) in [(1, "09:00"), (2, "09:00"), (3, "09:15")] {
        let way = Way::reserved_at(wish(start, 3), day, now());
        day = way.day().clone();
        // Each reservation of the test has the same holder: give each its own.
        for claim in day.claims.iter_mut().filter(|claim| claim.holder == id(1)) {
            claim.holder = id(100 + number);
        }
        holders.push(Holder {
            id: id(100 + number),
            span: way.appointment.span(),
            until: way.appointment.until,
        });
    }
    (day, holders)
}

type Fault = fn(&mut Day, &mut Vec<Holder>);

fn claim(day: &mut Day, index: usize) -> &mut Claim {
    day.claims.get_mut(index).unwrap()
}

/// Kind and number of the appointment.
type Found = &'static [(BreachKind, u8)];

/// What goes wrong, and the breaches it makes.
const FAULTS: &[(&str, Fault, Found)] = &[
    ("nothing", |_, _| {}, &[]),
    (
        "two at one counter",
        |day, _| {
            let counter = claim(day, 0).counter;
            claim(day, 1).counter = counter;
        },
        &[(BreachKind::TwoAtOnce, 102)],
    ),
    (
        "one that reaches into the next",
        |day, holders| {
            claim(day, 0).units = 4;
            holders[0].span.units = 4;
            let counter = claim(day, 0).counter;
            claim(day, 2).counter = counter;
        },
        &[(BreachKind::TwoAtOnce, 103)],
    ),
    (
        "a counter that cannot do it",
        |day, holders| {
            claim(day, 2).counter = 2;
            claim(day, 2).start += 60;
            claim(day, 2).skills = MOVE;
            holders[2].span.start += 60;
            holders[2].span.skills = MOVE;
        },
        &[(BreachKind::CounterLacksSkills, 103)],
    ),
    (
        "a counter that the plan has closed since",
        |day, _| {
            day.open.counters.clear();
        },
        &[],
    ),
    (
        "an appointment that is gone",
        |_, holders| {
            holders.remove(0);
        },
        &[(BreachKind::ClaimWithoutAppointment, 101)],
    ),
    (
        "a claim that outlives its appointment by as long as lapsed times stay back",
        |_, holders| {
            holders[0].until = holders[0].until.plus_seconds(-120);
        },
        &[],
    ),
    (
        "a claim that outlives its appointment by more",
        |_, holders| {
            holders[0].until = holders[0].until.plus_seconds(-121);
        },
        &[(BreachKind::ClaimWithoutAppointment, 101)],
    ),
    (
        "a claim that is gone",
        |day, _| {
            day.claims.remove(0);
        },
        &[(BreachKind::AppointmentWithoutClaim, 101)],
    ),
    (
        "a claim that lapses before its appointment",
        |day, _| {
            claim(day, 0).until = clock("07:05");
        },
        &[(BreachKind::AppointmentWithoutClaim, 101)],
    ),
    (
        "a claim at another time",
        |day, _| {
            claim(day, 0).start -= 12;
        },
        &[(BreachKind::AppointmentWithoutClaim, 101)],
    ),
    (
        "a shorter claim",
        |day, _| {
            claim(day, 0).units = 2;
        },
        &[(BreachKind::AppointmentWithoutClaim, 101)],
    ),
    (
        "a claim for other skills",
        |day, _| {
            claim(day, 0).skills = SkillSet::default();
        },
        &[(BreachKind::AppointmentWithoutClaim, 101)],
    ),
    (
        "a time kept back beside it, which nobody has",
        |day, _| {
            let kept = Claim {
                kind: ClaimKind::Released,
                holder: AppointmentId::from_bytes([9; 16]),
                ..claim(day, 0).clone()
            };
            day.claims.push(kept);
        },
        &[],
    ),
];

#[test]
fn every_breach_is_found_and_no_other() {
    for (what, fault, expected) in FAULTS {
        let (mut day, mut holders) = sound();
        fault(&mut day, &mut holders);
        let found: Vec<_> = breaches(&day, &holders, now())
            .iter()
            .map(|breach| (breach.kind, breach.appointment))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(kind, number)| (*kind, id(*number)))
            .collect();
        assert_eq!(found, expected, "{what}");
    }
}

#[test]
fn what_has_lapsed_is_held_against_nothing() {
    let (mut day, holders) = sound();
    let lapsed = day.claims.iter().map(|claim| claim.until).max().unwrap();
    claim(&mut day, 1).counter = claim(&mut day, 0).counter;
    assert_eq!(breaches(&day, &holders, lapsed.plus_seconds(-1)).len(), 1);
    assert_eq!(breaches(&day, &[], lapsed), []);
    day.claims.clear();
    let appointments = holders.iter().map(|holder| holder.until).max().unwrap();
    assert_eq!(breaches(&day, &holders, appointments), []);
}

#[test]
fn only_a_lacking_skill_lets_the_centre_go_on_selling() {
    let going_on: Vec<_> = [
        BreachKind::TwoAtOnce,
        BreachKind::CounterLacksSkills,
        BreachKind::ClaimWithoutAppointment,
        BreachKind::AppointmentWithoutClaim,
    ]
    .into_iter()
    .filter(|kind| !kind.pauses())
    .collect();
    assert_eq!(going_on, [BreachKind::CounterLacksSkills]);
}

/// Whoever watches the log looks for these.
#[test]
fn breaches_keep_their_names_in_alarms() {
    let names = [
        BreachKind::TwoAtOnce,
        BreachKind::CounterLacksSkills,
        BreachKind::ClaimWithoutAppointment,
        BreachKind::AppointmentWithoutClaim,
    ]
    .map(BreachKind::name);
    assert_eq!(
        names,
        [
            "two-at-once",
            "counter-lacks-skills",
            "claim-without-appointment",
            "appointment-without-claim"
        ]
    );
}
