//! Who may know whom: the arrows of the architecture, as Cargo sees them.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

/// Every crate of ours and the crates of ours it may use.
const ARROWS: [(&str, &[&str]); 11] = [
    ("booking", &[]),
    ("texts", &[]),
    ("widget", &["booking", "texts"]),
    ("edge", &["booking", "catalogue", "texts"]),
    ("edge-worker", &["booking", "edge"]),
    ("catalogue", &["booking"]),
    ("tests", &["bench", "booking", "catalogue", "edge", "texts"]),
    ("bench", &["booking", "catalogue", "edge"]),
    ("simulation", &["booking", "catalogue", "edge", "texts"]),
    ("fuzz", &["booking", "catalogue", "edge", "texts", "widget"]),
    ("xtask", &["booking", "catalogue", "edge", "texts"]),
];

#[test]
fn crates_use_only_what_the_architecture_lets_them() {
    let allowed = BTreeMap::from(ARROWS);
    for (package, uses) in workspace() {
        let Some(allowed) = allowed.get(package.as_str()) else {
            // A crate that stands in for one from outside is nobody's neighbour.
            assert_eq!(
                uses,
                Vec::<String>::new(),
                "{package} has no place in the architecture yet"
            );
            continue;
        };
        for used in uses {
            assert!(allowed.contains(&used.as_str()), "{package} must not use {used}");
        }
    }
}

#[test]
fn the_rules_read_no_clock_and_draw_no_randomness() {
    let forbidden = [
        "getrandom",
        "rand",
        "tokio",
        "worker",
        "wasm-bindgen",
        "js-sys",
        "web-sys",
    ];
    for dependency in dependencies("booking") {
        let name = dependency["name"].as_str().unwrap();
        assert!(!forbidden.contains(&name), "booking must not use {name}");
        if name == "chrono" {
            assert_eq!(
                dependency["uses_default_features"], false,
                "chrono's clock belongs to the shell"
            );
        }
    }
}

fn workspace() -> BTreeMap<String, Vec<String>> {
    let packages = packages();
    let names: Vec<&str> = packages
        .iter()
        .map(|package| package["name"].as_str().unwrap())
        .collect();
    let uses = |package: &Value| {
        let used = package["dependencies"].as_array().unwrap().iter();
        // Tests may lean on more than the product: dev-dependencies are not arrows.
        let used = used.filter(|dependency| dependency["kind"] != "dev" && dependency["path"].is_string());
        let used = used.map(|dependency| dependency["name"].as_str().unwrap());
        used.filter(|used| names.contains(used))
            .map(str::to_owned)
            .collect()
    };
    packages
        .iter()
        .map(|package| (package["name"].as_str().unwrap().to_owned(), uses(package)))
        .collect()
}

fn dependencies(package: &str) -> Vec<Value> {
    let packages = packages();
    let package = packages
        .iter()
        .find(|candidate| candidate["name"] == package)
        .unwrap();
    let all = package["dependencies"].as_array().unwrap().iter();
    all.filter(|dependency| dependency["kind"].is_null())
        .cloned()
        .collect()
}

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}
