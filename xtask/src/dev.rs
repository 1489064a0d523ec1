//! `cargo xtask dev`: the whole city on this machine.

use std::path::PathBuf;
use std::time::Duration;

use chrono::DateTime;

use crate::artefacts::{self, Optimisation};
use crate::failure::{Doing, Failure, Result};
use crate::progress::Progress;
use crate::stack::{Mail, Settings, Stack};
use crate::{machine, project, stack, stop};

/// What a person may choose.
#[derive(clap::Args)]
pub struct Dev {
    /// Port of the Worker; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 8787)]
    port: u16,
    /// Port of the page that shows the mails; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 1080)]
    mail_port: u16,
    /// Port of the host page; 0 takes any free one
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    host_port: u16,
    /// Where the state lives: database, mails, key; a new folder is a fresh city
    #[arg(long, value_name = "DIR", default_value_os_t = project::path(".data"))]
    data: PathBuf,
    /// Hand the mails to this SMTP server and start no inbox
    #[arg(long, value_name = "HOST:PORT", value_parser = host_and_port)]
    smtp: Option<String>,
    /// Centres and services; what has changed in them is imported, what staff have edited stays
    #[arg(long, value_name = "DIR", default_value_os_t = project::path("catalogue"))]
    catalogue: PathBuf,
    /// Set the city's clock, as in 2026-10-24T09:00+02:00; it goes on from there
    #[arg(long, value_name = "TIME", value_parser = instant)]
    now: Option<String>,
    /// Never call the cron handler; without this flag it runs every 10 s
    #[arg(long)]
    no_cron: bool,
    /// Build exactly what is deployed, with the last pass for size over the wasm; without this flag that pass is left out,
    /// which saves seconds after every change
    #[arg(long)]
    release: bool,
}

impl Dev {
    /// Builds, starts, prints the addresses, and waits for Ctrl-C.
    pub fn run(self) -> Result<()> {
        match self.serve() {
            // Stopping is how this command ends well.
            Err(Failure::Stopped) => {
                println!("Stopped.");
                Ok(())
            }
            ended => ended,
        }
    }

    fn serve(self) -> Result<()> {
        let optimisation = if self.release {
            Optimisation::Full
        } else {
            Optimisation::Quick
        };
        let mut settings = self.settings()?;
        settings.settle_ports()?;
        let mut progress = Progress::new(machine::STEPS + artefacts::STEPS + stack::STEPS);
        machine::prepare(&mut progress, &machine::TO_BUILD)?;
        artefacts::build(&mut progress, optimisation)?;
        let mut stack = Stack::start(&mut progress, &settings)?;
        println!("\n  Host page  {}/\n  Worker     {}/", stack.host, stack.edge);
        match &stack.inbox {
            Some(inbox) => println!("  Mails      {inbox}/"),
            None => println!("  Mails      go to the SMTP server you named"),
        }
        println!(
            "  Operator   {}/operator as `operator` with {}",
            stack.edge, stack.operator_key
        );
        println!(
            "\nState in {}. Ctrl-C stops everything.\n",
            project::shown(&settings.data)
        );
        loop {
            stop::pause(Duration::from_millis(200))?;
            stack.runtime.check()?;
        }
    }

    fn settings(self) -> Result<Settings> {
        Ok(Settings {
            port: self.port,
            mail: self.smtp.map_or(Mail::Inbox(self.mail_port), Mail::Smtp),
            host_port: self.host_port,
            data: std::path::absolute(self.data).doing("find the data folder")?,
            catalogue: self.catalogue,
            now: self.now,
            cron: !self.no_cron,
            log: None,
        })
    }
}

/// A host and a port, 1 to 65535.
fn host_and_port(text: &str) -> std::result::Result<String, String> {
    let port = text.rsplit_once(':').filter(|(host, _)| !host.is_empty());
    match port.and_then(|(_, port)| port.parse::<u16>().ok()) {
        Some(1..) => Ok(text.to_owned()),
        _ => Err("write HOST:PORT, as in 127.0.0.1:1025".to_owned()),
    }
}

/// RFC 3339, with or without seconds, written with seconds.
fn instant(text: &str) -> std::result::Result<String, String> {
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z"))
        .map(|instant| instant.to_rfc3339())
        .map_err(|_| {
            "write a date, a time and the distance from UTC, as in 2026-10-24T09:00+02:00".to_owned()
        })
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn the_clock_is_set_with_or_without_seconds_but_never_without_a_zone() {
        for (text, meant) in [
            ("2026-10-24T09:00+02:00", Some("2026-10-24T09:00:00+02:00")),
            ("2026-10-24T09:00:30+02:00", Some("2026-10-24T09:00:30+02:00")),
            ("2026-10-24T07:00:00Z", Some("2026-10-24T07:00:00+00:00")),
            ("2026-10-24T09:00", None),
            ("tomorrow", None),
        ] {
            assert_eq!(instant(text).ok().as_deref(), meant, "{text}");
        }
    }
}
