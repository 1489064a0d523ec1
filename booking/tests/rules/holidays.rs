//! Easter, on which four of Hamburg's ten holidays hang. The years are those in which formulas go wrong: the earliest and
//! latest dates there are, the two exceptions of Gauss, turns of centuries.

use booking::holiday::easter_sunday;

use super::city::date;

#[test]
fn easter_is_where_the_church_has_it() {
    let table = [
        "1818-03-22",
        "1913-03-23",
        "1943-04-25",
        "1954-04-18",
        "1961-04-02",
        "1981-04-19",
        "2000-04-23",
        "2008-03-23",
        "2011-04-24",
        "2019-04-21",
        "2024-03-31",
        "2035-03-25",
        "2038-04-25",
        "2049-04-18",
        "2076-04-19",
        "2100-03-28",
        "2200-04-06",
        "2285-03-22",
        "2400-04-16",
    ];
    for sunday in table.map(date) {
        let year = sunday.format("%Y").to_string().parse().unwrap();
        assert_eq!(easter_sunday(year), Some(sunday));
    }
}
