//! One seed: a beginning, some hours of citizens and faults, and an end at which everything must have come right.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use booking::Instant;
use edge::sqlite::Sqlite;

use crate::ask::{Ask, Call};
use crate::citizen::Citizen;
use crate::executor::lock;
use crate::isolate::{ISOLATES, Isolate, clock_error, crash, send, tick};
use crate::oracle::model::Place;
use crate::weather::Weather;
use crate::world::World;

/// Polls of one seed: far more than any has needed.
const MOST_POLLS: u64 = 3_000_000;
/// When seeds begin: usual days, the nights of the clock changes, the turn of the year.
const BEGINNINGS: [&str; 9] = [
    "2026-11-24T07:55:00+01:00",
    "2026-11-24T09:00:00+01:00",
    "2026-11-26T16:30:00+01:00",
    "2026-11-27T22:10:00+01:00",
    "2026-12-31T21:40:00+01:00",
    "2026-10-24T23:10:00+02:00",
    "2026-10-25T00:40:00+02:00",
    "2027-03-27T23:00:00+01:00",
    "2027-03-28T00:30:00+01:00",
];

/// What came of one seed.
pub struct Report {
    /// What must not be, if it was.
    pub complaint: Option<String>,
    /// Hash of the trace.
    pub hash: u64,
    /// Lines of the trace.
    pub lines: Vec<String>,
    /// Events that were committed and answers that were given, by name.
    pub counts: Vec<(String, u64)>,
}

/// Runs one seed.
pub fn run(seed: u64, founded: &Sqlite, keep_trace: bool) -> Report {
    let mut first = fastrand::Rng::with_seed(seed ^ 0x5eed);
    let began = BEGINNINGS[first.usize(0..BEGINNINGS.len())];
    let began = Instant::parse(began)
        .expect("an instant")
        .plus_seconds(first.i64(0..3_600));
    let world = World::new(seed, began, founded, keep_trace);
    world.say(format_args!("seed {seed} begins at {}", began.to_rfc3339()));
    lock(&world.oracle).skewed = if world.happens(250) { 500 } else { 0 };
    let done = Arc::new(AtomicBool::new(false));
    let (inside, over) = (world.clone(), done.clone());
    world.executor.spawn(None, async move {
        whole(&inside).await;
        over.store(true, Ordering::Relaxed);
    });
    let ended = catch_unwind(AssertUnwindSafe(|| drive(&world, &done)));
    if let Err(panic) = ended {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        world.complain(format!("panic: {}", text.unwrap_or("?")));
    }
    let report = {
        let mut oracle = lock(&world.oracle);
        let trace = lock(&world.trace);
        Report {
            complaint: oracle.complaint.take(),
            hash: trace.hash(),
            lines: trace.lines().to_vec(),
            counts: std::mem::take(&mut oracle.counts).into_iter().collect(),
        }
    };
    world.end();
    report
}

fn drive(world: &World, done: &AtomicBool) {
    for _ in 0..MOST_POLLS {
        if done.load(Ordering::Relaxed) || lock(&world.oracle).complaint.is_some() {
            return;
        }
        if !world.executor.step(&mut |count| world.draw(count)) {
            return world.complain("everybody waits for somebody".to_owned());
        }
    }
    world.complain("it does not end".to_owned());
}

async fn whole(world: &Arc<World>) {
    for number in 0..ISOLATES {
        let isolate = Isolate::new(world, number, clock_error(world));
        lock(&world.isolates).push(isolate);
    }
    let stop = Arc::new(AtomicBool::new(false));
    let (inside, stopped) = (world.clone(), stop.clone());
    world
        .executor
        .spawn(None, async move { sky(&inside, &stopped).await });
    let (inside, stopped) = (world.clone(), stop.clone());
    world
        .executor
        .spawn(None, async move { cron(&inside, &stopped).await });
    for _ in 0..world.between(1, 2) {
        citizens(world).await;
    }
    stop.store(true, Ordering::Relaxed);
    end(world).await;
}

/// Some citizens, until all have done what they wanted.
async fn citizens(world: &Arc<World>) {
    let count = 4 + world.draw(7);
    let left = Arc::new(AtomicUsize::new(count));
    for number in 0..count {
        let citizen = Citizen::new(world, number + 10 * world.draw(90));
        let errands = 6 + world.draw(14);
        let left = left.clone();
        world.executor.spawn(None, async move {
            citizen.live(errands).await;
            left.fetch_sub(1, Ordering::Relaxed);
        });
    }
    while left.load(Ordering::Relaxed) > 0 {
        world.sleep(5_000).await;
    }
}

/// The weather changes; isolates die; the host sleeps and wakes.
async fn sky(world: &Arc<World>, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let weather = Weather::draw(world);
        world.say(format_args!("{weather:?}"));
        *lock(&world.weather) = weather;
        for _ in 0..world.between(1, 4) {
            world.sleep(world.between(500, 300_000)).await;
            if stop.load(Ordering::Relaxed) {
                break;
            }
            match world.draw(12) {
                0..=2 => crash(world, world.draw(ISOLATES)),
                3 => {
                    let jump = world.between(1_000, 2_400_000);
                    world.say(format_args!("the host sleeps for {} s", jump / 1000));
                    world.executor.jump(jump);
                }
                _ => {}
            }
        }
    }
}

/// The minute cron: mostly every minute, now and then dead for two hours.
async fn cron(world: &Arc<World>, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let pause = match world.draw(60) {
            0 => 7_200_000,
            1..=20 => 300_000,
            _ => 60_000,
        };
        world.sleep(pause).await;
        tick(world).await;
    }
}

/// Faults stop, time passes, and everything comes right.
async fn end(world: &Arc<World>) {
    world.say(format_args!("faults stop"));
    *lock(&world.weather) = Weather::default();
    lock(&world.oracle).skewed = 0;
    for number in 0..ISOLATES {
        crash(world, number);
    }
    // Longer than any batch is late, any lease lasts, any mail is put off.
    for _ in 0..16 {
        world.sleep(60_000).await;
        tick(world).await;
    }
    sound(world);
    offers(world).await;
    known(world).await;
    // All visits come and go, the reminders in time.
    for _ in 0..48 {
        world.executor.jump(3 * 3_600_000);
        tick(world).await;
    }
    sound(world);
    for days in [8, 1, 31] {
        world.executor.jump(days * 86_400_000);
        tick(world).await;
        tick(world).await;
    }
    if let Err(complaint) = lock(&world.oracle).mails_are_done() {
        world.complain(complaint);
    }
    for table in [
        "appointment",
        "outbox",
        "idempotency",
        "spent_challenge",
        "network",
        "day",
        "must",
        "pause",
    ] {
        let rows = world.database.query(&format!("SELECT * FROM {table}"), &[]);
        match rows {
            Ok(rows) if rows.0.is_empty() => {}
            other => world.complain(format!("table {table} is not empty at the end: {other:?}")),
        }
    }
}

fn sound(world: &World) {
    let sound = lock(&world.oracle).everything_is_sound(&world.database, world.now());
    if let Err(complaint) = sound {
        world.complain(complaint);
    }
    let pauses = world.database.query("SELECT * FROM pause", &[]);
    if !matches!(&pauses, Ok(rows) if rows.0.is_empty()) {
        world.complain(format!("the invariant check has found a breach: {pauses:?}"));
    }
}

/// What is acknowledged is still there, for whoever asks by its link.
async fn known(world: &Arc<World>) {
    let coming = lock(&world.oracle).coming(world.now());
    for appointment in coming {
        let letter = {
            let (oracle, post) = (lock(&world.oracle), lock(&world.post));
            let mut letters = post.letters.iter().rev();
            letters
                .find(|letter| {
                    oracle.letter_of(&letter.row).is_some_and(|(id, kind, _)| {
                        id == appointment.id && (kind == "confirmed" || kind == "moved")
                    })
                })
                .cloned()
        };
        let Some(token) = letter.and_then(|letter| letter.token) else {
            continue;
        };
        let ask = Ask::Look {
            id: appointment.id.clone(),
            manage: true,
        };
        let answer = send(world, Call::event(ask, &token, None), 60_000).await;
        if !answer.is_some_and(|answer| answer.json["status"] == "booked") {
            world.complain(format!("{} is booked and cannot be looked at", appointment.id));
        }
    }
}

/// While nobody else acts: what is surely free is offered, and what is offered can be reserved.
async fn offers(world: &Arc<World>) {
    let mut citizen = Citizen::new(world, 99_999);
    for _ in 0..3 {
        let services = citizen.services();
        let layout = &crate::city::LAYOUT[world.draw(3)];
        let date = world.now().date() + chrono::Days::new(world.between(0, u64::from(layout.horizon)));
        let mut query = String::new();
        for (id, quantity) in &services {
            query.push_str(&format!("service={id}:{quantity}&"));
        }
        let path = format!(
            "/api/v1/slots?{query}centre={}&from={date}&days=1&limit=500",
            layout.id
        );
        let Some(json) = citizen.get(path).await else {
            return world.complain("nobody acts, and slots cannot be read".to_owned());
        };
        let slots: Vec<Instant> = json["slots"]
            .as_array()
            .map(|slots| {
                slots
                    .iter()
                    .filter_map(crate::citizen::slot_of)
                    .map(|(_, at)| at)
                    .collect()
            })
            .unwrap_or_default();
        let now = world.now();
        for unit in 0..288_u16 {
            let Some(at) = booking::time::unit_start(date, unit) else {
                continue;
            };
            let place = Place::of(layout.id, at, &services).expect("a visit");
            let free = lock(&world.oracle).surely_free(&world.database, &place, now);
            // Reading took a moment, in which a first slot may have come too near.
            let settled =
                place.within_reach(now.plus_seconds(60)) || place.out_of_reach(now.plus_seconds(-60));
            match free {
                Ok(Some(free)) if settled && free != slots.contains(&at) => {
                    let what = if free {
                        "free and not offered"
                    } else {
                        "not free and offered"
                    };
                    return world.complain(format!(
                        "{} {} is {what} for {services:?}",
                        layout.id,
                        at.to_rfc3339()
                    ));
                }
                Err(complaint) => return world.complain(complaint),
                _ => {}
            }
        }
        let Some(at) = world.one_of(&slots).copied() else {
            continue;
        };
        if at < now.plus_minutes(i64::from(layout.lead) + 1) {
            continue;
        }
        let status = citizen.reserve_there(&services, (layout.id.to_owned(), at)).await;
        if status != Some(201) {
            world.complain(format!(
                "{} {} is offered and not to be had: {status:?}",
                layout.id,
                at.to_rfc3339()
            ));
        }
    }
}
