//! Children: each in a process group of its own, so that ending it ends all it started, and nothing else.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

use crate::failure::{Doing, Failure, Result};
use crate::progress::Line;
use crate::{project, stop};

const MOMENT: Duration = Duration::from_millis(30);
/// How many moments a child may take to end by itself, and again after SIGTERM.
const PATIENCE: u32 = 100;

/// A running child. Dropping it ends its whole group.
pub struct Process {
    /// The child; its pipes are for whoever started it.
    pub child: Child,
}

impl Process {
    /// Starts a command in a group of its own.
    pub fn start(command: &mut Command) -> Result<Self> {
        let program = command.get_program().display().to_string();
        match command.process_group(0).spawn() {
            Ok(child) => Ok(Self { child }),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(Failure::told(format!(
                "`{program}` is missing; `cargo xtask tools` installs what the project needs."
            ))),
            Err(error) => Err(Failure::told(format!("Cannot start `{program}`: {error}."))),
        }
    }

    /// The exit status, once it has ended.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().doing("wait for a program")
    }

    fn group(&self) -> Option<Pid> {
        i32::try_from(self.child.id()).ok().and_then(Pid::from_raw)
    }

    fn ends_by_itself(&mut self) -> bool {
        (0..PATIENCE).any(|_| {
            let ended = !matches!(self.child.try_wait(), Ok(None));
            if !ended {
                std::thread::sleep(MOMENT);
            }
            ended
        })
    }

    fn signal(&self, signal: Signal) {
        if let Some(group) = self.group() {
            // The only refusal is that the group has already gone.
            let _ = kill_process_group(group, signal);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // A child of ours that reads its standard input ends when that closes.
        let listens = self.child.stdin.take().is_some();
        if !(listens && self.ends_by_itself()) {
            self.signal(Signal::TERM);
            self.ends_by_itself();
        }
        // Whatever of the group is left, be it that the child died before those it had started.
        self.signal(Signal::KILL);
        let _ = self.child.wait();
    }
}

/// Runs a command to its end, its output into `target/xtask/{log}.log`, its last line shown beside the clock.
///
/// # Errors
/// When it fails: the end of its output, and where the rest is.
pub fn run(line: &Line, log: &str, command: &mut Command) -> Result<()> {
    run_for(line, log, command, &[])
}

/// Like [`run`], for a command that says something by these exit codes and has not failed.
///
/// # Errors
/// As [`run`].
pub fn run_for(line: &Line, log: &str, command: &mut Command, tells: &[i32]) -> Result<()> {
    let path = log_path(log)?;
    let file = File::create(&path).doing(format_args!("write {}", path.display()))?;
    let both = file.try_clone().doing(format_args!("write {}", path.display()))?;
    let mut process = Process::start(command.stdin(Stdio::null()).stdout(file).stderr(both))?;
    loop {
        match process.ended()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) if status.code().is_some_and(|code| tells.contains(&code)) => return Ok(()),
            Some(status) => return Err(failed(command, status, &path)),
            None => {
                stop::pause(MOMENT)?;
                line.show(|| how_far(&path));
            }
        }
    }
}

/// Where the output of a step goes.
pub fn log_path(log: &str) -> Result<PathBuf> {
    let folder = project::path("target/xtask");
    fs::create_dir_all(&folder).doing(format_args!("create {}", folder.display()))?;
    Ok(folder.join(log).with_extension("log"))
}

/// A short run that only answers: its standard output, or nothing where it is missing or fails.
pub fn ask(program: impl AsRef<Path>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program.as_ref())
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn failed(command: &Command, status: ExitStatus, log: &Path) -> Failure {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program())
        .display();
    let arguments: Vec<_> = command
        .get_args()
        .map(|argument| argument.to_string_lossy())
        .collect();
    Failure::told(format!(
        "{}\n\n`{program} {}` failed ({status}). All of its output: {}",
        last_lines(log, 80),
        arguments.join(" "),
        project::shown(log),
    ))
}

/// The latest line of a log; where cargo is compiling, with the number of the crate.
fn how_far(log: &Path) -> String {
    let lines = read_lines(log);
    let latest = lines.last().map(String::as_str).unwrap_or_default().trim();
    let compiles = |line: &str| line.trim_start().starts_with("Compiling ");
    match lines.iter().filter(|line| compiles(line)).count() {
        crates if compiles(latest) => format!("crate {crates}: {latest}"),
        _ => latest.to_owned(),
    }
}

fn last_lines(log: &Path, count: usize) -> String {
    let lines = read_lines(log);
    lines
        .get(lines.len().saturating_sub(count)..)
        .unwrap_or_default()
        .join("\n")
}

fn read_lines(log: &Path) -> Vec<String> {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(str::to_owned)
        .collect()
}
