//! The development inbox: an SMTP server that keeps every mail, with a web page to read them.

use std::net::TcpStream;
use std::path::Path;
use std::process::Stdio;

use crate::failure::{Doing, Failure, Result};
use crate::network::{free_port, wait_for};
use crate::node;
use crate::process::Process;
use crate::project;

/// Where a running inbox writes its address down, in the folder of its city.
const ADDRESS: &str = "inbox";

/// A running inbox.
pub struct Inbox {
    _process: Process,
    /// Where mails are handed in, host:port.
    pub smtp: String,
}

impl Inbox {
    /// Starts an inbox that keeps its mails in `data` and shows them on `web_port`.
    pub fn start(data: &Path, web_port: u16) -> Result<Self> {
        let smtp = free_port(0, "")?;
        let mails = data.join("mails");
        std::fs::create_dir_all(&mails).doing(format_args!("create {}", mails.display()))?;
        let mut command = node::script("xtask/inbox.mjs")?;
        command.args([smtp.to_string(), web_port.to_string()]).arg(mails);
        let mut process = Process::start(command.stdin(Stdio::piped()).stdout(Stdio::null()))?;
        wait_for(smtp, &mut process, "The inbox")?;
        wait_for(web_port, &mut process, "The inbox's web page")?;
        let smtp = format!("127.0.0.1:{smtp}");
        std::fs::write(data.join(ADDRESS), &smtp).doing("write the inbox's address down")?;
        Ok(Self {
            _process: process,
            smtp,
        })
    }
}

/// Where the inbox of the city in `data` takes mails, host:port.
pub fn address(data: &Path) -> Result<String> {
    std::fs::read_to_string(data.join(ADDRESS))
        .ok()
        .filter(|address| TcpStream::connect(address).is_ok())
        .ok_or_else(|| {
            let data = project::shown(data);
            Failure::told(format!(
                "No inbox runs for {data}: start `cargo xtask dev` first."
            ))
        })
}
