//! What is measured in a city, in this order: later phases use what earlier ones have made.

use std::time::Duration;

use bytes::Bytes;
use hyper::Method;
use serde_json::Value;

use crate::city::City;
use crate::load::{Outcome, Plan, Request, connect, run, send};
use crate::order::{Citizens, Reserved, SERVICE, get, request};
use crate::stopwatch::now;
use crate::worker::{Metered, Worker};

/// Requests of each kind whose work in the database is counted, one after the other.
pub const COUNTED: usize = 8;

/// How long and how hard.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Connections.
    pub connections: usize,
    /// Before each measurement.
    pub warm_up: Duration,
    /// Each measurement.
    pub time: Duration,
}

/// A measured kind of request.
pub struct Phase {
    /// Its name.
    pub name: &'static str,
    /// What success answers.
    pub status: u16,
    /// What came of it under load.
    pub outcome: Outcome,
}

/// The work in the database of one kind of request.
pub struct Counted {
    /// Its name.
    pub name: &'static str,
    /// Over [`COUNTED`] requests.
    pub metered: Metered,
}

/// What only reads: the same request each time.
fn reads(city: &City, etag: &str) -> Vec<(&'static str, u16, Request)> {
    let centre = &city.catalogue.centres[0].centre.id;
    let tagged = [("if-none-match", etag.to_owned())];
    vec![
        ("ping", 204, get("/ping")),
        ("availability, from memory", 200, get("/api/v1/availability")),
        (
            "availability, unchanged",
            304,
            request(Method::GET, "/api/v1/availability", &tagged, None),
        ),
        (
            "availability of a centre",
            200,
            get(&format!("/api/v1/availability/{centre}")),
        ),
        ("slots", 200, get(&format!("/api/v1/slots?service={SERVICE}:1"))),
    ]
}

/// Puts the Worker under load.
pub async fn measure(city: &mut City, worker: &mut Worker, effort: Effort) -> Vec<Phase> {
    let Effort {
        connections,
        warm_up,
        time,
    } = effort;
    let etag = etag(worker).await;
    let mut phases = Vec::new();
    for (name, status, request) in reads(city, &etag) {
        run(worker, connections, Plan::Again(&request, warm_up)).await;
        let outcome = run(worker, connections, Plan::Again(&request, time)).await;
        phases.push(Phase {
            name,
            status,
            outcome,
        });
    }
    let mut each = async |worker: &mut Worker, name, status, requests: Vec<Request>, first: bool| {
        let warm = if first { connections * 2 } else { 0 }.min(requests.len() / 4);
        let (warm, requests) = requests.split_at(warm);
        let mut answers = run(worker, connections, Plan::Each(warm, time)).await.answers;
        worker.settle().await;
        let outcome = run(worker, connections, Plan::Each(requests, time)).await;
        worker.settle().await;
        answers.extend(outcome.answers.iter().cloned());
        phases.push(Phase {
            name,
            status,
            outcome,
        });
        answers
    };
    let sent = orders(&mut city.citizens, &city.spread, 4000);
    let answers = each(worker, "reserve, different days", 201, sent, true).await;
    let reserved = reservations(&answers);
    let sent = orders(&mut city.citizens, &city.one_day, 1600);
    each(worker, "reserve, one day", 201, sent, true).await;
    let forms: Vec<Request> = reserved
        .iter()
        .map(|reserved| city.citizens.hold(reserved))
        .collect();
    let held = each(worker, "hold, mail included", 202, forms, true).await;
    let held: Vec<Reserved> = held
        .iter()
        .filter_map(|(_, _, body)| id_of(body, &reserved))
        .collect();
    let presses = held.iter().map(|held| city.citizens.activate(held)).collect();
    each(worker, "activate, mail included", 200, presses, true).await;
    phases
}

/// Counts the work in the database, request by request, on a Worker that logs it.
pub async fn count(city: &mut City, worker: &mut Worker) -> Vec<Counted> {
    let etag = etag(worker).await;
    let mut counted = Vec::new();
    let slots: Vec<_> = city
        .spread
        .drain(..(2 * COUNTED).min(city.spread.len()))
        .collect();
    let mut sent = orders(&mut city.citizens, &slots, 2 * COUNTED);
    let mut after_change = sent.split_off(sent.len() / 2);
    for (name, _, request) in reads(city, &etag) {
        let metered = counted_one(worker, (0..COUNTED).map(|_| request.clone()).collect())
            .await
            .0;
        counted.push(Counted { name, metered });
    }
    let mut cold = Metered::default();
    for order in after_change.drain(..) {
        counted_one(worker, vec![order]).await;
        cold.add(counted_one(worker, vec![get("/api/v1/availability")]).await.0);
    }
    counted.push(Counted {
        name: "availability, after a change",
        metered: cold,
    });
    let (metered, answers) = counted_one(worker, sent).await;
    counted.push(Counted {
        name: "reserve",
        metered,
    });
    let reserved = reservations(&answers);
    let forms = reserved
        .iter()
        .map(|reserved| city.citizens.hold(reserved))
        .collect();
    let (metered, _) = counted_one(worker, forms).await;
    counted.push(Counted {
        name: "hold, mail included",
        metered,
    });
    let presses = reserved.iter().map(|held| city.citizens.activate(held)).collect();
    let (metered, _) = counted_one(worker, presses).await;
    counted.push(Counted {
        name: "activate, mail included",
        metered,
    });
    counted
}

/// The city's availability when a day has just changed, over one connection: what it takes and costs beside the change.
pub async fn after_a_change(city: &mut City, worker: &mut Worker, times: usize) -> Phase {
    let slots: Vec<_> = city.spread.drain(..(2 * times).min(city.spread.len())).collect();
    let (alone, followed) = slots.split_at(slots.len() / 2);
    let alone = run(
        worker,
        1,
        Plan::Each(&orders(&mut city.citizens, alone, times), Duration::MAX),
    )
    .await;
    let sent = orders(&mut city.citizens, followed, times);
    let mut sender = connect(&worker.address).await;
    let before = worker.processor_time();
    let mut outcome = Outcome::default();
    for order in sent {
        send(&mut sender, order).await;
        let (status, _, took) = send(&mut sender, get("/api/v1/availability")).await;
        *outcome.by_status.entry(status).or_default() += 1;
        outcome.latencies.push(took);
        outcome.wall += took;
    }
    outcome.processor = (worker.processor_time() - before).saturating_sub(alone.processor);
    outcome.latencies.sort();
    Phase {
        name: "availability, after a change",
        status: 200,
        outcome,
    }
}

/// A rush: so many attempts, so many at a time, at one slot with little room.
pub async fn rush(
    city: &mut City,
    worker: &Worker,
    attempts: usize,
    at_a_time: usize,
) -> Vec<(u32, Outcome)> {
    let mut rushes = Vec::new();
    for (room, slot) in city.rushes.clone() {
        let slots = vec![slot.clone(); attempts];
        let sent = orders(&mut city.citizens, &slots, attempts);
        let outcome = run(worker, at_a_time, Plan::Each(&sent, Duration::MAX)).await;
        rushes.push((room, outcome));
    }
    rushes
}

fn orders(citizens: &mut Citizens, slots: &[booking::appointment::Slot], most: usize) -> Vec<Request> {
    let now = now();
    slots
        .iter()
        .take(most)
        .map(|slot| citizens.reserve(slot, now))
        .collect()
}

fn reservations(answers: &[(usize, u16, Bytes)]) -> Vec<Reserved> {
    let created = answers.iter().filter(|(_, status, _)| *status == 201);
    let read = created.filter_map(|(_, _, body)| {
        let body: Value = serde_json::from_slice(body).ok()?;
        let field = |name: &str| Some(body.get(name)?.as_str()?.to_owned());
        Some(Reserved {
            id: field("id")?,
            secret: field("secret")?,
        })
    });
    read.collect()
}

fn id_of(body: &Bytes, reserved: &[Reserved]) -> Option<Reserved> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let id = body.get("id")?.as_str()?;
    reserved.iter().find(|reserved| reserved.id == id).cloned()
}

async fn counted_one(worker: &mut Worker, requests: Vec<Request>) -> (Metered, Vec<(usize, u16, Bytes)>) {
    // The first fills what an isolate remembers of the catalogue; what it logs is not counted.
    let _ = worker.metered();
    let outcome = run(worker, 1, Plan::Each(&requests, Duration::MAX)).await;
    worker.settle().await;
    (worker.metered(), outcome.answers)
}

async fn etag(worker: &Worker) -> String {
    let mut sender = connect(&worker.address).await;
    sender.ready().await.expect("the connection stands");
    let answer = sender
        .send_request(get("/api/v1/availability"))
        .await
        .expect("the Worker answers");
    let etag = answer.headers().get("etag").and_then(|etag| etag.to_str().ok());
    etag.unwrap_or_default().to_owned()
}
