//! How far it is, and what is near.

use booking::catalogue::Coordinates;
use booking::near::{Near, find, metres, nearest, read};

const fn at(lat: i32, lon: i32) -> Coordinates {
    Coordinates { lat, lon }
}

const HARBURG: Coordinates = at(53_459_100, 9_978_000);
const WANDSBEK: Coordinates = at(53_571_000, 10_066_000);

/// The table's distances are those of the haversine formula on a sphere of 6,371 km.
#[test]
fn distances_are_those_on_a_map() {
    for (from, to, expected) in [
        (HARBURG, HARBURG, 0),
        (HARBURG, WANDSBEK, 13_738),
        (WANDSBEK, HARBURG, 13_738),
        (at(53_420_000, 9_740_000), at(53_720_000, 10_310_000), 50_300),
    ] {
        let found = metres(from, to);
        assert!(
            found.abs_diff(expected) <= expected / 200,
            "{found} instead of {expected}"
        );
    }
}

#[test]
fn the_three_nearest_are_near_the_first_given_of_equal_ones() {
    let places = [
        ("far", at(53_700_000, 10_000_000)),
        ("b", at(53_470_000, 9_978_000)),
        ("a", HARBURG),
        ("also a", HARBURG),
        ("c", at(53_480_000, 9_978_000)),
    ];
    let near: Vec<&str> = nearest(HARBURG, places.into_iter())
        .into_iter()
        .map(|(_, name)| name)
        .collect();
    assert_eq!(near, ["a", "also a", "b"]);
    assert_eq!(nearest(HARBURG, places.into_iter().take(1)).len(), 1);
}

#[test]
fn a_postcode_or_the_beginning_of_a_district_is_understood() {
    let postcodes = read(
        "20095 53552100 10000400 Hamburg-Mitte\n20144 53574000 9974700 Eimsbüttel\nnonsense\n21073 53458100 9972500 Harburg\n",
    );
    assert_eq!(postcodes.len(), 3);
    assert_eq!(
        postcodes[2].point,
        Coordinates {
            lat: 53_458_100,
            lon: 9_972_500
        }
    );
    for (typed, found) in [
        ("21073", Some(Near::Postcode(&postcodes[2]))),
        (" 20095 ", Some(Near::Postcode(&postcodes[0]))),
        ("Harburg", Some(Near::District("Harburg"))),
        ("harb", Some(Near::District("Harburg"))),
        ("eimsbuettel", Some(Near::District("Eimsbüttel"))),
        ("Mitte", Some(Near::District("Hamburg-Mitte"))),
        ("2107", None),
        ("10115", None),
        ("Hamburg", None),
        ("ha", None),
        ("", None),
        ("Harburg Mitte Altona", None),
    ] {
        assert_eq!(find(&postcodes, typed), found, "{typed}");
    }
}

#[test]
fn a_line_of_the_table_is_read_as_it_is_written() {
    for line in [
        "21073 53458100 9972500 Harburg",
        "20095 53552100 10000400 Hamburg-Mitte",
    ] {
        let written: Vec<String> = read(line).iter().map(ToString::to_string).collect();
        assert_eq!(written, [line]);
    }
}
