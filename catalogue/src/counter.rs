//! The counters of a centre.

use booking::Centre;
use booking::plan::Counter;

use crate::file;
use crate::problem::Problem;
use crate::source::Source;

const MOST_COUNTERS: u8 = 64;

/// Reads a centre's counters, by number.
pub fn check(
    source: &Source,
    file: &file::Centre,
    centre: &Centre,
    problems: &mut Vec<Problem>,
) -> Vec<Counter> {
    let mut found: Vec<Counter> = Vec::new();
    for group in &file.counters {
        let written = group.get_ref();
        for skill in &written.skills {
            if !centre
                .skills
                .iter()
                .any(|known| known.as_str() == skill.get_ref())
            {
                problems.push(source.problem(
                    skill.span(),
                    format!(
                        "counters with skill \"{}\", which the centre does not name",
                        skill.get_ref()
                    ),
                    "Correct it, or add it at the end of the centre's skills.",
                ));
            }
        }
        let named: Vec<_> = written
            .skills
            .iter()
            .map(|skill| skill.get_ref().as_str().into())
            .collect();
        let skills = centre.skill_set(&named).unwrap_or_default();
        if named.is_empty() || written.numbers.is_empty() {
            problems.push(source.problem(
                group.span(),
                "counters without numbers or without skills",
                "Say which counters, and what can be done there.",
            ));
        }
        for number in &written.numbers {
            let n = *number.get_ref();
            if !(1..=MOST_COUNTERS).contains(&n) || found.iter().any(|counter| counter.number == n) {
                problems.push(source.problem(
                    number.span(),
                    format!("counter {n} is there twice or not between 1 and {MOST_COUNTERS}"),
                    "Give each counter a number of its own.",
                ));
            }
            found.push(Counter { number: n, skills });
        }
    }
    for closed in file
        .closures
        .iter()
        .filter_map(|closure| closure.get_ref().counter.as_ref())
    {
        if !found.iter().any(|counter| counter.number == *closed.get_ref()) {
            problems.push(source.problem(
                closed.span(),
                format!("a closure of counter {}, which is not there", closed.get_ref()),
                "Use a number from [[counters]].",
            ));
        }
    }
    found.sort_by_key(|counter| counter.number);
    found
}
