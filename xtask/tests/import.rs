//! `cargo xtask catalogue import` on a real data folder, by the pinned wrangler.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Where `cargo xtask tools` puts it.
const WRANGLER: &str = "node_modules/wrangler/bin/wrangler.js";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

fn node() -> Command {
    let processor = if cfg!(target_arch = "aarch64") {
        "arm64"
    } else {
        "x64"
    };
    let mut command = Command::new(root().join(format!("node_modules/node-linux-{processor}/bin/node")));
    command.current_dir(root().join("edge-worker"));
    command.env("CI", "1").env("WRANGLER_SEND_METRICS", "false");
    command.arg(root().join(WRANGLER)).args(["d1"]);
    command
}

fn text(output: Output) -> String {
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    said
}

fn wrangler(arguments: &[&str], data: &Path) -> String {
    text(
        node()
            .args(arguments)
            .args(["--local", "--persist-to"])
            .arg(data)
            .output()
            .unwrap(),
    )
}

fn import(data: &Path, flag: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    text(
        command
            .args(["catalogue", "import", flag, "--data"])
            .arg(data)
            .output()
            .unwrap(),
    )
}

#[test]
fn a_data_folder_gets_what_the_files_say_and_keeps_what_staff_have_edited() {
    if !root().join(WRANGLER).exists() {
        // `cargo xtask test` installs it first; whoever runs cargo alone may do without.
        return;
    }
    let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join("imported");
    let _ = std::fs::remove_dir_all(&data);
    wrangler(&["migrations", "apply", "DB"], &data);
    let looked = import(&data, "--dry-run");
    assert!(
        looked.contains("47 new, 0 updated") && looked.contains("Nothing was written."),
        "{looked}"
    );
    assert!(import(&data, "--yes").contains("Imported."));
    assert!(import(&data, "--yes").contains("Nothing to do."));

    let closes = |unit: &str| {
        format!(
            "UPDATE centre SET plan = json_set(plan, '$.opening_hours[0].closes', {unit}), plan_version = 2 WHERE id = 'harburg'; \
             UPDATE centre SET plan = json_set(plan, '$.opening_hours[0].closes', {unit}), \
             imported_plan = json_set(plan, '$.opening_hours[0].closes', {unit}) WHERE id = 'wandsbek'"
        )
    };
    wrangler(&["execute", "DB", "--yes", "--command", &closes("204")], &data);
    // Harburg looks edited by staff, Wandsbek as if the files had said something else last time.
    let second = import(&data, "--yes");
    assert!(
        second.contains("plan of wandsbek: updated\n    opening_hours[0].closes: 17:00 → 19:00"),
        "{second}"
    );
    let plans = "SELECT id || ' ' || plan_version || ' ' || (plan ->> '$.opening_hours[0].closes') AS plan \
                 FROM centre WHERE id IN ('harburg', 'wandsbek')";
    let now = wrangler(&["execute", "DB", "--yes", "--json", "--command", plans], &data);
    assert!(
        now.contains("harburg 2 204") && now.contains("wandsbek 2 228"),
        "{now}"
    );
}
