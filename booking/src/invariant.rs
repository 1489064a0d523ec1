//! What must be true of a day at all times, whoever wrote it. The cron looks for breaches, so that a fault shows before
//! somebody stands at a counter in vain.
//!
//! A claim outside the plan is no breach: plans may change under a booking (rule 12).

use crate::day::{Claim, ClaimKind, Day, Span};
use crate::deadline::back_after_lapse;
use crate::id::AppointmentId;
use crate::time::Instant;
use crate::unit::Unit;

/// The chance that keeps a lapsed time back for longest.
const LONGEST_JITTER: u32 = 120;

/// An appointment that is reserved, held or booked, or was until it lapsed; as far as its day is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Which.
    pub id: AppointmentId,
    /// The time it takes.
    pub span: Span,
    /// First instant at which it no longer counts.
    pub until: Instant,
}

/// Something that must not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Breach {
    /// What.
    pub kind: BreachKind,
    /// Whose claim it shows at.
    pub appointment: AppointmentId,
}

/// What can be wrong with a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BreachKind {
    /// Two visits at one counter at once.
    TwoAtOnce,
    /// The counter cannot do what the visit needs.
    CounterLacksSkills,
    /// A visit's claim without an appointment, or one that outlives it by more than lapsed times stay back (rule 6).
    ClaimWithoutAppointment,
    /// A live appointment whose time is not claimed, or shorter, elsewhere, or less long than it counts.
    AppointmentWithoutClaim,
}

impl BreachKind {
    /// As in alarms.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TwoAtOnce => "two-at-once",
            Self::CounterLacksSkills => "counter-lacks-skills",
            Self::ClaimWithoutAppointment => "claim-without-appointment",
            Self::AppointmentWithoutClaim => "appointment-without-claim",
        }
    }

    /// Whether the centre must stop selling. A counter may have lost a skill by a change of the plan; no time is sold
    /// twice by that.
    #[must_use]
    pub const fn pauses(self) -> bool {
        !matches!(self, Self::CounterLacksSkills)
    }
}

/// All breaches of a day among what still counts at `at`; `holders` are its appointments.
#[must_use]
pub fn breaches(day: &Day, holders: &[Holder], at: Instant) -> Vec<Breach> {
    let visits: Vec<&Claim> = day
        .live(at, None)
        .filter(|claim| claim.kind == ClaimKind::Visit)
        .collect();
    let breach = |kind, appointment| Breach { kind, appointment };
    let lacking = visits.iter().filter(|claim| lacks_skills(day, claim));
    let orphans = visits
        .iter()
        .filter(|claim| !holders.iter().any(|holder| may_hold(holder, claim)));
    let unclaimed = holders
        .iter()
        .filter(|holder| holder.until > at && !visits.iter().any(|claim| has(holder, claim)));
    let mut found: Vec<Breach> = overlapping(&visits)
        .map(|holder| breach(BreachKind::TwoAtOnce, holder))
        .chain(lacking.map(|claim| breach(BreachKind::CounterLacksSkills, claim.holder)))
        .chain(orphans.map(|claim| breach(BreachKind::ClaimWithoutAppointment, claim.holder)))
        .chain(unclaimed.map(|holder| breach(BreachKind::AppointmentWithoutClaim, holder.id)))
        .collect();
    found.sort();
    found
}

/// Holders of claims that begin before an earlier one at the same counter has ended.
fn overlapping<'a>(visits: &'a [&Claim]) -> impl Iterator<Item = AppointmentId> + 'a {
    let mut sorted = visits.to_vec();
    sorted.sort_by_key(|claim| (claim.counter, claim.start));
    let mut last: Option<(u8, Unit)> = None;
    sorted.into_iter().filter_map(move |claim| {
        let end = claim.start.saturating_add(Unit::from(claim.units));
        let busy_until = match last {
            Some((counter, until)) if counter == claim.counter => until,
            _ => 0,
        };
        last = Some((claim.counter, end.max(busy_until)));
        (claim.start < busy_until).then_some(claim.holder)
    })
}

fn lacks_skills(day: &Day, claim: &Claim) -> bool {
    day.open
        .counters
        .iter()
        .any(|counter| counter.number == claim.counter && !counter.skills.covers(claim.skills))
}

fn may_hold(holder: &Holder, claim: &Claim) -> bool {
    holder.id == claim.holder && claim.until <= back_after_lapse(holder.until, LONGEST_JITTER)
}

fn has(holder: &Holder, claim: &Claim) -> bool {
    let Span { start, units, skills } = holder.span;
    holder.id == claim.holder
        && (claim.start, claim.units, claim.skills) == (start, units, skills)
        && claim.until >= holder.until
}
