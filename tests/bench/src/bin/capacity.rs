//! The figures of docs/performance.md under "Usable capacity": `cargo xtask capacity`.

use std::thread::{available_parallelism, scope};

use bench::capacity::{COUNTERS, Policy, SKILLS, Used, use_day};

/// Random days for each policy.
const DAYS: u64 = 2_000;
/// What the product must reach, in percent.
const REACHED: f64 = 94.5;

fn main() -> std::process::ExitCode {
    println!(
        "{DAYS} random days of a centre with {COUNTERS} counters and {SKILLS} skills, each over after 60 refusals\n"
    );
    println!(
        "| visits that are there | of the time used | visits a day | µs a seat, mean | µs an answer, mean | longest |"
    );
    println!("|---|--:|--:|--:|--:|--:|");
    let mut reached = false;
    for (name, policy) in [
        ("stay at their counters", Policy::Fixed),
        ("exchange stretches", Policy::Moving),
        ("are all seated anew", Policy::Repacking),
    ] {
        let used = use_days(policy);
        let micros = |time: std::time::Duration, count: u32| time.as_secs_f64() * 1e6 / f64::from(count);
        println!(
            "| {name} | {:.1} % | {:.1} | {:.0} | {:.0} | {:.0} |",
            used.percent(),
            f64::from(used.visits) / f64::from(used.days),
            micros(used.took_to_seat, used.visits),
            micros(used.took, used.asked),
            micros(used.longest, 1),
        );
        reached |= policy == Policy::Moving && used.percent() >= REACHED;
    }
    if !reached {
        eprintln!("Exchanging stretches must use {REACHED} % at least.");
        return std::process::ExitCode::FAILURE;
    }
    std::process::ExitCode::SUCCESS
}

/// On all processors.
fn use_days(policy: Policy) -> Used {
    let threads = available_parallelism().map_or(1, usize::from);
    scope(|scope| {
        let share = |thread: usize| {
            scope.spawn(move || {
                let mut used = Used::default();
                for day in (1..=DAYS).skip(thread).step_by(threads) {
                    used.add(&use_day(day, policy));
                }
                used
            })
        };
        let threads: Vec<_> = (0..threads).map(share).collect();
        let mut all = Used::default();
        for thread in threads {
            all.add(&thread.join().expect("no day fails"));
        }
        all
    })
}
