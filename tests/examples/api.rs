//! Prints the examples of the API's description; `cargo xtask openapi` keeps them in `edge`.

#[tokio::main]
async fn main() {
    println!("{:#}", tests::examples().await);
}
