//! What is free: the city's days at a glance, a centre's starts, and a free time.

use booking::first::FirstStarts;
pub use booking::offer::DayIs as Day;
use chrono::NaiveDate;

use crate::date;

/// A moment as the server said it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moment {
    /// RFC 3339 with Berlin's offset: the wall clock is in the text.
    pub text: String,
    /// Milliseconds since 1970.
    pub at: f64,
}

/// The city at a glance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Availability {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// When this was written.
    pub written: Moment,
    /// By centre.
    pub centres: Vec<CentreDays>,
}

/// One centre's days at a glance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CentreDays {
    /// The centre's id.
    pub centre: String,
    /// The last day that is open for booking.
    pub until: Option<NaiveDate>,
    /// When the day after it opens, as on the wire.
    pub next_opens: String,
    /// By kind of counter.
    pub rows: Vec<Row>,
}

/// The days of one kind of counter at a glance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What it can do.
    pub skills: Vec<String>,
    /// A character a day: the longest visit in units, `0`-`9` then `a` = 10 to `o` = 24; `-` closed, `.` not open for booking yet.
    pub longest: String,
    /// When visits may first start, in the order of [`Wish`].
    pub first: [FirstStarts; 4],
}

/// When somebody wants to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Today.
    Today,
    /// Tomorrow or later.
    FromTomorrow,
    /// After 16:00.
    Late,
    /// On a Saturday.
    Saturday,
}

/// What a visit takes.
#[derive(Clone, Debug)]
pub struct Visit<'a> {
    /// What its counter must be able to do.
    pub skills: Vec<&'a str>,
    /// How long it is, in units of five minutes.
    pub units: u32,
}

/// The exact starts of one centre.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CentreStarts {
    /// The centre's id.
    pub centre: String,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// When this was written.
    pub written: Moment,
    /// The unit of the day that the first character of every text stands for.
    pub first: u32,
    /// What a kind of counter can do, and for each day a text: by start the longest visit, as in [`Row::longest`].
    pub rows: Vec<(Vec<String>, Vec<String>)>,
}

/// A free time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The centre's id.
    pub centre: String,
    /// RFC 3339 with Berlin's offset.
    pub starts_at: String,
}

impl Availability {
    /// What day `nth` is at these centres together: free where one of them is.
    pub fn day(&self, centres: &[&str], visit: &Visit, nth: usize) -> Day {
        let mut best = Day::Closed;
        for row in self.rows(centres, visit) {
            let day = match row.longest.as_bytes().get(nth) {
                None | Some(b'-') => Day::Closed,
                Some(b'.') => Day::NotYet,
                Some(&sign) if longest(sign) >= visit.units => Day::Free,
                Some(_) => Day::Full,
            };
            best = best.max(day);
        }
        best
    }

    /// How many days there are.
    pub fn length(&self) -> usize {
        let rows = self.centres.iter().flat_map(|days| &days.rows);
        rows.map(|row| row.longest.len()).max().unwrap_or_default()
    }

    /// The days with room for the visit in one of `centres`; ascending.
    pub fn days(&self, centres: &[&str], visit: &Visit) -> Vec<NaiveDate> {
        let mut days = Vec::new();
        for nth in 0..self.length() {
            if let Some(day) = self.from.and_then(|from| date::later(from, nth))
                && self.day(centres, visit, nth) == Day::Free
            {
                days.push(day);
            }
        }
        days
    }

    /// The first time that fulfils the wish at one of `centres`; of equal ones the first given.
    pub fn first(&self, centres: &[&str], visit: &Visit, wish: Wish) -> Option<Slot> {
        let mut first: Option<(u16, &str)> = None;
        for centre in centres {
            for row in self.rows(std::slice::from_ref(centre), visit) {
                let starts = row.first.get(wish as usize)?;
                if let Some(start) = starts.of(u8::try_from(visit.units).ok()?)
                    && first.is_none_or(|(before, _)| start < before)
                {
                    first = Some((start, centre));
                }
            }
        }
        let (start, centre) = first?;
        let day = date::later(self.from?, usize::from(start / 288))?;
        Some(Slot::new(centre, day, u32::from(start % 288)))
    }

    /// When `day`, which is not open for booking yet, opens at a centre: date, and clock time as on the wire.
    pub fn opening(&self, centre: &str, day: NaiveDate) -> Option<(NaiveDate, &str)> {
        let days = self.centres.iter().find(|days| days.centre == centre)?;
        let ahead = (day - days.until?).num_days() - 1;
        let opens = date::later(date::date_of(&days.next_opens)?, usize::try_from(ahead).ok()?)?;
        Some((opens, &days.next_opens))
    }

    /// The kinds of counters that can do the visit, at these centres.
    fn rows<'a>(&'a self, centres: &'a [&str], visit: &'a Visit) -> impl Iterator<Item = &'a Row> {
        self.centres
            .iter()
            .filter(|days| centres.contains(&days.centre.as_str()))
            .flat_map(|days| &days.rows)
            .filter(move |row| covers(&row.skills, &visit.skills))
    }
}

impl CentreStarts {
    /// The times of a day at which the visit may start, ascending.
    pub fn slots(&self, day: NaiveDate, visit: &Visit) -> Vec<Slot> {
        let nth = self.from.map(|from| (day - from).num_days());
        let Some(nth) = nth.and_then(|nth| usize::try_from(nth).ok()) else {
            return Vec::new();
        };
        let able = self.rows.iter().filter(|(set, _)| covers(set, &visit.skills));
        let texts: Vec<&[u8]> = able
            .filter_map(|(_, days)| days.get(nth).map(String::as_bytes))
            .collect();
        let mut slots = Vec::new();
        for place in 0..texts.iter().map(|text| text.len()).max().unwrap_or_default() {
            let room = |text: &&[u8]| text.get(place).is_some_and(|sign| longest(*sign) >= visit.units);
            if texts.iter().any(room) {
                slots.push(Slot::new(&self.centre, day, self.first + place as u32));
            }
        }
        slots
    }
}

impl Slot {
    /// The time that starts with this unit of a day.
    pub fn new(centre: &str, day: NaiveDate, unit: u32) -> Self {
        Self {
            centre: centre.into(),
            starts_at: date::instant(day, unit * 5),
        }
    }
}

fn covers(set: &[String], skills: &[&str]) -> bool {
    skills.iter().all(|skill| set.iter().any(|known| known == skill))
}

fn longest(sign: u8) -> u32 {
    char::from(sign).to_digit(36).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const AUSWEIS: &[&str] = &["ausweis"];
    const BOTH: &[&str] = &["melden", "ausweis"];

    fn row(skills: &[&str], longest: &str, first: [&str; 4]) -> Row {
        Row {
            skills: skills.iter().map(|&skill| skill.into()).collect(),
            longest: longest.into(),
            first: first.map(|text| FirstStarts::from_text(text).unwrap()),
        }
    }

    /// From a Monday on: Harburg full, with room for 3, for 24, and not open yet; Süderelbe with room for 10 on the first day.
    fn availability() -> Availability {
        let days = |centre: &str, rows| CentreDays {
            centre: centre.into(),
            until: date::date_of("2026-12-02"),
            next_opens: "2026-11-30T07:23:00+01:00".into(),
            rows,
        };
        Availability {
            from: date::date_of("2026-11-30"),
            written: Moment::default(),
            centres: vec![
                days(
                    "harburg",
                    vec![
                        row(AUSWEIS, "03o.", ["", "0ag30i8o", "0d0o", ""]),
                        row(BOTH, "-02.", ["", "0i82", "", ""]),
                    ],
                ),
                days("suederelbe", vec![row(AUSWEIS, "a--.", ["030a", "", "", ""])]),
            ],
        }
    }

    #[test]
    fn a_day_is_free_when_the_visit_fits_at_a_counter_with_all_its_skills() {
        let harburg = &["harburg"][..];
        let cases = [
            (harburg, AUSWEIS, 3, &["2026-12-01", "2026-12-02"][..]),
            (harburg, AUSWEIS, 4, &["2026-12-02"]),
            (harburg, BOTH, 2, &["2026-12-02"]),
            (
                &["harburg", "suederelbe"],
                AUSWEIS,
                10,
                &["2026-11-30", "2026-12-02"],
            ),
            (harburg, AUSWEIS, 25, &[]),
            (&["nowhere"], AUSWEIS, 1, &[]),
        ];
        for (centres, skills, units, expected) in cases {
            let days: Vec<String> = availability()
                .days(
                    centres,
                    &Visit {
                        skills: skills.to_vec(),
                        units,
                    },
                )
                .into_iter()
                .map(date::wire)
                .collect();
            assert_eq!(days, expected, "{centres:?} {skills:?} {units}");
        }
    }

    #[test]
    fn a_day_that_is_not_free_says_why() {
        let visit = &Visit {
            skills: AUSWEIS.to_vec(),
            units: 4,
        };
        for (centres, expected) in [
            (&["harburg"][..], [Day::Full, Day::Full, Day::Free, Day::NotYet]),
            (
                &["suederelbe"],
                [Day::Free, Day::Closed, Day::Closed, Day::NotYet],
            ),
            (
                &["harburg", "suederelbe"],
                [Day::Free, Day::Full, Day::Free, Day::NotYet],
            ),
            (&[], [Day::Closed; 4]),
        ] {
            let days = [0, 1, 2, 3].map(|nth| availability().day(centres, visit, nth));
            assert_eq!(days, expected, "{centres:?}");
        }
        let opening = |day| {
            availability()
                .opening("harburg", date::date_of(day)?)
                .map(|(day, _)| date::wire(day))
        };
        assert_eq!(opening("2026-12-03").as_deref(), Some("2026-11-30"));
        assert_eq!(opening("2026-12-05").as_deref(), Some("2026-12-02"));
        assert_eq!(opening("2026-12-02"), None);
    }

    #[test]
    fn the_first_time_is_the_earliest_of_all_centres_and_kinds() {
        let (all, harburg) = (&["harburg", "suederelbe"][..], &["harburg"][..]);
        for (centres, skills, units, wish, expected) in [
            (
                all,
                AUSWEIS,
                3,
                Wish::Today,
                Some(("suederelbe", "2026-11-30T09:00:00+01:00")),
            ),
            (harburg, AUSWEIS, 3, Wish::Today, None),
            (
                all,
                AUSWEIS,
                3,
                Wish::FromTomorrow,
                Some(("harburg", "2026-12-01T07:20:00+01:00")),
            ),
            (
                all,
                AUSWEIS,
                4,
                Wish::FromTomorrow,
                Some(("harburg", "2026-12-02T06:40:00+01:00")),
            ),
            (
                all,
                BOTH,
                2,
                Wish::FromTomorrow,
                Some(("harburg", "2026-12-02T06:40:00+01:00")),
            ),
            (
                all,
                AUSWEIS,
                1,
                Wish::Late,
                Some(("harburg", "2026-12-01T15:00:00+01:00")),
            ),
            (all, AUSWEIS, 1, Wish::Saturday, None),
            (all, AUSWEIS, 25, Wish::FromTomorrow, None),
        ] {
            let expected = expected.map(|(centre, starts_at)| Slot {
                centre: centre.into(),
                starts_at: starts_at.into(),
            });
            let found = availability().first(
                centres,
                &Visit {
                    skills: skills.to_vec(),
                    units,
                },
                wish,
            );
            assert_eq!(found, expected, "{centres:?} {skills:?} {units} {wish:?}");
        }
    }

    #[test]
    fn a_centre_s_starts_are_those_of_any_counter_that_can_do_it_all() {
        let starts = CentreStarts {
            centre: "harburg".into(),
            from: date::date_of("2026-11-30"),
            written: Moment::default(),
            first: 84,
            rows: vec![
                (vec!["ausweis".into()], vec!["".into(), "0321".into()]),
                (
                    vec!["ausweis".into(), "melden".into()],
                    vec!["".into(), "00004".into()],
                ),
            ],
        };
        let clocks = |day: &str, skills: &[&'static str], units| -> Vec<String> {
            let slots = starts.slots(
                date::date_of(day).unwrap(),
                &Visit {
                    skills: skills.to_vec(),
                    units,
                },
            );
            slots
                .iter()
                .map(|slot| date::clock_of(&slot.starts_at).to_owned())
                .collect()
        };
        assert_eq!(clocks("2026-12-01", AUSWEIS, 2), ["07:05", "07:10", "07:20"]);
        assert_eq!(clocks("2026-12-01", BOTH, 2), ["07:20"]);
        for (day, units) in [
            ("2026-11-30", 1),
            ("2026-11-29", 1),
            ("2027-12-01", 1),
            ("2026-12-01", 5),
        ] {
            assert!(clocks(day, AUSWEIS, units).is_empty(), "{day} {units}");
        }
    }
}
