//! The edge on a machine of one's own: the same router on SQLite, mail over tokio's sockets.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use booking::Instant;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use wasm_smtp::{IoError, StartTlsCapable, Transport};

use crate::clock::Clock;
use crate::database::BoxFuture;
use crate::mail::{Delivery, Mail, Mailer};
use crate::memo::Memo;
use crate::settings::Settings;
use crate::smtp::{Connect, Security, Submission, deliver};
use crate::sqlite::Sqlite;
use crate::{Edge, outbox};

/// How long to wait for one answer of the mail system.
const PATIENCE: Duration = Duration::from_secs(20);

/// Submits mails to a relay on the same machine, without TLS.
pub struct TcpMailer {
    /// `host:port`.
    pub address: String,
    /// Our name in EHLO.
    pub our_host: String,
}

impl Mailer for TcpMailer {
    fn send(&self, mails: Vec<Mail>) -> BoxFuture<'_, Vec<Delivery>> {
        let submission = Submission {
            security: Security::Off,
            login: None,
            our_host: self.our_host.clone(),
        };
        Box::pin(async move { deliver(self, &submission, &mails).await })
    }
}

impl Connect for TcpMailer {
    type Line = Line;

    async fn connect(&self) -> Result<Line, String> {
        match timeout(PATIENCE, TcpStream::connect(&self.address)).await {
            Ok(Ok(stream)) => Ok(Line(stream)),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("timed out".to_owned()),
        }
    }
}

/// A connection without TLS.
pub struct Line(TcpStream);

impl Transport for Line {
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, IoError> {
        in_time(self.0.read(buffer)).await
    }

    async fn write_all(&mut self, bytes: &[u8]) -> Result<(), IoError> {
        in_time(self.0.write_all(bytes)).await
    }

    async fn close(&mut self) -> Result<(), IoError> {
        in_time(self.0.shutdown()).await
    }
}

impl StartTlsCapable for Line {
    async fn upgrade_to_tls(&mut self) -> Result<(), IoError> {
        Err(IoError::new("TLS is not spoken to a relay on the same machine"))
    }
}

async fn in_time<T>(work: impl Future<Output = std::io::Result<T>>) -> Result<T, IoError> {
    match timeout(PATIENCE, work).await {
        Ok(done) => done.map_err(|error| IoError::new(error.to_string())),
        Err(_) => Err(IoError::new("timed out")),
    }
}

/// An edge on `database` that sends its mails by `mailer`, right after the commit that left them.
#[must_use]
pub fn edge(database: Sqlite, mailer: Arc<dyn Mailer>, settings: Settings) -> Edge {
    let edge = Edge {
        database: Arc::new(database),
        mailer,
        system_clock: Arc::new(now),
        random: Arc::new(random),
        pause: Arc::new(|milliseconds| {
            Box::pin(tokio::time::sleep(Duration::from_millis(u64::from(milliseconds))))
        }),
        wake: Arc::new(|| {}),
        settings: Arc::new(settings),
        memo: Arc::new(Memo::default()),
    };
    let sender = edge.clone();
    Edge {
        wake: Arc::new(move || {
            let sender = sender.clone();
            tokio::spawn(async move {
                let sent = match Clock::read(&sender).await {
                    Ok(clock) => outbox::drain(&sender, &clock, outbox::AFTER_ANSWER_SECONDS).await,
                    Err(error) => Err(error),
                };
                if let Err(error) = sent {
                    tracing::error!(%error, "outbox");
                }
            });
        }),
        ..edge
    }
}

/// The one place natively that reads the clock.
#[expect(clippy::disallowed_methods, reason = "this is the shell")]
fn now() -> Instant {
    let since = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    Instant::from_seconds(i64::try_from(since.as_secs()).unwrap_or(0))
}

/// The one place natively that draws chance.
#[expect(
    clippy::disallowed_methods,
    clippy::panic,
    reason = "this is the shell; without chance tokens could be guessed"
)]
fn random(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        panic!("the system has no randomness");
    }
}
