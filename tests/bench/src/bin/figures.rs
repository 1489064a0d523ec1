//! The figures of docs/performance.md under "Under load": `cargo xtask bench`.

use std::path::PathBuf;
use std::time::Duration;

use bench::city::City;
use bench::phases::{Counted, Effort, Phase, after_a_change, count, measure, rush};
use bench::stopwatch::{Stopwatch, now};
use bench::worker::Worker;
use bench::{post, report};

/// Attempts of a rush, and how many at a time.
const RUSH: (usize, usize) = (10_000, 256);

/// The city that is measured in full, and those it is held against: centres and percent.
const CITIES: [(usize, u32); 5] = [(25, 95), (25, 50), (25, 0), (1, 95), (100, 95)];

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let watch = Stopwatch::start();
    let post = post::open().await;
    let cities = if quick { &CITIES[..1] } else { &CITIES[..] };
    let mut measured: Vec<(String, Vec<Phase>, Vec<Counted>)> = Vec::new();
    println!("{}\n", report::machine());
    for (index, (centres, percent)) in cities.iter().enumerate() {
        let brief = quick || index > 0;
        let effort = Effort {
            connections: 32,
            warm_up: Duration::from_millis(500),
            time: Duration::from_secs(if brief { 1 } else { 3 }),
        };
        let data = folder(index);
        let mut city = City::new(*centres, *percent, now());
        let mut worker = Worker::start(&data, &post, true).await;
        city.settle_in(&mut worker).await;
        eprintln!(
            "{:>4.0} s  {}",
            watch.elapsed().as_secs_f64(),
            report::heading(&city)
        );
        let counted = count(&mut city, &mut worker).await;
        worker.stop().await;
        let mut worker = Worker::start(&data, &post, false).await;
        let mut phases = measure(&mut city, &mut worker, effort).await;
        phases.insert(
            3,
            after_a_change(&mut city, &mut worker, if brief { 50 } else { 150 }).await,
        );
        if index == 0 {
            println!(
                "{}\n\n{}",
                report::heading(&city),
                report::city(&phases, &counted)
            );
            let attempts = if quick { RUSH.0 / 5 } else { RUSH.0 };
            let rushes = rush(&mut city, &worker, attempts, RUSH.1).await;
            println!(
                "{attempts} attempts at one slot, {} at a time\n\n{}",
                RUSH.1,
                report::rushes(&rushes)
            );
        }
        worker.stop().await;
        measured.push((report::heading(&city), phases, counted));
        // What is left in the temporary folder is only in the way.
        drop(std::fs::remove_dir_all(data));
    }
    println!("{}", report::growth(&measured));
    eprintln!("{:.0} s in all", watch.elapsed().as_secs_f64());
}

fn folder(index: usize) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("hamburg-termin-bench-{}-{index}", std::process::id()));
    drop(std::fs::remove_dir_all(&folder));
    folder
}
