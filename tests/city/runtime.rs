//! Opening a city, moving its clock, looking into its database.

use std::sync::LazyLock;

use reqwest::Client;
use serde_json::{Value, json};

use crate::citizen::Citizen;
use crate::faults::Faults;
use crate::inbox::Inbox;
use crate::native::Native;
use crate::workerd::Workerd;

/// Where tests begin unless they say otherwise: a Tuesday morning, a week before Advent.
const USUAL_MORNING: &str = "2026-11-24T09:00:00+01:00";

/// Every city's secret, for tokens that no mail carries.
pub const KEYS: &str = "k1:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// Every city's operator's key.
pub const OPERATOR_KEY: &str = "the operator of a city under test";

/// What brings the catalogue into a fresh database; read once for all cities.
static IMPORT: LazyLock<String> = LazyLock::new(|| catalogue::import_sql(&catalogue()));

/// A running city.
pub struct City {
    /// Its address.
    pub base: String,
    /// Where its mails arrive.
    pub inbox: Inbox,
    /// For requests.
    pub http: Client,
    runtime: Runtime,
}

enum Runtime {
    Native(Native),
    Workerd(Workerd),
}

/// Whether the CHECKs of table `must` are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guards {
    /// As migrated.
    Kept,
    /// Dropped in this city's own database: the negative control of a race.
    Dropped,
}

impl City {
    /// A city on a usual morning.
    pub async fn open() -> Self {
        Self::open_at(USUAL_MORNING).await
    }

    /// A city whose database loses answers, and what tells it when; natively only.
    pub async fn open_with_faults() -> Option<(Self, Faults)> {
        if Self::on_workerd() {
            return None;
        }
        let faults = Faults::default();
        Some((Self::open_with(USUAL_MORNING, faults.clone(), &[]).await, faults))
    }

    /// A city at a given instant.
    pub async fn open_at(now: &str) -> Self {
        Self::open_with(now, Faults::default(), &[]).await
    }

    /// A city whose operator has set something else than a test usually finds.
    pub async fn open_set(set: &[(&str, &str)]) -> Self {
        Self::open_with(USUAL_MORNING, Faults::default(), set).await
    }

    async fn open_with(now: &str, faults: Faults, set: &[(&str, &str)]) -> Self {
        let inbox = Inbox::open().await;
        let settings = |name: &str| -> Option<String> {
            if let Some((_, value)) = set.iter().find(|(known, _)| *known == name) {
                return Some((*value).to_owned());
            }
            let value = match name {
                "BRAKE" => "off",
                "MODE" => "development",
                "BASE_URL" => "https://termin.example",
                "MAIL_FROM" | "MAIL_REPLY_TO" => "termin@termin.example",
                "KEYS" => KEYS,
                "OPERATOR_KEY" => OPERATOR_KEY,
                "CHALLENGE_MAXNUMBER" => "50",
                "PRIVACY_URL" => "https://www.hamburg.de/",
                "SMTP" => return Some(inbox.address.clone()),
                "SMTP_SECURITY" => "off",
                _ => return None,
            };
            Some(value.to_owned())
        };
        let (base, runtime) = if Self::on_workerd() {
            let (base, workerd) = Workerd::start(&settings, &IMPORT).await;
            (base, Runtime::Workerd(workerd))
        } else {
            let (base, native) = Native::start(&settings, &IMPORT, faults).await;
            (base, Runtime::Native(native))
        };
        let city = Self {
            base,
            inbox,
            http: Client::new(),
            runtime,
        };
        city.set_clock(now).await;
        city
    }

    /// Starts again with other keys; natively only.
    pub async fn restart_with_keys(&mut self, keys: &str) {
        match &mut self.runtime {
            Runtime::Native(native) => self.base = native.restart(keys).await,
            Runtime::Workerd(_) => panic!("keys change natively only"),
        }
    }

    /// Whether this city runs on workerd.
    pub fn on_workerd() -> bool {
        std::env::var("HAMBURG_TERMIN_RUNTIME").as_deref() == Ok("workerd")
    }

    /// A citizen with a browser.
    pub fn citizen(&self) -> Citizen<'_> {
        Citizen::new(self)
    }

    /// Sets the clock.
    pub async fn set_clock(&self, now: &str) {
        self.clock(json!({ "set": now })).await;
    }

    /// Lets time pass.
    pub async fn pass(&self, seconds: i64) {
        self.clock(json!({ "advance_seconds": seconds })).await;
    }

    async fn clock(&self, body: Value) {
        let sent = self
            .http
            .post(format!("{}/dev/clock", self.base))
            .json(&body)
            .send();
        let answer = sent.await.expect("the city answers");
        assert!(answer.status().is_success(), "clock: {:?}", answer.text().await);
    }

    /// One tick of the minute cron.
    pub async fn tick(&self) {
        match &self.runtime {
            Runtime::Native(native) => native.tick().await,
            Runtime::Workerd(workerd) => workerd.tick().await,
        }
    }

    /// Waits until no mail is under way; reminders and warnings, due later, stay.
    pub async fn until_mails_are_settled(&self) {
        let waiting =
            "SELECT count(*) FROM outbox WHERE status = 'queued' AND kind NOT IN ('reminder', 'lapsing')";
        for _ in 0..600 {
            if self.number(waiting).await == 0 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!(
            "there are mails under way: {:?}",
            self.rows("SELECT * FROM outbox").await
        );
    }

    /// Rows of a query.
    pub async fn rows(&self, sql: &str) -> Vec<Value> {
        match &self.runtime {
            Runtime::Native(native) => native.rows(sql),
            Runtime::Workerd(workerd) => workerd.rows(sql).await,
        }
    }

    /// Rows of a query, or nothing while workerd is down.
    pub async fn rows_if_up(&self, sql: &str) -> Option<Vec<Value>> {
        match &self.runtime {
            Runtime::Native(native) => Some(native.rows(sql)),
            Runtime::Workerd(workerd) => workerd.rows_if_up(sql).await,
        }
    }

    /// kill -9 of workerd in the midst of everything. Returns once it answers again; natively there is nothing to kill.
    pub async fn kill(&self) {
        if let Runtime::Workerd(workerd) = &self.runtime {
            workerd.kill().await;
            self.until_it_answers().await;
        }
    }

    /// Waits until the city answers.
    pub async fn until_it_answers(&self) {
        for _ in 0..1000 {
            let health = self.http.get(format!("{}/health", self.base)).send().await;
            // Be it that something does not run as it should.
            if health.is_ok() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("the city does not answer any more");
    }

    /// The only number of a query's only row.
    pub async fn number(&self, sql: &str) -> i64 {
        let rows = self.rows(sql).await;
        let row = rows.first().and_then(Value::as_object).expect("one row");
        row.values().next().and_then(Value::as_i64).expect("one number")
    }

    /// Everything in the database, as text: for searching, and for "nothing has changed".
    pub async fn everything(&self) -> String {
        let tables = self
            .rows(
                "SELECT tables.name, group_concat(columns.name) AS columns
                 FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
                 WHERE tables.type = 'table' AND tables.name NOT LIKE '\\_%' ESCAPE '\\'
                   AND tables.name NOT LIKE 'sqlite%' AND tables.name NOT LIKE 'd1%'
                 GROUP BY tables.name ORDER BY tables.name",
            )
            .await;
        // All in one row: a round trip to workerd for each table would take most of a test's time.
        let selects = tables.iter().map(|table| {
            let [name, columns] = ["name", "columns"].map(|key| table[key].as_str().expect("text"));
            format!("(SELECT group_concat(json_array({columns}), char(10)) FROM {name}) AS {name}")
        });
        let selects: Vec<String> = selects.collect();
        let all = self.rows(&format!("SELECT {}", selects.join(", "))).await;
        let mut text = String::new();
        for (name, rows) in all[0].as_object().expect("a row") {
            text.push_str(&format!("{name}:\n{}\n", rows.as_str().unwrap_or_default()));
        }
        text
    }

    /// Runs a script.
    pub async fn script(&self, sql: &str) {
        match &self.runtime {
            Runtime::Native(native) => native.script(sql),
            Runtime::Workerd(workerd) => workerd.script(sql).await,
        }
    }

    /// Runs statements that the database must refuse, all of them; returns why.
    pub async fn refused(&self, sql: &str) -> String {
        match &self.runtime {
            Runtime::Native(native) => native.refused(sql),
            Runtime::Workerd(workerd) => workerd.refused(sql).await,
        }
    }

    /// Drops the guards, for negative controls.
    pub async fn with(self, guards: Guards) -> Self {
        if guards == Guards::Dropped {
            self.script("DROP TABLE must; CREATE TABLE must (refused TEXT);")
                .await;
        }
        self
    }

    /// What the product has logged so far; empty natively, where nobody listens.
    pub async fn log(&self) -> String {
        match &self.runtime {
            Runtime::Native(_) => String::new(),
            Runtime::Workerd(workerd) => workerd.log().await,
        }
    }
}

/// The city's catalogue.
pub fn catalogue() -> booking::Catalogue {
    catalogue::read(&folder("catalogue")).expect("the city's catalogue reads")
}

/// A folder of the project.
pub(crate) fn folder(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join(name)
}
