//! Puts the catalogue's postcodes into the program: they change with the city's map, not with its centres.

use std::path::Path;
use std::{env, fs};

fn main() {
    let catalogue = Path::new("../../catalogue");
    println!(
        "cargo::rerun-if-changed={}",
        catalogue.join("postcodes.toml").display()
    );
    let postcodes = catalogue::postcodes(catalogue).unwrap_or_else(|slips| panic!("{slips:?}"));
    let lines: Vec<String> = postcodes.iter().map(|postcode| format!("{postcode}\n")).collect();
    let out = env::var("OUT_DIR").expect("Cargo names a folder for what is built");
    fs::write(Path::new(&out).join("postcodes.txt"), lines.concat()).expect("the folder can be written");
}
