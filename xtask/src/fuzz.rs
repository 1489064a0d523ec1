//! `cargo xtask fuzz`: searches for inputs that break a promise of tests/fuzz, and keeps those that reach something new.

mod corpus;
mod search;

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::failure::{Doing, Failure, Result};
use crate::fuzz::search::{Figures, Search};
use crate::progress::{Line, Progress};
use crate::{machine, process, project, stop, tools};

/// Where the programs are built, new inputs are gathered and crashes are left.
const WORK: &str = "target/fuzz";
const MOMENT: Duration = Duration::from_millis(200);

/// What to search.
#[derive(clap::Args)]
pub struct Fuzz {
    /// Only these; without any, every one of tests/fuzz/targets
    targets: Vec<String>,
    /// How long each is searched; 0 goes through the kept inputs once
    #[arg(long, default_value_t = 60)]
    minutes: u32,
    /// How many are searched at once; one a processor if not given
    #[arg(long)]
    at_once: Option<usize>,
    /// Afterwards add what reaches more than tests/fuzz/corpus does to it
    #[arg(long)]
    keep: bool,
    /// Instead of searching hand this file to the target, as it was left by a crash
    #[arg(long, value_name = "FILE", conflicts_with = "keep")]
    replay: Option<PathBuf>,
}

impl Fuzz {
    /// Builds, searches, reports.
    pub fn run(self) -> Result<()> {
        let targets = self.targets()?;
        let mut progress = Progress::new(4 + usize::from(self.keep));
        machine::packages(&mut progress, &machine::TO_FUZZ)?;
        tools::install_to_fuzz(&mut progress)?;
        progress.step("fuzz targets", |line| build(line, &targets))?;
        if let Some(file) = &self.replay {
            return replay(&targets, file);
        }
        let found = progress.step("search", |line| self.search(line, &targets))?;
        if self.keep {
            progress.step("corpus", |line| {
                targets.iter().try_for_each(|target| corpus::keep(line, target))
            })?;
        }
        println!("\n{}", search::table(&found));
        let crashes: Vec<String> = found.iter().flat_map(Figures::crashes_told).collect();
        if crashes.is_empty() {
            println!("Nothing was broken. New inputs are in {WORK}/found.");
            return Ok(());
        }
        Err(Failure::told(crashes.join("\n")))
    }

    fn targets(&self) -> Result<Vec<String>> {
        let folder = project::path("tests/fuzz/targets");
        let entries = fs::read_dir(&folder).doing(format_args!("read {}", folder.display()))?;
        let names = entries.flatten().filter_map(|entry| {
            let path = entry.path();
            Some(path.file_stem()?.to_str()?.to_owned())
        });
        let mut known: Vec<String> = names.collect();
        known.sort();
        if let Some(unknown) = self.targets.iter().find(|target| !known.contains(target)) {
            return Err(Failure::told(format!(
                "There is no target `{unknown}`; there are {}.",
                known.join(", ")
            )));
        }
        if !self.targets.is_empty() {
            known.retain(|target| self.targets.contains(target));
        }
        if self.replay.is_some() && known.len() != 1 {
            return Err(Failure::told("Name the one target that the file is for."));
        }
        Ok(known)
    }

    fn search(&self, line: &Line, targets: &[String]) -> Result<Vec<Figures>> {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let at_once = self.at_once.unwrap_or(processors).max(1);
        let mut waiting: VecDeque<&String> = targets.iter().collect();
        let mut running: Vec<Search> = Vec::new();
        let mut ended = Vec::new();
        while !(waiting.is_empty() && running.is_empty()) {
            while running.len() < at_once
                && let Some(target) = waiting.pop_front()
            {
                running.push(Search::start(target, self.minutes)?);
            }
            stop::pause(MOMENT)?;
            for mut search in std::mem::take(&mut running) {
                match search.figures()? {
                    Some(figures) => ended.push(figures),
                    None => running.push(search),
                }
            }
            line.show(|| format!("{} of {} done", ended.len(), targets.len()));
        }
        ended.sort_by(|one, other| one.target.cmp(&other.target));
        Ok(ended)
    }
}

/// The program of a target.
fn program(target: &str) -> PathBuf {
    let triple = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    project::path(WORK)
        .join("build")
        .join(triple)
        .join("release")
        .join(target)
}

/// A folder of a target's own, there and empty unless it is to be kept.
fn folder(name: &str, target: &str) -> Result<PathBuf> {
    let folder = project::path(WORK).join(name).join(target);
    fs::create_dir_all(&folder).doing(format_args!("create {}", folder.display()))?;
    Ok(folder)
}

/// Builds with coverage and debug assertions. No sanitizer: there is no unsafe code of ours, and those of stable Rust's compiler
/// are switched off; what remains is what a stable compiler takes.
fn build(line: &Line, targets: &[String]) -> Result<()> {
    let mut command = Command::new(tools::program("cargo-fuzz"));
    command
        .current_dir(project::path(""))
        .args(["build", "--fuzz-dir", "tests/fuzz", "--features", "libfuzzer"])
        .args(["--sanitizer", "none", "--codegen-units", "16", "--target-dir"])
        .arg(project::path(WORK).join("build"));
    if let [target] = targets {
        command.arg(target);
    }
    // What the product's release profile does for size takes long and hides what a crash was about.
    command.envs([
        ("CARGO_PROFILE_RELEASE_LTO", "off"),
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "2"),
        ("CARGO_PROFILE_RELEASE_STRIP", "none"),
        ("CARGO_TERM_COLOR", "never"),
    ]);
    process::run(line, "fuzz-build", &mut command)
}

fn replay(targets: &[String], file: &Path) -> Result<()> {
    for target in targets {
        let status = Command::new(program(target)).arg(file).status();
        if !status.doing(format_args!("start {target}"))?.success() {
            return Err(Failure::told(format!(
                "{} still breaks {target}.",
                file.display()
            )));
        }
        println!("{} breaks nothing in {target}.", file.display());
    }
    Ok(())
}
