//! What citizens ask for, as a request and as the oracle understands it.

use std::fmt;

use booking::Instant;
use serde_json::{Value, json};

/// Services and how often.
pub type Services = Vec<(String, u8)>;

/// A solved challenge.
#[derive(Clone, Debug, PartialEq)]
pub struct Payment {
    /// Names it.
    pub signature: String,
    /// First instant at which it no longer pays.
    pub expires: Instant,
}

/// What somebody asks for, in the oracle's words.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// A time.
    Reserve {
        /// The idempotency key.
        key: String,
        /// The body as sent.
        body: String,
        /// What it pays with.
        payment: Payment,
        /// What for.
        services: Services,
        /// Where.
        centre: String,
        /// When.
        starts_at: Instant,
        /// What it gives up.
        replaces: Option<String>,
    },
    /// Ten more minutes.
    Prolong {
        /// Of which appointment.
        id: String,
        /// What it pays with, if it does.
        payment: Option<Payment>,
    },
    /// The form.
    Apply {
        /// Of which appointment.
        id: String,
        /// As typed.
        email: String,
    },
    /// The mail again.
    Resend {
        /// Of which appointment.
        id: String,
    },
    /// The code of the mail, or another.
    Code {
        /// Of which appointment.
        id: String,
        /// Six digits.
        code: String,
    },
    /// A press on the mail's button.
    Press {
        /// Of which appointment.
        id: String,
        /// Which address the mail went to, counted.
        generation: u8,
        /// A time chosen after the lapse.
        slot: Option<(String, Instant)>,
    },
    /// The browser leaves.
    Leave {
        /// Which appointment.
        id: String,
    },
    /// A cancellation by the mail's link.
    Cancel {
        /// Which appointment.
        id: String,
    },
    /// The cancellation is taken back.
    Undo {
        /// Which appointment.
        id: String,
    },
    /// Another time, or other services.
    Move {
        /// Which appointment.
        id: String,
        /// Where.
        centre: String,
        /// When.
        starts_at: Instant,
        /// What for, if not what it was.
        services: Option<Services>,
    },
    /// How does it stand?
    Look {
        /// Which appointment.
        id: String,
        /// By the mail's link, not by the browser's secret.
        manage: bool,
    },
    /// What is free, what there is, a challenge: nobody's.
    Read(String),
    /// A sender of mails.
    Sender,
    /// The minute cron.
    Cron,
}

impl Ask {
    /// The appointment it is about, if it names one.
    pub fn appointment(&self) -> Option<&str> {
        match self {
            Self::Prolong { id, .. }
            | Self::Apply { id, .. }
            | Self::Resend { id }
            | Self::Code { id, .. }
            | Self::Press { id, .. }
            | Self::Leave { id }
            | Self::Cancel { id }
            | Self::Undo { id }
            | Self::Move { id, .. }
            | Self::Look { id, .. } => Some(id),
            Self::Reserve { .. } | Self::Read(_) | Self::Sender | Self::Cron => None,
        }
    }

    /// Whether it must not change anything.
    pub fn only_reads(&self) -> bool {
        matches!(self, Self::Read(_) | Self::Look { .. })
    }
}

/// An id is long, and its beginning says as much.
pub fn short(id: &str) -> &str {
    id.get(..6).unwrap_or(id)
}

impl fmt::Display for Ask {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reserve {
                key,
                services,
                centre,
                starts_at,
                replaces,
                ..
            } => {
                write!(
                    formatter,
                    "reserve {centre} {} {services:?} key {key}",
                    starts_at.to_rfc3339()
                )?;
                match replaces {
                    Some(old) => write!(formatter, " for {}", short(old)),
                    None => Ok(()),
                }
            }
            Self::Prolong { id, payment } => {
                write!(
                    formatter,
                    "prolong {}{}",
                    short(id),
                    if payment.is_some() { ", paid" } else { "" }
                )
            }
            Self::Apply { id, email } => write!(formatter, "form of {} for {email}", short(id)),
            Self::Resend { id } => write!(formatter, "mail again of {}", short(id)),
            Self::Code { id, code } => write!(formatter, "code {code} of {}", short(id)),
            Self::Press { id, generation, slot } => {
                write!(formatter, "press of {} (address {generation})", short(id))?;
                match slot {
                    Some((centre, at)) => write!(formatter, " for {centre} {}", at.to_rfc3339()),
                    None => Ok(()),
                }
            }
            Self::Leave { id } => write!(formatter, "leave {}", short(id)),
            Self::Cancel { id } => write!(formatter, "cancel {}", short(id)),
            Self::Undo { id } => write!(formatter, "undo {}", short(id)),
            Self::Move {
                id,
                centre,
                starts_at,
                services,
            } => write!(
                formatter,
                "move {} to {centre} {} {services:?}",
                short(id),
                starts_at.to_rfc3339()
            ),
            Self::Look { id, manage } => {
                write!(
                    formatter,
                    "look at {}{}",
                    short(id),
                    if *manage { " by link" } else { "" }
                )
            }
            Self::Read(path) => write!(formatter, "GET {path}"),
            Self::Sender => write!(formatter, "sender"),
            Self::Cron => write!(formatter, "cron"),
        }
    }
}

/// A request.
#[derive(Clone, Debug)]
pub struct Call {
    /// What it means.
    pub ask: Ask,
    /// Its method.
    pub method: &'static str,
    /// Its path, with its query.
    pub path: String,
    /// Secret or token.
    pub bearer: Option<String>,
    /// Idempotency key.
    pub key: Option<String>,
    /// JSON.
    pub body: Option<String>,
}

impl Call {
    /// A GET of something that is nobody's.
    pub fn read(path: String) -> Self {
        Self {
            ask: Ask::Read(path.clone()),
            method: "GET",
            path,
            bearer: None,
            key: None,
            body: None,
        }
    }

    /// An event of an appointment.
    pub fn event(ask: Ask, bearer: &str, body: Option<Value>) -> Self {
        let id = ask.appointment().unwrap_or_default();
        let (method, event) = match &ask {
            Ask::Prolong { .. } => ("POST", "/prolong"),
            Ask::Apply { .. } => ("PUT", "/applicant"),
            Ask::Resend { .. } => ("POST", "/mail"),
            Ask::Code { .. } => ("POST", "/activation"),
            Ask::Undo { .. } => ("POST", "/undo"),
            Ask::Move { .. } => ("POST", "/move"),
            Ask::Leave { .. } | Ask::Cancel { .. } => ("DELETE", ""),
            _ => ("GET", ""),
        };
        Self {
            path: format!("/api/v1/appointments/{id}{event}"),
            ask,
            method,
            bearer: Some(bearer.to_owned()),
            key: None,
            body: body.map(|body| body.to_string()),
        }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// JSON, or null.
    pub json: Value,
    /// The name of the problem, or nothing.
    pub problem: String,
}

impl Answer {
    /// Reads status and body.
    pub fn read(status: u16, body: &[u8]) -> Self {
        let json: Value = serde_json::from_slice(body).unwrap_or(Value::Null);
        let kind = json["type"].as_str().unwrap_or_default();
        let problem = if status >= 400 {
            kind.rsplit('/').next().unwrap_or_default()
        } else {
            ""
        };
        Self {
            status,
            problem: problem.to_owned(),
            json,
        }
    }

    /// The problem, or the status where all is well.
    pub fn name(&self) -> String {
        if self.problem.is_empty() {
            self.status.to_string()
        } else {
            self.problem.clone()
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.status, self.problem)?;
        match self.json["status"].as_str() {
            Some(state) => write!(formatter, "{state}"),
            None => Ok(()),
        }
    }
}

/// Services as the API takes them.
pub fn services_json(services: &Services) -> Value {
    let list = services.iter();
    list.map(|(id, quantity)| json!({ "id": id, "quantity": quantity }))
        .collect()
}
