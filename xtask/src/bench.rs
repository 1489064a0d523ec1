//! `cargo xtask bench` and `cargo xtask capacity`: what the product costs, and how much of a day it can use.

use std::process::Stdio;

use crate::failure::{Doing, Failure, Result};
use crate::progress::Progress;
use crate::{artefacts, machine, node, project, tools};

/// Puts the Worker under load.
#[derive(clap::Args)]
pub struct Bench {
    /// One city, a second for each figure, a small rush
    #[arg(long)]
    quick: bool,
}

impl Bench {
    /// Builds the Worker as it is deployed, and measures it.
    pub fn run(self) -> Result<()> {
        let mut progress = Progress::new(machine::STEPS + 1);
        machine::prepare(&mut progress, &machine::TO_BUILD)?;
        artefacts::build_worker(&mut progress, artefacts::Optimisation::Full)?;
        program("figures", self.quick.then_some("--quick"))
    }
}

/// Lets random wishes come to random days.
pub fn capacity() -> Result<()> {
    program("capacity", None)
}

/// Runs a program of the crate `bench`; its tables are for whoever asked.
fn program(name: &str, argument: Option<&str>) -> Result<()> {
    let mut cargo = tools::cargo();
    cargo.args([
        "run",
        "--quiet",
        "--profile",
        "measure",
        "-p",
        "bench",
        "--bin",
        name,
        "--",
    ]);
    cargo
        .args(argument)
        .env("HAMBURG_TERMIN_NODE", node::node()?)
        .stdin(Stdio::null());
    let status = cargo
        .current_dir(project::path(""))
        .status()
        .doing(format_args!("run cargo for {name}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::told(format!(
            "{name} did not come to its end; see above."
        )))
    }
}
