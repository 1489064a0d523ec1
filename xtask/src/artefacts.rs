//! The two things we ship, built only when one of their sources is newer: the widget (dist/) and the Worker (edge-worker/build/).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::failure::{Doing, Failure, Result};
use crate::progress::{Line, Progress};
use crate::{import, node, process, project, tools};

/// How hard to try for size.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Optimisation {
    /// Without the last pass over the wasm: seconds faster, half as large again.
    Quick,
    /// As deployed.
    Full,
}

/// How many steps [`build`] takes.
pub const STEPS: usize = 2;

/// Something we build: where from, what comes out.
struct Artefact {
    name: &'static str,
    sources: &'static [&'static str],
    outputs: &'static [&'static str],
}

const EVERYWHERE: [&str; 4] = [
    "Cargo.toml",
    "Cargo.lock",
    "package-lock.json",
    ".tools/.crates.toml",
];

const WIDGET: Artefact = Artefact {
    name: "widget",
    sources: &["booking", "texts", "widget", "index.html", "Trunk.toml"],
    outputs: &[
        "dist/index.html",
        "dist/edge/v1/termin.js",
        "dist/edge/v1/termin_bg.wasm",
        "dist/edge/v1/termin_later.wasm",
    ],
};

const WORKER: Artefact = Artefact {
    name: "worker",
    sources: &["booking", "texts", "edge-worker"],
    outputs: &["edge-worker/build/index.js", "edge-worker/build/index_bg.wasm"],
};

/// Builds both.
pub fn build(progress: &mut Progress, optimisation: Optimisation) -> Result<()> {
    build_widget(progress, optimisation)?;
    build_worker(progress, optimisation)
}

/// Builds the Worker, in one step.
pub fn build_worker(progress: &mut Progress, optimisation: Optimisation) -> Result<()> {
    progress.step("Worker (worker-build)", |line| {
        WORKER.bring_up_to_date(line, optimisation, worker_build)
    })
}

/// Builds the widget, in one step.
pub fn build_widget(progress: &mut Progress, optimisation: Optimisation) -> Result<()> {
    progress.step("widget (Trunk)", |line| {
        WIDGET.bring_up_to_date(line, optimisation, trunk)?;
        // How files are served is the Worker's affair, but its runtime looks for it beside the files.
        let headers = project::path("dist/edge/_headers");
        fs::copy(project::path("edge-worker/_headers"), headers).doing("write dist/edge/_headers")?;
        // Fetched when somebody asks for what is near.
        let lines = import::postcodes(&project::path("catalogue"))?;
        let lines: Vec<String> = lines.iter().map(|postcode| format!("{postcode}\n")).collect();
        fs::write(project::path("dist/edge/v1/postcodes.txt"), lines.concat())
            .doing("write dist/edge/v1/postcodes.txt")?;
        // German is in the wasm; who begins in another language, or changes it, loads its words.
        for texts in texts::ALL {
            let file = project::path(format!("dist/edge/v1/{}.txt", texts.language));
            fs::write(&file, texts.words().to_lines()).doing(format_args!("write {}", file.display()))?;
        }
        Ok(())
    })
}

fn trunk(optimisation: Optimisation) -> Result<Command> {
    let mut command = Command::new(tools::program("trunk"));
    command
        .args(["build", "--offline"])
        .current_dir(project::path(""));
    // Trunk reads NO_COLOR=1 as a malformed flag and refuses to start.
    command.env("PATH", node::search_path()?).env_remove("NO_COLOR");
    if optimisation == Optimisation::Full {
        command.arg("--release");
    }
    Ok(command)
}

fn worker_build(optimisation: Optimisation) -> Result<Command> {
    let mut command = Command::new(tools::program("worker-build"));
    command
        .arg("--release")
        .current_dir(project::path("edge-worker"))
        .env("PATH", node::search_path()?);
    // It does not look into PATH: what it is not told it downloads.
    command.env("WASM_BINDGEN_BIN", tools::program("wasm-bindgen"));
    command.env("WASM_OPT_BIN", node::package("binaryen/bin/wasm-opt"));
    command.env("ESBUILD_BIN", node::esbuild()?);
    if optimisation == Optimisation::Quick {
        command.arg("--no-opt");
    }
    Ok(command)
}

impl Artefact {
    fn bring_up_to_date(
        &self,
        line: &Line,
        wanted: Optimisation,
        command: fn(Optimisation) -> Result<Command>,
    ) -> Result<()> {
        // A file made before the build starts and moved into place after it has succeeded: a source saved meanwhile is newer.
        let stamps = [Optimisation::Quick, Optimisation::Full].map(|optimisation| self.stamp(optimisation));
        let sources = self
            .sources
            .iter()
            .chain(&EVERYWHERE)
            .filter_map(|inside| newest(&project::path(inside)))
            .max();
        let built = stamps
            .iter()
            .skip(wanted as usize)
            .filter_map(|stamp| modified(stamp))
            .max();
        let complete = self.outputs.iter().all(|output| project::path(output).exists());
        if complete && built.is_some() && built > sources {
            line.note("up to date");
            return Ok(());
        }
        let started = process::log_path(self.name)?.with_extension("started");
        fs::write(&started, "").doing(format_args!("write {}", started.display()))?;
        for stamp in stamps.iter().filter(|stamp| stamp.exists()) {
            fs::remove_file(stamp).doing(format_args!("remove {}", stamp.display()))?;
        }
        process::run(line, self.name, &mut command(wanted)?)?;
        if let Some(output) = self.outputs.iter().find(|output| !project::path(output).exists()) {
            return Err(Failure::told(format!(
                "The build of the {} ended well but wrote no {output}.",
                self.name
            )));
        }
        fs::rename(&started, self.stamp(wanted)).doing(format_args!("move {}", started.display()))
    }

    fn stamp(&self, optimisation: Optimisation) -> PathBuf {
        let kind = if optimisation == Optimisation::Full {
            "full"
        } else {
            "quick"
        };
        project::path(format!("target/xtask/{}.{kind}", self.name))
    }
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|file| file.modified()).ok()
}

/// The time of the newest file at or below a path, leaving out what a build itself writes.
fn newest(path: &Path) -> Option<SystemTime> {
    if !path.is_dir() {
        return modified(path);
    }
    let entries = fs::read_dir(path).ok()?.flatten().map(|entry| entry.path());
    entries
        .filter(|entry| !entry.ends_with("edge-worker/build"))
        .filter_map(|entry| newest(&entry))
        .max()
}
