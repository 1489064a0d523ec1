//! A thousand seeds break nothing, see everything, and are the same each time.

use std::path::Path;
use std::process::Command;

use simulation::{campaign, founded, run};

#[test]
fn a_thousand_seeds_break_nothing_and_see_everything() {
    let found = campaign(0, 1_000, |_| ());
    if let Some((seed, complaint)) = found.failed {
        panic!("seed {seed}: {complaint}\nAgain, with its trace: cargo xtask simulate --seed {seed}");
    }
    assert_eq!(found.done, 1_000);
    for what in SEEN {
        let count = found.counts.get(*what).copied().unwrap_or(0);
        assert!(
            count >= 3,
            "{what} happens {count} times only: what is not tried is not proven"
        );
    }
}

/// Every event there is, and every answer that the rules know.
const SEEN: &[&str] = &[
    "event reserved",
    "event prolonged",
    "event held",
    "event corrected",
    "event address_changed",
    "event resent",
    "event mail_accepted",
    "event mail_refused",
    "event mail_too_late",
    "event wrong_code",
    "event booked",
    "event booked_late",
    "event cancelled",
    "event undone",
    "event moved",
    "answer 200",
    "answer 201",
    "answer 202",
    "answer 204",
    "answer busy",
    "answer challenge-required",
    "answer challenge-spent",
    "answer code-spent",
    "answer forbidden",
    "answer idempotency-key-reused",
    "answer internal",
    "answer lapsed",
    "answer no-more",
    "answer not-found",
    "answer not-offered",
    "answer slot-taken",
    "answer too-late-for-mail",
    "answer too-soon",
    "answer wrong-code",
    "answer wrong-state",
];

#[test]
fn a_seed_is_the_same_run_each_time_and_no_other() {
    let founded = founded();
    let mut hashes = Vec::new();
    for seed in 0..12 {
        let (once, again) = (run(seed, &founded, false), run(seed, &founded, true));
        assert_eq!(
            once.hash, again.hash,
            "seed {seed} goes another way the second time"
        );
        assert!(again.lines.len() > 100, "seed {seed} is hardly a run");
        hashes.push(once.hash);
    }
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), 12, "two seeds are the same run");
}

#[test]
fn every_planted_bug_can_still_be_planted() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = std::fs::read_dir(here.join("planted")).expect("there are planted bugs");
    let patches: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    assert!(patches.len() >= 12, "there are {} planted bugs", patches.len());
    for patch in patches {
        let checked = Command::new("git")
            .args(["apply", "--check"])
            .arg(&patch)
            .current_dir(here.join("../.."))
            .output()
            .expect("git is there");
        let complaint = String::from_utf8_lossy(&checked.stderr);
        assert!(checked.status.success(), "{}: {complaint}", patch.display());
    }
}
