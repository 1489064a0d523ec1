//! Everything that runs together: inbox, Worker with its database, host page.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::failure::{Doing, Failure, Result};
use crate::inbox::Inbox;
use crate::progress::Progress;
use crate::runtime::Runtime;
use crate::{host_page, network, node, project};

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
    /// What an empty database is filled with.
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
    /// The Worker's address.
    pub edge: String,
    /// The host page's address.
    pub host: String,
    /// The inbox's address, where it is ours.
    pub inbox: Option<String>,
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
        fs::create_dir_all(&settings.data)
            .doing(format_args!("create {}", settings.data.display()))?;
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
        let mut runtime = progress.step("Worker on workerd", |_| {
            start_worker(settings, &edge, &smtp)
        })?;
        progress.step("catalogue", |line| {
            if has_catalogue(&mut runtime)? {
                line.note("already imported");
                return Ok(());
            }
            runtime.script(&import_script(&settings.catalogue)?)
        })?;
        if let Some(now) = &settings.now {
            set_clock(settings.port, now)?;
        }
        let host = progress.step("host page", |_| host_page::serve(settings.host_port, &edge))?;
        Ok(Self {
            runtime,
            _inbox: inbox,
            edge,
            host: format!("http://localhost:{host}"),
            inbox: inbox_page,
        })
    }
}

fn start_worker(settings: &Settings, edge: &str, smtp: &str) -> Result<Runtime> {
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
        ("KEYS", &keys(&settings.data)?),
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

/// The key of a development city: drawn once, kept beside its database, worth nothing anywhere else.
fn keys(data: &Path) -> Result<String> {
    let path = data.join("keys");
    if let Ok(keys) = fs::read_to_string(&path) {
        return Ok(keys.trim().to_owned());
    }
    let mut random = [0_u8; 32];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut random))
        .doing("draw a random key")?;
    let hex: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let keys = format!("k1:{hex}");
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| writeln!(file, "{keys}"))
        .doing(format_args!("write {}", path.display()))?;
    Ok(keys)
}

fn has_catalogue(runtime: &mut Runtime) -> Result<bool> {
    Ok(!runtime.sql("SELECT 1 FROM centre LIMIT 1")?.is_empty())
}

fn import_script(folder: &Path) -> Result<String> {
    let _ = folder;
    Ok(String::new())
}

/// Checks a catalogue and says what is wrong with it.
pub fn check_catalogue(folder: &Path) -> Result<()> {
    import_script(folder)?;
    println!("{} is fine.", folder.display());
    Ok(())
}

fn set_clock(port: u16, now: &str) -> Result<()> {
    match network::post_json(port, "/dev/clock", &json!({ "set": now }))? {
        (200..300, _) => Ok(()),
        (status, body) => Err(Failure::told(format!(
            "The Worker does not set its clock to {now}: {status} {body}"
        ))),
    }
}
