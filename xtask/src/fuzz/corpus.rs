//! The kept inputs of a target: one file of lines for people and git, a folder of files for libFuzzer.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use bstr::{ByteSlice, ByteVec};

use crate::failure::{Doing, Result};
use crate::fuzz::search::files;
use crate::fuzz::{folder, program};
use crate::progress::Line;
use crate::{process, project};

/// Inputs added at once: the corpus is for people to read and for every test to go through.
const MOST_ADDED: usize = 300;

/// Writes each line of tests/fuzz/corpus as a file of its own; returns the folder.
pub fn unfold(target: &str) -> Result<PathBuf> {
    let folder = folder("kept", target)?;
    fs::remove_dir_all(&folder).doing(format_args!("clear {}", folder.display()))?;
    fs::create_dir_all(&folder).doing(format_args!("create {}", folder.display()))?;
    for (number, line) in read(target)?.lines().enumerate() {
        let file = folder.join(format!("{number:04}"));
        fs::write(&file, Vec::unescape_bytes(line)).doing(format_args!("write {}", file.display()))?;
    }
    Ok(folder)
}

/// Adds to tests/fuzz/corpus as few of the found inputs as reach the code that it does not reach by itself, shortest first.
pub fn keep(line: &Line, target: &str) -> Result<()> {
    let kept = unfold(target)?;
    let before: BTreeSet<PathBuf> = files(&kept)?.into_iter().collect();
    let mut command = Command::new(program(target));
    // How often an edge was taken does not count: that would keep thousands.
    command
        .args(["-set_cover_merge=1", "-use_counters=0"])
        .arg(&kept)
        .arg(folder("found", target)?);
    process::run(line, &format!("fuzz-merge-{target}"), &mut command)?;
    let mut added = Vec::new();
    for file in files(&kept)?.iter().filter(|file| !before.contains(*file)) {
        let input = fs::read(file).doing(format_args!("read {}", file.display()))?;
        added.push(input.escape_bytes().to_string());
    }
    added.sort_by_key(|line| (line.len(), line.clone()));
    let mut text = read(target)?;
    for line in added.into_iter().take(MOST_ADDED) {
        text.push_str(&line);
        text.push('\n');
    }
    let path = path(target);
    fs::write(&path, text).doing(format_args!("write {}", path.display()))
}

fn read(target: &str) -> Result<String> {
    let path = path(target);
    fs::read_to_string(&path).doing(format_args!("read {}", path.display()))
}

fn path(target: &str) -> PathBuf {
    project::path("tests/fuzz/corpus")
        .join(target)
        .with_extension("txt")
}
