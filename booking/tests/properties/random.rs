//! Random days, and what may happen on them.

use booking::catalogue::PlannedCentre;
use booking::day::{Claim, ClaimKind, Day, Span, Taking};
use booking::offer::Offer;
use booking::plan::{Closure, Counter, OpenCounter, OpenDay, Plan, SpecialOpening};
use booking::share::{Channel, Share, Shares};
use booking::skill::SkillSet;
use booking::unit::{UNITS_A_DAY, Unit, UnitSet};
use booking::{AppointmentId, Instant};
use chrono::NaiveDate;
use proptest::prelude::*;

use super::city::*;

/// Units of a small day.
pub const LENGTH: Unit = 18;
/// Units of a day that is small enough to try everything.
pub const TINY: Unit = 8;

/// As often as is promised; see the head of this program.
pub fn promised() -> ProptestConfig {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        let full = std::env::var_os("PROVE").is_some();
        config.cases = if full { 100_000 } else { 2_000 };
    }
    config
}

/// One to four counters, most of them with a break or a late opening.
pub fn any_day() -> impl Strategy<Value = Day> {
    any_day_of(LENGTH)
}

pub fn any_day_of(length: Unit) -> impl Strategy<Value = Day> {
    proptest::collection::vec(any_counter(length), 1..=4).prop_map(|counters| day_with(&counters))
}

fn any_counter(length: Unit) -> impl Strategy<Value = (SkillSet, UnitSet)> {
    (1..=3_u8, 0..length / 2, 0..=length, 0..4_u16).prop_map(move |(skills, opens, pause, units)| {
        let open = UnitSet::range(FIRST + opens, FIRST + length);
        let pause = UnitSet::range(FIRST + pause, FIRST + pause + units);
        (SkillSet::from_bits(skills), open.minus(&pause))
    })
}

/// Two to four counters that can all do the same and open at the same times: there the search finds all the room there is.
pub fn any_day_of_counters_alike() -> impl Strategy<Value = Day> {
    let open = any_counter(LENGTH).prop_map(|(_, open)| (BOTH, open));
    (open, 2..=4_usize).prop_map(|(counter, count)| day_with(&vec![counter; count]))
}

fn day_with(counters: &[(SkillSet, UnitSet)]) -> Day {
    let counters = (1..).zip(counters);
    let counters = counters.map(|(number, &(skills, open))| OpenCounter { number, skills, open });
    untouched(
        date(TUESDAY),
        OpenDay {
            counters: counters.collect(),
        },
    )
}

pub fn any_span() -> impl Strategy<Value = Span> {
    any_span_of(LENGTH)
}

pub fn any_span_of(length: Unit) -> impl Strategy<Value = Span> {
    (FIRST..FIRST + length, 1..=8_u8, 1..=3_u8).prop_map(|(start, units, skills)| Span {
        start,
        units,
        skills: SkillSet::from_bits(skills),
    })
}

/// A day on which as many of these wishes as fit stand for good, by numbers from 1.
pub fn any_filled_day() -> impl Strategy<Value = Day> {
    (any_day(), proptest::collection::vec(any_span(), 0..16)).prop_map(|(day, wishes)| filled(day, &wishes))
}

pub fn filled(mut day: Day, wishes: &[Span]) -> Day {
    for (number, wish) in (1..).zip(wishes) {
        take(&mut day, number, *wish);
    }
    day
}

/// A time that is still to be had on this day, one of many.
pub fn room_on(day: &Day, which: prop::sample::Index) -> Option<Span> {
    let offer = Offer::of(day, clock("07:00"));
    let longest = |(start, skills)| Span {
        start,
        units: offer.longest(skills, start),
        skills,
    };
    let starts = (FIRST..FIRST + LENGTH).flat_map(|start| [PASS, MOVE, BOTH].map(|skills| (start, skills)));
    let room: Vec<Span> = starts.map(longest).filter(|span| span.units > 0).collect();
    (!room.is_empty()).then(|| room[which.index(room.len())])
}

/// A day whose claims lapse within the next hour.
pub fn any_fleeting_day() -> impl Strategy<Value = Day> {
    let wishes = proptest::collection::vec((any_span(), 1..3600_i64), 1..16);
    (any_day(), wishes).prop_map(|(mut day, wishes)| {
        let now = clock("07:00");
        for (number, (wish, seconds)) in (1..).zip(wishes) {
            let until = now.plus_seconds(seconds);
            let _ = day.take(wish, for_holder(number, until), now);
        }
        day
    })
}

/// Whoever comes online, without anything to give up.
pub fn for_holder(number: u8, until: Instant) -> Taking {
    Taking {
        holder: id(number),
        own: None,
        channel: Channel::Online,
        until,
        given_up_until: until,
    }
}

/// Something that happens on a day.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Somebody takes a time, and gives up what they had, which stays back for some seconds.
    Take {
        number: u8,
        span: Span,
        channel: Channel,
        seconds: Option<i64>,
        back: i64,
    },
    /// Somebody gives everything back.
    Release { number: u8, back: i64 },
    /// Somebody's visit counts for longer.
    Extend { number: u8, seconds: i64 },
    /// So many seconds pass.
    Wait(i64),
    /// Somebody sweeps.
    Prune,
}

/// What has just happened.
pub struct Moment<'a> {
    pub before: &'a Day,
    pub day: &'a Day,
    pub now: Instant,
    pub step: Step,
    /// Whether a time that was asked for was had.
    pub taken: bool,
}

impl Moment<'_> {
    pub fn live(&self) -> Vec<Claim> {
        self.day.live(self.now, None).cloned().collect()
    }
}

/// A small day with shares, and what happens on it.
#[derive(Clone, Debug)]
pub struct Life {
    day: Day,
    steps: Vec<Step>,
}

impl Life {
    /// Lets it happen, step by step.
    pub fn each(
        self,
        mut holds: impl FnMut(Moment<'_>) -> Result<(), TestCaseError>,
    ) -> Result<(), TestCaseError> {
        let Self { mut day, steps } = self;
        let mut now = clock("07:00");
        for step in steps {
            let before = day.clone();
            let mut taken = false;
            match step {
                Step::Take {
                    number,
                    span,
                    channel,
                    seconds,
                    back,
                } => {
                    let me = id(number);
                    let taking = Taking {
                        holder: me,
                        own: Some(me),
                        channel,
                        until: seconds.map_or(Instant::FOREVER, |seconds| now.plus_seconds(seconds)),
                        given_up_until: now.plus_seconds(back),
                    };
                    taken = day.take(span, taking, now).is_ok();
                }
                Step::Release { number, back } => day.release(id(number), id(number), now.plus_seconds(back)),
                Step::Extend { number, seconds } => {
                    // Nobody prolongs what has lapsed.
                    if day.live(now, None).any(|claim| claim.holder == id(number)) {
                        day.prune(now);
                        day.extend(id(number), now.plus_seconds(seconds));
                    }
                }
                Step::Wait(seconds) => now = now.plus_seconds(seconds),
                Step::Prune => day.prune(now),
            }
            holds(Moment {
                before: &before,
                day: &day,
                now,
                step,
                taken,
            })?;
        }
        Ok(())
    }
}

pub fn any_life() -> impl Strategy<Value = Life> {
    let kept = proptest::collection::vec((any_span(), any::<bool>(), 1..600_i64), 0..4);
    (any_day(), kept, proptest::collection::vec(any_step(), 4..32)).prop_map(|(mut day, kept, steps)| {
        for (span, phone, seconds) in kept {
            keep_share(
                &mut day,
                span,
                if phone { Share::Phone } else { Share::ShortNotice },
                seconds,
            );
        }
        Life { day, steps }
    })
}

fn keep_share(day: &mut Day, span: Span, share: Share, seconds: i64) {
    let until = clock("07:00").plus_seconds(seconds);
    if day.take(span, for_holder(0, until), clock("07:00")).is_ok()
        && let Some(claim) = day.claims.last_mut()
    {
        claim.kind = ClaimKind::Share(share);
        claim.holder = AppointmentId::NOBODY;
    }
}

fn any_step() -> impl Strategy<Value = Step> {
    let channel = prop_oneof![3 => Just(Channel::Online), 1 => Just(Channel::Phone)];
    let seconds = proptest::option::of(1..300_i64);
    prop_oneof![
        12 => (1..14_u8, any_span(), channel, seconds, 0..200_i64).prop_map(
            |(number, span, channel, seconds, back)| Step::Take { number, span, channel, seconds, back }
        ),
        2 => (1..14_u8, 0..200_i64).prop_map(|(number, back)| Step::Release { number, back }),
        1 => (1..14_u8, 1..300_i64).prop_map(|(number, seconds)| Step::Extend { number, seconds }),
        2 => (1..120_i64).prop_map(Step::Wait),
        1 => Just(Step::Prune),
    ]
}

/// A centre that opens on `date` at odd hours, with closures, shares, and settings of its own.
pub fn any_centre(date: NaiveDate) -> impl Strategy<Value = PlannedCentre> {
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
