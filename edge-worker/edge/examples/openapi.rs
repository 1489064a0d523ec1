//! Prints the description of the API; `cargo xtask openapi` writes it to `docs/openapi.json`.

fn main() {
    println!("{:#}", edge::openapi::document());
}
