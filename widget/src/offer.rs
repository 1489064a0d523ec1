//! What is free: the city's days from the availability text, and a free time.

use chrono::NaiveDate;

use crate::date;

/// The longest visit of each day, by centre and kind of counter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Availability {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// By centre.
    pub centres: Vec<CentreDays>,
}

/// One centre's days.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CentreDays {
    /// The centre's id.
    pub centre: String,
    /// What a kind of counter can do, and for each day one character: the longest visit in units, `0`-`9` then
    /// `a` = 10 to `o` = 24.
    pub skill_sets: Vec<(Vec<String>, String)>,
}

/// A free time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The centre's id.
    pub centre: String,
    /// RFC 3339 with Berlin's offset.
    pub starts_at: String,
    /// RFC 3339 with Berlin's offset.
    pub ends_at: String,
}

impl Availability {
    /// The days with room for `units` at a counter that has all these `skills`, in one of `centres`; ascending.
    pub fn days(&self, centres: &[&str], skills: &[&str], units: u32) -> Vec<NaiveDate> {
        let rows: Vec<&str> = self
            .centres
            .iter()
            .filter(|days| centres.contains(&days.centre.as_str()))
            .flat_map(|days| &days.skill_sets)
            .filter(|(set, _)| covers(set, skills))
            .map(|(_, longest)| longest.as_str())
            .collect();
        let Some(from) = self.from else { return Vec::new() };
        let length = rows.iter().map(|row| row.len()).max().unwrap_or_default();
        (0..length)
            .filter(|&day| {
                rows.iter().any(|row| {
                    row.as_bytes()
                        .get(day)
                        .is_some_and(|&sign| longest(sign) >= units)
                })
            })
            .filter_map(|day| date::later(from, day))
            .collect()
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

    fn availability() -> Availability {
        let days = |centre: &str, sets: &[(&[&str], &str)]| CentreDays {
            centre: centre.into(),
            skill_sets: sets
                .iter()
                .map(|(set, row)| (set.iter().map(|&skill| skill.into()).collect(), (*row).into()))
                .collect(),
        };
        Availability {
            from: date::date_of("2026-11-30"),
            centres: vec![
                days(
                    "harburg",
                    &[(&["ausweis"], "03o0"), (&["ausweis", "melden"], "0020")],
                ),
                days("suederelbe", &[(&["ausweis"], "a000")]),
            ],
        }
    }

    #[test]
    fn a_day_is_free_when_the_visit_fits_at_a_counter_with_all_its_skills() {
        let (harburg, ausweis) = (&["harburg"][..], &["ausweis"][..]);
        let cases = [
            (harburg, ausweis, 3, &["2026-12-01", "2026-12-02"][..]),
            (harburg, ausweis, 4, &["2026-12-02"]),
            (harburg, &["melden", "ausweis"], 2, &["2026-12-02"]),
            (harburg, &["melden"], 2, &["2026-12-02"]),
            (
                &["harburg", "suederelbe"],
                ausweis,
                10,
                &["2026-11-30", "2026-12-02"],
            ),
            (harburg, ausweis, 25, &[]),
            (&["nowhere"], ausweis, 1, &[]),
        ];
        for (centres, skills, units, expected) in cases {
            let days: Vec<String> = availability()
                .days(centres, skills, units)
                .into_iter()
                .map(date::wire)
                .collect();
            assert_eq!(days, expected, "{centres:?} {skills:?} {units}");
        }
    }
}
