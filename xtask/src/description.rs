//! `cargo xtask openapi`: writes down what the API says of itself.

use std::fs;
use std::process::Stdio;

use crate::failure::{Doing, Failure, Result};
use crate::{project, tools};

/// What is written, and the program that prints it; the second has the first in it.
const WRITTEN: [(&str, &str); 2] = [
    (
        "edge-worker/edge/src/openapi/examples.json",
        "--package tests --example api",
    ),
    (
        "docs/openapi.json",
        "--package edge --features openapi --example openapi",
    ),
];

/// Writes the examples as a city answers them, and the description with them in it.
pub fn write() -> Result<()> {
    for (file, program) in WRITTEN {
        let mut cargo = tools::cargo();
        cargo.args(["run", "--quiet"]).args(program.split(' '));
        let output = cargo
            .stderr(Stdio::inherit())
            .output()
            .doing(format_args!("run cargo for {file}"))?;
        if !output.status.success() {
            return Err(Failure::told(format!("{file} was not made; see above.")));
        }
        fs::write(project::path(file), output.stdout).doing(format_args!("write {file}"))?;
        println!("{file} is written.");
    }
    Ok(())
}
