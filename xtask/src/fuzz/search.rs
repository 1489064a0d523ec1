//! One target under search: libFuzzer's program, and the figures it leaves.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::failure::{Doing, Failure, Result};
use crate::fuzz::{corpus, folder, program};
use crate::process::{Process, log_path};
use crate::project;

/// Seconds after which an input counts as one that never ends.
const LONGEST: u32 = 10;
/// Longest input, in bytes.
const LARGEST: u32 = 4096;
const MEGABYTES: u32 = 2048;
/// The kernel counts processor time in hundredths of a second for programs to read.
const TICKS_A_SECOND: u64 = 100;

/// A running search.
pub struct Search {
    target: String,
    process: Process,
    log: PathBuf,
    /// Crashes of earlier searches.
    before: Vec<PathBuf>,
    started: Instant,
    processor: Duration,
}

/// What a search has done.
pub struct Figures {
    /// Which.
    pub target: String,
    wall: Duration,
    processor: Duration,
    executions: String,
    /// Edges reached, and features: edges by how often they were taken.
    coverage: (String, String),
    found: usize,
    crashes: Vec<PathBuf>,
}

impl Search {
    /// Starts the program on what is kept and what was found before.
    pub fn start(target: &str, minutes: u32) -> Result<Self> {
        let found = folder("found", target)?;
        let kept = corpus::unfold(target)?;
        let crashes = folder("crashes", target)?;
        let before = files(&crashes)?;
        let log = log_path(&format!("fuzz-{target}"))?;
        let file = File::create(&log).doing(format_args!("write {}", log.display()))?;
        let both = file.try_clone().doing(format_args!("write {}", log.display()))?;
        let limit = match minutes {
            0 => "-runs=0".to_owned(),
            minutes => format!("-max_total_time={}", 60 * minutes),
        };
        let mut command = Command::new(program(target));
        command.args([found, kept]);
        command.args([
            limit,
            format!("-timeout={LONGEST}"),
            format!("-max_len={LARGEST}"),
            format!("-rss_limit_mb={MEGABYTES}"),
            format!("-artifact_prefix={}/", crashes.display()),
            "-print_final_stats=1".to_owned(),
        ]);
        let process = Process::start(command.stdin(Stdio::null()).stdout(file).stderr(both))?;
        Ok(Self {
            target: target.to_owned(),
            process,
            log,
            before,
            started: now(),
            processor: Duration::ZERO,
        })
    }

    /// What it has done, once it has ended.
    pub fn figures(&mut self) -> Result<Option<Figures>> {
        self.processor = processor_time(self.process.child.id()).unwrap_or(self.processor);
        let Some(status) = self.process.ended()? else {
            return Ok(None);
        };
        let mut crashes = files(&folder("crashes", &self.target)?)?;
        crashes.retain(|crash| !self.before.contains(crash));
        if !status.success() && crashes.is_empty() {
            let log = project::shown(&self.log);
            return Err(Failure::told(format!("{} ended ({status}): {log}", self.target)));
        }
        let log = fs::read(&self.log).doing(format_args!("read {}", self.log.display()))?;
        let log = String::from_utf8_lossy(&log);
        Ok(Some(Figures {
            target: self.target.clone(),
            wall: self.started.elapsed(),
            processor: self.processor,
            executions: after(&log, "stat::number_of_executed_units: "),
            coverage: (after(&log, " cov: "), after(&log, " ft: ")),
            found: files(&folder("found", &self.target)?)?.len(),
            crashes,
        }))
    }
}

impl Figures {
    /// A sentence a crash: where the input is, how to see it again.
    pub fn crashes_told(&self) -> impl Iterator<Item = String> {
        self.crashes.iter().map(|crash| {
            let (path, target) = (project::shown(crash), &self.target);
            format!("{path} breaks {target}. Again: cargo xtask fuzz {target} --replay {path}")
        })
    }
}

/// The figures of all, as a table.
pub fn table(found: &[Figures]) -> String {
    let mut table = format!(
        "{:<14}{:>9}{:>9}{:>14}{:>8}{:>8}{:>8}{:>9}\n",
        "target", "wall s", "cpu s", "executions", "cov", "ft", "inputs", "crashes"
    );
    for row in found {
        let (edges, features) = &row.coverage;
        table.push_str(&format!(
            "{:<14}{:>9}{:>9}{:>14}{edges:>8}{features:>8}{:>8}{:>9}\n",
            row.target,
            row.wall.as_secs(),
            row.processor.as_secs(),
            row.executions,
            row.found,
            row.crashes.len()
        ));
    }
    table
}

/// The word behind the last `mark` of a log.
fn after(log: &str, mark: &str) -> String {
    let rest = log.rsplit_once(mark).map_or("?", |(_, rest)| rest);
    rest.split_whitespace().next().unwrap_or("?").to_owned()
}

/// What a process has used so far, by itself and in the kernel (proc_pid_stat(5): fields 14 and 15).
fn processor_time(id: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // The name in brackets may hold anything.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let (user, system): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(Duration::from_millis((user + system) * 1000 / TICKS_A_SECOND))
}

pub(super) fn files(folder: &PathBuf) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).doing(format_args!("read {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    Ok(files)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the commands are part of the shell: they measure how long a search takes"
)]
fn now() -> Instant {
    Instant::now()
}
