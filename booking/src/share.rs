//! Shares (rule 11): capacity that is kept back for the phone and for short notice, and released in
//! steps as the day comes nearer.
//!
//! A share is a claim like any other, placed when the day opens: what it keeps is nobody's until its
//! `until`, so offers, fitting and deadlines need to know nothing of shares.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::catalogue::Centre;
use crate::day::{Claim, ClaimKind};
use crate::horizon::opening_minute;
use crate::id::AppointmentId;
use crate::plan::{OpenCounter, OpenDay};
use crate::time::{Instant, instant_at};
use crate::unit::{UNITS_A_DAY, Unit, UnitSet};

/// How much of a centre's time is kept back, in percent of the counters' open time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shares {
    /// For callers, until it is released.
    #[serde(default)]
    pub phone_percent: u8,
    /// For everybody, at short notice.
    #[serde(default)]
    pub short_notice_percent: u8,
}

/// For whom a share is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Phone agents may take it for a caller.
    Phone,
    /// Nobody may before its release.
    ShortNotice,
}

/// Who asks for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Citizens: every share is in their way until it is released.
    Online,
    /// Agents: what is kept for the phone is theirs.
    Phone,
}

impl Channel {
    /// Whether this claim gives way to a visit asked for by this channel.
    pub(crate) fn may_take(self, claim: &Claim) -> bool {
        self == Self::Phone && claim.kind == ClaimKind::Share(Share::Phone)
    }
}

/// Days before the day at which a quarter of each share is released, at the minute of the morning at
/// which the centre opens its last day ([`opening_minute`]).
const RELEASED_DAYS_AHEAD: [u64; 4] = [14, 7, 2, 1];
/// Shares are kept in pieces of at most an hour, on the hour: long enough to serve, short enough to spread.
const PIECE: Unit = 12;

/// The shares of a day that has just opened, as claims.
///
/// Pieces are taken hour by hour across the counters, so that at every time of the day, and of every
/// skill, about the wanted percentage is kept.
#[must_use]
pub fn placed(centre: &Centre, open: &OpenDay, date: NaiveDate) -> Vec<Claim> {
    let Shares {
        phone_percent,
        short_notice_percent,
    } = centre.shares;
    let mut kept = [
        Keeper::new(Share::Phone, phone_percent, date),
        Keeper::new(Share::ShortNotice, short_notice_percent, date),
    ];
    let mut claims = Vec::new();
    for (counter, start, units) in pieces(open) {
        // Each keeper counts every piece; one piece is kept for one of them at most.
        let mut taken = false;
        for keeper in &mut kept {
            if !keeper.wants(units, taken) {
                continue;
            }
            taken = true;
            let Some(until) = keeper.next_release(centre, date) else {
                continue;
            };
            claims.push(Claim {
                kind: ClaimKind::Share(keeper.share),
                holder: AppointmentId::NOBODY,
                start,
                units,
                skills: counter.skills,
                counter: counter.number,
                until,
            });
        }
    }
    claims
}

/// Decides which pieces a share keeps: as many units as are owed to it, no more.
struct Keeper {
    share: Share,
    percent: u32,
    /// Hundredths of a unit owed.
    owed: u32,
    /// Counts pieces kept; the step at which the next one is released.
    step: usize,
}

impl Keeper {
    /// Begins elsewhere on each weekday, so that it is not always the same hour that is kept, nor the same
    /// step that a small centre gets; the same weekdays stay alike, so what one offers holds for all.
    fn new(share: Share, percent: u8, date: NaiveDate) -> Self {
        let weekday = date.weekday().num_days_from_monday();
        Self {
            share,
            percent: u32::from(percent.min(100)),
            owed: weekday * 37 % 100 * u32::from(PIECE),
            step: weekday as usize,
        }
    }

    fn wants(&mut self, units: u8, taken: bool) -> bool {
        let units = u32::from(units);
        self.owed += units * self.percent;
        let wants = !taken && self.percent > 0 && self.owed >= units * 100;
        if wants {
            self.owed -= units * 100;
        }
        wants
    }

    /// Pieces are released in turn at each step, so that each releases times of the whole day.
    fn next_release(&mut self, centre: &Centre, date: NaiveDate) -> Option<Instant> {
        let days = RELEASED_DAYS_AHEAD.get(self.step % RELEASED_DAYS_AHEAD.len())?;
        self.step += 1;
        instant_at(date.checked_sub_days(Days::new(*days))?, opening_minute(centre))
    }
}

/// The open time of all counters in pieces: hour by hour, and within an hour counter by counter.
fn pieces(open: &OpenDay) -> impl Iterator<Item = (&OpenCounter, Unit, u8)> {
    let hours = (0..UNITS_A_DAY).step_by(usize::from(PIECE));
    hours.flat_map(move |hour| {
        open.counters.iter().flat_map(move |counter| {
            let within = counter.open.and(&UnitSet::range(hour, hour + PIECE));
            runs(within)
                .into_iter()
                .map(move |(start, units)| (counter, start, units))
        })
    })
}

/// Where a set of units is without a gap: first unit and length, which is at most an hour here.
pub(crate) fn runs(mut units: UnitSet) -> Vec<(Unit, u8)> {
    let mut runs = Vec::new();
    while let Some(start) = units.first() {
        let length = units.run_from(start);
        runs.push((start, u8::try_from(length).unwrap_or(u8::MAX)));
        units = units.minus(&UnitSet::range(start, start + length));
    }
    runs
}
