//! One thread, many tasks, a clock that nobody waits for: which of the ready tasks goes on is drawn by chance, and when
//! none is ready, time jumps to the next alarm. The same chance gives the same run, to the last poll.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// Names a task.
pub type TaskId = u64;
type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The tasks of one world, and its time.
#[derive(Default)]
pub struct Executor {
    tasks: Mutex<BTreeMap<TaskId, Task>>,
    ready: Arc<Mutex<Vec<TaskId>>>,
    time: Mutex<Time>,
    current: Mutex<TaskId>,
    last: Mutex<TaskId>,
}

struct Task {
    /// Taken out while it is polled.
    work: Option<Work>,
    /// What dies with it: an isolate, or nothing.
    home: Option<usize>,
    waker: Waker,
}

#[derive(Default)]
struct Time {
    /// Milliseconds since the world began.
    now: u64,
    alarms: BinaryHeap<Reverse<(u64, u64)>>,
    wakers: BTreeMap<u64, Waker>,
    last: u64,
}

struct Awake {
    id: TaskId,
    ready: Arc<Mutex<Vec<TaskId>>>,
}

impl Wake for Awake {
    fn wake(self: Arc<Self>) {
        let mut ready = lock(&self.ready);
        if !ready.contains(&self.id) {
            ready.push(self.id);
        }
    }
}

impl Executor {
    /// Milliseconds since the world began.
    pub fn now(&self) -> u64 {
        lock(&self.time).now
    }

    /// The task that runs just now.
    pub fn current(&self) -> TaskId {
        *lock(&self.current)
    }

    /// Starts a task; with a home it dies when that does.
    pub fn spawn(&self, home: Option<usize>, work: impl Future<Output = ()> + Send + 'static) -> TaskId {
        let id = {
            let mut last = lock(&self.last);
            *last += 1;
            *last
        };
        let ready = self.ready.clone();
        let task = Task {
            work: Some(Box::pin(work)),
            home,
            waker: Arc::new(Awake { id, ready }).into(),
        };
        lock(&self.tasks).insert(id, task);
        lock(&self.ready).push(id);
        id
    }

    /// Ends every task of a home where it stands.
    pub fn kill(&self, home: usize) -> usize {
        let dead: Vec<Task> = {
            let mut tasks = lock(&self.tasks);
            let current = self.current();
            let doomed = |id: &TaskId, task: &Task| task.home == Some(home) && *id != current;
            let ids: Vec<TaskId> = tasks
                .iter()
                .filter(|(id, task)| doomed(id, task))
                .map(|(id, _)| *id)
                .collect();
            ids.iter().filter_map(|id| tasks.remove(id)).collect()
        };
        dead.len()
    }

    /// Forgets everything: futures hold on to the world they run in.
    pub fn clear(&self) {
        let tasks = std::mem::take(&mut *lock(&self.tasks));
        drop(tasks);
        let wakers = std::mem::take(&mut lock(&self.time).wakers);
        drop(wakers);
    }

    /// Waits.
    pub async fn sleep(&self, milliseconds: u64) {
        let until = self.now() + milliseconds;
        let mut alarm = None;
        poll_fn(|context| {
            let mut time = lock(&self.time);
            if time.now >= until {
                return Poll::Ready(());
            }
            if alarm.is_none() {
                time.last += 1;
                let number = time.last;
                alarm = Some(number);
                time.alarms.push(Reverse((until, number)));
                time.wakers.insert(number, context.waker().clone());
            }
            Poll::Pending
        })
        .await;
    }

    /// Moves the clock ahead at once, as a host does that was asleep.
    pub fn jump(&self, milliseconds: u64) {
        lock(&self.time).now += milliseconds;
    }

    /// Polls one task, or lets time pass; false when nothing is left to happen.
    pub fn step(&self, draw: &mut dyn FnMut(usize) -> usize) -> bool {
        let next = {
            let mut ready = lock(&self.ready);
            let count = ready.len();
            (count > 0).then(|| ready.swap_remove(if count > 1 { draw(count) } else { 0 }))
        };
        match next {
            Some(id) => {
                self.poll(id);
                true
            }
            None => self.ring(),
        }
    }

    fn poll(&self, id: TaskId) {
        let taken = lock(&self.tasks)
            .get_mut(&id)
            .and_then(|task| Some((task.work.take()?, task.waker.clone())));
        let Some((mut work, waker)) = taken else {
            return;
        };
        *lock(&self.current) = id;
        let done = work.as_mut().poll(&mut Context::from_waker(&waker)).is_ready();
        *lock(&self.current) = 0;
        let mut finished = None;
        {
            let mut tasks = lock(&self.tasks);
            if done {
                finished = tasks.remove(&id);
            } else if let Some(task) = tasks.get_mut(&id) {
                task.work = Some(work);
                return;
            }
        }
        drop(finished);
    }

    /// Lets time pass to the next alarm.
    fn ring(&self) -> bool {
        let mut rung = Vec::new();
        {
            let mut time = lock(&self.time);
            let Some(Reverse((until, _))) = time.alarms.peek().copied() else {
                return false;
            };
            time.now = time.now.max(until);
            while let Some(Reverse((until, number))) = time.alarms.peek().copied() {
                if until > time.now {
                    break;
                }
                time.alarms.pop();
                rung.extend(time.wakers.remove(&number));
            }
        }
        rung.into_iter().for_each(Waker::wake);
        true
    }
}

/// Nobody panics while holding one of these; if somebody does, the run has failed anyway.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
