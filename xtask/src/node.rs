//! Node and its packages: the machine's npm only unpacks them; everything runs on the pinned Node among them.

use std::env::consts::ARCH;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Doing, Failure, Result};
use crate::progress::Line;
use crate::{process, project, tools};

/// What Node's packages call this processor.
fn processor() -> Result<&'static str> {
    match ARCH {
        "x86_64" => Ok("x64"),
        "aarch64" => Ok("arm64"),
        other => Err(Failure::told(format!(
            "workerd does not exist for {other}: use an x86-64 or ARM64 machine."
        ))),
    }
}

/// A file inside node_modules.
pub fn package(inside: &str) -> PathBuf {
    project::path("node_modules").join(inside)
}

/// The pinned Node.
pub fn node() -> Result<PathBuf> {
    Ok(package(&format!("node-linux-{}/bin/node", processor()?)))
}

/// The esbuild binary.
pub fn esbuild() -> Result<PathBuf> {
    Ok(package(&format!("@esbuild/linux-{}/bin/esbuild", processor()?)))
}

/// A script of ours on the pinned Node.
pub fn script(inside: &str) -> Result<Command> {
    let mut command = Command::new(node()?);
    command.arg(project::path(inside));
    Ok(command)
}

/// A search path on which our tools come first.
pub fn search_path() -> Result<OsString> {
    let node = node()?;
    let ours = [
        tools::folder().join("bin"),
        package(".bin"),
        node.parent().map(PathBuf::from).unwrap_or_default(),
    ];
    let theirs = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(ours.into_iter().chain(std::env::split_paths(&theirs))).doing("build a search path")
}

/// Installs the packages of package-lock.json, unless they are there.
pub fn install(line: &Line) -> Result<()> {
    let installed = [
        node()?,
        esbuild()?,
        package("miniflare/package.json"),
        package(".package-lock.json"),
    ];
    let newest = |path: PathBuf| path.metadata().and_then(|file| file.modified()).ok();
    let lock = newest(project::path("package-lock.json"));
    if installed.iter().all(|file| file.exists()) && newest(package(".package-lock.json")) >= lock {
        line.note("up to date");
        return Ok(());
    }
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    process::run(
        line,
        "npm",
        Command::new("npm").args(arguments).current_dir(project::path("")),
    )
}
