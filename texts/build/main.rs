//! Turns the language files beside `Cargo.toml` into the typed structs of this crate.

mod language;
mod plural;
mod rust;

use language::Language;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

fn main() {
    if let Err(sentence) = build() {
        println!("cargo::error={sentence}");
        process::exit(1);
    }
}

fn build() -> Result<(), String> {
    let folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(|e| e.to_string())?);
    let out = PathBuf::from(env::var("OUT_DIR").map_err(|e| e.to_string())?);
    println!("cargo::rerun-if-changed={}", folder.display());

    let mut languages = Vec::new();
    for file in language_files(&folder)? {
        let source = fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let code = file
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default();
        languages.push(Language::parse(code, &source)?);
    }
    let german = languages
        .iter()
        .find(|language| language.tag == "de")
        .ok_or("texts/de.toml is missing: German is the language every other one is checked against")?;
    for language in &languages {
        language.check_against(german)?;
    }
    fs::write(out.join("generated.rs"), rust::source(german, &languages)).map_err(|e| e.to_string())
}

/// The language files, each named by its tag, as a language switch lists them: German, its plain form, English, then by tag.
fn language_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .filter(|path| path.file_name().is_some_and(|name| name != "Cargo.toml"))
        .collect();
    files.sort_by_key(|path| {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        (!name.starts_with("de"), name != "en", name)
    });
    Ok(files)
}
