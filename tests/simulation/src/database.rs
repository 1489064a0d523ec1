//! The database as the isolates find it: real SQLite behind an unreliable line. A courier carries each batch, so that
//! one that is under way arrives even if its sender has died.

use std::sync::Arc;

use edge::database::{BoxFuture, Database, DatabaseError, Rows, Statement};
use tokio::sync::oneshot;

use crate::batch::Batch;
use crate::executor::lock;
use crate::world::World;

/// An isolate's line to the database.
pub struct Simulated {
    world: Arc<World>,
}

type Answer = Result<Vec<Rows>, DatabaseError>;

/// What becomes of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Fine,
    LostBefore,
    LostAfter,
    /// Applied only after the sender was told that the line is broken.
    Late,
    /// Refused by a guard, for no reason.
    Refused,
}

impl Simulated {
    pub(crate) fn new(world: Arc<World>) -> Self {
        Self { world }
    }

    fn fate(&self, batch: &Batch) -> Fate {
        let weather = *lock(&self.world.weather);
        // Reads get lost as well, but there are many more of them.
        let rarely = if batch.writes { 1 } else { 8 };
        if self.world.happens(weather.lost_before / rarely) {
            Fate::LostBefore
        } else if self.world.happens(weather.lost_after / rarely) {
            Fate::LostAfter
        } else if batch.writes && self.world.happens(weather.late) {
            Fate::Late
        } else if batch.guarded && self.world.happens(weather.guard) {
            Fate::Refused
        } else {
            Fate::Fine
        }
    }

    fn delay(&self) -> u64 {
        let weather = *lock(&self.world.weather);
        if self.world.happens(weather.slow) {
            self.world.between(200, 9_000)
        } else {
            self.world.between(0, 12)
        }
    }
}

impl Database for Simulated {
    fn batch(&self, statements: Vec<Statement>) -> BoxFuture<'_, Answer> {
        Box::pin(async move {
            let origin = self.world.executor.current();
            let batch = Batch::of(&statements);
            let fate = self.fate(&batch);
            if fate != Fate::Fine {
                self.world.say(format_args!("#{origin} a batch is {fate:?}"));
                lock(&self.world.oracle).troubled(origin, fate == Fate::Late);
            }
            if batch.writes
                && let Err(complaint) = lock(&self.world.oracle).may_write(origin)
            {
                self.world.complain(complaint);
            }
            let (there, back) = (self.delay(), self.delay());
            match fate {
                Fate::LostBefore => {
                    self.world.sleep(there).await;
                    return Err(lost());
                }
                Fate::Refused => {
                    self.world.sleep(there).await;
                    return Err(DatabaseError::Guard("day_changed".to_owned()));
                }
                _ => {}
            }
            let (sender, receiver) = oneshot::channel();
            let world = self.world.clone();
            let wait = match fate {
                Fate::Late if self.world.happens(200) => self.world.between(20_000, 300_000),
                Fate::Late => self.world.between(20, 15_000),
                _ => there,
            };
            self.world.executor.spawn(None, async move {
                world.sleep(wait).await;
                let answer = apply(&world, origin, statements, &batch).await;
                world.sleep(back).await;
                // The sender may have died.
                let _ = sender.send(answer);
            });
            if fate == Fate::Late {
                self.world.sleep(there).await;
                return Err(lost());
            }
            let answer = receiver.await.unwrap_or_else(|_| Err(lost()));
            if fate == Fate::LostAfter {
                Err(lost())
            } else {
                answer
            }
        })
    }
}

async fn apply(world: &Arc<World>, origin: u64, statements: Vec<Statement>, batch: &Batch) -> Answer {
    let answer = world.database.batch(statements).await;
    let (now, moment) = (world.now(), world.executor.now());
    if let Err(error) = &answer {
        world.say(format_args!("#{origin} is refused: {error}"));
    }
    let seen = match &answer {
        Ok(rows) => {
            for noted in &batch.noted {
                let id = crate::ask::short(&noted.appointment);
                world.say(format_args!(
                    "#{origin} commits {} of {id} at {}",
                    noted.event,
                    noted.at.to_rfc3339()
                ));
            }
            lock(&world.oracle).applied(&world.database, origin, batch, rows, moment, now)
        }
        Err(error) => lock(&world.oracle).refused(origin, batch, error, now),
    };
    if let Err(complaint) = seen {
        world.complain(format!("#{origin} {complaint}"));
    }
    answer
}

fn lost() -> DatabaseError {
    DatabaseError::from_message("Network connection lost.")
}
