//! Every input that a search has kept, and every one that once broke something, against the promises of its target.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use bstr::{ByteSlice, ByteVec};
use fuzz::{ISSUED, TARGETS};

/// The inputs of a target: one a line, what is not printable escaped.
fn corpus(target: &str) -> Vec<Vec<u8>> {
    let file = folder().join(target).with_extension("txt");
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.lines().map(Vec::unescape_bytes).collect()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

#[test]
fn every_kept_input_holds_what_its_target_promises() {
    for (target, check) in TARGETS {
        for input in corpus(target) {
            println!("{target}: {}", input.escape_ascii());
            check(&input);
        }
    }
}

/// A corpus of nothing but nonsense would say nothing about what is taken.
#[test]
fn every_corpus_holds_what_is_taken_and_what_is_refused() {
    for (target, check) in TARGETS {
        let taken: BTreeSet<bool> = corpus(target).iter().map(|input| check(input)).collect();
        assert_eq!(taken.len(), 2, "{target}");
    }
}

/// Where keys make something else than they did, these lines take the place of the old ones.
#[test]
fn what_no_search_would_find_is_in_the_corpus() {
    for (target, issued) in ISSUED {
        let corpus = corpus(target);
        let missing = issued()
            .into_iter()
            .filter(|input| !corpus.contains(&input.clone().into_bytes()));
        let lines: String = missing
            .map(|input| format!("{}\n", input.as_bytes().escape_bytes()))
            .collect();
        assert!(lines.is_empty(), "{target} lacks these lines:\n{lines}");
    }
}

#[test]
fn every_target_is_a_program_with_a_corpus_and_nothing_else_is() {
    let named = |folder: &Path, ending: &str| -> BTreeSet<String> {
        let files = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("a file").path());
        let named = files.filter(|file| file.extension().is_some_and(|found| found == ending));
        named
            .map(|file| file.file_stem().expect("a name").to_string_lossy().into_owned())
            .collect()
    };
    let targets: BTreeSet<String> = TARGETS.map(|(target, _)| target.to_owned()).into();
    assert_eq!(named(&folder(), "txt"), targets);
    assert_eq!(named(&folder().with_file_name("targets"), "rs"), targets);
}
