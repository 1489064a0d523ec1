//! What keeps the folders readable: short files, telling names, SQL in one place.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const LONGEST: usize = 500;
/// Names that say nothing about what is inside.
const VAGUE: [&str; 8] = [
    "utils", "util", "common", "helpers", "shared", "services", "manager", "models",
];
/// Where every SQL statement of the product lives.
const STORE: &str = "edge-worker/edge/src/store";

#[test]
fn no_file_is_longer_than_a_person_reads_in_one_go() {
    let written = ["rs", "mjs", "js", "css", "html", "sql"];
    for path in files().filter(|path| written.iter().any(|kind| extension(path) == *kind)) {
        let lines = read(&path).lines().count();
        assert!(
            lines <= LONGEST,
            "{} has {lines} lines, more than {LONGEST}: split it by what it does",
            path.display()
        );
    }
}

#[test]
fn names_say_what_is_inside() {
    for path in files() {
        for part in path.iter().map(|part| {
            Path::new(part)
                .file_stem()
                .unwrap()
                .to_string_lossy()
                .into_owned()
        }) {
            // `catalogue/services/` holds Leistungen, and that is the word for them.
            let word_of_the_field = part == "services" && path.starts_with("catalogue");
            assert!(
                word_of_the_field || !VAGUE.contains(&part.as_str()),
                "{}: `{part}` says nothing",
                path.display()
            );
        }
        assert!(
            !path.ends_with("mod.rs"),
            "{}: name the file after the module",
            path.display()
        );
    }
}

#[test]
fn every_statement_of_the_product_is_a_file_of_the_store() {
    for path in files().filter(|path| extension(path) == "rs") {
        // Tests may read the migrations.
        if path.iter().any(|part| part == "tests" || part == "tests.rs") {
            continue;
        }
        let source = read(&path);
        let included = source
            .split("include_str!(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next());
        for sql in included.filter(|included| included.ends_with(".sql")) {
            let file = without_way_back(&path.with_file_name(sql));
            assert!(
                file.starts_with(STORE),
                "{}: {sql} belongs below {STORE}",
                path.display()
            );
        }
    }
}

#[test]
fn nothing_is_left_for_later_in_the_sources() {
    let mark = ["TO", "DO"].concat();
    for path in files().filter(|path| ["rs", "mjs", "sql", "toml"].contains(&extension(path).as_str())) {
        assert!(
            !read(&path).contains(&mark),
            "{} has a {mark}: do it, or open an issue",
            path.display()
        );
    }
}

/// `a/b/../c` is `a/c`.
fn without_way_back(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path {
        if part == ".." {
            plain.pop();
        } else {
            plain.push(part);
        }
    }
    plain
}

/// Every file that git knows or would take, as paths from the project's root.
fn files() -> impl Iterator<Item = PathBuf> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "git does not list the files: {output:?}");
    let names = String::from_utf8(output.stdout).unwrap();
    let files: Vec<PathBuf> = names.split_terminator('\0').map(PathBuf::from).collect();
    files.into_iter().filter(|path| root().join(path).is_file())
}

fn extension(path: &Path) -> String {
    path.extension()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}
