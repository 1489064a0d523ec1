//! What is happening, how far we are, how long it takes.

use std::cell::{Cell, RefCell};
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::failure::Result;

/// Without a terminal a long step says this often that it is still alive.
const HEARTBEAT: Duration = Duration::from_secs(30);
const WIDTH: usize = 110;

/// The steps of one command.
pub struct Progress {
    total: usize,
    done: Vec<(String, Duration)>,
}

/// The line of the step that is running.
pub struct Line {
    heading: String,
    started: Instant,
    shown: Cell<Option<Instant>>,
    note: RefCell<String>,
}

impl Progress {
    /// A command of so many steps.
    pub fn new(total: usize) -> Self {
        Self {
            total,
            done: Vec::new(),
        }
    }

    /// Does one step and says how long it took.
    pub fn step<T>(&mut self, name: &str, work: impl FnOnce(&Line) -> Result<T>) -> Result<T> {
        let line = Line {
            heading: format!("[{:>2}/{}] {name}", self.done.len() + 1, self.total),
            started: now(),
            shown: Cell::new(None),
            note: RefCell::default(),
        };
        let result = work(&line);
        let taken = line.started.elapsed();
        line.clear();
        match &result {
            Ok(_) => println!(
                "{:<44} {:>6.1} s  {}",
                line.heading,
                taken.as_secs_f32(),
                line.note.borrow()
            ),
            Err(_) => println!(
                "{:<44} {:>6.1} s  did not end well",
                line.heading,
                taken.as_secs_f32()
            ),
        }
        self.done.push((name.to_owned(), taken));
        result
    }

    /// All steps and their times, as a table.
    pub fn table(&self) -> String {
        let row = |(name, taken): &(String, Duration)| format!("{name:<40} {:>7.1} s\n", taken.as_secs_f32());
        let sum = (
            "in all".to_owned(),
            self.done.iter().map(|(_, taken)| *taken).sum(),
        );
        self.done.iter().chain([&sum]).map(row).collect()
    }

    /// How many steps are behind us.
    pub fn count(&self) -> usize {
        self.done.len()
    }
}

impl Line {
    /// A word that stays beside the finished step.
    pub fn note(&self, note: impl Into<String>) {
        *self.note.borrow_mut() = note.into();
    }

    /// Shows how the step is getting on: at once on a terminal, now and then in a log.
    pub fn show(&self, latest: impl FnOnce() -> String) {
        let terminal = std::io::stdout().is_terminal();
        let pace = if terminal {
            Duration::from_millis(200)
        } else {
            HEARTBEAT
        };
        if self.shown.get().unwrap_or(self.started).elapsed() < pace {
            return;
        }
        self.shown.set(Some(now()));
        let text = format!(
            "{} … {} s  {}",
            self.heading,
            self.started.elapsed().as_secs(),
            latest().trim()
        );
        let text: String = text
            .chars()
            .filter(|character| !character.is_control())
            .take(WIDTH)
            .collect();
        if terminal {
            print!("\r\x1b[K{text}");
            let _ = std::io::stdout().flush();
        } else {
            println!("{text}");
        }
    }

    fn clear(&self) {
        if self.shown.get().is_some() && std::io::stdout().is_terminal() {
            print!("\r\x1b[K");
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the commands are part of the shell: they measure how long a step takes"
)]
fn now() -> Instant {
    Instant::now()
}
