//! Requests in a closed loop: so many connections, kept alive, each sending the next as soon as it has its answer.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::LocalSet;

use crate::order::get;
use crate::stopwatch::Stopwatch;
use crate::worker::Worker;

/// A request that is ready to be sent.
pub type Request = hyper::Request<Full<Bytes>>;

/// What is sent, and for how long.
pub enum Plan<'a> {
    /// The same again and again for so long.
    Again(&'a Request, Duration),
    /// Each once, until all are answered or this time is over.
    Each(&'a [Request], Duration),
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// How long it took.
    pub wall: Duration,
    /// What it cost workerd.
    pub processor: Duration,
    /// From sending to the last byte of the answer, shortest first.
    pub latencies: Vec<Duration>,
    /// Answers by status.
    pub by_status: BTreeMap<u16, u32>,
    /// For [`Plan::Each`], the answers with the index of what they answer.
    pub answers: Vec<(usize, u16, Bytes)>,
}

impl Outcome {
    /// Answers in all.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.by_status.values().sum()
    }

    /// Answers with this status, a second.
    #[must_use]
    pub fn per_second(&self, status: u16) -> f64 {
        f64::from(self.with(status)) / self.wall.as_secs_f64()
    }

    /// Answers with this status.
    #[must_use]
    pub fn with(&self, status: u16) -> u32 {
        self.by_status.get(&status).copied().unwrap_or(0)
    }

    /// Milliseconds of workerd for each answer with this status.
    #[must_use]
    pub fn processor_ms(&self, status: u16) -> f64 {
        self.processor.as_secs_f64() * 1000.0 / f64::from(self.with(status).max(1))
    }

    /// The latency that so many in a hundred do not exceed, in milliseconds.
    #[must_use]
    pub fn percentile_ms(&self, percent: usize) -> f64 {
        let index = (self.latencies.len() * percent / 100).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(index).map_or(0.0, Duration::as_secs_f64) * 1000.0
    }
}

/// Sends, and measures.
///
/// # Panics
/// When the Worker hangs up.
pub async fn run(worker: &Worker, connections: usize, plan: Plan<'_>) -> Outcome {
    let (requests, again, most) = match &plan {
        Plan::Again(request, time) => (vec![(*request).clone()], true, *time),
        Plan::Each(requests, time) => (requests.to_vec(), false, *time),
    };
    let requests = Rc::new(requests);
    let next = Rc::new(Cell::new(0));
    let outcome = Rc::new(RefCell::new(Outcome::default()));
    let mut senders = Vec::new();
    for _ in 0..connections {
        // Answered once, it has been accepted: more at a time than the listening socket queues would be reset.
        let mut sender = connect(&worker.address).await;
        send(&mut sender, get("/ping")).await;
        senders.push(sender);
    }
    let (before, watch) = (worker.processor_time(), Stopwatch::start());
    let set = LocalSet::new();
    for mut sender in senders {
        let (requests, next, outcome) = (requests.clone(), next.clone(), outcome.clone());
        let address = worker.address.clone();
        set.spawn_local(async move {
            while watch.elapsed() < most {
                let index = if again { 0 } else { next.replace(next.get() + 1) };
                let Some(request) = requests.get(index) else { break };
                let (status, body, took) = insist(&address, &mut sender, request).await;
                let mut outcome = outcome.borrow_mut();
                *outcome.by_status.entry(status).or_default() += 1;
                outcome.latencies.push(took);
                if !again {
                    outcome.answers.push((index, status, body));
                }
            }
        });
    }
    set.await;
    let mut outcome = outcome.take();
    outcome.wall = watch.elapsed();
    outcome.processor = worker.processor_time() - before;
    outcome.latencies.sort();
    outcome
}

/// A connection of its own.
///
/// # Panics
/// When nobody listens.
pub async fn connect(address: &str) -> SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(address).await.expect("the Worker listens");
    stream.set_nodelay(true).expect("a socket has this option");
    let (sender, connection) = handshake(TokioIo::new(stream)).await.expect("it speaks HTTP");
    tokio::spawn(async move { drop(connection.await) });
    sender
}

/// One request and its answer, as a browser does it: where a connection is closed before there is an answer (workerd does so
/// after five idle seconds, which on a busy machine may be its own), the same over a new one.
async fn insist(
    address: &str,
    sender: &mut SendRequest<Full<Bytes>>,
    request: &Request,
) -> (u16, Bytes, Duration) {
    let watch = Stopwatch::start();
    for _ in 0..10 {
        if let Ok((status, body)) = try_send(sender, request.clone()).await {
            return (status, body, watch.elapsed());
        }
        *sender = connect(address).await;
    }
    panic!("the Worker has hung up ten times");
}

/// One request and its answer: status, body, and how long it took.
///
/// # Panics
/// When the Worker hangs up.
pub async fn send(sender: &mut SendRequest<Full<Bytes>>, request: Request) -> (u16, Bytes, Duration) {
    let watch = Stopwatch::start();
    let (status, body) = try_send(sender, request).await.expect("the Worker answers");
    (status, body, watch.elapsed())
}

async fn try_send(sender: &mut SendRequest<Full<Bytes>>, request: Request) -> hyper::Result<(u16, Bytes)> {
    sender.ready().await?;
    let answer = sender.send_request(request).await?;
    let status = answer.status().as_u16();
    Ok((status, answer.into_body().collect().await?.to_bytes()))
}
