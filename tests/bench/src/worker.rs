//! The built Worker on workerd, through `xtask/runtime.mjs`, as production runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// The secret that tokens and challenges come from.
pub const KEYS: &str = "k1:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// What the kernel counts processor time in: a hundred a second, on Linux for ever.
const TICK: Duration = Duration::from_millis(10);

/// A running Worker.
pub struct Worker {
    /// `127.0.0.1:port`.
    pub address: String,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    metered: Arc<Mutex<Metered>>,
    pid: u32,
    child: Child,
}

/// What the database has done, as the Worker logs it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Metered {
    /// Batches.
    pub round_trips: u64,
    /// Statements in them.
    pub statements: u64,
    /// Rows that they have read.
    pub rows_read: u64,
    /// Rows that they have written, entries of indexes included.
    pub rows_written: u64,
}

/// A folder of the project.
#[must_use]
pub fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

impl Worker {
    /// Starts it with the database in `data` and its mails going to `post`; `metered` makes it log what the database does.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start(data: &Path, post: &str, metered: bool) -> Self {
        let node = std::env::var("HAMBURG_TERMIN_NODE").unwrap_or_else(|_| "node".to_owned());
        let mut command = Command::new(node);
        command
            .current_dir(folder(""))
            .args(["xtask/runtime.mjs", "--no-assets", "--persist"])
            .arg(data);
        let meter = if metered { "on" } else { "off" };
        for (name, value) in [
            ("KEYS", KEYS),
            ("OPERATOR_KEY", "the operator of a city that is measured"),
            ("SMTP", post),
            ("SMTP_SECURITY", "off"),
            ("METER_DATABASE", meter),
        ] {
            command.args(["--var", &format!("{name}={value}")]);
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node starts: run `cargo xtask bench`, which sets HAMBURG_TERMIN_NODE");
        let counted = Arc::<Mutex<Metered>>::default();
        let mut errors = BufReader::new(child.stderr.take().expect("piped")).lines();
        let counting = counted.clone();
        tokio::spawn(async move {
            while let Ok(Some(line)) = errors.next_line().await {
                if !line.starts_with("log:") {
                    eprintln!("{line}");
                }
                counting
                    .lock()
                    .expect("nobody panics while counting")
                    .count(&line);
            }
        });
        let mut output = BufReader::new(child.stdout.take().expect("piped")).lines();
        let first = output.next_line().await.expect("it speaks");
        let ready: Value = serde_json::from_str(&first.expect("it starts")).expect("JSON");
        let address = ready["ready"].as_str().expect("an address");
        Self {
            address: address.trim_start_matches("http://").to_owned(),
            input: child.stdin.take().expect("piped"),
            output,
            metered: counted,
            pid: workerd_of(child.id().expect("it runs")).expect("workerd runs"),
            child,
        }
    }

    /// Runs a script in one transaction.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn script(&mut self, script: &str) {
        self.ask(&json!({ "script": script })).await;
    }

    /// The only number of a query's only row.
    ///
    /// # Panics
    /// When there is none.
    pub async fn number(&mut self, sql: &str) -> i64 {
        let answer = self.ask(&json!({ "sql": sql })).await;
        let row = answer["rows"][0].as_object().expect("one row");
        row.values().next().and_then(Value::as_i64).expect("one number")
    }

    async fn ask(&mut self, command: &Value) -> Value {
        let line = format!("{command}\n");
        self.input.write_all(line.as_bytes()).await.expect("it listens");
        let answer = self
            .output
            .next_line()
            .await
            .expect("it speaks")
            .expect("it lives");
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        assert!(answer.get("error").is_none(), "{answer}");
        answer
    }

    /// Waits until no mail is under way and nothing is logged any more.
    pub async fn settle(&mut self) {
        let queued = "SELECT count(*) FROM outbox WHERE status = 'queued' AND kind <> 'reminder'";
        for _ in 0..200 {
            if self.number(queued).await == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    /// What the database has done since this was last asked.
    ///
    /// # Panics
    /// Never.
    #[must_use]
    pub fn metered(&self) -> Metered {
        std::mem::take(&mut *self.metered.lock().expect("nobody panics while counting"))
    }

    /// Processor time that workerd has had so far, in user and system mode.
    ///
    /// # Panics
    /// When workerd has ended.
    #[must_use]
    pub fn processor_time(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.pid)).expect("workerd runs");
        // The name, in brackets, may have anything in it; what follows begins with the third field.
        let (_, rest) = stat.rsplit_once(") ").expect("a name in brackets");
        let ticks = rest.split(' ').skip(11).take(2);
        let ticks: u32 = ticks.map(|field| field.parse::<u32>().expect("a number")).sum();
        TICK * ticks
    }

    /// Ends it.
    pub async fn stop(self) {
        let Self { input, mut child, .. } = self;
        drop(input);
        // It ends when its standard input closes; dropping kills what does not.
        drop(tokio::time::timeout(Duration::from_secs(5), child.wait()).await);
    }
}

impl Metered {
    /// Adds what more was done.
    pub const fn add(&mut self, more: Self) {
        self.round_trips += more.round_trips;
        self.statements += more.statements;
        self.rows_read += more.rows_read;
        self.rows_written += more.rows_written;
    }

    /// Takes up a line such as `log: {"message":"database","statements":4,…}`.
    fn count(&mut self, line: &str) {
        let Some(json) = line.find('{').and_then(|start| line.get(start..)) else {
            return;
        };
        let Ok(Value::Object(fields)) = serde_json::from_str(json) else {
            return;
        };
        let field = |name: &str| fields.get(name).and_then(Value::as_u64).unwrap_or(0);
        if fields.contains_key("rows_read") {
            self.round_trips += 1;
            self.statements += field("statements");
            self.rows_read += field("rows_read");
            self.rows_written += field("rows_written");
        }
    }
}

/// The workerd that a process has started, directly or through others.
fn workerd_of(parent: u32) -> Option<u32> {
    let children = fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).ok()?;
    children.split_whitespace().find_map(|child| {
        let child = child.parse().ok()?;
        let name = fs::read_to_string(format!("/proc/{child}/comm")).ok()?;
        if name.trim() == "workerd" {
            Some(child)
        } else {
            workerd_of(child)
        }
    })
}
