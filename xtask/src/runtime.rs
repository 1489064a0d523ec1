//! The Worker on workerd, run by runtime.mjs: one JSON command a line in, one answer a line out.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde_json::{Value, json};

use crate::failure::{Doing, Failure, Result};
use crate::process::Process;
use crate::stop;

/// A running Worker, migrated and listening.
pub struct Runtime {
    process: Process,
    answers: Receiver<String>,
    /// Where its output is.
    output: String,
}

impl Runtime {
    /// Starts runtime.mjs, whose output a person finds in `output`, and waits until it is ready.
    pub fn start(command: &mut Command, output: String) -> Result<Self> {
        let mut process = Process::start(command.stdin(Stdio::piped()).stdout(Stdio::piped()))?;
        let (sender, answers) = channel();
        if let Some(stdout) = process.child.stdout.take() {
            // Ends when the child closes its output.
            std::thread::spawn(move || {
                BufReader::new(stdout)
                    .lines()
                    .map_while(std::result::Result::ok)
                    .try_for_each(|line| sender.send(line))
            });
        }
        let mut runtime = Self {
            process,
            answers,
            output,
        };
        runtime.answer()?;
        Ok(runtime)
    }

    /// Runs one statement and returns its rows.
    pub fn sql(&mut self, sql: &str) -> Result<Vec<Value>> {
        let answer = self.ask(&json!({ "sql": sql }))?;
        Ok(answer["rows"].as_array().cloned().unwrap_or_default())
    }

    /// Runs many statements in one transaction.
    pub fn script(&mut self, script: &str) -> Result<()> {
        self.ask(&json!({ "script": script })).map(drop)
    }

    /// An error once the Worker has ended.
    pub fn check(&mut self) -> Result<()> {
        match self.process.ended()? {
            None => Ok(()),
            Some(status) => Err(Failure::told(format!(
                "The Worker ended ({status}); what it said is {}.",
                self.output
            ))),
        }
    }

    fn ask(&mut self, command: &Value) -> Result<Value> {
        match &mut self.process.child.stdin {
            Some(stdin) => writeln!(stdin, "{command}").doing("talk to the Worker's runtime")?,
            None => return Err(Failure::told("The Worker's runtime does not listen.")),
        }
        let answer = self.answer()?;
        match answer["error"].as_str() {
            Some(error) => Err(Failure::told(format!("The database refused: {error}"))),
            None => Ok(answer),
        }
    }

    fn answer(&mut self) -> Result<Value> {
        loop {
            match self.answers.recv_timeout(Duration::from_millis(50)) {
                Ok(line) => {
                    return serde_json::from_str(&line)
                        .doing(format_args!("understand the runtime's `{line}`"));
                }
                Err(RecvTimeoutError::Timeout) => stop::pause(Duration::ZERO)?,
                Err(RecvTimeoutError::Disconnected) => {
                    let output = &self.output;
                    return Err(Failure::told(format!(
                        "The Worker did not start, or ended; what it said is {output}."
                    )));
                }
            }
        }
    }
}
