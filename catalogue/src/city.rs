//! What holds in the whole city, and the order in which things are shown.

use std::collections::BTreeSet;

use booking::deadline::LEAST_LEAD_MINUTES;
use booking::id::SkillId;
use booking::plan::Closure;
use booking::share::Shares;
use toml::Spanned;

use crate::closure;
use crate::file;
use crate::origin::check_provenance;
use crate::problem::Problem;
use crate::source::Source;

const MOST_SHARES_PERCENT: u16 = 50;

/// `city.toml`, checked.
pub struct City {
    /// See [`file::City`].
    pub lead_minutes: u16,
    /// See [`file::City`].
    pub horizon_days: u16,
    /// See [`file::City`].
    pub shares: Shares,
    /// Closures of all centres.
    pub closures: Vec<Closure>,
    skills: BTreeSet<String>,
}

impl City {
    /// Checks what `city.toml` says by itself.
    pub fn check(source: &Source, file: &file::City, problems: &mut Vec<Problem>) -> Self {
        let mut facts = vec!["lead_minutes", "horizon_days", "skills"];
        facts.extend(file.shares.as_ref().map(|_| "shares"));
        check_provenance(source, &file.provenance, &facts, problems);
        for counter in file
            .closures
            .iter()
            .filter_map(|closure| closure.get_ref().counter.as_ref())
        {
            problems.push(source.problem(
                counter.span(),
                "a closure of the whole city names a counter",
                "Leave the counter out, or move the closure into the centre's file.",
            ));
        }
        for (skill, _) in file
            .skills
            .iter()
            .filter(|(_, meaning)| meaning.trim().is_empty())
        {
            problems.push(source.problem(
                skill.span(),
                format!("skill {} has no meaning", skill.get_ref()),
                "Say what a counter needs for it.",
            ));
        }
        Self {
            lead_minutes: check_lead(source, &file.lead_minutes, problems),
            horizon_days: file.horizon_days,
            shares: check_shares(source, file.shares.as_ref(), problems).unwrap_or_default(),
            closures: closure::check(source, &file.closures, problems),
            skills: file.skills.keys().map(|skill| skill.get_ref().clone()).collect(),
        }
    }

    /// The skills named, each known and named once.
    pub fn skills(
        &self,
        source: &Source,
        named: &[Spanned<String>],
        problems: &mut Vec<Problem>,
    ) -> Vec<SkillId> {
        let mut skills: Vec<SkillId> = Vec::new();
        for skill in named {
            let text = skill.get_ref();
            if !self.skills.contains(text) {
                problems.push(source.problem(
                    skill.span(),
                    format!("unknown skill \"{text}\""),
                    "Correct it, or say below [skills] in city.toml what it means.",
                ));
            } else if skills.iter().any(|known| known.as_str() == text) {
                problems.push(source.problem(
                    skill.span(),
                    format!("skill {text} is named twice"),
                    "Name it once.",
                ));
            }
            skills.push(SkillId::from(text.as_str()));
        }
        skills
    }
}

/// Brings things into the order of a list in `city.toml`, which must name each of them once.
pub fn in_order<T>(
    source: &Source,
    order: &Spanned<Vec<Spanned<String>>>,
    folder: &str,
    mut things: Vec<T>,
    id: impl Fn(&T) -> &str,
    problems: &mut Vec<Problem>,
) -> Vec<T> {
    let mut ordered = Vec::with_capacity(things.len());
    for named in order.get_ref() {
        match things.iter().position(|thing| id(thing) == named.get_ref()) {
            Some(index) => ordered.push(things.remove(index)),
            None => problems.push(source.problem(
                named.span(),
                format!(
                    "{folder} names \"{}\" twice, or no file has this id",
                    named.get_ref()
                ),
                format!("Remove it, or add the file below {folder}/."),
            )),
        }
    }
    for thing in &things {
        problems.push(source.problem(
            order.span(),
            format!("{folder} leaves out \"{}\"", id(thing)),
            "Add it where it shall be shown.",
        ));
    }
    ordered
}

/// With less lead time, reservations would lapse before anybody has typed a name.
pub fn check_lead(source: &Source, minutes: &Spanned<u16>, problems: &mut Vec<Problem>) -> u16 {
    if *minutes.get_ref() < LEAST_LEAD_MINUTES {
        problems.push(source.problem(
            minutes.span(),
            format!("a lead time of {} minutes", minutes.get_ref()),
            format!("Write {LEAST_LEAD_MINUTES} or more: the time to type and to confirm lies in it."),
        ));
    }
    *minutes.get_ref()
}

/// Whoever keeps back more than half leaves the many online to compete for the rest.
pub fn check_shares(
    source: &Source,
    shares: Option<&Spanned<Shares>>,
    problems: &mut Vec<Problem>,
) -> Option<Shares> {
    let written = shares?;
    let shares = *written.get_ref();
    let together = u16::from(shares.phone_percent) + u16::from(shares.short_notice_percent);
    if together > MOST_SHARES_PERCENT {
        problems.push(source.problem(
            written.span(),
            format!("shares of {together} % together"),
            format!("Keep back {MOST_SHARES_PERCENT} % at most, phone and short notice together."),
        ));
    }
    Some(shares)
}
