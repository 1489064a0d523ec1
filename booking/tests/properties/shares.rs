//! What is kept for the phone and for short notice stays kept, and is released in its steps (rule 11).

use booking::catalogue::PlannedCentre;
use booking::day::{Claim, ClaimKind, Day, Span};
use booking::horizon::opening_minute;
use booking::offer::Offer;
use booking::share::{Channel, Share, placed};
use booking::skill::SkillSet;
use booking::time::instant_at;
use booking::unit::UNITS_A_DAY;
use booking::{AppointmentId, Instant};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::cities::DAYS;
use super::city::*;
use super::random::{any_centre, for_holder, promised};

fn any_opened() -> impl Strategy<Value = (PlannedCentre, NaiveDate)> {
    let day = prop::sample::select(&DAYS[..]).prop_map(date);
    day.prop_flat_map(|date| (any_centre(date), Just(date)))
}

fn any_wish() -> impl Strategy<Value = Span> {
    (0..UNITS_A_DAY, 1..=24_u8, 1..8_u8).prop_map(|(start, units, skills)| Span {
        start,
        units,
        skills: SkillSet::from_bits(skills),
    })
}

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn shares_are_pieces_of_an_hour_in_open_time_of_nobody_and_beside_each_other((planned, date) in any_opened()) {
        let open = planned.opens(date);
        let claims = placed(&planned.centre, &open, date);
        for (index, claim) in claims.iter().enumerate() {
            let counter = open.counters.iter().find(|counter| counter.number == claim.counter).unwrap();
            prop_assert!(counter.open.covers(&units(claim.span())));
            prop_assert_eq!(claim.skills, counter.skills);
            prop_assert_eq!(claim.holder, AppointmentId::NOBODY);
            prop_assert_eq!(claim.start / 12, (claim.span().end() - 1) / 12, "within an hour");
            let meets = |other: &Claim| other.counter == claim.counter && !units(other.span()).and(&units(claim.span())).is_empty();
            prop_assert!(!claims[..index].iter().any(meets));
        }
    }

    // Each keeps its percentage of the open time, to a piece; what both want goes to the first, and the other waits for the
    // next piece, so that it may be behind by one more.
    #[test]
    fn as_much_is_kept_as_the_percentages_say((planned, date) in any_opened()) {
        let day = Day::opened(&planned, date);
        let open: u32 = day.open.counters.iter().map(|counter| counter.open.len()).sum();
        let shares = planned.centre.shares;
        for (share, percent) in [(Share::Phone, shares.phone_percent), (Share::ShortNotice, shares.short_notice_percent)] {
            let kept: u32 = of_share(&day.claims, share).map(|claim| u32::from(claim.units)).sum();
            let wanted = open * u32::from(percent) / 100;
            prop_assert!(kept <= wanted + 12, "{kept} of {wanted}");
            prop_assert!(kept + 24 >= wanted, "{kept} of {wanted}");
            prop_assert!(percent > 0 || kept == 0);
        }
    }

    #[test]
    fn shares_are_released_in_the_morning_14_7_2_or_1_days_ahead_and_then_all_is_offered((planned, date) in any_opened()) {
        let day = Day::opened(&planned, date);
        let minute = opening_minute(&planned.centre);
        let step = |days| instant_at(date - Days::new(days), minute).unwrap();
        let steps = [14, 7, 2, 1].map(step);
        for claim in &day.claims {
            prop_assert!(steps.contains(&claim.until), "{claim:?}");
        }
        for share in [Share::Phone, Share::ShortNotice] {
            let pieces = steps.map(|step| of_share(&day.claims, share).filter(|claim| claim.until == step).count());
            let (most, least) = (pieces.iter().max().unwrap(), pieces.iter().min().unwrap());
            prop_assert!(most - least <= 1, "in equal steps: {pieces:?}");
        }
        let none = Day { claims: Vec::new(), ..day.clone() };
        let released = step(1);
        prop_assert_eq!(Offer::of(&day, released), Offer::of(&none, released));
        let before = step(1).plus_seconds(-1);
        prop_assert!(day.live(before, None).all(|claim| claim.until == released));
    }

    #[test]
    fn nobody_online_ever_has_what_is_kept((planned, date) in any_opened(), wishes in proptest::collection::vec(any_wish(), 1..12)) {
        let mut day = Day::opened(&planned, date);
        let now = instant_at(date - Days::new(20), 600).unwrap();
        let kept = day.claims.clone();
        for (number, wish) in (1..).zip(wishes) {
            let _ = day.take(wish, for_holder(number, Instant::FOREVER), now);
            let left = day.claims.iter().filter(|claim| matches!(claim.kind, ClaimKind::Share(_)));
            let times = |claim: &Claim| (claim.kind, claim.span(), claim.until);
            prop_assert_eq!(left.map(times).collect::<Vec<_>>(), kept.iter().map(times).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_agent_has_at_least_what_everybody_has_and_uses_up_one_share_at_a_time(
        (planned, date) in any_opened(),
        wish in any_wish(),
    ) {
        let day = Day::opened(&planned, date);
        let now = instant_at(date - Days::new(20), 600).unwrap();
        let mut by_phone = day.clone();
        let taking = booking::day::Taking { channel: Channel::Phone, ..for_holder(1, Instant::FOREVER) };
        let had = by_phone.take(wish, taking, now).is_ok();
        let online = day.clone().take(wish, for_holder(1, Instant::FOREVER), now).is_ok();
        prop_assert!(had || !online);
        let kept = |day: &Day, share, unit| {
            of_share(&day.claims, share).filter(|claim| units(claim.span()).contains(unit)).count()
        };
        let serves = |claim: &&Claim, unit| claim.skills.covers(wish.skills) && units(claim.span()).contains(unit);
        // Somebody who has to move may take the seat of a share.
        let seats = |day: &Day| of_share(&day.claims, Share::ShortNotice).cloned().collect::<Vec<_>>();
        let moved = seats(&by_phone) != seats(&day);
        for unit in 0..UNITS_A_DAY {
            prop_assert_eq!(kept(&by_phone, Share::ShortNotice, unit), kept(&day, Share::ShortNotice, unit));
            let served = of_share(&day.claims, Share::Phone).any(|claim| serves(&claim, unit));
            let used = had && served && units(wish).contains(unit);
            let (before, after) = (kept(&day, Share::Phone, unit), kept(&by_phone, Share::Phone, unit));
            prop_assert!(after + usize::from(used) == before || moved && after <= before, "at {unit}");
        }
    }
}

fn of_share(claims: &[Claim], share: Share) -> impl Iterator<Item = &Claim> {
    claims
        .iter()
        .filter(move |claim| claim.kind == ClaimKind::Share(share))
}
