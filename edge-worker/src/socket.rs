//! Mail over workerd's sockets. A conversation that takes too long ends well before its lease does.

use std::time::Duration;

use edge::database::BoxFuture;
use edge::mail::{Delivery, Mail, Mailer};
use edge::smtp::{Connect, Security, Submission, deliver};
use futures_util::future::{Either, select};
use futures_util::pin_mut;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use wasm_smtp::{IoError, StartTlsCapable, Transport};
use worker::send::SendFuture;
use worker::{Date, Delay, SecureTransport, Socket};

/// Milliseconds to wait for one answer.
const PATIENCE: u64 = 20_000;

/// Submits mails to the operator's mail system.
pub struct SocketMailer {
    /// Its host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How.
    pub submission: Submission,
    /// Milliseconds for all mails of one lease, connections included; the lease is longer.
    pub budget: u64,
}

impl Mailer for SocketMailer {
    fn send(&self, mails: Vec<Mail>) -> BoxFuture<'_, Vec<Delivery>> {
        Box::pin(SendFuture::new(async move {
            let door = Door {
                mailer: self,
                deadline: Date::now().as_millis() + self.budget,
            };
            deliver(&door, &self.submission, &mails).await
        }))
    }
}

/// The mail system's door during one lease.
struct Door<'a> {
    mailer: &'a SocketMailer,
    deadline: u64,
}

impl Connect for Door<'_> {
    type Line = Line;

    async fn connect(&self) -> Result<Line, String> {
        let mailer = self.mailer;
        let secure = match mailer.submission.security {
            Security::Off => SecureTransport::Off,
            Security::StartTls => SecureTransport::StartTls,
            Security::Tls => SecureTransport::On,
        };
        let socket = Socket::builder()
            .secure_transport(secure)
            .connect(mailer.host.as_str(), mailer.port)
            .map_err(|error| format!("connect: {error}"))?;
        Ok(Line {
            socket: Some(socket),
            deadline: self.deadline,
        })
    }
}

/// A connection with a deadline.
struct Line {
    /// Gone only while it is being upgraded.
    socket: Option<Socket>,
    deadline: u64,
}

impl Line {
    fn socket(&mut self) -> Result<&mut Socket, IoError> {
        self.socket
            .as_mut()
            .ok_or_else(|| IoError::new("connection closed"))
    }

    /// Waits for `work`, but not past the deadline.
    async fn in_time<T>(deadline: u64, work: impl Future<Output = std::io::Result<T>>) -> Result<T, IoError> {
        let left = deadline.saturating_sub(Date::now().as_millis()).min(PATIENCE);
        let delay = Delay::from(Duration::from_millis(left));
        pin_mut!(work, delay);
        match select(work, delay).await {
            Either::Left((Ok(value), _)) => Ok(value),
            Either::Left((Err(error), _)) => Err(IoError::new(error.to_string())),
            Either::Right(_) => Err(IoError::new("timed out")),
        }
    }
}

impl Transport for Line {
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, IoError> {
        let deadline = self.deadline;
        Self::in_time(deadline, self.socket()?.read(buffer)).await
    }

    async fn write_all(&mut self, bytes: &[u8]) -> Result<(), IoError> {
        let deadline = self.deadline;
        Self::in_time(deadline, self.socket()?.write_all(bytes)).await
    }

    async fn close(&mut self) -> Result<(), IoError> {
        match self.socket.take() {
            Some(mut socket) => socket
                .close()
                .await
                .map_err(|error| IoError::new(error.to_string())),
            None => Ok(()),
        }
    }
}

impl StartTlsCapable for Line {
    async fn upgrade_to_tls(&mut self) -> Result<(), IoError> {
        let socket = self
            .socket
            .take()
            .ok_or_else(|| IoError::new("connection closed"))?;
        self.socket = Some(socket.start_tls());
        Ok(())
    }
}
