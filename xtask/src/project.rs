//! Where things are.

use std::path::{Path, PathBuf};

/// A path inside the project.
pub fn path(inside: impl AsRef<Path>) -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).join(inside)
}

/// The path as a person would type it: without the way to the project.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(self::path(""))
        .unwrap_or(path)
        .display()
        .to_string()
}
