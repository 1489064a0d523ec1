//! Many seeds, on all cores, up to the first that fails.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::city::founded;
use crate::executor::lock;
use crate::scenario::run;

/// What came of many seeds.
#[derive(Debug, Default)]
pub struct Campaign {
    /// Seeds that ended well.
    pub done: u64,
    /// The smallest seed that failed, with what must not be.
    pub failed: Option<(u64, String)>,
    /// Events and answers, by name: a campaign that saw few things proves little.
    pub counts: BTreeMap<String, u64>,
}

/// Runs so many seeds; `progress` hears after each how many are done.
pub fn campaign(from: u64, seeds: u64, progress: impl Fn(u64) + Sync) -> Campaign {
    let next = AtomicU64::new(from);
    let found = Mutex::new(Campaign::default());
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                let founded = founded();
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    let failed = lock(&found).failed.as_ref().map(|(failed, _)| *failed);
                    if seed >= from + seeds || failed.is_some_and(|failed| failed < seed) {
                        return;
                    }
                    let report = run(seed, &founded, false);
                    let done = {
                        let mut found = lock(&found);
                        match report.complaint {
                            Some(complaint) => {
                                if found.failed.as_ref().is_none_or(|(failed, _)| seed < *failed) {
                                    found.failed = Some((seed, complaint));
                                }
                            }
                            None => found.done += 1,
                        }
                        for (name, count) in report.counts {
                            *found.counts.entry(name).or_default() += count;
                        }
                        found.done
                    };
                    progress(done);
                }
            });
        }
    });
    found
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
