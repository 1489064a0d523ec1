//! Appointments are the truth: days agree with them at all times, and could be made again from them.

use booking::day::{Claim, ClaimKind, Day, Span};
use booking::invariant::{BreachKind, breaches};
use booking::{AppointmentId, Instant};
use proptest::prelude::*;

use super::city::*;
use super::fitting::assigned;
use super::random::promised;
use super::town::{Town, any_town};

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn claims_and_appointments_agree_whatever_people_do((mut town, acts) in any_town()) {
        for act in acts {
            let _ = town.does(act);
            for day in &town.days {
                prop_assert_eq!(breaches(day, &town.holders(day), town.now), []);
            }
        }
    }

    #[test]
    fn a_rebuilt_day_has_the_same_claims_and_a_valid_assignment((mut town, acts) in any_town()) {
        for act in acts {
            let _ = town.does(act);
        }
        for day in &town.days {
            let rebuilt = rebuilt(&town, day);
            let now = town.now;
            prop_assert_eq!(live(&rebuilt, &town), live(day, &town));
            prop_assert_eq!(breaches(&rebuilt, &town.holders(day), now), []);
        }
    }

    #[test]
    fn nobodys_deed_touches_the_appointment_of_another((mut town, acts) in any_town()) {
        for act in acts {
            let before = town.clone();
            let _ = town.does(act);
            let mine = before.latest.get(&act.who);
            for (id, appointment) in before.appointments.iter().filter(|(id, _)| Some(*id) != mine) {
                prop_assert_eq!(town.appointments.get(id), Some(appointment));
            }
        }
    }

    #[test]
    fn a_claim_that_is_lost_or_doubled_is_a_breach((mut town, acts) in any_town(), which in any::<prop::sample::Index>()) {
        for act in acts {
            let _ = town.does(act);
        }
        for day in &town.days {
            let holders = town.holders(day);
            let mut visits: Vec<Claim> = day.live(town.now, None).filter(|claim| claim.kind == ClaimKind::Visit).cloned().collect();
            // Past its appointment's end a claim is only kept back: losing that hurts nobody.
            visits.retain(|claim| holders.iter().any(|holder| holder.id == claim.holder && holder.until > town.now));
            if visits.is_empty() {
                continue;
            }
            let visit = &visits[which.index(visits.len())];
            let kinds = |change: &dyn Fn(&mut Vec<Claim>)| {
                let mut broken = day.clone();
                change(&mut broken.claims);
                let found = breaches(&broken, &holders, town.now);
                found.into_iter().map(|breach| (breach.kind, breach.appointment)).collect::<Vec<_>>()
            };
            let lost = kinds(&|claims| claims.retain(|claim| claim != visit));
            prop_assert_eq!(lost, [(BreachKind::AppointmentWithoutClaim, visit.holder)]);
            let doubled = kinds(&|claims| claims.push(visit.clone()));
            prop_assert_eq!(doubled, [(BreachKind::TwoAtOnce, visit.holder)]);
            let strange = kinds(&|claims| claims.push(Claim { holder: id(200), counter: 60, ..visit.clone() }));
            prop_assert_eq!(strange, [(BreachKind::ClaimWithoutAppointment, id(200))]);
        }
    }
}

/// The visits that appointments of this day still have.
fn live(day: &Day, town: &Town) -> Vec<(AppointmentId, Span)> {
    let lives = |claim: &&Claim| {
        let appointment = town.appointments.get(&claim.holder);
        claim.kind == ClaimKind::Visit && appointment.is_some_and(|appointment| appointment.until > town.now)
    };
    let live = day.live(town.now, None).filter(lives);
    let mut times: Vec<_> = live.map(|claim| (claim.holder, claim.span())).collect();
    times.sort_by_key(|(holder, _)| *holder);
    times
}

/// The day made again from nothing but its plan and its appointments.
fn rebuilt(town: &Town, day: &Day) -> Day {
    let mut holders = town.holders(day);
    holders.retain(|holder| holder.until > town.now);
    holders.sort_by_key(|holder| holder.span.start);
    let spans: Vec<Span> = holders.iter().map(|holder| holder.span).collect();
    let seats = assigned(&day.open, &spans).expect("everybody has a place");
    let claim = |(holder, seat): (&booking::invariant::Holder, usize)| Claim {
        kind: ClaimKind::Visit,
        holder: holder.id,
        start: holder.span.start,
        units: holder.span.units,
        skills: holder.span.skills,
        counter: day.open.counters[seat].number,
        until: holder.until,
    };
    Day {
        claims: holders.iter().zip(seats).map(claim).collect(),
        ..untouched(day.date, day.open.clone())
    }
}

/// Without it the properties above would hold of towns in which nothing happens.
#[test]
fn random_towns_see_every_event() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    use std::collections::BTreeMap;
    let mut runner = TestRunner::deterministic();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut refused = 0;
    for _ in 0..1500 {
        let (mut town, acts) = any_town().new_tree(&mut runner).unwrap().current();
        for act in acts {
            match town.does(act) {
                Ok(Some(change)) => *seen.entry(format!("{:?}", change.event)).or_default() += 1,
                Ok(None) => {}
                Err(_) => refused += 1,
            }
        }
        assert!(town.now < Instant::FOREVER);
    }
    assert_eq!(seen.len(), 15, "{seen:?}");
    assert!(
        seen.values().all(|count| *count > 5) && refused > 1000,
        "{seen:?}, {refused} refused"
    );
}
