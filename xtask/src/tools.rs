//! The cargo-built tools, in .tools/: pinned, built once, cheaply.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Doing, Result};
use crate::progress::{Line, Progress};
use crate::{process, project};

/// A crate that brings a program.
struct Tool {
    package: &'static str,
    program: &'static str,
    version: &'static str,
    /// What it is asked for its version; nothing where it cannot tell.
    asks: &'static [&'static str],
    options: &'static [&'static str],
}

const TOOLS: [Tool; 4] = [
    Tool {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        // The same as the library's in Cargo.toml, to the digit.
        version: "0.2.130",
        asks: &["--version"],
        // Not --locked: its lock file names a version of webpki-roots that no longer resolves.
        options: &["--no-default-features"],
    },
    Tool {
        package: "worker-build",
        program: "worker-build",
        version: "0.8.7",
        asks: &["--version"],
        options: &["--locked"],
    },
    // The newest that our compiler builds. Without its default features: they only download other tools.
    Tool {
        package: "trunk",
        program: "trunk",
        version: "0.21.14",
        asks: &["--version"],
        options: &["--locked", "--no-default-features"],
    },
    // Of the version that wasm_split_helpers, in Cargo.toml, was made with.
    Tool {
        package: "wasm_split_cli_support",
        program: "wasm-split-cli",
        version: "0.2.4",
        asks: &[],
        options: &["--locked", "--features", "build-binary"],
    },
];

/// Only `cargo xtask mutants` needs it.
const MUTANTS: Tool = Tool {
    package: "cargo-mutants",
    program: "cargo-mutants",
    version: "27.1.0",
    asks: &["mutants", "--version"],
    options: &["--locked"],
};

/// Only for `cargo xtask fuzz`.
const CARGO_FUZZ: Tool = Tool {
    package: "cargo-fuzz",
    program: "cargo-fuzz",
    version: "0.13.2",
    asks: &["--version"],
    options: &["--locked"],
};

/// How many steps [`install`] takes.
pub const STEPS: usize = TOOLS.len();

/// Where the tools live.
pub fn folder() -> PathBuf {
    project::path(".tools")
}

/// The path of an installed tool.
pub fn program(name: &str) -> PathBuf {
    folder().join("bin").join(name)
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(project::path(""))
        .env("CARGO_TERM_COLOR", "never")
        .env("CARGO_TERM_PROGRESS_WHEN", "never");
    command
}

/// Whether a tool has still to be built.
pub fn missing() -> bool {
    TOOLS.iter().any(|tool| !tool.installed())
}

/// Builds whatever is missing or of another version.
pub fn install(progress: &mut Progress) -> Result<()> {
    install_each(progress, &TOOLS)
}

/// Builds what tests the tests, if it is missing; one step.
pub fn install_mutants(progress: &mut Progress) -> Result<()> {
    install_each(progress, &[MUTANTS])
}

/// The same for what only fuzzing needs; one step.
pub fn install_to_fuzz(progress: &mut Progress) -> Result<()> {
    install_each(progress, &[CARGO_FUZZ])
}

fn install_each(progress: &mut Progress, tools: &[Tool]) -> Result<()> {
    let build = folder().join("build");
    for tool in tools {
        progress.step(&format!("{} {}", tool.program, tool.version), |line| {
            tool.install(line, &build)
        })?;
    }
    if build.exists() {
        fs::remove_dir_all(&build).doing(format_args!("remove {}", build.display()))?;
    }
    Ok(())
}

impl Tool {
    fn installed(&self) -> bool {
        if self.asks.is_empty() {
            let installed = fs::read_to_string(folder().join(".crates.toml")).unwrap_or_default();
            return program(self.program).exists()
                && installed.contains(&format!("{} {} ", self.package, self.version));
        }
        process::ask(program(self.program), self.asks)
            .is_some_and(|answer| answer.split(' ').any(|word| word == self.version))
    }

    fn install(&self, line: &Line, build: &PathBuf) -> Result<()> {
        if self.installed() {
            line.note("up to date");
            return Ok(());
        }
        let mut cargo = cargo();
        cargo
            .args([
                "install",
                self.package,
                "--version",
                self.version,
                "--bin",
                self.program,
                "--force",
                "--root",
            ])
            .arg(folder());
        cargo.args(self.options);
        // As shipped these profiles take four times as long, and the tools end up no faster where it matters. One folder for
        // all: they share most of what they are built from.
        cargo.env("CARGO_TARGET_DIR", build).envs([
            ("CARGO_PROFILE_RELEASE_LTO", "off"),
            ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
            ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
            ("CARGO_PROFILE_RELEASE_DEBUG", "false"),
        ]);
        process::run(line, self.program, &mut cargo)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_wasm_bindgen_tool_is_of_the_library_s_version() {
        let manifest = std::fs::read_to_string(crate::project::path("Cargo.toml")).unwrap();
        assert!(manifest.contains(&format!("wasm-bindgen = \"={}\"", super::TOOLS[0].version)));
    }
}
