//! The edge in workerd: settings from the Worker's variables, and the shell's clock, chance and timer.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use booking::Instant;
use edge::Edge;
use edge::mail::Mailer;
use edge::memo::Memo;
use edge::settings::Settings;
use edge::smtp::{Login, Security, Submission};
use worker::send::SendFuture;
use worker::{Date, Delay, Env, Error, Result};

use crate::d1::D1;
use crate::email::BindingMailer;
use crate::socket::SocketMailer;

static SETTINGS: OnceLock<Arc<Settings>> = OnceLock::new();
static MEMO: OnceLock<Arc<Memo>> = OnceLock::new();
/// Set when a request has left mails to send.
static AWAKE: AtomicBool = AtomicBool::new(false);

/// Whether there are mails to send; whoever asks sends them, be they of another request of this isolate.
pub fn is_awake() -> bool {
    AWAKE.swap(false, Ordering::Relaxed)
}

/// How long a mail system may keep us.
#[derive(Clone, Copy)]
pub enum Patience {
    /// After an answer has left: the platform ends such work half a minute later.
    AfterAnswer,
    /// In the cron, which has time.
    Cron,
}

impl Patience {
    const fn milliseconds(self) -> u64 {
        match self {
            Self::AfterAnswer => 25_000,
            Self::Cron => 90_000,
        }
    }
}

/// The edge: from one request to the next the same, since neither variables nor bindings change under a running isolate.
///
/// # Errors
/// When a setting is missing or wrong: the Worker answers nothing rather than half.
pub fn edge(env: &Env, patience: Patience) -> Result<Edge> {
    let read = |name: &str| env.var(name).ok().map(|value| value.to_string());
    let settings = match SETTINGS.get() {
        Some(settings) => settings.clone(),
        None => {
            let settings = Settings::read(read).map_err(|error| Error::RustError(error.to_string()))?;
            SETTINGS.get_or_init(|| Arc::new(settings)).clone()
        }
    };
    Ok(Edge {
        database: Arc::new(D1 {
            database: env.d1("DB")?,
            metered: read("METER_DATABASE").as_deref() == Some("on"),
        }),
        mailer: mailer(env, &settings, patience)?,
        system_clock: Arc::new(now),
        random: Arc::new(random),
        pause: Arc::new(|milliseconds| {
            let delay = Delay::from(Duration::from_millis(u64::from(milliseconds)));
            Box::pin(SendFuture::new(delay))
        }),
        wake: Arc::new(|| AWAKE.store(true, Ordering::Relaxed)),
        settings,
        memo: MEMO.get_or_init(Arc::default).clone(),
    })
}

/// The way that mails leave, chosen by `MAIL_TRANSPORT`.
fn mailer(env: &Env, settings: &Settings, patience: Patience) -> Result<Arc<dyn Mailer>> {
    let read = |name: &str| env.var(name).ok().map(|value| value.to_string());
    let wrong = |what: &str| Error::RustError(what.to_owned());
    match read("MAIL_TRANSPORT").as_deref() {
        None | Some("smtp") => Ok(Arc::new(submission(read, settings, patience)?)),
        Some("send_email") => Ok(Arc::new(BindingMailer {
            binding: env
                .send_email("EMAIL")
                .map_err(|_| wrong("MAIL_TRANSPORT is send_email: wrangler.toml must bind EMAIL"))?,
            budget: patience.milliseconds(),
        })),
        Some(_) => Err(wrong("MAIL_TRANSPORT must be smtp or send_email")),
    }
}

fn submission(
    read: impl Fn(&str) -> Option<String>,
    settings: &Settings,
    patience: Patience,
) -> Result<SocketMailer> {
    let wrong = |what: &str| Error::RustError(what.to_owned());
    let address = read("SMTP").ok_or_else(|| wrong("SMTP is not set"))?;
    let (host, port) = address
        .rsplit_once(':')
        .ok_or_else(|| wrong("SMTP must read host:port"))?;
    let security = read("SMTP_SECURITY").and_then(|text| Security::parse(&text));
    let login = match (read("SMTP_USER"), read("SMTP_PASSWORD")) {
        (Some(user), Some(password)) => Some(Login { user, password }),
        _ => None,
    };
    Ok(SocketMailer {
        host: host.to_owned(),
        port: port.parse().map_err(|_| wrong("SMTP must read host:port"))?,
        submission: Submission {
            security: security.ok_or_else(|| wrong("SMTP_SECURITY must be off, starttls or tls"))?,
            login,
            our_host: edge::outbox::host(&settings.base_url).to_owned(),
        },
        budget: patience.milliseconds(),
    })
}

/// The one place in the Worker that reads the clock.
fn now() -> Instant {
    Instant::from_seconds(i64::try_from(Date::now().as_millis() / 1000).unwrap_or(0))
}

/// The one place in the Worker that draws chance.
#[expect(clippy::disallowed_methods, reason = "this is the shell")]
fn random(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        // Without chance tokens could be guessed: stop rather than go on.
        worker::console_error!("no randomness");
        wasm_bindgen::throw_str("no randomness");
    }
}
