//! Isolates: each the real router with a memory and a clock of its own, over the one database. One may die at any time,
//! and with it all it was doing.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use edge::clock::Clock;
use edge::memo::Memo;
use edge::{Edge, cron, outbox, routes};
use tokio::sync::oneshot;
use tower::ServiceExt;

use crate::ask::{Answer, Ask, Call};
use crate::database::Simulated;
use crate::executor::lock;
use crate::post::Postman;
use crate::world::World;

/// How many there are.
pub const ISOLATES: usize = 3;
/// No answer is larger.
const LONGEST_ANSWER: usize = 1 << 20;

/// One isolate.
pub struct Isolate {
    edge: Edge,
    router: Router,
}

impl Isolate {
    /// A fresh one, with a clock so many seconds ahead of the true one.
    pub fn new(world: &Arc<World>, number: usize, ahead: i64) -> Self {
        let edge = Edge {
            database: Arc::new(Simulated::new(world.clone())),
            mailer: Arc::new(Postman::new(world.clone())),
            system_clock: {
                let world = world.clone();
                Arc::new(move || world.now().plus_seconds(ahead))
            },
            random: {
                let world = world.clone();
                Arc::new(move |bytes: &mut [u8]| world.fill(bytes))
            },
            pause: {
                let world = world.clone();
                Arc::new(move |milliseconds| {
                    let world = world.clone();
                    Box::pin(async move { world.sleep(milliseconds.into()).await })
                })
            },
            wake: Arc::new(|| {}),
            settings: world.settings.clone(),
            memo: Arc::new(Memo::default()),
        };
        let edge = Edge {
            wake: {
                let (world, edge) = (world.clone(), edge.clone());
                Arc::new(move || wake(&world, number, &edge))
            },
            ..edge
        };
        Self {
            router: routes::router(edge.clone()),
            edge,
        }
    }
}

/// Sends what the outbox has, as the Worker does once the answer has left.
fn wake(world: &Arc<World>, number: usize, edge: &Edge) {
    let (world_inside, edge) = (world.clone(), edge.clone());
    world.executor.spawn(Some(number), async move {
        let world = world_inside;
        let task = world.executor.current();
        lock(&world.oracle).begin(task, Ask::Sender, world.executor.now(), world.now());
        world.sleep(world.between(0, 5)).await;
        let sent = match Clock::read(&edge).await {
            Ok(clock) => outbox::drain(&edge, &clock, outbox::AFTER_ANSWER_SECONDS).await,
            Err(error) => Err(error),
        };
        world.say(format_args!("#{task} outbox drained: {}", outcome(&sent)));
    });
}

/// One tick of the cron, on one of the isolates.
pub async fn tick(world: &Arc<World>) {
    let number = world.draw(ISOLATES);
    let Some(edge) = lock(&world.isolates)
        .get(number)
        .map(|isolate| isolate.edge.clone())
    else {
        return;
    };
    let (sender, receiver) = oneshot::channel();
    let inside = world.clone();
    world.executor.spawn(Some(number), async move {
        let task = inside.executor.current();
        lock(&inside.oracle).begin(task, Ask::Cron, inside.executor.now(), inside.now());
        let done = cron::tick(&edge).await;
        inside.say(format_args!("#{task} cron: {}", outcome(&done)));
        // Nobody may be listening any more.
        let _ = sender.send(());
    });
    // An error means that the isolate died.
    let _ = receiver.await;
}

fn outcome<E: std::fmt::Display>(result: &Result<(), E>) -> String {
    match result {
        Ok(()) => "ok".to_owned(),
        Err(error) => error.to_string(),
    }
}

/// An isolate dies, and another takes its place.
pub fn crash(world: &Arc<World>, number: usize) {
    let killed = world.executor.kill(number);
    let ahead = clock_error(world);
    world.say(format_args!(
        "isolate {number} dies with {killed} tasks; the next is {ahead} s ahead"
    ));
    let fresh = Isolate::new(world, number, ahead);
    if let Some(isolate) = lock(&world.isolates).get_mut(number) {
        *isolate = fresh;
    }
}

/// Mostly right; sometimes seconds off. Times that lapse stay back for a minute: an error below that sells nothing twice.
pub fn clock_error(world: &World) -> i64 {
    if world.happens(lock(&world.oracle).skewed) {
        [-20, -5, -1, 1, 3, 15].get(world.draw(6)).copied().unwrap_or(0)
    } else {
        0
    }
}

/// Sends a request to an isolate and waits for its answer; none when it got lost, the isolate died, or patience ended.
pub async fn send(world: &Arc<World>, call: Call, patience: u64) -> Option<Answer> {
    world.sleep(world.between(0, 30)).await;
    let weather = *lock(&world.weather);
    if world.happens(weather.network) {
        world.say(format_args!("lost on the way: {}", call.ask));
        world.sleep(world.between(0, 3_000)).await;
        return None;
    }
    if world.happens(weather.twice) {
        drop(serve(world, call.clone(), 0));
    }
    let delay = if world.happens(weather.slow) {
        world.between(0, 4_000)
    } else {
        0
    };
    let mut receiver = serve(world, call, delay);
    let lost = world.happens(weather.network);
    let mut limit = std::pin::pin!(world.executor.sleep(patience));
    let answer = std::future::poll_fn(|context| {
        use std::future::Future;
        use std::task::Poll;
        if let Poll::Ready(answer) = std::pin::Pin::new(&mut receiver).poll(context) {
            return Poll::Ready(answer.ok());
        }
        limit.as_mut().poll(context).map(|()| None)
    })
    .await;
    answer.filter(|_| !lost)
}

fn serve(world: &Arc<World>, call: Call, delay: u64) -> oneshot::Receiver<Answer> {
    let (sender, receiver) = oneshot::channel();
    let number = world.draw(ISOLATES);
    let router = lock(&world.isolates)
        .get(number)
        .map(|isolate| isolate.router.clone());
    let inside = world.clone();
    world.executor.spawn(Some(number), async move {
        let world = inside;
        world.sleep(delay).await;
        let task = world.executor.current();
        world.say(format_args!("#{task} at {number}: {}", call.ask));
        lock(&world.oracle).begin(task, call.ask.clone(), world.executor.now(), world.now());
        let Some(router) = router else { return };
        let Ok(response) = router.oneshot(request(&call)).await;
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), LONGEST_ANSWER)
            .await
            .unwrap_or_default();
        let answer = Answer::read(status, &body);
        world.say(format_args!("#{task} answers {answer}"));
        let judged = lock(&world.oracle).judge(task, &answer, world.executor.now(), world.now());
        if let Err(complaint) = judged {
            world.complain(format!("#{task} {}: answers {answer}: {complaint}", call.ask));
        }
        // Nobody may be listening any more.
        let _ = sender.send(answer);
    });
    receiver
}

fn request(call: &Call) -> Request<Body> {
    let mut request = Request::builder().method(call.method).uri(&call.path);
    if let Some(bearer) = &call.bearer {
        request = request.header(header::AUTHORIZATION, format!("Bearer {bearer}"));
    }
    if let Some(key) = &call.key {
        request = request.header("idempotency-key", key);
    }
    let body = match &call.body {
        Some(body) => {
            request = request.header(header::CONTENT_TYPE, "application/json");
            Body::from(body.clone())
        }
        None => Body::empty(),
    };
    request.body(body).expect("a request")
}
