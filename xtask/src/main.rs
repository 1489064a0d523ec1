//! `cargo xtask`: the commands that run the product and prove it, and what they need.

mod artefacts;
mod bench;
mod data_folder;
mod description;
mod dev;
mod failure;
mod fuzz;
mod host_page;
mod import;
mod inbox;
mod machine;
mod mail;
mod mutants;
mod network;
mod node;
mod process;
mod progress;
mod project;
mod proof;
mod runtime;
mod simulate;
mod size;
mod stack;
mod stop;
mod tools;
mod wrangler;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::failure::{Failure, Result};
use crate::progress::Progress;

/// Runs and proves hamburg-termin.
///
/// A fresh machine needs rustup, Node with npm, and a C linker; every command gets the rest: pinned tools into .tools/ and
/// node_modules/, Debian packages by apt-get where it may (as root), else it says which line to run.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 120)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build everything and run it here: Worker, database, inbox and a host page; Ctrl-C stops it
    Dev(dev::Dev),
    /// Prove every promise: format, lints, native tests, builds, tests on workerd, a browser, a dry deployment
    Test(proof::Test),
    /// The race tests and the properties again with the full numbers, the races also on workerd; takes long
    Prove,
    /// Simulate the city by seeds: everything goes wrong, nothing may break; a failure is replayed by its seed
    Simulate(simulate::Simulate),
    /// Break the rules in a thousand small ways, and see whether the tests of `booking` notice; takes long
    Mutants(mutants::Mutants),
    /// Search for inputs that break a reader of what comes from outside (tests/fuzz), an hour each
    Fuzz(fuzz::Fuzz),
    /// Build the widget and the Worker as they are deployed (dist/edge, edge-worker/build), and stop there
    Build,
    /// Weigh what a visitor downloads until the first step is usable, as brotli 11, against its budget
    ///
    /// The files are those of the real build, the answers those of a city with the real catalogue, asked natively. The
    /// budget is a table in xtask/src/size.rs; `cargo xtask test` holds it.
    Size,
    /// Count in Chromium how many presses and fields lead to an appointment, and fail above what is promised
    Journey,
    /// Measure in Chromium how soon the widget can be used with 150 ms, 1.6 Mbit/s and a processor four times slower, and fail above what is promised
    Speed,
    /// Take the pictures of each step in docs/screenshots anew
    Screenshots,
    /// Put the Worker under load and print what it takes and costs, each figure beside an empty answer of the same run
    Bench(bench::Bench),
    /// Let random wishes come to 2,000 random days: how much of the time can be used, and what a seat costs
    Capacity,
    /// Get the tools that the other commands need, and stop there
    Tools,
    /// Write docs/openapi.json anew, after a change of the API
    Openapi,
    /// Look at the mails, with sample data
    #[command(subcommand)]
    Mail(mail::Mail),
    /// Look at the catalogue of centres and services
    #[command(subcommand)]
    Catalogue(Catalogue),
}

#[derive(Subcommand)]
enum Catalogue {
    /// Check every file and name what is wrong, with file and field
    Check {
        /// The folder to check
        #[arg(default_value_os_t = project::path("catalogue"))]
        folder: PathBuf,
    },
    /// Bring changed files into a database: shows what differs, asks, and never overwrites what staff have edited
    Import(import::Import),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match stop::listen().and_then(|()| run(arguments.command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Stopped) => {
            eprintln!("Stopped.");
            ExitCode::from(130)
        }
        Err(Failure::Told(sentence)) => {
            eprintln!("\n{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<()> {
    match command {
        Command::Dev(dev) => dev.run(),
        Command::Test(test) => test.run(),
        Command::Prove => proof::prove(),
        Command::Simulate(simulate) => simulate.run(),
        Command::Mutants(mutants) => mutants.run(),
        Command::Fuzz(fuzz) => fuzz.run(),
        Command::Build => {
            let mut progress = Progress::new(machine::STEPS + artefacts::STEPS);
            machine::prepare(&mut progress, &machine::TO_BUILD)?;
            artefacts::build(&mut progress, artefacts::Optimisation::Full)
        }
        Command::Size => {
            let mut progress = Progress::new(machine::STEPS + 1 + size::STEPS);
            machine::prepare(&mut progress, &machine::TO_BUILD)?;
            size::run(&mut progress)
        }
        Command::Journey => proof::journey(),
        Command::Speed => proof::speed(),
        Command::Screenshots => proof::screenshots(),
        Command::Tools => machine::prepare(&mut Progress::new(machine::STEPS), &machine::TO_BUILD),
        Command::Bench(bench) => bench.run(),
        Command::Capacity => bench::capacity(),
        Command::Openapi => description::write(),
        Command::Mail(mail) => mail.run(),
        Command::Catalogue(Catalogue::Check { folder }) => {
            import::read(&folder)?;
            import::postcodes(&folder)?;
            println!("{} is fine.", folder.display());
            Ok(())
        }
        Command::Catalogue(Catalogue::Import(import)) => import.run(),
    }
}
