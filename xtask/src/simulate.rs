//! `cargo xtask simulate`: seeds, one seed, or bugs planted on purpose, each of which must be caught.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Doing, Failure, Result};
use crate::process::{self, Process};
use crate::progress::{Line, Progress};
use crate::{project, stop, tools};

/// Seeds within which a planted bug must be caught.
const SEEDS: &str = "1000";

/// What to simulate.
#[derive(clap::Args)]
pub struct Simulate {
    /// How many seeds
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first of them
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Only this seed, with its whole trace
    #[arg(long, conflicts_with = "planted")]
    seed: Option<u64>,
    /// Plant the bugs of tests/simulation/planted, or those whose name contains this, one at a time: each must be caught
    #[arg(long, num_args = 0..=1, default_missing_value = "", value_name = "NAME")]
    planted: Option<String>,
}

impl Simulate {
    /// Runs the seeds, or the planted bugs.
    pub fn run(self) -> Result<()> {
        if let Some(name) = &self.planted {
            let bugs = Bug::all(name)?;
            let mut progress = Progress::new(bugs.len());
            plant(&mut progress, &bugs)?;
            println!("{} planted bugs, all caught", bugs.len());
            return Ok(());
        }
        let mut command = tools::cargo();
        command.args(["run", "--quiet", "--package", "simulation", "--"]);
        match self.seed {
            Some(seed) => command.args(["--seed", &seed.to_string()]),
            None => command.args([
                "--seeds",
                &self.seeds.to_string(),
                "--from",
                &self.from.to_string(),
            ]),
        };
        let mut process = Process::start(&mut command)?;
        let status = loop {
            match process.ended()? {
                Some(status) => break status,
                None => stop::pause(std::time::Duration::from_millis(30))?,
            }
        };
        if status.success() {
            Ok(())
        } else {
            Err(Failure::told(
                "The simulation has found what must not be; see above.",
            ))
        }
    }
}

/// A bug to plant.
pub struct Bug {
    name: String,
    patch: PathBuf,
}

impl Bug {
    /// All whose name contains `part`, in their order.
    pub fn all(part: &str) -> Result<Vec<Self>> {
        let folder = project::path("tests/simulation/planted");
        let entries = fs::read_dir(&folder).doing(format_args!("read {}", folder.display()))?;
        let mut patches: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        patches.sort();
        let bugs = patches.into_iter().filter_map(|patch| {
            let name = patch.file_stem()?.to_string_lossy().into_owned();
            name.contains(part).then_some(Self { name, patch })
        });
        let bugs: Vec<Self> = bugs.collect();
        if bugs.is_empty() {
            return Err(Failure::told(format!("No planted bug is called {part:?}.")));
        }
        Ok(bugs)
    }
}

/// Plants one bug after the other into a copy of the project, and demands that the simulation finds each.
///
/// # Errors
/// The first bug that is not found.
pub fn plant(progress: &mut Progress, bugs: &[Bug]) -> Result<()> {
    let tree = copied()?;
    for bug in bugs {
        progress.step(&bug.name, |line| {
            apply(line, &tree, bug, &[])?;
            let seed = caught(line, &tree, bug)?;
            apply(line, &tree, bug, &["--reverse"])?;
            line.note(format!("caught at seed {seed}"));
            Ok(())
        })?;
    }
    Ok(())
}

/// What git knows, copied to where bugs may be planted.
fn copied() -> Result<PathBuf> {
    let tree = project::path("target/planted");
    if tree.exists() {
        fs::remove_dir_all(&tree).doing(format_args!("remove {}", tree.display()))?;
    }
    let listed = process::ask(
        "git",
        &["-C", &project::path("").display().to_string(), "ls-files"],
    );
    let listed = listed.ok_or_else(|| Failure::told("git does not list the files of the project."))?;
    for name in listed.lines() {
        let (from, to) = (project::path(name), tree.join(name));
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).doing(format_args!("create {}", folder.display()))?;
        }
        fs::copy(&from, &to).doing(format_args!("copy {name}"))?;
    }
    Ok(tree)
}

fn apply(line: &Line, tree: &Path, bug: &Bug, how: &[&str]) -> Result<()> {
    let mut git = Command::new("git");
    git.arg("apply").args(how).arg(&bug.patch).current_dir(tree);
    // The copy lies inside the project, and is none of git's business.
    git.env("GIT_CEILING_DIRECTORIES", project::path("target"));
    process::run(line, "planted-apply", &mut git)
}

/// The seed at which the bug shows.
fn caught(line: &Line, tree: &Path, bug: &Bug) -> Result<u64> {
    let mut build = tools::cargo();
    build.args(["build", "--package", "simulation"]).current_dir(tree);
    build.env("CARGO_TARGET_DIR", project::path("target"));
    process::run(line, "planted-build", &mut build)?;
    let program = project::path("target/debug/simulation");
    let mut run = Command::new(&program);
    run.args(["--seeds", SEEDS]).current_dir(tree);
    let log = format!("planted-{}", bug.name);
    let survived = process::run(line, &log, &mut run).is_ok();
    let output = fs::read_to_string(process::log_path(&log)?).unwrap_or_default();
    let seed = output
        .lines()
        .find_map(|line| line.strip_prefix("Seed ")?.split(' ').next()?.parse().ok());
    match (survived, seed) {
        (false, Some(seed)) => Ok(seed),
        _ => Err(Failure::told(format!(
            "The planted bug {} is not caught within {SEEDS} seeds. See {}",
            bug.name,
            project::shown(&process::log_path(&log)?)
        ))),
    }
}
