//! Writes what a fresh city answers to a GET into a file: `cargo run -p tests --example answer -- '/api/v1/catalogue' FILE`.

use tests::City;

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().expect("an address, from /api on");
    let file = arguments.next().expect("a file to write");
    let city = City::open().await;
    let answer = city.citizen().get(&address).await;
    assert_eq!(answer.status, 200, "{address}: {}", answer.text);
    std::fs::write(file, answer.text).expect("the file is written");
}
