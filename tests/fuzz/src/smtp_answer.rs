//! What a mail system answers while two mails are handed to it, in the open and behind STARTTLS.
//!
//! The input is what the server says. Up to a line `~` it says it in the open, what follows after the upgrade.

use std::cell::RefCell;
use std::rc::Rc;

use edge::mail::{Delivery, Mail};
use edge::smtp::{Connect, Login, Security, Submission, deliver};
use wasm_smtp::{IoError, StartTlsCapable, Transport};

use crate::ready;

const UPGRADE: &[u8] = b"~\n";
const PASSWORD: &str = "open sesame";

/// See the crate.
pub fn check(input: &[u8]) -> bool {
    let whole = |delivery: &Delivery| *delivery == Delivery::Accepted;
    let in_the_open = talk(input, b"", Security::Off, None);
    let login = Login {
        user: "termin".to_owned(),
        password: PASSWORD.to_owned(),
    };
    let at = input.windows(UPGRADE.len()).position(|window| window == UPGRADE);
    let (open, sealed) = input.split_at(at.unwrap_or(input.len()));
    let sealed = sealed.strip_prefix(UPGRADE).unwrap_or_default();
    let behind_tls = talk(open, sealed, Security::StartTls, Some(login));
    in_the_open.iter().chain(&behind_tls).any(whole)
}

/// Each mail gets one verdict; none is accepted without being asked for; no verdict quotes the server; nothing but the
/// greeting is said before the upgrade.
fn talk(open: &[u8], sealed: &[u8], security: Security, login: Option<Login>) -> Vec<Delivery> {
    let server = Server(Rc::new(RefCell::new(Script {
        open: open.to_vec(),
        sealed: sealed.to_vec(),
        heard: Vec::new(),
    })));
    let submission = Submission {
        security,
        login,
        our_host: "termin.example".to_owned(),
    };
    let mail = Mail {
        from: "termin@termin.example".to_owned(),
        to: "erika@mail.example".to_owned(),
        text: "Subject: Ihr Termin\r\n\r\n.Guten Tag\r\n".to_owned(),
    };
    let deliveries = ready(deliver(&server, &submission, &[mail.clone(), mail]));
    assert_eq!(deliveries.len(), 2);
    let (asking, heard) = match security {
        Security::StartTls => (sealed, server.0.borrow().heard.clone()),
        Security::Off | Security::Tls => (open, Vec::new()),
    };
    let asked_for = asking.windows(3).filter(|window| *window == b"354").count();
    let accepted = deliveries
        .iter()
        .filter(|delivery| **delivery == Delivery::Accepted);
    assert!(
        accepted.count() <= asked_for,
        "accepted {deliveries:?}, asked for {asked_for}"
    );
    for line in heard.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let harmless = [&b"EHLO "[..], b"HELO ", b"STARTTLS", b"QUIT"];
        assert!(
            harmless.iter().any(|verb| line.starts_with(verb)),
            "{}",
            String::from_utf8_lossy(line)
        );
    }
    for delivery in &deliveries {
        if let Delivery::Later(reason) | Delivery::Unknown(reason) | Delivery::Refused(reason) = delivery {
            assert!(
                !reason.contains('@') && !reason.contains(PASSWORD) && reason.len() < 200,
                "{reason}"
            );
        }
    }
    deliveries
}

/// A server that goes on with its script, whoever connects.
struct Server(Rc<RefCell<Script>>);

struct Script {
    open: Vec<u8>,
    sealed: Vec<u8>,
    /// What it was told in the open.
    heard: Vec<u8>,
}

struct Line {
    script: Rc<RefCell<Script>>,
    upgraded: bool,
}

impl Connect for Server {
    type Line = Line;

    async fn connect(&self) -> Result<Line, String> {
        Ok(Line {
            script: self.0.clone(),
            upgraded: false,
        })
    }
}

impl Transport for Line {
    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, IoError> {
        let mut script = self.script.borrow_mut();
        let said = if self.upgraded {
            &mut script.sealed
        } else {
            &mut script.open
        };
        let length = said.len().min(buffer.len());
        for (place, byte) in buffer.iter_mut().zip(said.drain(..length)) {
            *place = byte;
        }
        Ok(length)
    }

    async fn write_all(&mut self, bytes: &[u8]) -> Result<(), IoError> {
        if !self.upgraded {
            self.script.borrow_mut().heard.extend_from_slice(bytes);
        }
        Ok(())
    }

    async fn close(&mut self) -> Result<(), IoError> {
        Ok(())
    }
}

impl StartTlsCapable for Line {
    async fn upgrade_to_tls(&mut self) -> Result<(), IoError> {
        self.upgraded = true;
        Ok(())
    }
}
