use crate::pages;
use crate::sample::family;
use std::{env, fs, path::PathBuf};
use texts::DE;

/// `DRAW_INTO=/some/folder cargo test -p edge --test words draw -- --ignored` writes pages for a look in a browser; for mails there is
/// `cargo xtask mail`.
#[test]
#[ignore = "writes files for people to look at"]
fn draw_pages() {
    let folder = PathBuf::from(env::var("DRAW_INTO").expect("DRAW_INTO names a folder"));
    fs::write(folder.join("page.css"), edge::pages::CSS).expect("a folder to write to");
    for (name, html) in pages::every(&DE, &family()) {
        let html = html.replace("/page.css", "page.css");
        fs::write(folder.join(name).with_extension("html"), html).expect("a page");
    }
}
