//! How far it is to a centre, and which are near.

use crate::catalogue::Coordinates;

/// So many of the nearest centres are "near": the next one may be full, and the fourth is across the city.
pub const NEAR: usize = 3;

/// Metres of a degree of latitude.
const DEGREE: f64 = 111_200.0;
/// Metres of a degree of longitude in Hamburg, at 53.55° north.
const DEGREE_EAST: f64 = 66_070.0;

/// Metres from one place in Hamburg to another as the crow flies, right to half a percent.
#[must_use]
pub fn metres(from: Coordinates, to: Coordinates) -> u32 {
    let millionths = |one: i32, other: i32| (f64::from(one) - f64::from(other)) / 1e6;
    let north = millionths(to.lat, from.lat) * DEGREE;
    let east = millionths(to.lon, from.lon) * DEGREE_EAST;
    (north * north + east * east).sqrt().round() as u32
}

/// The [`NEAR`] places that are nearest, with how many metres it is to each, the nearest first; of equal ones the first given.
pub fn nearest<T>(from: Coordinates, places: impl Iterator<Item = (T, Coordinates)>) -> Vec<(u32, T)> {
    let mut near: Vec<(u32, T)> = Vec::new();
    for (place, at) in places {
        let far = metres(from, at);
        let before = near.iter().take_while(|(other, _)| *other <= far).count();
        near.insert(before, (far, place));
        near.truncate(NEAR);
    }
    near
}
