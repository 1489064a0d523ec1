//! `cargo xtask catalogue import`: the catalogue's files into a database, after a person has seen what would change.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use catalogue::{Diff, SELECT_CENTRES, SELECT_SERVICES, Stored, Verdict};
use serde_json::Value;

use crate::failure::{Doing, Failure, Result};
use crate::runtime::Runtime;
use crate::wrangler::Wrangler;
use crate::{data_folder, project};

/// What a person may choose.
#[derive(clap::Args)]
pub struct Import {
    /// The catalogue's folder
    #[arg(default_value_os_t = project::path("catalogue"))]
    folder: PathBuf,
    /// The city of this data folder
    #[arg(long, value_name = "DIR", default_value_os_t = project::path(".data"), conflicts_with = "remote")]
    data: PathBuf,
    /// The deployed city, with wrangler's login
    #[arg(long)]
    remote: bool,
    /// Show what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// What an import asks of a database.
pub trait Database {
    /// The rows of each of two queries, as JSON.
    fn rows(&mut self, queries: [&str; 2]) -> Result<[Value; 2]>;
    /// Runs statements, one a line, all of them or none.
    fn script(&mut self, script: &str) -> Result<()>;
}

impl Database for Runtime {
    fn rows(&mut self, [one, other]: [&str; 2]) -> Result<[Value; 2]> {
        Ok([self.sql(one)?.into(), self.sql(other)?.into()])
    }

    fn script(&mut self, script: &str) -> Result<()> {
        self.script(script)
    }
}

impl Import {
    /// Compares, shows, asks, writes.
    pub fn run(self) -> Result<()> {
        let (mut database, _lock) = if self.remote {
            (Wrangler::remote(), None)
        } else {
            let lock = data_folder::lock(&self.data)?;
            (Wrangler::local(&self.data), Some(lock))
        };
        let diff = compare(&self.folder, &mut database)?;
        println!("{diff}");
        if diff.is_done() {
            println!("Nothing to do.");
            return Ok(());
        }
        if diff.count(Verdict::New) + diff.count(Verdict::Updated) == 0 {
            println!("Only the order of things changes, or what is known as imported.");
        }
        if self.dry_run {
            println!("Nothing was written.");
            return Ok(());
        }
        if !self.yes && !agreed()? {
            return Err(Failure::told("Nothing was written."));
        }
        write(&diff, &mut database)?;
        println!("Imported.");
        Ok(())
    }
}

/// Checks a catalogue's files and compares them with a database.
pub fn compare(folder: &Path, database: &mut impl Database) -> Result<Diff> {
    let files = read(folder)?;
    let [services, centres] = database.rows([SELECT_SERVICES, SELECT_CENTRES])?;
    let stored = Stored {
        services: serde_json::from_value(services).doing("read the services in the database")?,
        centres: serde_json::from_value(centres).doing("read the centres in the database")?,
    };
    Ok(Diff::of(&files, &stored))
}

/// Writes what differs; all of it or nothing.
pub fn write(diff: &Diff, database: &mut impl Database) -> Result<()> {
    database.script(&diff.script()).map_err(|failure| match failure {
        Failure::Told(why) if why.contains("catalogue_changed") => Failure::told(
            "Somebody has changed the catalogue in the meantime, so nothing was written. \
             Run the command again to see what differs now.",
        ),
        other => other,
    })
}

/// Reads a catalogue, or names everything that is wrong with it.
pub fn read(folder: &Path) -> Result<catalogue::Catalogue> {
    catalogue::read(folder).map_err(|problems| to_put_right(folder, &problems))
}

/// The postcodes of a folder; the failure names every slip.
pub fn postcodes(folder: &Path) -> Result<Vec<catalogue::Postcode>> {
    catalogue::postcodes(folder).map_err(|problems| to_put_right(folder, &problems))
}

fn to_put_right(folder: &Path, problems: &[catalogue::Problem]) -> Failure {
    let lines: Vec<String> = problems.iter().map(|problem| format!("  {problem}\n")).collect();
    let (count, folder) = (problems.len(), folder.display());
    Failure::told(format!("{}{count} to put right in {folder}.", lines.concat()))
}

fn agreed() -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::told(
            "Nothing was written: nobody is there to ask. Say --yes to write it, or --dry-run to only look.",
        ));
    }
    print!("Write this? [y/N] ");
    std::io::stdout().flush().doing("ask")?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).doing("read the answer")?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "j" | "J" | "ja"))
}
