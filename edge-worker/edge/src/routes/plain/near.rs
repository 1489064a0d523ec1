//! Where the person is, by the postcode or district that was typed: it stays in the form, never in an address.

use std::sync::LazyLock;

use booking::catalogue::{Centre, Coordinates};
use booking::near::{Near, Postcode, find, point_in, read};

use super::city::{AtCentre, City};

/// The postcodes of the city.
static POSTCODES: LazyLock<Vec<Postcode>> =
    LazyLock::new(|| read(include_str!(concat!(env!("OUT_DIR"), "/postcodes.txt"))));

/// What was understood of what was typed.
pub(super) fn understood(typed: &str) -> Option<Near<'static>> {
    find(&POSTCODES, typed)
}

/// The centres that are near.
pub(super) fn centres<'c, 'a>(city: &'c City<'a>, near: Near) -> Vec<&'c AtCentre<'a>> {
    near.places(city.centres.iter().map(|centre| {
        let place = &centre.planned.centre;
        (centre, place.district.as_str(), point(place))
    }))
}

/// How many metres it is to a centre, where a postcode was understood.
pub(super) fn metres_to(near: Option<Near>, centre: &Centre) -> Option<u32> {
    near?.metres_to(point(centre)?)
}

/// Where a centre is, or at least its postcode.
fn point(centre: &Centre) -> Option<Coordinates> {
    let of_postcode = || point_in(&POSTCODES, &centre.address.postcode);
    centre.coordinates.or_else(of_postcode)
}
