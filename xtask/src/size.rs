//! `cargo xtask size`: what a visitor downloads until the first step is usable, and what that may weigh.

use std::fs;
use std::path::PathBuf;

use brotli::enc::BrotliEncoderParams;

use crate::failure::{Doing, Failure, Result};
use crate::progress::{Line, Progress};
use crate::{artefacts, process, project, tools};

/// What is downloaded, and the most bytes it may have as brotli 11.
const BUDGET: [(Download, usize); 3] = [
    (Download::File("dist/edge/v1/termin.js"), 8_300),
    (Download::File("dist/edge/v1/termin_bg.wasm"), 47_000),
    (Download::Answer("/api/v1/catalogue?brief=true&lang=de"), 4_000),
];

/// The most bytes of all of it.
const TOTAL: usize = 59_000;

/// What is fetched while the person reads the first step, and the most bytes it may have.
const AFTERWARDS: (Download, usize) = (Download::File("dist/edge/v1/termin_later.wasm"), 46_500);

/// How many steps [`measure`] takes.
pub const STEPS: usize = 1;

/// Something a browser fetches.
#[derive(Clone, Copy)]
enum Download {
    /// A file of the build.
    File(&'static str),
    /// What a fresh city answers at this address.
    Answer(&'static str),
}

/// A download, and how large it is.
struct Weight {
    name: &'static str,
    raw: usize,
    brotli: usize,
    budget: usize,
}

/// Builds, measures, and holds the figures against the budget.
pub fn run(progress: &mut Progress) -> Result<()> {
    artefacts::build_widget(progress, artefacts::Optimisation::Full)?;
    measure(progress)
}

/// Measures what is built; the table is printed, and a sentence names what is over its budget.
pub fn measure(progress: &mut Progress) -> Result<()> {
    let (weights, afterwards) = progress.step("size", |line| {
        let weigh = |(download, budget): &(Download, usize)| weigh(line, *download, *budget);
        let weights = BUDGET.iter().map(weigh).collect::<Result<Vec<Weight>>>()?;
        Ok((weights, weigh(&AFTERWARDS)?))
    })?;
    println!("\n{}", table(&weights, &afterwards));
    match over(&weights, &afterwards) {
        Some(sentence) => Err(Failure::told(sentence)),
        None => Ok(()),
    }
}

fn weigh(line: &Line, download: Download, budget: usize) -> Result<Weight> {
    let (name, file) = match download {
        Download::File(path) => (path, project::path(path)),
        Download::Answer(address) => (address, answer(line, address)?),
    };
    let bytes = fs::read(&file).doing(format_args!("read {}", project::shown(&file)))?;
    Ok(Weight {
        name,
        raw: bytes.len(),
        brotli: compressed(&bytes)?,
        budget,
    })
}

/// Asks a city of the real catalogue, natively, without a server that anybody has to start.
fn answer(line: &Line, address: &str) -> Result<PathBuf> {
    let file = project::path("target/xtask/answer.json");
    let mut ask = tools::cargo();
    ask.args([
        "run",
        "--quiet",
        "-p",
        "tests",
        "--example",
        "answer",
        "--",
        address,
    ]);
    process::run(line, "answer", ask.arg(&file))?;
    Ok(file)
}

fn compressed(bytes: &[u8]) -> Result<usize> {
    let settings = BrotliEncoderParams {
        quality: 11,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    let mut rest = bytes;
    brotli::BrotliCompress(&mut rest, &mut out, &settings).doing("compress")
}

fn table(weights: &[Weight], afterwards: &Weight) -> String {
    let row = |name: &str, raw: usize, brotli: usize, budget: usize| {
        format!("{name:<40} {raw:>9} {brotli:>9} {budget:>9}\n")
    };
    let mut table = format!("{:<40} {:>9} {:>9} {:>9}\n", "bytes", "raw", "brotli", "budget");
    for weight in weights {
        table += &row(weight.name, weight.raw, weight.brotli, weight.budget);
    }
    let (raw, brotli) = total(weights);
    table += &row("until the first step is usable", raw, brotli, TOTAL);
    table
        + &row(
            afterwards.name,
            afterwards.raw,
            afterwards.brotli,
            afterwards.budget,
        )
}

fn total(weights: &[Weight]) -> (usize, usize) {
    let sum = |of: fn(&Weight) -> usize| weights.iter().map(of).sum();
    (sum(|weight| weight.raw), sum(|weight| weight.brotli))
}

/// Which download is too large and by how much, and what to do.
fn over(weights: &[Weight], afterwards: &Weight) -> Option<String> {
    let all = [("all of it together", total(weights).1, TOTAL)];
    let each = weights
        .iter()
        .chain([afterwards])
        .map(|weight| (weight.name, weight.brotli, weight.budget));
    let sentences: Vec<String> = each
        .chain(all)
        .filter(|(_, brotli, budget)| brotli > budget)
        .map(|(name, brotli, budget)| {
            format!("{name} is {} bytes over its budget of {budget}.", brotli - budget)
        })
        .collect();
    let todo =
        "Make it smaller, or raise the budget in xtask/src/size.rs and say why in docs/performance.md.";
    (!sentences.is_empty()).then(|| format!("{}\n{todo}", sentences.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(brotli: usize, budget: usize) -> Weight {
        Weight {
            name: "termin.js",
            raw: 1,
            brotli,
            budget,
        }
    }

    #[test]
    fn what_is_over_its_budget_is_named_with_how_much() {
        assert_eq!(over(&[weight(100, 100)], &weight(100, 100)), None);
        let sentence = over(&[weight(107, 100)], &weight(100, 100)).unwrap();
        assert!(
            sentence.starts_with("termin.js is 7 bytes over its budget of 100."),
            "{sentence}"
        );
        let sentence = over(&[weight(TOTAL + 1, TOTAL + 1)], &weight(100, 100)).unwrap();
        assert!(
            sentence.starts_with("all of it together is 1 bytes over"),
            "{sentence}"
        );
    }
}
