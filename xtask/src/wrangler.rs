//! A database by way of `wrangler d1 execute`: the same for a data folder and for the deployed city.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::failure::{Doing, Failure, Result};
use crate::import::Database;
use crate::{node, project};

/// Keeps wrangler quiet, and from asking.
pub const QUIET: [(&str, &str); 4] = [
    ("WRANGLER_SEND_METRICS", "false"),
    ("WRANGLER_SEND_ERROR_REPORTS", "false"),
    ("WRANGLER_HIDE_BANNER", "true"),
    ("CI", "1"),
];

/// Which database.
pub struct Wrangler {
    data: Option<PathBuf>,
}

impl Wrangler {
    /// The one in a data folder.
    pub fn local(data: &Path) -> Self {
        Self {
            data: Some(std::path::absolute(data).unwrap_or_else(|_| data.to_owned())),
        }
    }

    /// The deployed one.
    pub fn remote() -> Self {
        Self { data: None }
    }

    fn execute(&self, what: [&str; 2]) -> Result<Value> {
        let mut command = node::script("node_modules/wrangler/bin/wrangler.js")?;
        command
            .current_dir(project::path("edge-worker"))
            .env("PATH", node::search_path()?)
            .envs(QUIET)
            .args(["d1", "execute", "DB", "--json", "--yes"])
            .args(what);
        match &self.data {
            Some(data) => command.args(["--local", "--persist-to"]).arg(data),
            None => command.arg("--remote"),
        };
        answer(&mut command)
    }
}

impl Database for Wrangler {
    fn rows(&mut self, queries: [&str; 2]) -> Result<[Value; 2]> {
        let mut answer = self.execute(["--command", &queries.join(";")])?;
        Ok([0, 1].map(|query| answer[query]["results"].take()))
    }

    fn script(&mut self, script: &str) -> Result<()> {
        let path = project::path("target/xtask/import.sql");
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).doing(format_args!("create {}", folder.display()))?;
        }
        fs::write(&path, script).doing(format_args!("write {}", path.display()))?;
        self.execute(["--file", &path.to_string_lossy()]).map(drop)
    }
}

fn answer(command: &mut Command) -> Result<Value> {
    let output = command
        .output()
        .doing("start wrangler; `cargo xtask tools` installs it")?;
    let said = String::from_utf8_lossy(&output.stdout);
    if output.status.success() {
        return serde_json::from_str(&said).doing("understand wrangler's answer");
    }
    let complained = String::from_utf8_lossy(&output.stderr);
    Err(Failure::told(format!(
        "wrangler says:\n{}{}",
        said.trim(),
        complained.trim()
    )))
}
