//! `cargo xtask mail`: every mail with sample data, to be read in the inbox of development, and in pictures.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use clap::Subcommand;

use crate::failure::{Doing, Failure, Result};
use crate::progress::Progress;
use crate::{inbox, machine, node, process, project, tools};

/// The program that writes them.
const MAILS: &str = "run --quiet --package edge --features native --example mails --";

/// What to do with them.
#[derive(Subcommand)]
pub enum Mail {
    /// Hand all of them, in every language, to the inbox of a running `cargo xtask dev`
    Preview {
        /// Where that city's state lives
        #[arg(long, value_name = "DIR", default_value_os_t = project::path(".data"))]
        data: PathBuf,
    },
    /// Take pictures of the HTML mails in German and Arabic, light and dark, into docs/screenshots/mail; fails where one is wider than its
    /// window or hard to read
    Pictures,
}

impl Mail {
    /// Does it.
    pub fn run(self) -> Result<()> {
        match self {
            Self::Preview { data } => preview(&inbox::address(&data)?),
            Self::Pictures => pictures(),
        }
    }
}

fn mails() -> Command {
    let mut cargo = tools::cargo();
    cargo.args(MAILS.split(' '));
    cargo
}

fn preview(smtp: &str) -> Result<()> {
    let status = mails().args(["send", smtp]).status().doing("run cargo")?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::told("The inbox has not taken the mails; see above."))
}

fn pictures() -> Result<()> {
    let written = project::path("target/xtask/mails");
    let pictures = project::path("docs/screenshots/mail");
    for folder in [&written, &pictures] {
        if folder.exists() {
            fs::remove_dir_all(folder).doing(format_args!("remove {}", folder.display()))?;
        }
        fs::create_dir_all(folder).doing(format_args!("create {}", folder.display()))?;
    }
    let mut progress = Progress::new(machine::STEPS + 2);
    machine::prepare(&mut progress, &machine::TO_PROVE)?;
    progress.step("mails", |line| {
        process::run(line, "mails", mails().arg("html").arg(&written))
    })?;
    progress.step("pictures", |line| {
        let mut command = node::script("xtask/mails.mjs")?;
        command.arg(&written).arg(&pictures);
        process::run(
            line,
            "mail-pictures",
            command.env("CHROMIUM", machine::CHROMIUM_PATH),
        )
    })
}
