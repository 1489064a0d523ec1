//! The figures as tables in Markdown.

use std::fmt::Write;

use crate::city::City;
use crate::load::Outcome;
use crate::phases::{COUNTED, Counted, Phase};
use crate::stopwatch::now;
use crate::worker::Metered;

/// Which machine this is, when, and how much else it has to do.
#[must_use]
pub fn machine() -> String {
    let read = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
    let processor = read("/proc/cpuinfo");
    let model = processor.lines().find_map(|line| line.strip_prefix("model name"));
    let model = model.map_or("a processor without a name", |rest| {
        rest.trim_start_matches(['\t', ':', ' '])
    });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or_default();
    format!(
        "{cores} × {model}, {}, load {load} at the start",
        now().to_rfc3339()
    )
}

/// What a city is called in a heading.
#[must_use]
pub fn heading(city: &City) -> String {
    let centres = city.catalogue.centres.len();
    let plural = if centres == 1 { "centre" } else { "centres" };
    format!(
        "{centres} {plural}, {} % full ({} appointments)",
        city.percent, city.visits
    )
}

/// All of a city: what it took under load, and what the database did.
#[must_use]
pub fn city(phases: &[Phase], counted: &[Counted]) -> String {
    let ping = phases.first();
    let pace = ping.map_or(1.0, |ping| ping.outcome.per_second(ping.status));
    let mut table = String::from(
        "| | a second | of ping | ms of processor | p50 ms | p99 ms | round trips | statements | rows read | written |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for Phase {
        name,
        status,
        outcome,
    } in phases
    {
        let per_second = outcome.per_second(*status);
        let kind = name
            .split(", different")
            .next()
            .unwrap_or(name)
            .split(", one")
            .next();
        let database = counted.iter().find(|counted| Some(counted.name) == kind);
        let others = others(&[*status], outcome);
        // Writing to a String cannot fail.
        let _ = writeln!(
            table,
            "| {name}{others} | {per_second:.0} | {:.2} | {:.2} | {:.1} | {:.1} | {} |",
            per_second / pace,
            outcome.processor_ms(*status),
            outcome.percentile_ms(50),
            outcome.percentile_ms(99),
            database.map_or_else(|| " | | | ".to_owned(), |counted| row(&counted.metered)),
        );
    }
    table
}

/// Several cities side by side: processor time and rows of each kind of request.
#[must_use]
pub fn growth(cities: &[(String, Vec<Phase>, Vec<Counted>)]) -> String {
    let mut table = String::from("| ms of processor; rows read / written |");
    for (heading, _, _) in cities {
        let _ = write!(table, " {heading} |");
    }
    table.push_str("\n|---|");
    table.push_str(&"--:|".repeat(cities.len()));
    table.push('\n');
    let names = cities.first().map_or(&[][..], |(_, phases, _)| phases);
    for (index, Phase { name, status, .. }) in names.iter().enumerate() {
        let _ = write!(table, "| {name} |");
        for (_, phases, counted) in cities {
            let kind = name.split(", different").next().unwrap_or(name);
            let database = counted.iter().find(|counted| counted.name == kind);
            let rows = database.map_or_else(String::new, |counted| {
                let each = |sum: u64| sum.div_ceil(COUNTED as u64);
                format!(
                    "; {} / {}",
                    each(counted.metered.rows_read),
                    each(counted.metered.rows_written)
                )
            });
            let processor = phases
                .get(index)
                .map_or(0.0, |phase| phase.outcome.processor_ms(*status));
            let _ = write!(table, " {processor:.2}{rows} |");
        }
        table.push('\n');
    }
    table
}

/// Rushes at one slot each.
#[must_use]
pub fn rushes(rushes: &[(u32, Outcome)]) -> String {
    let mut table = String::from(
        "| room for | won | refused | in all s | a second | ms of processor | p50 ms | p99 ms |\n\
         |--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for (room, outcome) in rushes {
        let (won, refused) = (outcome.with(201), outcome.with(409));
        let all = outcome.count();
        let _ = writeln!(
            table,
            "| {room} | {won} | {refused}{} | {:.1} | {:.0} | {:.2} | {:.0} | {:.0} |",
            others(&[201, 409], outcome),
            outcome.wall.as_secs_f64(),
            f64::from(all) / outcome.wall.as_secs_f64(),
            outcome.processor.as_secs_f64() * 1000.0 / f64::from(all.max(1)),
            outcome.percentile_ms(50),
            outcome.percentile_ms(99),
        );
    }
    table
}

fn row(metered: &Metered) -> String {
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let each = |sum: u64| sum as f64 / COUNTED as f64;
    format!(
        "{:.1} | {:.1} | {:.0} | {:.0}",
        each(metered.round_trips),
        each(metered.statements),
        each(metered.rows_read),
        each(metered.rows_written)
    )
}

/// Answers other than the wanted ones, by status.
fn others(wanted: &[u16], outcome: &Outcome) -> String {
    let others = outcome
        .by_status
        .iter()
        .filter(|(found, _)| !wanted.contains(found));
    let others: Vec<String> = others
        .map(|(found, count)| format!("{count} × {found}"))
        .collect();
    if others.is_empty() {
        String::new()
    } else {
        format!(" (beside {})", others.join(", "))
    }
}
