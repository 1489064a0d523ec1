//! Everything that runs together: inbox, Worker with its database, host page.

use std::fs::File;
use std::path::PathBuf;

use catalogue::Verdict;
use serde_json::json;

use crate::failure::{Doing, Failure, Result};
use crate::inbox::Inbox;
use crate::progress::Progress;
use crate::runtime::Runtime;
use crate::{data_folder, host_page, import, network, node, project};

/// Enough work that the challenge is really solved, too little for anybody to wait.
const CHALLENGE_MAXNUMBER: &str = "5000";

/// How many steps [`Stack::start`] takes.
pub const STEPS: usize = 4;

/// What to run, and where.
pub struct Settings {
    /// The Worker's port; 0 for any.
    pub port: u16,
    /// Who takes the mails.
    pub mail: Mail,
    /// The host page's port; 0 for any.
    pub host_port: u16,
    /// Where the state lives.
    pub data: PathBuf,
    /// What the database shall have, beside what staff have edited.
    pub catalogue: PathBuf,
    /// What the city's clock shall show, RFC 3339.
    pub now: Option<String>,
    /// Whether the cron handler is called every 10 s.
    pub cron: bool,
    /// Where the Worker's output goes; the terminal where there is none.
    pub log: Option<PathBuf>,
}

/// Who takes the mails.
pub enum Mail {
    /// An inbox of our own, its page on this port; 0 for any.
    Inbox(u16),
    /// Somebody else's SMTP server, host:port.
    Smtp(String),
}

/// The running whole; dropping it stops it.
pub struct Stack {
    /// The Worker.
    pub runtime: Runtime,
    _inbox: Option<Inbox>,
    _lock: File,
    /// The Worker's address.
    pub edge: String,
    /// The host page's address.
    pub host: String,
    /// The inbox's address, where it is ours.
    pub inbox: Option<String>,
    /// Opens the operator's routes.
    pub operator_key: String,
}

impl Settings {
    /// Fails early, before anything is built, when a port is taken; 0 becomes a port that is free now.
    pub fn settle_ports(&mut self) -> Result<()> {
        self.port = network::free_port(self.port, "--port")?;
        self.host_port = network::free_port(self.host_port, "--host-port")?;
        if let Mail::Inbox(port) = &mut self.mail {
            *port = network::free_port(*port, "--mail-port")?;
        }
        Ok(())
    }
}

impl Stack {
    /// Starts it all. Call [`Settings::settle_ports`] before.
    pub fn start(progress: &mut Progress, settings: &Settings) -> Result<Self> {
        let edge = format!("http://localhost:{}", settings.port);
        let lock = data_folder::lock(&settings.data)?;
        let (smtp, inbox_page, inbox) = progress.step("inbox", |_| match &settings.mail {
            Mail::Smtp(smtp) => Ok((smtp.clone(), None, None)),
            Mail::Inbox(port) => {
                let inbox = Inbox::start(&settings.data, *port)?;
                Ok((
                    inbox.smtp.clone(),
                    Some(format!("http://localhost:{port}")),
                    Some(inbox),
                ))
            }
        })?;
        let operator_key = data_folder::operator_key(&settings.data)?;
        let mut runtime = progress.step("Worker on workerd", |_| {
            start_worker(settings, &edge, &smtp, &operator_key)
        })?;
        progress.step("catalogue", |line| {
            let diff = import::compare(&settings.catalogue, &mut runtime)?;
            import::write(&diff, &mut runtime)?;
            line.note(match (diff.is_done(), diff.count(Verdict::Kept)) {
                (true, 0) => "up to date",
                (_, 0) => "imported",
                _ => "what is edited here stays: cargo xtask catalogue import --dry-run",
            });
            Ok(())
        })?;
        if let Some(now) = &settings.now {
            set_clock(settings.port, now)?;
        }
        let host = progress.step("host page", |_| host_page::serve(settings.host_port, &edge))?;
        Ok(Self {
            runtime,
            _inbox: inbox,
            _lock: lock,
            edge,
            host: format!("http://localhost:{host}"),
            inbox: inbox_page,
            operator_key,
        })
    }
}

fn start_worker(settings: &Settings, edge: &str, smtp: &str, operator_key: &str) -> Result<Runtime> {
    let mut command = node::script("xtask/runtime.mjs")?;
    command
        .args(["--port", &settings.port.to_string(), "--persist"])
        .arg(&settings.data);
    for (name, value) in [
        ("MODE", "development"),
        ("BASE_URL", edge),
        ("SMTP", smtp),
        ("SMTP_SECURITY", "off"),
        ("MAIL_FROM", "termin@hamburg.example"),
        ("CHALLENGE_MAXNUMBER", CHALLENGE_MAXNUMBER),
        ("BRAKE", "off"),
        ("KEYS", &data_folder::keys(&settings.data)?),
        ("OPERATOR_KEY", operator_key),
    ] {
        command.args(["--var", &format!("{name}={value}")]);
    }
    if settings.cron {
        command.args(["--cron-seconds", "10"]);
    }
    let Some(log) = &settings.log else {
        return Runtime::start(&mut command, "above".to_owned());
    };
    command.stderr(File::create(log).doing(format_args!("write {}", log.display()))?);
    Runtime::start(&mut command, format!("in {}", project::shown(log)))
}

fn set_clock(port: u16, now: &str) -> Result<()> {
    match network::post_json(port, "/dev/clock", &json!({ "set": now }))? {
        (200..300, _) => Ok(()),
        (status, body) => Err(Failure::told(format!(
            "The Worker does not set its clock to {now}: {status} {body}"
        ))),
    }
}
