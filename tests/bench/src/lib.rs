//! What the product costs. Two programs: `figures` puts the Worker under load on workerd, `capacity` asks how much of a
//! day random wishes can use. `cargo xtask bench` and `cargo xtask capacity` run them.

pub mod capacity;
pub mod city;
pub mod days;
pub mod dice;
pub mod load;
pub mod order;
pub mod phases;
pub mod post;
pub mod report;
pub mod stopwatch;
pub mod worker;
