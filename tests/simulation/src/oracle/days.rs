//! Days: no counter serves two at once, every visit has its claim, and nobody is refused a time that is free.

use booking::Instant;
use booking::day::{Claim, ClaimKind};
use edge::sqlite::Sqlite;

use crate::ask::Ask;
use crate::oracle::Oracle;
use crate::oracle::model::{Appointment, FOREVER, Place, Status, is_open, layout};
use crate::oracle::transition::must;

/// Lapsed times stay back for one to three minutes.
const STAYS_BACK: (i64, i64) = (60, 180);
/// Cancelled ones for five to thirty.
const STAYS_BACK_CANCELLED: (i64, i64) = (300, 1800);

impl Oracle {
    /// A day against the appointments that the model has on it.
    pub(super) fn day_is_sound(
        &self,
        database: &Sqlite,
        centre: &str,
        date: &str,
        now: Instant,
    ) -> Result<(), String> {
        let yesterday = now.date().pred_opt().unwrap_or_default();
        if *date < *yesterday.to_string() {
            // What is past is cleared away day by day.
            return Ok(());
        }
        let claims = claims(database, centre, date)?.unwrap_or_default();
        let live: Vec<&Claim> = claims.iter().filter(|claim| claim.until > now).collect();
        let of_day: Vec<&Appointment> = self
            .appointments
            .values()
            .filter(|record| record.gone.is_none())
            .map(|record| &record.now)
            .filter(|each| each.place.centre == centre && each.place.date.to_string() == date)
            .collect();
        counters_are_not_doubled(centre, &live)?;
        for claim in live.iter().filter(|claim| claim.kind == ClaimKind::Visit) {
            let holder = claim.holder.to_string();
            let owner = of_day.iter().find(|each| each.id == holder);
            let owner =
                owner.ok_or_else(|| format!("{centre} {date}: {holder} has a claim and no appointment"))?;
            must!(
                owner.status != Status::Cancelled,
                "{holder} is cancelled and has a claim"
            );
            must!(
                fits(claim, &owner.place),
                "{holder} claims another time than its own"
            );
            let latest = owner.until.plus_seconds(STAYS_BACK.1);
            must!(
                owner.status == Status::Booked || claim.until <= latest,
                "{holder} claims its time for too long"
            );
        }
        for each in of_day.iter().filter(|each| each.counts(now)) {
            let own = live
                .iter()
                .filter(|claim| claim.kind == ClaimKind::Visit && claim.holder.to_string() == each.id);
            let own: Vec<_> = own.collect();
            must!(own.len() == 1, "{} counts and has {} claims", each.id, own.len());
            must!(
                own[0].until >= each.until,
                "{} is claimed for less long than it counts",
                each.id
            );
            must!(
                each.status != Status::Booked || own[0].until == FOREVER,
                "{} is booked and will lapse",
                each.id
            );
        }
        for claim in live.iter().filter(|claim| claim.kind == ClaimKind::Released) {
            let latest = now.plus_seconds(STAYS_BACK_CANCELLED.1 + STAYS_BACK.1);
            must!(
                claim.until <= latest,
                "{centre} {date}: a time given up stays back for too long"
            );
        }
        places_suffice(centre, date, &of_day, now)
    }

    /// What is given up stays back for a while, but not for longer.
    pub(super) fn time_stays_back(
        &self,
        database: &Sqlite,
        before: Option<&Appointment>,
        at: Instant,
    ) -> Result<(), String> {
        let Some(before) = before else {
            return Ok(());
        };
        let place = &before.place;
        let booked = before.status == Status::Booked;
        let (least, most) = match (booked, place.starts_at.since(at) < 24 * 3600) {
            (true, true) => (0, 0),
            (true, false) => STAYS_BACK_CANCELLED,
            (false, _) => STAYS_BACK,
        };
        let claims = claims(database, &place.centre, &place.date.to_string())?.unwrap_or_default();
        let own = claims
            .iter()
            .filter(|claim| claim.holder.to_string() == before.id);
        let own: Vec<&Claim> = own.filter(|claim| claim.until > at).collect();
        let span = at.plus_seconds(least)..=at.plus_seconds(most);
        // What was given up earlier, by a move, may be free sooner.
        let given_up = |claim: &&Claim| claim.kind == ClaimKind::Released && claim.until <= *span.end();
        must!(
            own.iter().all(given_up),
            "its time stays back for longer than {span:?}: {own:?}"
        );
        let stays_back = |claim: &&Claim| fits(claim, place) && span.contains(&claim.until);
        must!(
            most == 0 || own.iter().any(stays_back),
            "its time does not stay back for {span:?}: {own:?}"
        );
        Ok(())
    }

    /// Whoever decides reads the day: whether a counter is free for the wish as it stands.
    pub(super) fn look_at_day(
        &mut self,
        database: &Sqlite,
        task: u64,
        centre: &str,
        date: &str,
    ) -> Result<(), String> {
        let Some((wish, own)) = self.wish(task) else {
            return Ok(());
        };
        if (wish.centre.as_str(), wish.date.to_string().as_str()) != (centre, date) {
            return Ok(());
        }
        // An untouched day has shares that only the product places.
        let claims = match claims(database, centre, date)? {
            Some(claims) => claims,
            None if layout(centre).shares == (0, 0) => Vec::new(),
            None => return Ok(()),
        };
        if let Some(request) = self.requests.get_mut(&task) {
            let since = request.began.plus_seconds(-20);
            request.free = Some(is_free(&claims, &wish, own.as_deref(), since));
        }
        Ok(())
    }

    /// The time that a request wants, and whose claims give way to it.
    fn wish(&self, task: u64) -> Option<(Place, Option<String>)> {
        let ask = &self.requests.get(&task)?.ask;
        let now = |id: &str| self.appointments.get(id).map(|record| &record.now);
        match ask {
            Ask::Reserve {
                services,
                centre,
                starts_at,
                replaces,
                ..
            } => Some((Place::of(centre, *starts_at, services)?, replaces.clone())),
            Ask::Press {
                id,
                slot: Some((centre, starts_at)),
                ..
            } => Some((
                Place::of(centre, *starts_at, &now(id)?.services)?,
                Some(id.clone()),
            )),
            Ask::Move {
                id,
                centre,
                starts_at,
                services,
            } => {
                let services = services.as_ref().unwrap_or(&now(id)?.services);
                Some((Place::of(centre, *starts_at, services)?, Some(id.clone())))
            }
            Ask::Undo { id } => Some((now(id)?.place.clone(), Some(id.clone()))),
            _ => None,
        }
    }

    /// Whether a time is surely free, or surely not; nothing where others would have to move, or the day just opens.
    pub fn surely_free(&self, database: &Sqlite, wish: &Place, now: Instant) -> Result<Option<bool>, String> {
        if wish.out_of_reach(now) || !wish.is_open() {
            return Ok(Some(false));
        }
        let claims = match claims(database, &wish.centre, &wish.date.to_string())? {
            Some(claims) => claims,
            None if layout(&wish.centre).shares == (0, 0) => Vec::new(),
            None => return Ok(None),
        };
        Ok((wish.within_reach(now) && is_free(&claims, wish, None, now)).then_some(true))
    }
}

/// The claims of a day, if it has a row.
fn claims(database: &Sqlite, centre: &str, date: &str) -> Result<Option<Vec<Claim>>, String> {
    let select = "SELECT state FROM day WHERE centre = ?1 AND date = ?2";
    let rows = database
        .query(select, &[centre.into(), date.into()])
        .map_err(|error| error.to_string())?;
    let state = rows.0.first().and_then(|row| row["state"].as_str());
    let read = state.map(booking::state_text::read).transpose();
    read.map_err(|error| format!("{centre} {date}: {error}"))
}

fn fits(claim: &Claim, place: &Place) -> bool {
    (claim.start, claim.units, claim.skills.bits()) == (place.start, place.units, place.skills)
}

fn end(claim: &Claim) -> u16 {
    claim.start + u16::from(claim.units)
}

/// Whether one of the counters is open, able, and without a claim for all of the wish.
fn is_free(claims: &[Claim], wish: &Place, own: Option<&str>, now: Instant) -> bool {
    let others: Vec<&Claim> = claims
        .iter()
        .filter(|claim| claim.until > now && Some(claim.holder.to_string().as_str()) != own)
        .collect();
    wish.is_open()
        && wish.layout().counters.iter().any(|(number, skills)| {
            let busy = |claim: &&&Claim| {
                claim.counter == *number && claim.start < wish.end() && wish.start < end(claim)
            };
            skills & wish.skills == wish.skills && !others.iter().any(|claim| busy(&claim))
        })
}

/// No counter has two claims at once, each is open and can do what is wanted.
fn counters_are_not_doubled(centre: &str, live: &[&Claim]) -> Result<(), String> {
    let layout = layout(centre);
    for (index, claim) in live.iter().enumerate() {
        let counter = layout
            .counters
            .iter()
            .find(|(number, _)| *number == claim.counter);
        let (_, skills) = counter.ok_or_else(|| format!("{centre} has no counter {}", claim.counter))?;
        must!(
            skills & claim.skills.bits() == claim.skills.bits(),
            "{centre}: counter {} lacks a skill",
            claim.counter
        );
        for other in live.iter().skip(index + 1) {
            let both = claim.counter == other.counter && claim.start < end(other) && other.start < end(claim);
            must!(
                !both,
                "{centre}: counter {} is claimed twice at {}: {claim:?} {other:?}",
                claim.counter,
                claim.start
            );
        }
    }
    Ok(())
}

/// Whatever the claims say: never more visits at once than counters that can do them.
fn places_suffice(centre: &str, date: &str, of_day: &[&Appointment], now: Instant) -> Result<(), String> {
    let layout = layout(centre);
    let live: Vec<&&Appointment> = of_day.iter().filter(|each| each.counts(now)).collect();
    for at in &live {
        let unit = at.place.start;
        let during: Vec<&Place> = live
            .iter()
            .map(|each| &each.place)
            .filter(|place| (place.start..place.end()).contains(&unit))
            .collect();
        for skills in 0..4_u8 {
            let needs = during
                .iter()
                .filter(|place| place.skills & skills == skills)
                .count();
            let able = layout
                .counters
                .iter()
                .filter(|(_, has)| has & skills == skills)
                .count();
            must!(
                needs <= able,
                "{centre} {date}: {needs} visits at {unit} for {able} counters (skills {skills})"
            );
        }
        let place = &at.place;
        let open = (place.start..place.end()).all(|unit| is_open(layout, place.date, unit));
        must!(open, "{centre} {date}: a visit while it is closed");
    }
    Ok(())
}
