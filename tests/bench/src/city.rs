//! Cities to measure: so many centres, so full, and the slots that are free in them.

use booking::appointment::Slot;
use booking::catalogue::PlannedCentre;
use booking::day::{Claim, ClaimKind};
use booking::skill::SkillSet;
use booking::time::unit_start;
use booking::unit::{Unit, UnitSet};
use booking::{AppointmentId, Catalogue, CentreId, Day, Instant, Offer};
use chrono::{Days, NaiveDate};

use crate::days::{fill, open, row, taken};
use crate::dice::Dice;
use crate::order::{Citizens, UNITS};
use crate::worker::{Worker, folder};

/// Days of the horizon.
const HORIZON: u64 = 60;
/// Where a rush goes: ten o'clock.
const RUSH: Unit = 120;
/// How long visits are on the days of a rush.
const USUAL_UNITS: u16 = 4;

/// A city.
pub struct City {
    /// Its centres and services.
    pub catalogue: Catalogue,
    /// How full its days are.
    pub percent: u32,
    /// Free slots, the next always on another day.
    pub spread: Vec<Slot>,
    /// Slots of one empty day, more than it has room for.
    pub one_day: Vec<Slot>,
    /// Slots with room for so many, on days that are full beside.
    pub rushes: Vec<(u32, Slot)>,
    /// Visits that are claimed, each of which has an appointment.
    pub visits: u64,
    /// Who lives there.
    pub citizens: Citizens,
    scripts: Vec<String>,
}

impl City {
    /// Hamburg's centres, or the largest alone, or copies of them.
    ///
    /// # Panics
    /// When the catalogue of the project cannot be read.
    #[must_use]
    pub fn new(centres: usize, percent: u32, now: Instant) -> Self {
        let catalogue = catalogue::read(&folder("catalogue")).expect("the city's catalogue reads");
        let mut originals = catalogue.centres.clone();
        let counters = |planned: &PlannedCentre| {
            let week = (1..=7).map(|ahead| planned.opens(now.date() + Days::new(ahead)).counters.len());
            week.max().unwrap_or(0)
        };
        originals.sort_by_key(|planned| std::cmp::Reverse(counters(planned)));
        originals.truncate(centres);
        for planned in &mut originals {
            planned.centre.successor = None;
        }
        let copies = originals
            .iter()
            .cycle()
            .take(centres)
            .enumerate()
            .map(|(number, original)| {
                let mut copy = original.clone();
                if number >= originals.len() {
                    copy.centre.id = CentreId::from(format!("{}-{number}", original.centre.id));
                }
                copy
            });
        let mut city = Self {
            catalogue: Catalogue {
                services: catalogue.services,
                centres: copies.collect(),
            },
            percent,
            spread: Vec::new(),
            one_day: Vec::new(),
            rushes: Vec::new(),
            visits: 0,
            citizens: Citizens::default(),
            scripts: Vec::new(),
        };
        city.scripts.push(catalogue::import_sql(&city.catalogue));
        city.open(&originals, now);
        city
    }

    /// Opens and fills its days; copies of a centre are as full as the original.
    fn open(&mut self, originals: &[PlannedCentre], now: Instant) {
        let mut dice = Dice::new(u64::from(self.percent));
        let largest = &originals[0];
        let mut special: Vec<NaiveDate> = (20..HORIZON)
            .map(|ahead| now.date() + Days::new(ahead))
            .filter(|date| !largest.opens(*date).counters.is_empty())
            .take(4)
            .collect();
        let one_day = special.pop().expect("the largest centre opens");
        let mut by_day: Vec<Vec<Slot>> = Vec::new();
        for planned in originals {
            let mut rows = String::new();
            for ahead in 0..=HORIZON {
                let date = now.date() + Days::new(ahead);
                let mut day = Day::opened(planned, date);
                let of_largest = planned.centre.id == largest.centre.id;
                let rush = special.iter().position(|special| of_largest && *special == date);
                if let Some(index) = rush {
                    let room = [1, 3, 12][index];
                    leave_room(planned, &mut day, room);
                    self.rushes.push((room, slot(&day, RUSH)));
                } else if of_largest && date == one_day {
                    day.claims.clear();
                    self.one_day = one_day_slots(planned, &day, now, &mut dice);
                } else {
                    let wanted = open(&day) * self.percent / 100;
                    let units = wanted.saturating_sub(taken(&day));
                    fill(&mut day, units, now, &mut dice);
                    if (1..HORIZON).contains(&ahead) {
                        by_day.push(free_slots(planned, &day, now));
                    }
                }
                if self.percent > 0 || rush.is_some() || date == one_day {
                    rows.push_str(&row(&day, now));
                }
            }
            self.scripts.push(rows);
        }
        dice.shuffle(&mut by_day);
        let most = by_day.iter().map(Vec::len).max().unwrap_or(0);
        let turns = (0..most).flat_map(|turn| by_day.iter().filter_map(move |day| day.get(turn)));
        self.spread = turns.cloned().collect();
        let columns = "date, version, plan_version, state, offer, offer_until, longest";
        for (number, copy) in self.catalogue.centres.iter().enumerate().skip(originals.len()) {
            let original = &originals[number % originals.len()].centre.id;
            let (copy, copied) = (
                &copy.centre.id,
                format!("SELECT {columns} FROM day WHERE centre = '{original}'"),
            );
            let copied = copied.replacen("SELECT", &format!("SELECT '{copy}',"), 1);
            self.scripts
                .push(format!("INSERT INTO day (centre, {columns}) {copied};"));
        }
        self.scripts.push(NUMBERS.to_owned());
        for planned in &self.catalogue.centres {
            self.scripts
                .push(APPOINTMENTS.replace("?1", &format!("'{}'", planned.centre.id)));
        }
        self.scripts.push("DROP TABLE number;".to_owned());
    }

    /// Moves it into the Worker's database.
    pub async fn settle_in(&mut self, worker: &mut Worker) {
        for script in &self.scripts {
            worker.script(script).await;
        }
        let visits = worker.number("SELECT count(*) FROM appointment").await;
        self.visits = u64::try_from(visits).unwrap_or(0);
    }
}

/// Numbers to count with.
const NUMBERS: &str = "CREATE TABLE number (i INTEGER PRIMARY KEY);
    WITH RECURSIVE count(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM count WHERE i < 2000) INSERT INTO number SELECT i FROM count;";

/// An appointment for each claim, as long as a real one: 36 characters of a day's state are one claim.
const APPOINTMENTS: &str = "INSERT INTO appointment (id, version, commit_id, status, over_limit, centre, date, start, starts_at,
    units, skills, until, reference, progress, key_id, name, email, phone, email_hash, activation_hash, manage_hash, delete_at)
  SELECT lower(hex(randomblob(13))), 3, lower(hex(randomblob(16))), 'booked', 0, day.centre, day.date,
    84 + abs(random()) % 144, unixepoch(day.date) + 43200, 3, 1, 253402300799, hex(randomblob(4)) || number.i,
    '{\"services\":[{\"service\":\"personalausweis\",\"quantity\":1}],\"language\":\"de\",\"reserved_at\":1795000000,\"prolongations\":0,'
      || '\"hold\":{\"held_at\":1795000100,\"generation\":0},\"booked_at\":1795000200,\"cancelled_at\":null,\"sequence\":0}',
    'k1', 'k1.' || hex(randomblob(34)), 'k1.' || hex(randomblob(38)), NULL, lower(hex(randomblob(32))),
    lower(hex(randomblob(32))), lower(hex(randomblob(32))), unixepoch(day.date) + 700000
  FROM day JOIN number ON number.i <= length(day.state) / 36 WHERE day.centre = ?1;";

/// Books everything but [`RUSH`] at `room` of the counters.
fn leave_room(planned: &PlannedCentre, day: &mut Day, room: u32) {
    day.claims.clear();
    let skills = melde(planned).expect("the largest centre serves this");
    let mut left = room;
    for counter in &day.open.counters {
        let spared = left > 0 && counter.skills.covers(skills) && counter.open.contains(RUSH);
        left -= u32::from(spared);
        let mut open = counter.open;
        if spared {
            open = open.minus(&UnitSet::range(RUSH, RUSH + Unit::from(UNITS)));
        }
        while let Some(start) = open.first() {
            let units = open.run_from(start).min(USUAL_UNITS);
            open = open.minus(&UnitSet::range(start, start + units));
            day.claims.push(Claim {
                kind: ClaimKind::Visit,
                holder: AppointmentId::from_bytes([1; 16]),
                start,
                units: u8::try_from(units).expect("a usual length"),
                skills: counter.skills,
                counter: counter.number,
                until: Instant::FOREVER,
            });
        }
    }
    assert_eq!(left, 0, "the largest centre has too few counters");
}

fn free_slots(planned: &PlannedCentre, day: &Day, now: Instant) -> Vec<Slot> {
    let Some(skills) = melde(planned) else {
        return Vec::new();
    };
    let offer = Offer::of(day, now);
    let mut taken_until = 0;
    let starts = offer.starts(skills, UNITS).filter(move |start| {
        let free = *start >= taken_until;
        if free {
            taken_until = start + u16::from(UNITS);
        }
        free
    });
    starts.map(|start| slot(day, start)).collect()
}

/// Each free slot as often as there are counters.
fn one_day_slots(planned: &PlannedCentre, day: &Day, now: Instant, dice: &mut Dice) -> Vec<Slot> {
    let free = free_slots(planned, day, now);
    let rounds = day.open.counters.iter().flat_map(|_| {
        let mut round = free.clone();
        dice.shuffle(&mut round);
        round
    });
    rounds.collect()
}

/// What the counters of [`crate::order::SERVICE`] can do.
fn melde(planned: &PlannedCentre) -> Option<SkillSet> {
    let index = planned
        .centre
        .skills
        .iter()
        .position(|skill| skill.as_str() == "melde")?;
    Some(SkillSet::only(index))
}

fn slot(day: &Day, start: Unit) -> Slot {
    Slot {
        centre: day.centre.clone(),
        date: day.date,
        start,
        starts_at: unit_start(day.date, start).expect("within a day"),
    }
}
