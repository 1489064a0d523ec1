//! Runs seeds until one fails, and shows how.

use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clap::Parser;
use simulation::{campaign, founded, run};

/// Lines of the trace shown of a failure.
const SHOWN: usize = 150;

/// Simulates the city: real rules and routes over a database, a clock and a mail system in which things go wrong.
#[derive(Parser)]
#[command(name = "cargo xtask simulate", bin_name = "cargo xtask simulate")]
struct Arguments {
    /// How many seeds
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first of them
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Only this one, with its whole trace
    #[arg(long)]
    seed: Option<u64>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // A panic is a finding like any other, and is told with its seed.
    std::panic::set_hook(Box::new(|panic| {
        if let Some(place) = panic.location() {
            eprintln!("panic at {place}");
        }
    }));
    match arguments.seed {
        Some(seed) => replay(seed, usize::MAX),
        None => many(arguments.from, arguments.seeds),
    }
}

fn replay(seed: u64, shown: usize) -> ExitCode {
    let report = run(seed, &founded(), true);
    let skipped = report.lines.len().saturating_sub(shown);
    for line in report.lines.iter().skip(skipped) {
        println!("{line}");
    }
    match report.complaint {
        Some(complaint) => {
            println!("\nSeed {seed} fails: {complaint}\n\nAgain: cargo xtask simulate --seed {seed}");
            ExitCode::FAILURE
        }
        None => {
            println!(
                "\nSeed {seed} is fine; the hash of its trace is {:016x}.",
                report.hash
            );
            ExitCode::SUCCESS
        }
    }
}

fn many(from: u64, seeds: u64) -> ExitCode {
    let began = now();
    let rate = |done: u64| done as f64 / began.elapsed().as_secs_f64();
    let told = Mutex::new(began);
    let found = campaign(from, seeds, |done| {
        let Ok(mut told) = told.try_lock() else {
            return;
        };
        if told.elapsed() >= Duration::from_secs(10) {
            *told = now();
            println!("{done} of {seeds} seeds, {:.1} seeds/s", rate(done));
        }
    });
    for (name, count) in &found.counts {
        println!("{count:>10} {name}");
    }
    let taken = began.elapsed().as_secs_f64();
    println!(
        "{} seeds from {from} in {taken:.1} s, {:.1} seeds/s",
        found.done,
        rate(found.done)
    );
    match found.failed {
        Some((seed, _)) => {
            println!("Seed {seed} fails. The end of its trace:\n");
            replay(seed, SHOWN)
        }
        None => {
            println!("0 violations");
            ExitCode::SUCCESS
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long it takes is measured by the machine's clock"
)]
fn now() -> Instant {
    Instant::now()
}
