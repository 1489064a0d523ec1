//! Prints the description of the API; `cargo xtask openapi` writes it to `docs/openapi.json`.

fn main() -> serde_json::Result<()> {
    print!("{}", edge::openapi::text()?);
    Ok(())
}
