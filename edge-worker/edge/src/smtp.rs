//! SMTP submission over any transport: several mails on one connection.
//!
//! The protocol is `wasm-smtp`; the transport (workerd's sockets, tokio's natively) comes from the shell.

use wasm_smtp::{ProtocolError, SmtpClient, SmtpError, SmtpOp, StartTlsCapable, Transport};

use crate::mail::{Delivery, Mail};

/// How to sign in, if the mail system wants it.
#[derive(Clone)]
pub struct Login {
    /// User name.
    pub user: String,
    /// Password.
    pub password: String,
}

/// How the connection is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all: for development and for a relay on the same machine.
    Off,
    /// Upgraded by STARTTLS before anything is said (port 587).
    StartTls,
    /// TLS from the first byte (port 465).
    Tls,
}

impl Security {
    /// Reads the setting `SMTP_SECURITY`.
    #[must_use]
    pub fn parse(setting: &str) -> Option<Self> {
        match setting {
            "off" => Some(Self::Off),
            "starttls" => Some(Self::StartTls),
            "tls" => Some(Self::Tls),
            _ => None,
        }
    }
}

/// Where and how mails leave.
#[derive(Clone)]
pub struct Submission {
    /// Protection of the connection.
    pub security: Security,
    /// How to sign in.
    pub login: Option<Login>,
    /// Our name in EHLO.
    pub our_host: String,
}

/// Opens connections to the mail system; given by the shell.
pub trait Connect {
    /// What it opens.
    type Line: Transport + StartTlsCapable;

    /// Opens one.
    ///
    /// # Errors
    /// Why not, for the log.
    fn connect(&self) -> impl Future<Output = Result<Self::Line, String>>;
}

/// Delivers mails and says of each what became of it: many on one connection; a fresh one after a
/// mail that was not taken, because only then is the server's state certain.
pub async fn deliver<C: Connect>(connect: &C, submission: &Submission, mails: &[Mail]) -> Vec<Delivery> {
    let mut deliveries: Vec<Delivery> = Vec::with_capacity(mails.len());
    while let Some(rest) = mails.get(deliveries.len()..).filter(|rest| !rest.is_empty()) {
        let opened = match connect.connect().await {
            Ok(transport) => open(transport, submission).await.map_err(|error| reason(&error)),
            Err(error) => Err(error),
        };
        match opened {
            Ok(client) => deliveries.extend(converse(client, rest).await),
            Err(error) => deliveries.resize(mails.len(), Delivery::Unreachable(error)),
        }
    }
    deliveries
}

/// Sends until a mail is not taken; says of each mail so far what became of it.
async fn converse<T: Transport + StartTlsCapable>(
    mut client: SmtpClient<T>,
    mails: &[Mail],
) -> Vec<Delivery> {
    let mut deliveries = Vec::with_capacity(mails.len());
    let most = largest(client.capabilities());
    for mail in mails {
        if mail.text.len() > most {
            deliveries.push(Delivery::Refused("larger than the mail system takes".to_owned()));
            continue;
        }
        match submit(&mut client, mail).await {
            Ok(()) => deliveries.push(Delivery::Accepted),
            Err(error) => {
                deliveries.push(verdict(&error));
                break;
            }
        }
    }
    // What was accepted is accepted; how the farewell goes changes nothing.
    drop(client.quit().await);
    deliveries
}

/// Hands over one mail. Ours are 7-bit but for an address in letters that ASCII lacks: that needs SMTPUTF8, and without the
/// offer nothing is said of it.
async fn submit<T: Transport>(client: &mut SmtpClient<T>, mail: &Mail) -> Result<(), SmtpError> {
    let to = [mail.to.as_str()];
    let sent = if mail.to.is_ascii() {
        client
            .send_mail_bytes(&mail.from, &to, mail.text.as_bytes())
            .await
    } else {
        client.send_mail_smtputf8(&mail.from, &to, &mail.text).await
    };
    sent.map(drop)
}

/// The longest mail that the mail system takes, in bytes (RFC 1870); 0 and none are no limit.
fn largest(capabilities: &[String]) -> usize {
    let size = capabilities.iter().find_map(|line| {
        let (keyword, most) = line.split_once(' ')?;
        keyword
            .eq_ignore_ascii_case("SIZE")
            .then(|| most.trim().parse().ok())?
    });
    size.filter(|most| *most > 0).unwrap_or(usize::MAX)
}

async fn open<T: Transport + StartTlsCapable>(
    transport: T,
    submission: &Submission,
) -> Result<SmtpClient<T>, SmtpError> {
    let host = &submission.our_host;
    let mut client = match submission.security {
        Security::StartTls => SmtpClient::connect_starttls(transport, host).await?,
        Security::Off | Security::Tls => SmtpClient::connect(transport, host).await?,
    };
    if let Some(Login { user, password }) = &submission.login {
        client.login(user, password).await?;
    }
    Ok(client)
}

/// Refused for good is what the mail system says of this recipient or this mail (5xx to RCPT or DATA), or cannot say because it
/// does not know letters like those of the address; what
/// it says of us (sender, sign-in) is the operator's to mend, and worth another try. Without a reply
/// we can read, nobody knows.
fn verdict(error: &SmtpError) -> Delivery {
    match error {
        SmtpError::Protocol(ProtocolError::UnexpectedCode {
            during: SmtpOp::RcptTo | SmtpOp::Data,
            actual: 500..,
            ..
        })
        | SmtpError::Protocol(ProtocolError::ExtensionUnavailable { .. })
        | SmtpError::InvalidInput(_) => Delivery::Refused(reason(error)),
        SmtpError::Protocol(ProtocolError::UnexpectedCode { .. }) => Delivery::Later(reason(error)),
        _ => Delivery::Unknown(reason(error)),
    }
}

/// A reason for the log: the code and the step, never the server's text, which may quote an address.
fn reason(error: &SmtpError) -> String {
    match error {
        SmtpError::Io(error) => format!("connection: {}", error.message()),
        SmtpError::Protocol(ProtocolError::UnexpectedCode { during, actual, .. }) => {
            format!("{actual} at {during}")
        }
        SmtpError::Protocol(ProtocolError::ExtensionUnavailable { name }) => format!("{name} is not offered"),
        SmtpError::Protocol(_) => "protocol violated".to_owned(),
        SmtpError::Auth(_) => "sign-in failed".to_owned(),
        SmtpError::InvalidInput(error) => error.reason().to_owned(),
        _ => "refused".to_owned(),
    }
}
