//! Hamburg's ten public holidays, computed (Hamburg's Feiertagsgesetz; Reformationstag since 2018).

use chrono::{Datelike, Days, NaiveDate};

/// A public holiday in Hamburg.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holiday {
    /// 1 January.
    NewYear,
    /// Two days before Easter Sunday.
    GoodFriday,
    /// The day after Easter Sunday.
    EasterMonday,
    /// 1 May.
    LabourDay,
    /// 39 days after Easter Sunday.
    Ascension,
    /// 50 days after Easter Sunday.
    WhitMonday,
    /// 3 October.
    GermanUnity,
    /// 31 October.
    Reformation,
    /// 25 December.
    ChristmasDay,
    /// 26 December.
    BoxingDay,
}

/// The holiday on `date`, if it is one.
#[must_use]
pub fn holiday(date: NaiveDate) -> Option<Holiday> {
    match (date.month(), date.day()) {
        (1, 1) => return Some(Holiday::NewYear),
        (5, 1) => return Some(Holiday::LabourDay),
        (10, 3) => return Some(Holiday::GermanUnity),
        (10, 31) => return Some(Holiday::Reformation),
        (12, 25) => return Some(Holiday::ChristmasDay),
        (12, 26) => return Some(Holiday::BoxingDay),
        _ => {}
    }
    let easter = easter_sunday(date.year())?;
    let before = easter.checked_sub_days(Days::new(2))?;
    let moving = [
        (1, Holiday::EasterMonday),
        (39, Holiday::Ascension),
        (50, Holiday::WhitMonday),
    ];
    if date == before {
        return Some(Holiday::GoodFriday);
    }
    moving
        .into_iter()
        .find(|(days, _)| easter.checked_add_days(Days::new(*days)) == Some(date))
        .map(|(_, holiday)| holiday)
}

/// Easter Sunday by the anonymous Gregorian algorithm.
#[must_use]
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(sum / 31).ok()?,
        u32::try_from(sum % 31 + 1).ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_of_2026_to_2030_are_hamburgs() {
        let moving = [
            (2026, "04-03", "04-06", "05-14", "05-25"),
            (2027, "03-26", "03-29", "05-06", "05-17"),
            (2028, "04-14", "04-17", "05-25", "06-05"),
            (2029, "03-30", "04-02", "05-10", "05-21"),
            (2030, "04-19", "04-22", "05-30", "06-10"),
        ];
        for (year, good_friday, easter_monday, ascension, whit_monday) in moving {
            let fixed = ["01-01", "05-01", "10-03", "10-31", "12-25", "12-26"];
            let mut expected: Vec<String> = [good_friday, easter_monday, ascension, whit_monday]
                .iter()
                .chain(&fixed)
                .map(|day| format!("{year}-{day}"))
                .collect();
            expected.sort();
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            let found: Vec<String> = first
                .iter_days()
                .take_while(|day| day.year() == year)
                .filter(|day| holiday(*day).is_some())
                .map(|day| day.to_string())
                .collect();
            assert_eq!(found, expected);
        }
    }
}
