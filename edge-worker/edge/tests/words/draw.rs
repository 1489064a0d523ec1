use crate::sample::family;
use crate::{mails, pages};
use std::{env, fs, path::PathBuf};
use texts::DE;

/// `DRAW_INTO=/some/folder cargo test -p edge --test words draw -- --ignored` writes pages and mails for a look in a browser.
#[test]
#[ignore = "writes files for people to look at"]
fn draw_pages_and_mails() {
    let folder = PathBuf::from(env::var("DRAW_INTO").expect("DRAW_INTO names a folder"));
    fs::write(folder.join("page.css"), edge::pages::CSS).expect("a folder to write to");
    for (name, html) in pages::every(&DE, &family()) {
        let html = html.replace("/page.css", "page.css");
        fs::write(folder.join(name).with_extension("html"), html).expect("a page");
    }
    for (name, message) in mails::every(&DE, &family()) {
        fs::write(folder.join(format!("mail_{name}.html")), message.html).expect("a mail");
    }
}
