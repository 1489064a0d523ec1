//! `cargo xtask test` and `cargo xtask prove`: every promise, step by step, to the first that is broken.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use clap::ValueEnum;

use crate::artefacts::{self, Optimisation};
use crate::failure::{Doing, Failure, Result};
use crate::progress::{Line, Progress};
use crate::stack::{Mail, Settings, Stack};
use crate::{machine, node, process, project, simulate, size, stack, tools, wrangler};

/// What to prove.
#[derive(clap::Args)]
pub struct Test {
    /// Only these, and the build where they need it; without any, all in this order
    #[arg(value_enum)]
    only: Vec<Proof>,
}

/// A kind of proof.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Proof {
    /// Rust source is formatted
    Format,
    /// No lint speaks, natively and for WebAssembly
    Lint,
    /// The tests of all crates, natively, the database being SQLite
    Native,
    /// The widget and the Worker build as they are deployed
    Build,
    /// A visitor's download stays within its budget
    Size,
    /// The acceptance tests again, on workerd and D1
    Workerd,
    /// A person's way, in Chromium, with screenshots in target/screenshots
    Browser,
    /// wrangler accepts what would be deployed
    Deploy,
}

impl Proof {
    fn steps(self) -> usize {
        match self {
            Self::Format | Self::Native | Self::Workerd | Self::Deploy => 1,
            Self::Lint => 2,
            Self::Size => size::STEPS,
            Self::Build => artefacts::STEPS,
            Self::Browser => stack::STEPS + 1,
        }
    }

    fn run(self, progress: &mut Progress) -> Result<()> {
        match self {
            Self::Format => progress.step("format", |line| {
                cargo(line, "format", "fmt --all --check -- --color never")
            }),
            Self::Lint => {
                let native = "clippy --workspace --all-targets -- -D warnings";
                let wasm = "clippy -p widget -p edge-worker --target wasm32-unknown-unknown -- -D warnings";
                progress.step("lints, native", |line| cargo(line, "lint-native", native))?;
                progress.step("lints, WebAssembly", |line| cargo(line, "lint-wasm", wasm))
            }
            Self::Native => progress.step("tests on SQLite", |line| {
                cargo(line, "test-native", "test --workspace --no-fail-fast")
            }),
            Self::Build => artefacts::build(progress, Optimisation::Full),
            Self::Size => size::measure(progress),
            Self::Workerd => progress.step("tests on workerd", |line| {
                process::run(line, "test-workerd", &mut on_workerd()?)
            }),
            Self::Browser => browser(progress),
            Self::Deploy => progress.step("dry deployment", dry_deployment),
        }
    }
}

impl Test {
    /// What was asked for, in the order of [`Proof`], and the build that some of it needs.
    fn proofs(&self) -> Vec<Proof> {
        let built = [Proof::Size, Proof::Workerd, Proof::Browser, Proof::Deploy];
        let wanted = |proof: &Proof| {
            self.only.is_empty()
                || self.only.contains(proof)
                || (*proof == Proof::Build && self.only.iter().any(|only| built.contains(only)))
        };
        Proof::value_variants().iter().copied().filter(wanted).collect()
    }

    /// Proves it all, or what was asked for.
    pub fn run(self) -> Result<()> {
        let proofs = self.proofs();
        let mut progress =
            Progress::new(machine::STEPS + proofs.iter().map(|proof| proof.steps()).sum::<usize>());
        let proven = machine::prepare(&mut progress, &machine::TO_PROVE)
            .and_then(|()| proofs.iter().try_for_each(|proof| proof.run(&mut progress)));
        println!("\n{}", progress.table());
        match proven {
            Ok(()) => {
                println!("{} passed, 0 failed", progress.count());
                Ok(())
            }
            Err(failure) => {
                if matches!(failure, Failure::Told(_)) {
                    println!("{} passed, 1 failed", progress.count().saturating_sub(1));
                }
                Err(failure)
            }
        }
    }
}

/// The acceptance tests with the full numbers: `PROVE` tells them; and a monkey that presses a thousand times.
pub fn prove() -> Result<()> {
    let bugs = simulate::Bug::all("")?;
    let mut progress = Progress::new(machine::STEPS + artefacts::STEPS + 3 + stack::STEPS + 1 + bugs.len());
    machine::prepare(&mut progress, &machine::TO_PROVE)?;
    artefacts::build(&mut progress, Optimisation::Full)?;
    let mut rules = tools::cargo();
    rules.args(["test", "-p", "booking", "--no-fail-fast"]);
    progress.step("properties with the full numbers", |line| {
        process::run(line, "prove-properties", rules.env("PROVE", "1"))
    })?;
    let mut native = tools::cargo();
    native.args(["test", "-p", "tests", "--no-fail-fast"]);
    progress.step("full numbers on SQLite", |line| {
        process::run(line, "prove-native", native.env("PROVE", "1"))
    })?;
    progress.step("full numbers on workerd", |line| {
        process::run(line, "prove-workerd", on_workerd()?.env("PROVE", "1"))
    })?;
    let monkey = project::path("tests/browser/ways/monkey.mjs");
    in_chromium(&mut progress, "monkey", &[monkey], &[("MONKEY_PRESSES", "1000")])?;
    simulate::plant(&mut progress, &bugs)?;
    println!("\n{}\n{} passed, 0 failed", progress.table(), progress.count());
    Ok(())
}

fn cargo(line: &Line, log: &str, arguments: &str) -> Result<()> {
    process::run(line, log, tools::cargo().args(arguments.split(' ')))
}

fn on_workerd() -> Result<Command> {
    let mut cargo = tools::cargo();
    cargo.args(["test", "-p", "tests", "--no-fail-fast"]);
    cargo
        .env("HAMBURG_TERMIN_RUNTIME", "workerd")
        .env("HAMBURG_TERMIN_NODE", node::node()?);
    Ok(cargo)
}

fn browser(progress: &mut Progress) -> Result<()> {
    in_chromium(progress, "browser", &journeys()?, &[])
}

/// Counts in Chromium how many presses and fields lead to an appointment, and fails above what is promised.
pub fn journey() -> Result<()> {
    tell("journey", "tests/browser/ways/presses.mjs")
}

/// Measures in Chromium, on a slow line and processor, how soon the widget can be used, and fails above what is promised.
pub fn speed() -> Result<()> {
    tell("speed", "tests/browser/ways/speed.mjs")
}

/// Runs one file in Chromium and prints the lines that it begins with `name`.
fn tell(name: &str, file: &str) -> Result<()> {
    let mut progress = Progress::new(machine::STEPS + artefacts::STEPS + stack::STEPS + 1);
    machine::prepare(&mut progress, &machine::TO_PROVE)?;
    artefacts::build(&mut progress, Optimisation::Full)?;
    let measured = in_chromium(&mut progress, name, &[project::path(file)], &[]);
    let log = process::log_path(name)?;
    let told = fs::read_to_string(&log).doing(format_args!("read {}", log.display()))?;
    let begin = format!("{name}: ");
    for line in told.lines().filter_map(|line| line.split_once(&begin)) {
        println!("{}", line.1);
    }
    measured
}

/// Takes the pictures of docs/screenshots anew; somebody has to look at them.
pub fn screenshots() -> Result<()> {
    let mut progress = Progress::new(machine::STEPS + artefacts::STEPS + stack::STEPS + 1);
    machine::prepare(&mut progress, &machine::TO_PROVE)?;
    artefacts::build(&mut progress, Optimisation::Full)?;
    let steps = project::path("tests/browser/pictures/steps.mjs");
    in_chromium(&mut progress, "screenshots", &[steps], &[])?;
    println!("\nThe pictures are in docs/screenshots. Look at each before you commit it.");
    Ok(())
}

/// Runs these files in Chromium, against a fresh city.
fn in_chromium(
    progress: &mut Progress,
    log: &str,
    tests: &[PathBuf],
    numbers: &[(&str, &str)],
) -> Result<()> {
    let data = project::path("target/xtask/city");
    if data.exists() {
        fs::remove_dir_all(&data).doing(format_args!("remove {}", data.display()))?;
    }
    let mut settings = Settings {
        port: 0,
        mail: Mail::Inbox(0),
        host_port: 0,
        data,
        catalogue: project::path("catalogue"),
        now: None,
        cron: true,
        log: Some(process::log_path("worker-output")?),
    };
    settings.settle_ports()?;
    let stack = Stack::start(progress, &settings)?;
    let mut command = Command::new(node::node()?);
    command
        .args(["--test", "--test-timeout=1200000"])
        .args(tests)
        .current_dir(project::path(""));
    command
        .env("EDGE_URL", &stack.edge)
        .env("HOST_URL", &stack.host)
        .env("CHROMIUM", machine::CHROMIUM_PATH);
    command.envs(numbers.iter().copied());
    command.envs(stack.inbox.as_ref().map(|inbox| ("INBOX_URL", inbox)));
    let screenshots = project::path("target/screenshots");
    fs::create_dir_all(&screenshots).doing(format_args!("create {}", screenshots.display()))?;
    progress.step("a person's way in Chromium", |line| {
        process::run(line, log, &mut command)
    })
}

fn journeys() -> Result<Vec<PathBuf>> {
    let folder = project::path("tests/browser");
    let entries = fs::read_dir(&folder).doing(format_args!("read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|kind| kind == "mjs"));
    files.sort();
    if files.is_empty() {
        return Err(Failure::told(
            "tests/browser has no *.mjs: nothing would be proven in a browser.",
        ));
    }
    Ok(files)
}

fn dry_deployment(line: &Line) -> Result<()> {
    let mut command = node::script("node_modules/wrangler/bin/wrangler.js")?;
    command
        .args(["deploy", "--dry-run", "--outdir"])
        .arg(project::path("target/xtask/deployment"));
    command
        .current_dir(project::path("edge-worker"))
        .env("PATH", node::search_path()?)
        .envs(wrangler::QUIET);
    process::run(line, "deploy", &mut command)
}
