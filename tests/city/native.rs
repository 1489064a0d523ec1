//! The city natively: the router on a socket, SQLite in memory.

use std::sync::Arc;

use edge::keys::Keys;
use edge::native::TcpMailer;
use edge::settings::Settings;
use edge::sqlite::Sqlite;
use edge::{Edge, cron, routes};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::faults::{Faults, Faulty};
use crate::runtime::folder;

pub(crate) struct Native {
    database: Sqlite,
    edge: Edge,
    server: JoinHandle<()>,
}

impl Native {
    pub(crate) async fn start(
        settings: &impl Fn(&str) -> Option<String>,
        script: &str,
        faults: Faults,
    ) -> (String, Self) {
        let database = Sqlite::open(":memory:").expect("SQLite opens");
        for migration in migrations() {
            database.script(&migration).expect("a migration applies");
        }
        database.script(script).expect("the script runs");
        let mailer = TcpMailer {
            address: settings("SMTP").expect("a mail system"),
            our_host: "termin.example".to_owned(),
        };
        let settings = Settings::read(settings).expect("settings read");
        let edge = edge::native::edge(database.clone(), Arc::new(mailer), settings);
        let faulty = Faulty {
            database: database.clone(),
            faults,
        };
        let edge = Edge {
            database: Arc::new(faulty),
            ..edge
        };
        let (base, server) = serve(&edge).await;
        let native = Self {
            database,
            edge,
            server,
        };
        (base, native)
    }

    /// Starts again with other keys, on the same database; returns the new address.
    pub(crate) async fn restart(&mut self, keys: &str) -> String {
        let settings = Settings {
            keys: Keys::parse(keys).expect("keys"),
            ..Settings::clone(&self.edge.settings)
        };
        let old = self.edge.clone();
        self.edge = Edge {
            database: old.database,
            ..edge::native::edge(self.database.clone(), old.mailer, settings)
        };
        self.server.abort();
        let (base, server) = serve(&self.edge).await;
        self.server = server;
        base
    }

    pub(crate) async fn tick(&self) {
        cron::tick(&self.edge).await.expect("the cron runs");
    }

    pub(crate) fn rows(&self, sql: &str) -> Vec<Value> {
        self.database.query(sql, &[]).expect("the query runs").0
    }

    pub(crate) fn script(&self, sql: &str) {
        self.database.script(sql).expect("the script runs");
    }

    /// In one transaction, as D1 runs scripts.
    pub(crate) fn refused(&self, sql: &str) -> String {
        let refused = self.database.script(&format!("BEGIN; {sql} COMMIT;"));
        let why = refused.expect_err("the script is refused").to_string();
        self.database.script("ROLLBACK").expect("it is taken back");
        why
    }
}

impl Drop for Native {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn serve(edge: &Edge) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let router = routes::router(edge.clone());
    let server = tokio::spawn(async move {
        axum::serve(listener, router).await.expect("the city serves");
    });
    (base, server)
}

fn migrations() -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir(folder("edge-worker/migrations"))
        .expect("there are migrations")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| std::fs::read_to_string(file).expect("a migration reads"))
        .collect()
}
