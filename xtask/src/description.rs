//! `cargo xtask openapi`: writes down what the API says of itself.

use std::fs;
use std::process::Stdio;

use crate::failure::{Doing, Failure, Result};
use crate::{project, tools};

/// Writes `docs/openapi.json` from the routes and types of `edge`.
pub fn write() -> Result<()> {
    let mut cargo = tools::cargo();
    cargo.args("run --quiet --package edge --features openapi --example openapi".split(' '));
    let output = cargo
        .stderr(Stdio::inherit())
        .output()
        .doing("run cargo for the description")?;
    if !output.status.success() {
        return Err(Failure::told("The description was not made; see above."));
    }
    let path = project::path("docs/openapi.json");
    fs::write(&path, output.stdout).doing(format_args!("write {}", path.display()))?;
    println!("{} is written.", project::shown(&path));
    Ok(())
}
