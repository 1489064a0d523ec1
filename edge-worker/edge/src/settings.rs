//! What the operator sets. Production refuses to start without what the law or safety asks for.

use booking::applicant::Email;

use crate::brake::Rations;
use crate::keys::Keys;
use crate::language::Languages;
use crate::operator::OperatorKey;
use crate::pages::Footer;

/// Everything an operator decides.
#[derive(Clone)]
pub struct Settings {
    /// Production or development.
    pub mode: Mode,
    /// Where people reach this Worker, without a slash at the end; links in mails begin with it.
    pub base_url: String,
    /// Sender of every mail.
    pub mail_from: String,
    /// Where answers to them go.
    pub mail_reply_to: String,
    /// Secret keys.
    pub keys: Keys,
    /// Opens the operator's routes.
    pub operator_key: OperatorKey,
    /// Largest number of a challenge: a browser tries half of them on average.
    pub challenge_maxnumber: u32,
    /// What the brake lets pass; none where it is off.
    pub brake: Option<Rations>,
    /// What people may read the product in.
    pub languages: Languages,
    /// What every page ends with.
    pub footer: Footer,
}

/// Production, or development with a clock that can be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// For citizens.
    Production,
    /// For developers and tests.
    Development,
}

/// Why the product does not start.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Not set.
    #[error("{0} is not set")]
    Missing(&'static str),
    /// Set to something else than it takes.
    #[error("{name}: {what}")]
    Wrong {
        /// Which.
        name: &'static str,
        /// What it takes.
        what: String,
    },
}

/// Work for a browser in development: tests should not wait.
const EASY: u32 = 1_000;
/// And what production asks for at the least.
const HARD: u32 = 10_000;
/// And what it may ask for at the most: the brake's hardest challenge takes a slow phone under a minute.
const HARDEST_FIRST: u32 = 150_000;

/// Where development's legal links lead.
const PLACEHOLDER: &str = "https://www.hamburg.de/";

impl Settings {
    /// Reads settings by name, from Worker variables or a test's table.
    ///
    /// # Errors
    /// [`SettingsError`] names the setting and what it takes.
    pub fn read(value: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let need = |name: &'static str| {
            value(name)
                .filter(|text| !text.is_empty())
                .ok_or(SettingsError::Missing(name))
        };
        let wrong = |name: &'static str, what: &str| SettingsError::Wrong {
            name,
            what: what.to_owned(),
        };
        let mode = match need("MODE")?.as_str() {
            "production" => Mode::Production,
            "development" => Mode::Development,
            _ => return Err(wrong("MODE", "must be production or development")),
        };
        let base_url = need("BASE_URL")?.trim_end_matches('/').to_owned();
        if mode == Mode::Production && !base_url.starts_with("https://") {
            return Err(wrong("BASE_URL", "must begin with https:// in production"));
        }
        let keys = Keys::parse(&need("KEYS")?).map_err(|error| wrong("KEYS", &error.to_string()))?;
        let operator_key = OperatorKey::parse(&need("OPERATOR_KEY")?)
            .ok_or_else(|| wrong("OPERATOR_KEY", "must have at least 32 characters"))?;
        let challenge_maxnumber = match value("CHALLENGE_MAXNUMBER") {
            None => EASY,
            Some(text) => text
                .parse()
                .map_err(|_| wrong("CHALLENGE_MAXNUMBER", "must be a whole number"))?,
        };
        if mode == Mode::Production && challenge_maxnumber < HARD {
            return Err(wrong(
                "CHALLENGE_MAXNUMBER",
                "must be at least 10000 in production",
            ));
        }
        let brake = Rations::read(&value, mode)?;
        if brake.is_some() && challenge_maxnumber > HARDEST_FIRST {
            return Err(wrong(
                "CHALLENGE_MAXNUMBER",
                "must be at most 150000 while BRAKE is on, which asks for 16 times as much",
            ));
        }
        let public = |name: &'static str| match (mode, value(name)) {
            (_, Some(address)) if address.starts_with("https://") => Ok(address),
            (Mode::Development, None) => Ok(PLACEHOLDER.to_owned()),
            (Mode::Production, None) => Err(SettingsError::Missing(name)),
            _ => Err(wrong(name, "must be an https address")),
        };
        let feedback = match value("FEEDBACK") {
            Some(contact) if contact.starts_with("https://") || contact.contains('@') => contact,
            None if mode == Mode::Development => PLACEHOLDER.to_owned(),
            None => return Err(SettingsError::Missing("FEEDBACK")),
            _ => return Err(wrong("FEEDBACK", "must be a mail address or an https address")),
        };
        let address = |name: &'static str, text: String| {
            let read = Email::parse(&text).map(|email| email.as_str().to_owned());
            let plain = read.ok().filter(|email| email.is_ascii());
            plain.ok_or_else(|| wrong(name, "must be a mail address of ASCII letters"))
        };
        let mail_from = address("MAIL_FROM", need("MAIL_FROM")?)?;
        let mail_reply_to = match value("MAIL_REPLY_TO") {
            Some(text) => address("MAIL_REPLY_TO", text)?,
            None => mail_from.clone(),
        };
        Ok(Self {
            mode,
            base_url,
            mail_from,
            mail_reply_to,
            keys,
            operator_key,
            challenge_maxnumber,
            brake,
            languages: Languages::read(value("LANGUAGES").filter(|named| !named.is_empty()), mode)
                .map_err(|what| wrong("LANGUAGES", &what))?,
            footer: Footer {
                imprint: public("IMPRINT_URL")?,
                privacy: public("PRIVACY_URL")?,
                accessibility: public("ACCESSIBILITY_URL")?,
                easy_language: public("EASY_LANGUAGE_URL")?,
                feedback,
                arbitration: public("ARBITRATION_URL")?,
            },
        })
    }
}
