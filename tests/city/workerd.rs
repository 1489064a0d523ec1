//! The city on workerd and D1, through `xtask/runtime.mjs`.

use std::process::Stdio;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Mutex as AsyncMutex;

use crate::runtime::folder;

pub(crate) struct Workerd {
    line: AsyncMutex<(ChildStdin, Lines<BufReader<ChildStdout>>)>,
    log: Arc<Mutex<String>>,
    /// Ends when its standard input closes, and with this value at the latest.
    _child: Child,
}

impl Workerd {
    pub(crate) async fn start(settings: &impl Fn(&str) -> Option<String>) -> (String, Self) {
        let node = std::env::var("HAMBURG_TERMIN_NODE").unwrap_or_else(|_| "node".to_owned());
        let mut command = Command::new(node);
        command
            .current_dir(folder(""))
            .args(["xtask/runtime.mjs", "--port", "0"]);
        for name in [
            "MODE",
            "BASE_URL",
            "MAIL_FROM",
            "KEYS",
            "OPERATOR_KEY",
            "CHALLENGE_MAXNUMBER",
            "PRIVACY_URL",
            "BRAKE",
            "SMTP",
            "SMTP_SECURITY",
        ] {
            let value = settings(name).expect("every setting is set");
            command.args(["--var", &format!("{name}={value}")]);
        }
        for name in [
            "BRAKE_FREE",
            "BRAKE_LIMIT",
            "TICKETS_OF_NETWORK",
            "TICKETS_OF_CITY",
        ] {
            if let Some(value) = settings(name) {
                command.args(["--var", &format!("{name}={value}")]);
            }
        }
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node starts: run `cargo xtask test`, which sets HAMBURG_TERMIN_NODE");
        let log = Arc::new(Mutex::new(String::new()));
        let mut errors = BufReader::new(child.stderr.take().expect("piped")).lines();
        let written = log.clone();
        tokio::spawn(async move {
            while let Ok(Some(line)) = errors.next_line().await {
                let mut log = written.lock().expect("nobody panics while logging");
                log.push_str(&line);
                log.push('\n');
            }
        });
        let input = child.stdin.take().expect("piped");
        let mut output = BufReader::new(child.stdout.take().expect("piped")).lines();
        let first = output.next_line().await.expect("workerd speaks");
        let Some(first) = first else {
            let log = log.lock().expect("nobody panics while logging").clone();
            panic!("workerd did not start:\n{log}");
        };
        let ready: Value = serde_json::from_str(&first).expect("JSON");
        let base = ready["ready"].as_str().expect("an address").to_owned();
        let workerd = Self {
            line: AsyncMutex::new((input, output)),
            log,
            _child: child,
        };
        (base, workerd)
    }

    pub(crate) async fn tick(&self) {
        self.ask(json!({ "scheduled": true })).await;
    }

    pub(crate) async fn rows(&self, sql: &str) -> Vec<Value> {
        let answer = self.ask(json!({ "sql": sql })).await;
        answer["rows"].as_array().cloned().unwrap_or_default()
    }

    pub(crate) async fn script(&self, sql: &str) {
        self.ask(json!({ "script": sql })).await;
    }

    pub(crate) fn log(&self) -> String {
        self.log.lock().expect("nobody panics while logging").clone()
    }

    pub(crate) async fn refused(&self, sql: &str) -> String {
        let answer = self.answer(&json!({ "script": sql })).await;
        answer["error"]
            .as_str()
            .expect("the script is refused")
            .to_owned()
    }

    async fn ask(&self, command: Value) -> Value {
        let answer = self.answer(&command).await;
        assert!(answer.get("error").is_none(), "{command}: {answer}");
        answer
    }

    async fn answer(&self, command: &Value) -> Value {
        let mut line = self.line.lock().await;
        let (input, output) = &mut *line;
        let text = format!("{command}\n");
        input.write_all(text.as_bytes()).await.expect("workerd listens");
        let answer = output
            .next_line()
            .await
            .expect("workerd speaks")
            .expect("workerd lives");
        let answer: Value = serde_json::from_str(&answer).expect("JSON");
        answer
    }
}
