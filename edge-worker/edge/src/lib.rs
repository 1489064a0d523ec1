//! Routes, pages, store, outbox and mail behind two seams: [`database::Database`] and [`mail::Mailer`].
//!
//! **In scope:** what a request means, what is loaded for it, the one batch it commits, the words of
//! the answer, the mails that follow. **Out of scope, and who does it instead:** the rules (`booking`), the
//! runtime (the cdylib `edge-worker` in workerd, tests natively). The same router runs on D1 and on SQLite.

#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unwrap_used
    )
)]

pub mod alternatives;
pub mod attempts;
pub mod body;
pub mod brake;
pub mod challenge;
pub mod check;
pub mod clock;
pub mod cron;
pub mod database;
pub mod events;
pub mod field;
pub mod ical;
pub mod keys;
pub mod language;
pub mod mail;
pub mod memo;
pub mod message;
#[cfg(feature = "native")]
pub mod native;
pub mod offers;
#[cfg(feature = "openapi")]
pub mod openapi;
pub mod operator;
pub mod outbox;
pub mod pages;
pub mod problem;
pub mod request;
pub mod routes;
pub mod send_email;
pub mod settings;
pub mod slots_query;
pub mod smtp;
#[cfg(feature = "native")]
pub mod sqlite;
pub mod standing;
pub mod store;
pub mod tagged;
pub mod ticket;
pub mod turns;
pub mod view;
pub mod visit_view;
pub mod wire;

use std::sync::Arc;

use booking::{AppointmentId, Catalogue, Entropy, Instant, Reference};

use crate::clock::SystemClock;
use crate::database::{BoxFuture, Database, DatabaseError, Rows, Statement};
use crate::mail::Mailer;
use crate::memo::Memo;
use crate::settings::Settings;

/// Fills bytes by chance.
pub type Random = dyn Fn(&mut [u8]) + Send + Sync;

/// Everything a request needs from around it. Cheap to clone.
#[derive(Clone)]
pub struct Edge {
    /// Where the city is kept.
    pub database: Arc<dyn Database>,
    /// How mails leave.
    pub mailer: Arc<dyn Mailer>,
    /// The system's clock.
    pub system_clock: SystemClock,
    /// Draws random bytes.
    pub random: Arc<Random>,
    /// Waits for milliseconds.
    pub pause: Arc<dyn Fn(u32) -> BoxFuture<'static, ()> + Send + Sync>,
    /// Called after a commit that left mails to send.
    pub wake: Arc<dyn Fn() + Send + Sync>,
    /// What the operator decided.
    pub settings: Arc<Settings>,
    /// What this isolate remembers between requests.
    pub memo: Arc<Memo>,
}

impl Edge {
    /// Runs one statement.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn one(&self, statement: Statement) -> Result<Rows, DatabaseError> {
        let rows = self.database.batch(vec![statement]).await?;
        Ok(rows.into_iter().next().unwrap_or_default())
    }

    /// The catalogue, read at most every half minute.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn catalogue(&self, now: Instant) -> Result<Arc<Catalogue>, DatabaseError> {
        if let Some(catalogue) = self.memo.catalogue(now) {
            return Ok(catalogue);
        }
        let catalogue = Arc::new(store::catalogue::load(self).await?);
        self.memo.keep_catalogue(now, catalogue.clone());
        Ok(catalogue)
    }

    /// Random bytes.
    #[must_use]
    pub fn draw<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.random)(&mut bytes);
        bytes
    }

    /// Chance for one decision.
    #[must_use]
    pub fn entropy(&self) -> Entropy {
        Entropy {
            id: AppointmentId::from_bytes(self.draw()),
            reference: Reference::from_bits(u64::from_be_bytes(self.draw())),
            jitter: u32::from_be_bytes(self.draw()),
        }
    }
}
