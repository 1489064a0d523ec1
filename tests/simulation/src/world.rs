//! Everything there is for one seed: time, chance, database, mail system, isolates, and who watches them.

use std::fmt::Arguments;
use std::sync::{Arc, Mutex};

use booking::Instant;
use edge::settings::{Mode, Settings};
use edge::sqlite::Sqlite;

use crate::executor::{Executor, lock};
use crate::isolate::Isolate;
use crate::oracle::Oracle;
use crate::post::Post;
use crate::trace::Trace;
use crate::weather::Weather;

/// One simulated world.
pub struct World {
    /// Its tasks and its time.
    pub executor: Executor,
    /// Its database, as it really is.
    pub database: Sqlite,
    /// Who knows what must be true.
    pub oracle: Mutex<Oracle>,
    /// What goes wrong just now.
    pub weather: Mutex<Weather>,
    /// Its mail system.
    pub post: Mutex<Post>,
    /// The isolates that answer.
    pub isolates: Mutex<Vec<Isolate>>,
    /// What the operator has set.
    pub settings: Arc<Settings>,
    /// What has happened.
    pub trace: Mutex<Trace>,
    chance: Mutex<fastrand::Rng>,
    began: i64,
}

impl World {
    /// A world that begins at an instant, all its chance coming from `seed`.
    pub fn new(seed: u64, began: Instant, founded: &Sqlite, keep_trace: bool) -> Arc<Self> {
        Arc::new(Self {
            executor: Executor::default(),
            database: founded.copy().expect("a database is copied"),
            oracle: Mutex::default(),
            weather: Mutex::default(),
            post: Mutex::default(),
            isolates: Mutex::default(),
            settings: Arc::new(settings()),
            trace: Mutex::new(Trace::new(keep_trace)),
            chance: Mutex::new(fastrand::Rng::with_seed(seed)),
            began: began.seconds(),
        })
    }

    /// The true time.
    pub fn now(&self) -> Instant {
        let seconds = i64::try_from(self.executor.now() / 1000).unwrap_or(0);
        Instant::from_seconds(self.began + seconds)
    }

    /// A number below `limit`.
    pub fn draw(&self, limit: usize) -> usize {
        lock(&self.chance).usize(0..limit.max(1))
    }

    /// A number from `from` to `to`, both included.
    pub fn between(&self, from: u64, to: u64) -> u64 {
        lock(&self.chance).u64(from..=to)
    }

    /// Whether something happens that happens so many times in a thousand.
    pub fn happens(&self, per_mille: u32) -> bool {
        per_mille > 0 && lock(&self.chance).u32(0..1000) < per_mille
    }

    /// One of these.
    pub fn one_of<'a, T>(&self, among: &'a [T]) -> Option<&'a T> {
        among.get(self.draw(among.len()))
    }

    /// Random bytes.
    pub fn fill(&self, bytes: &mut [u8]) {
        lock(&self.chance).fill(bytes);
    }

    /// Writes a line of the trace.
    pub fn say(&self, what: Arguments) {
        lock(&self.trace).line(self.executor.now(), what);
    }

    /// Something must not be. The first complaint ends the run.
    pub fn complain(&self, complaint: String) {
        lock(&self.oracle).complaint.get_or_insert(complaint);
    }

    /// Waits for milliseconds.
    pub async fn sleep(&self, milliseconds: u64) {
        self.executor.sleep(milliseconds).await;
    }

    /// Takes the world apart: its tasks and isolates hold on to it.
    pub fn end(&self) {
        self.executor.clear();
        lock(&self.isolates).clear();
    }
}

/// The real settings of production, but for a challenge that costs nothing.
fn settings() -> Settings {
    let value = |name: &str| {
        let value = match name {
            "BRAKE" => "off",
            "MODE" => "development",
            "BASE_URL" => "https://termin.example",
            "MAIL_FROM" => "termin@termin.example",
            "KEYS" => "k1:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "OPERATOR_KEY" => "the operator of a simulated city",
            "CHALLENGE_MAXNUMBER" => "3",
            _ => return None,
        };
        Some(value.to_owned())
    };
    Settings {
        mode: Mode::Production,
        ..Settings::read(value).expect("the settings read")
    }
}
