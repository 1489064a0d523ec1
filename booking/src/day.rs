//! A day of a centre: who claims which time, against what the plan opens.

use chrono::NaiveDate;

use crate::catalogue::PlannedCentre;
use crate::fit::{Claimed, Placement, place};
use crate::id::{AppointmentId, CentreId};
use crate::plan::OpenDay;
use crate::share::{self, Channel, Share, runs};
use crate::skill::SkillSet;
use crate::time::Instant;
use crate::unit::{Unit, UnitSet};

/// A time taken (Belegung). It counts only while `until > now`, whether or not anything has swept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What it is taken for.
    pub kind: ClaimKind,
    /// Whose it is; a released time is still its holder's, who alone may take it again early.
    pub holder: AppointmentId,
    /// First unit.
    pub start: Unit,
    /// Length in units.
    pub units: u8,
    /// What the counter must be able to do.
    pub skills: SkillSet,
    /// A movable witness that the visit fits; nobody was promised this counter.
    pub counter: u8,
    /// First instant at which it no longer counts.
    pub until: Instant,
}

impl Claim {
    /// Whether a visit of `span` uses all of it, so that taking `span` gives nothing of it up.
    fn within(&self, span: Span) -> bool {
        span.start <= self.start && self.span().end() <= span.end() && span.skills.covers(self.skills)
    }

    /// Whether a visit of `span` could use some of what this claim keeps.
    fn may_serve(&self, span: Span) -> bool {
        self.start < span.end() && span.start < self.span().end() && self.skills.covers(span.skills)
    }

    /// The time and what the counter must be able to do.
    #[must_use]
    pub const fn span(&self) -> Span {
        Span {
            start: self.start,
            units: self.units,
            skills: self.skills,
        }
    }
}

/// What a time is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClaimKind {
    /// An appointment that is reserved, held or booked.
    Visit,
    /// Given up, and kept back for a while so that trading bots gain nothing (rule 6).
    Released,
    /// Kept for the phone or for short notice (rule 11); its holder is nobody.
    Share(Share),
}

/// A time wished for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// First unit.
    pub start: Unit,
    /// Length in units.
    pub units: u8,
    /// What the counter must be able to do.
    pub skills: SkillSet,
}

impl Span {
    /// The first unit after it.
    #[must_use]
    pub const fn end(self) -> Unit {
        self.start.saturating_add(self.units as Unit)
    }

    /// The units it covers.
    fn covered(self) -> UnitSet {
        UnitSet::range(self.start, self.end())
    }
}

/// No counter is left for this time, however the others are moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the time is taken")]
pub struct Taken;

/// All claims of one centre on one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// The centre.
    pub centre: CentreId,
    /// The date.
    pub date: NaiveDate,
    /// Counts its changes; 0 is a day nobody has touched.
    pub version: u32,
    /// Version of the plan that `open` came from.
    pub plan_version: u32,
    /// What the plan opens.
    pub open: OpenDay,
    /// The claims, expired ones included.
    pub claims: Vec<Claim>,
}

impl Day {
    /// A day that nobody has touched: what the plan opens, less the shares that are kept.
    #[must_use]
    pub fn opened(planned: &PlannedCentre, date: NaiveDate) -> Self {
        let open = planned.opens(date);
        Self {
            centre: planned.centre.id.clone(),
            date,
            version: 0,
            plan_version: planned.plan_version,
            claims: share::placed(&planned.centre, &open, date),
            open,
        }
    }

    /// Claims that count at `now` and are not `own`.
    pub fn live(&self, now: Instant, own: Option<AppointmentId>) -> impl Iterator<Item = &Claim> {
        self.claims
            .iter()
            .filter(move |claim| claim.until > now && Some(claim.holder) != own)
    }

    /// The earliest instant at which a claim that counts at `now` stops counting.
    #[must_use]
    pub fn next_lapse(&self, now: Instant) -> Instant {
        self.live(now, None)
            .map(|claim| claim.until)
            .min()
            .unwrap_or(Instant::FOREVER)
    }

    /// Takes `span` for `holder` until `until`, moving other claims between counters where only that
    /// makes room. What `own` had on this day gives way; what the new claim does not take over stays
    /// back for the holder until `given_up_until`, as far as it still fits beside it.
    ///
    /// # Errors
    /// [`Taken`]; the day is as it was.
    pub fn take(&mut self, span: Span, taking: Taking, now: Instant) -> Result<(), Taken> {
        let Taking {
            holder,
            own,
            channel,
            until,
            given_up_until,
        } = taking;
        let (yielding, others): (Vec<Claim>, Vec<Claim>) = self
            .live(now, own)
            .cloned()
            .partition(|claim| channel.may_take(claim) && claim.may_serve(span));
        let Placement { counter, moved } = place(&self.open, &claimed(&others), span).ok_or(Taken)?;
        let given_up: Vec<Claim> = self
            .claims
            .iter()
            .filter(|claim| claim.until > now && Some(claim.holder) == own && !claim.within(span))
            .cloned()
            .collect();

        self.claims = others;
        for (index, counter) in moved {
            if let Some(claim) = self.claims.get_mut(index) {
                claim.counter = counter;
            }
        }
        self.claims.push(Claim {
            kind: ClaimKind::Visit,
            holder,
            start: span.start,
            units: span.units,
            skills: span.skills,
            counter,
            until,
        });
        for claim in given_up {
            let until = claim.until.min(given_up_until);
            if until > now {
                self.keep_back(Claim {
                    kind: ClaimKind::Released,
                    holder,
                    until,
                    ..claim
                });
            }
        }
        self.keep_shares(yielding, span, counter);
        Ok(())
    }

    /// Lets the visit of `holder` count until `until` instead.
    pub fn extend(&mut self, holder: AppointmentId, until: Instant) {
        for claim in self.visits_of(holder) {
            claim.until = until;
        }
    }

    /// Frees the time of `holder` at `until`, and lets `heir` take it before that.
    pub fn release(&mut self, holder: AppointmentId, heir: AppointmentId, until: Instant) {
        for claim in self.claims.iter_mut().filter(|claim| claim.holder == holder) {
            claim.kind = ClaimKind::Released;
            claim.holder = heir;
            claim.until = claim.until.min(until);
        }
    }

    /// Forgets claims that no longer count.
    pub fn prune(&mut self, now: Instant) {
        self.claims.retain(|claim| claim.until > now);
    }

    fn visits_of(&mut self, holder: AppointmentId) -> impl Iterator<Item = &mut Claim> {
        self.claims
            .iter_mut()
            .filter(move |claim| claim.holder == holder && claim.kind == ClaimKind::Visit)
    }

    /// Puts shares back beside the visit that they gave way to, which sits at `counter`. At any time the visit uses up
    /// one of them, the one at its own counter before any other; the rest stays kept.
    fn keep_shares(&mut self, mut shares: Vec<Claim>, visit: Span, counter: u8) {
        shares.sort_by_key(|claim| (claim.counter != counter, claim.start));
        let visited = visit.covered();
        let mut used = UnitSet::default();
        for claim in shares {
            let units = claim.span().covered();
            for (start, units) in runs(units.minus(&visited.minus(&used))) {
                self.keep_back(Claim {
                    start,
                    units,
                    ..claim.clone()
                });
            }
            used = used.union(&units.and(&visited));
        }
    }

    /// Adds a claim where that needs no other to move.
    fn keep_back(&mut self, claim: Claim) {
        if let Some(Placement { counter, moved }) = place(&self.open, &claimed(&self.claims), claim.span())
            && moved.is_empty()
        {
            self.claims.push(Claim { counter, ..claim });
        }
    }
}

/// Who takes a time, and what becomes of the time given up for it.
#[derive(Clone, Copy, Debug)]
pub struct Taking {
    /// Whose the time will be.
    pub holder: AppointmentId,
    /// Whose claims on this day give way.
    pub own: Option<AppointmentId>,
    /// Who asks for it.
    pub channel: Channel,
    /// First instant at which the new claim no longer counts.
    pub until: Instant,
    /// First instant at which the given-up time is free for others.
    pub given_up_until: Instant,
}

/// What fitting needs to know of claims.
pub(crate) fn claimed(claims: &[Claim]) -> Vec<Claimed> {
    claims
        .iter()
        .map(|claim| Claimed {
            span: claim.span(),
            counter: claim.counter,
        })
        .collect()
}
