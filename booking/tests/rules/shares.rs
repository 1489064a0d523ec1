//! Shares: kept for the phone and for short notice, released a quarter at a time (rule 11).

use booking::catalogue::PlannedCentre;
use booking::day::{Claim, ClaimKind, Day, Span, Taken};
use booking::horizon::opening_minute;
use booking::offer::Offer;
use booking::share::{Channel, Share, Shares};
use booking::skill::SkillSet;
use booking::time::{Instant, instant_at};
use booking::{AppointmentId, plan::OpenDay};
use chrono::{Days, NaiveDate};

use super::city::*;

/// Half an hour.
const HALF_HOUR: u8 = 6;

fn planned(counters: &[SkillSet], phone_percent: u8, short_notice_percent: u8) -> PlannedCentre {
    let mut centre = centre();
    centre.shares = Shares {
        phone_percent,
        short_notice_percent,
    };
    PlannedCentre {
        centre,
        plan: plan(counters),
        plan_version: 1,
    }
}

/// The instant at which a step is released: in the morning, so many days ahead.
fn release(planned: &PlannedCentre, days_ahead: u64) -> Instant {
    let day = date(TUESDAY) - Days::new(days_ahead);
    instant_at(day, opening_minute(&planned.centre)).unwrap()
}

fn kept(day: &Day, share: Share, now: Instant) -> u32 {
    let of_share = |claim: &&Claim| claim.kind == ClaimKind::Share(share);
    day.live(now, None)
        .filter(of_share)
        .map(|claim| u32::from(claim.units))
        .sum()
}

fn open_units(open: &OpenDay) -> u32 {
    open.counters.iter().map(|counter| counter.open.len()).sum()
}

fn take(day: &mut Day, number: u8, span: Span, channel: Channel, now: Instant) -> Result<(), Taken> {
    let until = Instant::FOREVER;
    let taking = booking::day::Taking {
        holder: id(number),
        own: None,
        channel,
        until,
        given_up_until: until,
    };
    day.take(span, taking, now)
}

#[test]
fn a_day_opens_with_what_the_percentages_say_less_a_piece() {
    for (counters, phone, short_notice) in [(1, 20, 20), (5, 10, 0), (14, 10, 20), (14, 0, 20), (64, 25, 25)]
    {
        let planned = planned(&vec![PASS; counters], phone, short_notice);
        for first in 0..7 {
            let day = Day::opened(&planned, date(TUESDAY) + Days::new(first));
            let now = release(&planned, 30);
            let open = open_units(&day.open);
            for (share, percent) in [(Share::Phone, phone), (Share::ShortNotice, short_notice)] {
                let (kept, wanted) = (kept(&day, share, now), open * u32::from(percent) / 100);
                assert!(
                    kept.abs_diff(wanted) <= 12,
                    "{counters} counters, {share:?}: {kept} of {wanted}"
                );
            }
        }
    }
}

#[test]
fn without_percentages_nothing_is_kept() {
    let day = Day::opened(&planned(&[PASS, BOTH], 0, 0), date(TUESDAY));
    assert_eq!(day, day_on(TUESDAY, &[PASS, BOTH]));
}

#[test]
fn a_quarter_is_released_14_7_2_and_1_days_ahead_in_the_morning() {
    let planned = planned(&[PASS; 20], 20, 20);
    let day = Day::opened(&planned, date(TUESDAY));
    for share in [Share::Phone, Share::ShortNotice] {
        let all = kept(&day, share, release(&planned, 60));
        let mut before = all;
        for days in [14, 7, 2, 1] {
            let release = release(&planned, days);
            assert_eq!(
                kept(&day, share, release.plus_seconds(-1)),
                before,
                "{days} days ahead"
            );
            let after = kept(&day, share, release);
            let step = before - after;
            assert!(
                step.abs_diff(all / 4) <= 12,
                "{share:?}, {days} days ahead: {step} of {all}"
            );
            before = after;
        }
        assert_eq!(before, 0);
    }
}

#[test]
fn every_hour_of_the_day_keeps_and_releases_some() {
    let planned = planned(&[PASS; 20], 10, 20);
    let day = Day::opened(&planned, date(TUESDAY));
    for hour in 7..19 {
        let in_hour = |claim: &&Claim| claim.start / 12 == hour;
        for share in [Share::Phone, Share::ShortNotice] {
            let of_share = |claim: &&Claim| claim.kind == ClaimKind::Share(share);
            let kept = day.claims.iter().filter(in_hour).filter(of_share).count();
            assert!(kept > 0, "{share:?} at {hour}");
        }
    }
}

#[test]
fn what_is_kept_is_not_offered_online_until_its_release() {
    let planned = planned(&[PASS], 0, 50);
    let fresh = Day::opened(&planned, date(TUESDAY));
    let share = fresh.claims[0].clone();
    let span = Span {
        start: share.start,
        units: HALF_HOUR,
        skills: PASS,
    };
    for (now, had) in [(share.until.plus_seconds(-1), false), (share.until, true)] {
        let mut day = fresh.clone();
        assert_eq!(Offer::of(&day, now).longest(PASS, span.start) >= HALF_HOUR, had);
        assert_eq!(take(&mut day, 1, span, Channel::Online, now).is_ok(), had);
    }
}

#[test]
fn what_is_kept_for_short_notice_is_nobodys_on_the_phone_either() {
    let planned = planned(&[PASS], 0, 50);
    let mut day = Day::opened(&planned, date(TUESDAY));
    let share = day.claims[0].clone();
    let now = release(&planned, 30);
    assert_eq!(take(&mut day, 1, share.span(), Channel::Phone, now), Err(Taken));
}

#[test]
fn an_agent_takes_from_the_phones_share_first_and_leaves_the_rest_of_it() {
    let planned = planned(&[PASS; 4], 50, 0);
    let fresh = Day::opened(&planned, date(TUESDAY));
    let now = release(&planned, 30);
    let share = fresh.claims[0].clone();
    let all = kept(&fresh, Share::Phone, now);
    // Shape of the visit: units after the start of a kept hour, units long, units of the share used up.
    for (later, units, used) in [(0, 6, 6), (3, 6, 6), (0, 12, 12), (9, 6, 6)] {
        let mut day = fresh.clone();
        let span = Span {
            start: share.start + later,
            units,
            skills: PASS,
        };
        let had_online = Offer::of(&day, now).longest(PASS, span.start);
        take(&mut day, 1, span, Channel::Phone, now).unwrap();
        assert_eq!(kept(&day, Share::Phone, now), all - used, "{later}+{units}");
        assert_eq!(
            Offer::of(&day, now).longest(PASS, span.start),
            had_online,
            "nothing was taken from the others"
        );
    }
}

/// The visit sits at the second counter, and the share at the first stays whole.
#[test]
fn a_visit_at_one_counter_uses_up_no_share_at_another() {
    let planned = planned(&[BOTH, PASS], 100, 0);
    let fresh = Day::opened(&planned, date(TUESDAY));
    let now = release(&planned, 30);
    let all = kept(&fresh, Share::Phone, now);
    for (start, units) in [(96, 6), (99, 6), (106, 3), (106, 24)] {
        let mut day = fresh.clone();
        let span = Span {
            start,
            units,
            skills: PASS,
        };
        take(&mut day, 1, span, Channel::Phone, now).unwrap();
        let left = kept(&day, Share::Phone, now);
        assert_eq!(left, all - u32::from(units), "{units} units at {start}");
    }
}

#[test]
fn an_agent_also_takes_what_everybody_may_take() {
    let planned = planned(&[PASS], 0, 0);
    let mut day = Day::opened(&planned, date(TUESDAY));
    let span = Span {
        start: 96,
        units: 3,
        skills: PASS,
    };
    take(&mut day, 1, span, Channel::Phone, clock("07:00")).unwrap();
    assert_eq!(
        take(&mut day, 2, span, Channel::Phone, clock("07:00")),
        Err(Taken)
    );
}

#[test]
fn a_share_is_nobodys_appointment() {
    let day = Day::opened(&planned(&[PASS], 30, 30), date(TUESDAY));
    assert!(
        day.claims
            .iter()
            .all(|claim| claim.holder == AppointmentId::NOBODY)
    );
    let mut given_back = day.clone();
    given_back.release(id(1), id(1), Instant::from_seconds(0));
    assert_eq!(given_back, day);
}

#[test]
fn the_days_of_clock_changes_open_with_their_shares() {
    for (day, released) in [
        ("2028-03-27", "2028-03-26"),
        ("2027-11-01", "2027-10-31"),
        ("2026-10-26", "2026-10-25"),
    ] {
        let planned = planned(&[PASS; 4], 0, 25);
        let day: NaiveDate = date(day);
        let opened = Day::opened(&planned, day);
        let last = opened.claims.iter().map(|claim| claim.until).max().unwrap();
        // 1 day ahead by the calendar, at the same minute by the clock on the wall.
        assert_eq!(last.date(), date(released));
        let minute = opening_minute(&planned.centre);
        assert_eq!(last, instant_at(date(released), minute).unwrap());
    }
}
