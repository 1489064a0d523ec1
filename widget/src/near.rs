//! Where somebody is, by a postcode or a district's name: typed, never located.

use booking::catalogue::Coordinates;

use crate::search;

/// A postcode, and where it lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Postcode {
    /// Five digits.
    pub digits: String,
    /// A point in it.
    pub point: Coordinates,
    /// The district it lies in, or most of it.
    pub district: String,
}

/// What was understood of what was typed.
#[derive(Clone, Debug, PartialEq)]
pub enum Near<'a> {
    /// A postcode of the city.
    Postcode(&'a Postcode),
    /// A district.
    District(&'a str),
}

/// Reads the table: a line a postcode, `21073 53458100 9972500 Harburg`. Lines of another form are left out.
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
pub fn find<'a>(postcodes: &'a [Postcode], typed: &str) -> Option<Near<'a>> {
    let typed = search::words(typed);
    let [typed] = typed.as_slice() else { return None };
    if let Some(found) = postcodes.iter().find(|known| known.digits.as_bytes() == typed) {
        return Some(Near::Postcode(found));
    }
    // "Hamburg" begins two districts and says nothing.
    let means = |known: &&Postcode| {
        let names = search::words(&known.district);
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
