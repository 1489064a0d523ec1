//! A city as it is on a usual morning: the next days nearly full, the last ones nearly empty.

use bench::days::{fill, open, row};
use bench::dice::Dice;
use booking::{Catalogue, Day, Instant};
use chrono::Days;

/// How full a day is, in percent, by how many days it is ahead: ours, after the reports of the past years.
const PROFILE: [(u64, u32); 7] = [
    (2, 98),
    (7, 93),
    (14, 85),
    (28, 65),
    (45, 40),
    (60, 20),
    (u64::MAX, 0),
];

/// Rows of table `day` that make every centre busy from `now` on. Their claims belong to nobody's appointment.
///
/// # Panics
/// Never: the last row of the profile is for all days.
pub fn busy_days(catalogue: &Catalogue, now: Instant) -> String {
    let mut dice = Dice::new(1);
    let mut script = String::new();
    for planned in &catalogue.centres {
        for ahead in 0..=60 {
            let mut day = Day::opened(planned, now.date() + Days::new(ahead));
            let percent = PROFILE.iter().find(|(days, _)| ahead <= *days);
            let (_, percent) = percent.expect("the last is for all");
            let units = open(&day) * percent / 100;
            fill(&mut day, units, now, &mut dice);
            script.push_str(&row(&day, now));
        }
    }
    script
}
