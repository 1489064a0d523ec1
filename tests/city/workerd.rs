//! The city on workerd and D1, through `xtask/cities.mjs`: one Node for all cities of this program.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard};

use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::runtime::folder;

/// The settings that a city may have.
const SETTINGS: [&str; 18] = [
    "MODE",
    "BASE_URL",
    "MAIL_FROM",
    "MAIL_REPLY_TO",
    "KEYS",
    "OPERATOR_KEY",
    "CHALLENGE_MAXNUMBER",
    "PRIVACY_URL",
    "BRAKE",
    "BRAKE_FREE",
    "BRAKE_LIMIT",
    "TICKETS_OF_NETWORK",
    "TICKETS_OF_CITY",
    "MAIL_TRANSPORT",
    "SMTP",
    "SMTP_SECURITY",
    "SMTP_USER",
    "SMTP_PASSWORD",
];

/// Starts with the first city. Its standard input closes when this program ends, however it ends, and then it stops
/// everything and tidies up.
static CITIES: LazyLock<Cities> = LazyLock::new(Cities::start);

struct Cities {
    commands: Mutex<ChildStdin>,
    number: AtomicU64,
    heard: Mutex<Heard>,
}

#[derive(Default)]
struct Heard {
    /// Who waits for the answer to a command.
    waiting: HashMap<u64, oneshot::Sender<Value>>,
    /// What each city has said.
    said: HashMap<u64, String>,
    /// Node has ended: nothing is answered any more.
    over: bool,
}

impl Cities {
    fn start() -> Self {
        let node = std::env::var("HAMBURG_TERMIN_NODE").unwrap_or_else(|_| "node".to_owned());
        let mut child = Command::new(node)
            .arg("xtask/cities.mjs")
            .current_dir(folder(""))
            // Whom workerd trusts beside the usual authorities: the relays of the tests. Nothing here leaves the machine.
            .env(
                "NODE_EXTRA_CA_CERTS",
                folder("tests/relays/certificates/authority.pem"),
            )
            // Whoever ends the group that this program is in shall leave it the time to tidy up.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node starts: run `cargo xtask test`, which sets HAMBURG_TERMIN_NODE");
        let commands = child.stdin.take().expect("piped");
        let output = child.stdout.take().expect("piped");
        std::thread::spawn(move || {
            CITIES.listen(output);
            child.wait()
        });
        Self {
            commands: Mutex::new(commands),
            number: AtomicU64::new(1),
            heard: Mutex::default(),
        }
    }

    fn next(&self) -> u64 {
        self.number.fetch_add(1, Ordering::Relaxed)
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().expect("nobody panics while listening")
    }

    /// Hands over what Node says until it stops; then nobody waits any more.
    fn listen(&self, output: ChildStdout) {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let Ok(value) = serde_json::from_str::<Value>(&line) else {
                crate::figure(&line);
                continue;
            };
            let mut heard = self.heard();
            if let Some(said) = value["said"].as_str() {
                let city = value["city"].as_u64().expect("a city");
                let log = heard.said.entry(city).or_default();
                log.push_str(said);
                log.push('\n');
            } else if let Some(waiting) = heard.waiting.remove(&value["id"].as_u64().expect("an id")) {
                // Whoever has given up waiting wants no answer.
                drop(waiting.send(value));
            }
        }
        let mut heard = self.heard();
        heard.over = true;
        heard.waiting.clear();
    }

    fn send(&self, mut command: Value) -> oneshot::Receiver<Value> {
        let id = self.next();
        let (sender, answer) = oneshot::channel();
        let mut heard = self.heard();
        if !heard.over {
            heard.waiting.insert(id, sender);
        }
        drop(heard);
        command["id"] = id.into();
        let line = format!("{command}\n");
        let mut commands = self.commands.lock().expect("nobody panics while writing");
        // Where Node has gone, the answer says so.
        drop(commands.write_all(line.as_bytes()));
        answer
    }
}

pub(crate) struct Workerd {
    city: u64,
}

impl Workerd {
    /// A city with a migrated database in which a script has run; the same script is run once for all cities.
    pub(crate) async fn start(settings: &impl Fn(&str) -> Option<String>, script: &str) -> (String, Self) {
        let vars: HashMap<&str, String> = SETTINGS
            .into_iter()
            .filter_map(|name| Some((name, settings(name)?)))
            .collect();
        let workerd = Self { city: CITIES.next() };
        let opened = workerd
            .ask(json!({ "open": { "vars": vars, "script": script } }))
            .await;
        let base = opened["base"].as_str().expect("an address").to_owned();
        (base, workerd)
    }

    pub(crate) async fn tick(&self) {
        self.ask(json!({ "scheduled": true })).await;
    }

    pub(crate) async fn rows(&self, sql: &str) -> Vec<Value> {
        let answer = self.ask(json!({ "sql": sql })).await;
        answer["rows"].as_array().cloned().unwrap_or_default()
    }

    /// The same, or nothing while workerd is down.
    pub(crate) async fn rows_if_up(&self, sql: &str) -> Option<Vec<Value>> {
        self.answer(json!({ "sql": sql })).await["rows"]
            .as_array()
            .cloned()
    }

    pub(crate) async fn script(&self, sql: &str) {
        self.ask(json!({ "script": sql })).await;
    }

    /// Ends workerd by kill -9; it starts again by itself, at the same address, with what is on the disk.
    pub(crate) async fn kill(&self) {
        self.ask(json!({ "kill": true })).await;
    }

    /// All it has said so far.
    pub(crate) async fn log(&self) -> String {
        let mark = format!("so far {}", CITIES.next());
        self.ask(json!({ "mark": mark })).await;
        loop {
            let said = CITIES.heard().said.get(&self.city).cloned().unwrap_or_default();
            // One line on each of two ways.
            if said.matches(&mark).count() == 2 {
                return said;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    }

    pub(crate) async fn refused(&self, sql: &str) -> String {
        let answer = self.answer(json!({ "script": sql })).await;
        answer["error"]
            .as_str()
            .expect("the script is refused")
            .to_owned()
    }

    async fn ask(&self, command: Value) -> Value {
        let answer = self.answer(command).await;
        assert!(answer.get("error").is_none(), "{answer}");
        answer
    }

    async fn answer(&self, mut command: Value) -> Value {
        command["city"] = self.city.into();
        CITIES.send(command).await.expect("Node lives")
    }
}

impl Drop for Workerd {
    fn drop(&mut self) {
        drop(CITIES.send(json!({ "city": self.city, "close": true })));
        CITIES.heard().said.remove(&self.city);
    }
}
