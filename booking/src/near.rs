//! Where somebody is, by a postcode or a district's name, typed and never located; how far it is to a centre, and which are near.

use std::fmt;

use crate::catalogue::Coordinates;
use crate::spelling::words;

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

/// A postcode, and where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Postcode {
    /// Five digits.
    pub digits: String,
    /// A point in it.
    pub point: Coordinates,
    /// The district it lies in, or most of it.
    pub district: String,
}

/// A line of the table: digits, north and east in millionths of a degree, district: `21073 53458100 9972500 Harburg`.
impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Coordinates { lat, lon } = self.point;
        write!(f, "{} {lat} {lon} {}", self.digits, self.district)
    }
}

/// What was understood of what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Near<'a> {
    /// A postcode of the city.
    Postcode(&'a Postcode),
    /// A district.
    District(&'a str),
}

impl Near<'_> {
    /// The places that are meant, each given with its district and where it is: the nearest to a postcode, nearest first, or all
    /// of a district.
    pub fn places<'p, T>(self, places: impl Iterator<Item = (T, &'p str, Option<Coordinates>)>) -> Vec<T> {
        match self {
            Self::Postcode(postcode) => {
                let placed = places.filter_map(|(place, _, at)| Some((place, at?)));
                let near = nearest(postcode.point, placed);
                near.into_iter().map(|(_, place)| place).collect()
            }
            Self::District(name) => {
                let there = places.filter(|(_, district, _)| *district == name);
                there.map(|(place, ..)| place).collect()
            }
        }
    }

    /// How many metres it is to a place; none where only a district is known.
    #[must_use]
    pub fn metres_to(self, place: Coordinates) -> Option<u32> {
        match self {
            Self::Postcode(postcode) => Some(metres(postcode.point, place)),
            Self::District(_) => None,
        }
    }
}

/// A point in the postcode of these digits.
#[must_use]
pub fn point_in(postcodes: &[Postcode], digits: &str) -> Option<Coordinates> {
    let known = postcodes.iter().find(|known| known.digits == digits)?;
    Some(known.point)
}

/// Reads lines of [`Postcode`]s; those of another form are left out.
#[must_use]
pub fn read(lines: &str) -> Vec<Postcode> {
    let read = |line: &str| {
        let mut parts = line.split(' ');
        let mut part = || parts.next();
        Some(Postcode {
            digits: part()?.into(),
            point: Coordinates {
                lat: part()?.parse().ok()?,
                lon: part()?.parse().ok()?,
            },
            district: part()?.into(),
        })
    };
    lines.lines().filter_map(read).collect()
}

/// Finds the postcode that was typed, or the district that begins so: `Harburg`, `mitte`, `eims`.
#[must_use]
pub fn find<'a>(postcodes: &'a [Postcode], typed: &str) -> Option<Near<'a>> {
    let typed = words(typed);
    let [typed] = typed.as_slice() else { return None };
    if let Some(found) = postcodes.iter().find(|known| known.digits.as_bytes() == typed) {
        return Some(Near::Postcode(found));
    }
    // "Hamburg" begins two districts and says nothing.
    let means = |known: &&Postcode| {
        let names = words(&known.district);
        typed.len() > 2
            && names
                .iter()
                .any(|name| name != b"hamburg" && name.starts_with(typed))
    };
    postcodes
        .iter()
        .find(means)
        .map(|known| Near::District(&known.district))
}
