//! What the machine must bring: looked for first, installed where we may, named in one line where not.

use std::process::Command;

use crate::failure::{Failure, Result};
use crate::progress::{Line, Progress};
use crate::{node, process, tools};

/// A Debian package, and how to tell that it is there.
pub struct Need {
    package: &'static str,
    program: &'static str,
    arguments: &'static [&'static str],
}

const NPM: Need = Need {
    package: "npm",
    program: "npm",
    arguments: &["--version"],
};
const PKG_CONFIG: Need = Need {
    package: "pkg-config",
    program: "pkg-config",
    arguments: &["--version"],
};
const OPENSSL: Need = Need {
    package: "libssl-dev",
    program: "pkg-config",
    arguments: &["--exists", "openssl"],
};
const CHROMIUM: Need = Need {
    package: "chromium",
    program: CHROMIUM_PATH,
    arguments: &["--version"],
};

/// A mail relay that the tests hand mails to.
const RELAY: Need = Need {
    package: "python3-aiosmtpd",
    program: "/usr/bin/python3",
    arguments: &["-c", "import aiosmtpd"],
};

/// A calendar that the tests put our entries into.
const CALENDAR: Need = Need {
    package: "python3-icalendar",
    program: "/usr/bin/python3",
    arguments: &["-c", "import icalendar"],
};

const CXX: Need = Need {
    package: "g++",
    program: "c++",
    arguments: &["--version"],
};

/// Debian's browser.
pub const CHROMIUM_PATH: &str = "/usr/bin/chromium";

/// What building and running needs. OpenSSL is for the tools, and only while they are built.
pub const TO_BUILD: [Need; 3] = [NPM, PKG_CONFIG, OPENSSL];
/// What proving needs.
pub const TO_PROVE: [Need; 6] = [NPM, PKG_CONFIG, OPENSSL, CHROMIUM, RELAY, CALENDAR];

/// What fuzzing needs: libFuzzer is C++.
pub const TO_FUZZ: [Need; 1] = [CXX];

/// How many steps [`prepare`] takes.
pub const STEPS: usize = 3 + tools::STEPS;

/// Gets the machine ready.
pub fn prepare(progress: &mut Progress, needs: &[Need]) -> Result<()> {
    packages(progress, needs)?;
    progress.step("Rust for WebAssembly", wasm_target)?;
    tools::install(progress)?;
    progress.step("Node packages", node::install)
}

/// Gets Debian packages only; one step.
pub fn packages(progress: &mut Progress, needs: &[Need]) -> Result<()> {
    progress.step("machine", |line| debian_packages(line, needs))
}

fn debian_packages(line: &Line, needs: &[Need]) -> Result<()> {
    let build_tools = tools::missing();
    let missing: Vec<&str> = needs
        .iter()
        .filter(|need| build_tools || !matches!(need.package, "pkg-config" | "libssl-dev"))
        .filter(|need| process::ask(need.program, need.arguments).is_none())
        .map(|need| need.package)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.join(" ");
    if !rustix::process::geteuid().is_root() || process::ask("apt-get", &["--version"]).is_none() {
        return Err(Failure::told(format!(
            "This machine lacks {packages}. Run this line, then the command again:\n  \
             sudo apt-get update && sudo apt-get install -y --no-install-recommends {packages}"
        )));
    }
    line.note("installed Debian packages");
    process::run(line, "apt-update", apt_get().arg("update"))?;
    process::run(
        line,
        "apt-install",
        apt_get()
            .args(["install", "-y", "--no-install-recommends"])
            .args(missing),
    )
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn wasm_target(line: &Line) -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let libraries = process::ask("rustc", &["--print", "target-libdir", "--target", TARGET]);
    if libraries.is_some_and(|folder| std::path::Path::new(&folder).exists()) {
        line.note("up to date");
        return Ok(());
    }
    process::run(
        line,
        "rustup",
        Command::new("rustup").args(["target", "add", TARGET]),
    )
}
