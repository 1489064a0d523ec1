//! A move is one step: both days or none, same reference; and nobody ever holds two times.

use booking::appointment::Status;
use booking::day::{Claim, ClaimKind, Day, Taking};
use booking::offer::Offer;
use booking::share::Channel;
use booking::{Event, Instant, Refusal, State};
use proptest::prelude::*;

use super::city::*;
use super::random::{for_holder, promised};
use super::town::{Act, Deed, Town, any_town, any_town_of_counters_alike};

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn a_move_changes_both_days_or_nothing((mut town, acts) in any_town()) {
        for act in acts {
            let before = town.clone();
            let result = town.does(act);
            if act.deed != Deed::Move {
                continue;
            }
            let Ok(Some(change)) = result else {
                prop_assert_eq!((&town.days, &town.appointments), (&before.days, &before.appointments));
                continue;
            };
            let (old, new) = (before.of(act.who).unwrap(), &change.appointment);
            prop_assert_eq!(&new.slot, &act.wish().slot);
            prop_assert_eq!((new.units, new.skills), (act.visit.units, act.visit.skills));
            prop_assert_eq!((new.id, &new.reference, new.status), (old.id, &old.reference, Status::Booked));
            prop_assert!(new.reference.is_some());
            prop_assert_eq!(new.progress.sequence, old.progress.sequence + 1);
            prop_assert_eq!(new.until, Instant::FOREVER);
            let visits = visits(&town, new.id);
            prop_assert_eq!(visits, [(new.slot.date, new.span())]);
        }
    }

    #[test]
    fn a_move_succeeds_where_it_is_within_reach_and_there_is_room((town, acts) in any_town()) {
        each(town, acts, |town, act| {
            let booked = town.of(act.who).filter(|old| old.status == Status::Booked);
            let Some(old) = booked.filter(|_| act.deed == Deed::Move) else { return Ok(()) };
            let wish = act.wish();
            let day = &town.days[usize::from(act.wednesday)];
            let taking = Taking { own: Some(old.id), ..for_holder(99, Instant::FOREVER) };
            let room = day.clone().take(booking::day::Span { start: wish.slot.start, units: wish.visit.units, skills: wish.visit.skills }, taking, town.now).is_ok();
            let near = wish.slot.starts_at < town.now.plus_minutes(60);
            let expected = match () {
                () if town.now >= old.slot.starts_at => Err(Refusal::Started),
                () if wish.slot == old.slot => Ok(false),
                () if near => Err(Refusal::TooNear),
                () if !room => Err(Refusal::Taken),
                () => Ok(true),
            };
            prop_assert_eq!(town.decide(act).map(|change| change.is_some()), expected);
            Ok(())
        })?;
    }

    #[test]
    fn time_given_up_is_its_holders_until_it_is_free((town, acts) in any_town_of_counters_alike()) {
        each(town, acts, |town, act| {
            let given_up = matches!(act.deed, Deed::Move | Deed::Cancel | Deed::Leave);
            let Some(old) = town.of(act.who).filter(|_| given_up).cloned() else { return Ok(()) };
            let mut after = town.clone();
            if !matches!(after.does(act), Ok(Some(_))) {
                return Ok(());
            }
            let index = usize::from(old.slot.date != date(TUESDAY));
            let (before, day) = (&town.days[index], &after.days[index]);
            let now = town.now;
            let free = |day: &Day| Offer::of(day, now).longest(old.skills, old.slot.start) >= old.units;
            let far = old.slot.starts_at.since(now) >= 24 * 3600 || act.deed == Deed::Leave;
            if far && act.deed != Deed::Move {
                prop_assert_eq!(free(day), free(before), "others gain nothing at once");
                let back = day.live(now, None).find(|claim| claim.kind == ClaimKind::Released && claim.span() == old.span() && claim.holder == old.id);
                let stays = back.map(|claim| claim.until.since(now));
                let range = if act.deed == Deed::Leave { 60..=180 } else { 300..=1800 };
                // A hold that was about to lapse is not kept for longer than it would have been.
                prop_assert!(stays.is_some_and(|stays| range.contains(&stays) || act.deed == Deed::Leave && stays <= 180), "{stays:?}");
            }
            let mine = Taking { own: Some(old.id), channel: Channel::Online, ..for_holder(98, Instant::FOREVER) };
            let moved_over_it = act.deed == Deed::Move && act.wish().slot.date == old.slot.date;
            prop_assert!(moved_over_it || day.clone().take(old.span(), mine, now).is_ok(), "its holder gets it back");
            if !far && act.deed == Deed::Cancel {
                prop_assert!(free(day), "within a day of the start it is free at once");
            }
            Ok(())
        })?;
    }

    #[test]
    fn whoever_chooses_another_time_never_holds_two((town, acts) in any_town()) {
        each_after(town, acts, |before, town, act, event| {
            let visits: Vec<_> = town.days.iter().flat_map(|day| day.live(town.now, None)).filter(|claim| claim.kind == ClaimKind::Visit).collect();
            for (id, appointment) in &town.appointments {
                let claims = visits.iter().filter(|claim| claim.holder == *id).count();
                prop_assert!(claims <= 1);
                if appointment.status == Status::Cancelled {
                    prop_assert_eq!(claims, 0);
                }
            }
            if event == Some(Event::Reserved)
                && let Some(old) = before.of(act.who).filter(|old| old.status != Status::Booked)
            {
                let now = &town.appointments[&old.id];
                prop_assert_eq!(now.state(town.now), State::Cancelled);
                prop_assert!(now.progress.cancelled_at.is_some());
            }
            Ok(())
        })?;
    }
}

/// The visits of an appointment in the whole town.
fn visits(town: &Town, id: booking::AppointmentId) -> Vec<(chrono::NaiveDate, booking::day::Span)> {
    let on = |day: &Day| {
        let date = day.date;
        let mine = |claim: &&Claim| claim.holder == id && claim.kind == ClaimKind::Visit;
        let live: Vec<_> = day
            .live(town.now, None)
            .filter(mine)
            .map(|claim| (date, claim.span()))
            .collect();
        live
    };
    town.days.iter().flat_map(on).collect()
}

/// Looks before each act.
fn each(
    mut town: Town,
    acts: Vec<Act>,
    mut holds: impl FnMut(&Town, Act) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    for act in acts {
        holds(&town, act)?;
        let _ = town.does(act);
    }
    Ok(())
}

/// Looks after each act.
fn each_after(
    mut town: Town,
    acts: Vec<Act>,
    mut holds: impl FnMut(&Town, &Town, Act, Option<Event>) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    for act in acts {
        let before = town.clone();
        let event = town.does(act).ok().flatten().map(|change| change.event);
        holds(&before, &town, act, event)?;
    }
    Ok(())
}
