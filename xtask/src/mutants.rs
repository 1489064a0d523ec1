//! `cargo xtask mutants`: whether the tests of `booking` notice when a rule is broken.
//!
//! cargo-mutants breaks one operator or function at a time in a copy of the project and runs the tests of `booking` on it.
//! What survives must stand, with a reason, in `booking/mutants.toml`, and what stands there must survive.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

use crate::failure::{Doing, Failure, Result};
use crate::progress::Progress;
use crate::{process, project, tools};

/// The least share that must be noticed, in percent.
const NOTICED: f64 = 95.0;
const SURVIVORS: &str = "booking/mutants.toml";
const FOLDER: &str = "target/xtask";
/// What cargo-mutants says by its exit code when it has done its work: some missed, some timed out.
const DONE: [i32; 2] = [2, 3];
/// Cases of each property: most mutants fall to the first few, and a thousand of them have to.
const CASES: &str = "24";
/// The same cases each time, so that a survivor of today is one tomorrow.
const SEED: &str = "20261201";
/// Seconds after which the tests of a mutant are taken to hang; unbroken they take a tenth of it.
const TIMEOUT: &str = "60";

/// Which mutants.
#[derive(clap::Args)]
pub struct Mutants {
    /// Only a part of them: 0/8 is the first of eight
    #[arg(long)]
    shard: Option<String>,
    /// Only those of a file, `booking/src/fit.rs`; may be given again
    #[arg(long)]
    file: Vec<String>,
    /// How many at the same time; each needs a copy of the project and a build of its own
    #[arg(long, default_value_t = 1)]
    jobs: usize,
}

/// Those that may survive.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    survivor: Vec<Survivor>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Survivor {
    /// As cargo-mutants names it, without line and column; those alike in one function share an entry.
    mutant: String,
    /// Why no test can or need notice it.
    reason: String,
}

/// What became of the mutants; each by its name without line and column.
#[derive(Default)]
struct Outcome {
    caught: usize,
    unviable: usize,
    timeouts: usize,
    missed: Vec<String>,
    tried: BTreeSet<String>,
}

impl Mutants {
    /// Breaks, tests, and counts.
    ///
    /// # Errors
    /// When too few are noticed, or the list of survivors does not say what survived.
    pub fn run(self) -> Result<()> {
        let known = known()?;
        let mut progress = Progress::new(2);
        tools::install_mutants(&mut progress)?;
        progress.step("mutants of booking", |line| {
            process::run_for(line, "mutants", &mut self.command(), &DONE)
        })?;
        let outcome = Outcome::read()?;
        print!("{}", outcome.told());
        let whole = self.shard.is_none() && self.file.is_empty();
        let complaints = outcome.complaints(&known, whole);
        if complaints.is_empty() {
            return Ok(());
        }
        Err(Failure::told(complaints.join("\n")))
    }

    fn command(&self) -> Command {
        let mut command = Command::new(tools::program("cargo-mutants"));
        command
            .current_dir(project::path(""))
            .env("PROPTEST_CASES", CASES)
            .env("PROPTEST_RNG_SEED", SEED);
        command.args([
            "mutants",
            "--package",
            "booking",
            "--profile",
            "mutants",
            "--output",
            FOLDER,
        ]);
        command.args([
            "--colors",
            "never",
            "--no-shuffle",
            "--timeout",
            TIMEOUT,
            "--build-timeout",
            "300",
        ]);
        command.args(["--jobs", &self.jobs.to_string()]);
        for file in &self.file {
            command.args(["--file", file]);
        }
        if let Some(shard) = &self.shard {
            command.args(["--shard", shard]);
        }
        // The few tests inside the library say what a property says as well; without them there is one build less.
        command.args(["--", "--test", "rules", "--test", "properties"]);
        command
    }
}

fn known() -> Result<Vec<Survivor>> {
    let text = fs::read_to_string(project::path(SURVIVORS)).doing(format_args!("read {SURVIVORS}"))?;
    let known: Known = toml::from_str(&text).doing(format_args!("read {SURVIVORS}"))?;
    match known
        .survivor
        .iter()
        .find(|survivor| survivor.reason.trim().is_empty())
    {
        Some(survivor) => Err(Failure::told(format!(
            "{SURVIVORS}: `{}` has no reason.",
            survivor.mutant
        ))),
        None => Ok(known.survivor),
    }
}

impl Outcome {
    /// What cargo-mutants has written down.
    fn read() -> Result<Self> {
        let path = project::path(FOLDER).join("mutants.out/outcomes.json");
        let text = fs::read_to_string(&path).doing(format_args!("read {}", path.display()))?;
        let json: Value = serde_json::from_str(&text).doing(format_args!("read {}", path.display()))?;
        let outcomes = json.get("outcomes").and_then(Value::as_array);
        Self::of(outcomes.map_or(&[], Vec::as_slice))
    }

    fn of(outcomes: &[Value]) -> Result<Self> {
        let mut all = Self::default();
        for outcome in outcomes {
            // The tests of what is not broken have no mutant.
            let Some(mutant) = outcome.pointer("/scenario/Mutant/name").and_then(Value::as_str) else {
                continue;
            };
            let name = without_place(mutant);
            match outcome.get("summary").and_then(Value::as_str) {
                Some("CaughtMutant") => all.caught += 1,
                Some("Unviable") => all.unviable += 1,
                Some("Timeout") => all.timeouts += 1,
                Some("MissedMutant") => all.missed.push(name.clone()),
                other => {
                    return Err(Failure::told(format!(
                        "cargo-mutants says {other:?} of `{mutant}`."
                    )));
                }
            }
            all.tried.insert(name);
        }
        Ok(all)
    }

    /// In percent of those that compile. One that hangs is noticed too.
    fn noticed(&self) -> f64 {
        let noticed = self.caught + self.timeouts;
        let viable = noticed + self.missed.len();
        if viable == 0 {
            return 100.0;
        }
        noticed as f64 * 100.0 / viable as f64
    }

    fn told(&self) -> String {
        format!(
            "{} mutants: {} caught, {} missed, {} timeouts, {} unviable; {:.1} % noticed\n",
            self.caught + self.missed.len() + self.timeouts + self.unviable,
            self.caught,
            self.missed.len(),
            self.timeouts,
            self.unviable,
            self.noticed()
        )
    }

    /// What must not stay so. Only a whole run can tell that a listed mutant does not exist.
    fn complaints(&self, known: &[Survivor], whole: bool) -> Vec<String> {
        let listed = |missed: &String| known.iter().any(|survivor| survivor.mutant == *missed);
        let new = self.missed.iter().filter(|missed| !listed(missed));
        let gone = known
            .iter()
            .filter(|survivor| !self.missed.contains(&survivor.mutant));
        let gone = gone.filter(|survivor| whole || self.tried.contains(&survivor.mutant));
        let mut complaints: Vec<String> = new
            .map(|missed| format!("Survived, and not in {SURVIVORS}: {missed}"))
            .chain(gone.map(|survivor| format!("In {SURVIVORS}, and did not survive: {}", survivor.mutant)))
            .collect();
        if self.noticed() < NOTICED {
            complaints.push(format!("Under {NOTICED} % were noticed."));
        }
        complaints
    }
}

/// `booking/src/day.rs:40:9: replace …` without the numbers, which change with every line above.
fn without_place(mutant: &str) -> String {
    let mut parts = mutant.splitn(4, ':');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(file), Some(_), Some(_), Some(what)) => format!("{file}:{what}"),
        _ => mutant.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn outcome(of: &[(&str, &str)]) -> Outcome {
        let one = |(place, summary): &(&str, &str)| json!({ "scenario": { "Mutant": { "name": format!("booking/src/{place}: replace a with b in c") } }, "summary": summary });
        let baseline = json!({ "scenario": "Baseline", "summary": "Success" });
        let all: Vec<Value> = [baseline].into_iter().chain(of.iter().map(one)).collect();
        Outcome::of(&all).unwrap()
    }

    fn survivor(file: &str) -> Survivor {
        Survivor {
            mutant: format!("booking/src/{file}: replace a with b in c"),
            reason: "equivalent".to_owned(),
        }
    }

    #[test]
    fn mutants_are_counted_and_those_that_hang_are_noticed() {
        let outcome = outcome(&[
            ("day.rs:1:2", "CaughtMutant"),
            ("day.rs:9:2", "Timeout"),
            ("fit.rs:3:4", "MissedMutant"),
            ("fit.rs:5:6", "Unviable"),
        ]);
        assert_eq!(
            outcome.told(),
            "4 mutants: 1 caught, 1 missed, 1 timeouts, 1 unviable; 66.7 % noticed\n"
        );
        assert_eq!(
            outcome.complaints(&[survivor("fit.rs")], true),
            ["Under 95 % were noticed."]
        );
    }

    #[test]
    fn every_survivor_is_listed_and_every_listed_one_survives() {
        let caught = [("day.rs:1:2", "CaughtMutant"); 20];
        let all = outcome(&[&caught[..], &[("fit.rs:3:4", "MissedMutant")]].concat());
        let told = |known: &[&str], whole| {
            let known: Vec<Survivor> = known.iter().map(|file| survivor(file)).collect();
            all.complaints(&known, whole).len()
        };
        for (known, whole, complaints) in [
            (&["fit.rs"][..], true, 0),
            (&[], true, 1),
            (&["fit.rs", "day.rs"], true, 1),
            (&["fit.rs", "day.rs"], false, 1),
            (&["fit.rs", "gone.rs"], true, 1),
            (&["fit.rs", "gone.rs"], false, 0),
        ] {
            assert_eq!(told(known, whole), complaints, "{known:?}, whole: {whole}");
        }
    }

    #[test]
    fn every_listed_survivor_has_a_reason() {
        known().unwrap();
    }
}
