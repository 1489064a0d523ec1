//! Keys: sealing of personal data, keyed hashes, and tokens that are derived instead of stored.
//!
//! Everything comes from the operator's secret `KEYS` by HMAC-SHA-256 with a purpose, so that one key
//! never does two jobs. The first key is current; older ones still open what they sealed.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use booking::AppointmentId;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};

const NONCE: usize = 12;

/// What a token lets its owner do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Stays in the browser that reserved: prolong, name the applicant, leave.
    Secret,
    /// In the activation mail: book.
    Activation,
    /// In the confirmation mail: see, move, cancel.
    Manage,
}

impl Purpose {
    const fn name(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Activation => "activation",
            Self::Manage => "manage",
        }
    }
}

/// The operator's keys, the current one first.
#[derive(Clone)]
pub struct Keys {
    keys: Vec<(String, [u8; 32])>,
}

/// The setting `KEYS` is not of the form `k1:<64 hex digits>[,k2:…]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("KEYS must read k1:<64 hex digits>[,k2:<64 hex digits>…], newest first")]
pub struct KeysError;

/// Sealed text cannot be opened: damaged, moved to another place, or its key is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sealed text cannot be opened")]
pub struct SealError;

impl Keys {
    /// Reads the setting.
    ///
    /// # Errors
    /// [`KeysError`].
    pub fn parse(setting: &str) -> Result<Self, KeysError> {
        let keys = setting
            .split(',')
            .map(|entry| {
                let (id, digits) = entry.trim().split_once(':').ok_or(KeysError)?;
                let bytes = hex::decode(digits).map_err(|_| KeysError)?;
                let key = bytes.try_into().map_err(|_| KeysError)?;
                let plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
                plain.then(|| (id.to_owned(), key)).ok_or(KeysError)
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { keys })
    }

    /// The id of the key that seals now; kept beside what it made.
    #[must_use]
    pub fn current(&self) -> &str {
        self.keys.first().map_or("", |(id, _)| id)
    }

    /// The token for one purpose: 43 characters, the same each time, known to nobody who has not
    /// been told it. `generation` counts addresses, so that a corrected one kills older links.
    #[must_use]
    pub fn token(&self, key_id: &str, purpose: Purpose, id: AppointmentId, generation: u8) -> String {
        URL_SAFE_NO_PAD.encode(self.derive(key_id, purpose.name(), &[&id.bytes(), &[generation]]))
    }

    /// Whether `token` is the one that any of our keys makes for this; for what is no longer stored.
    #[must_use]
    pub fn is_token(&self, purpose: Purpose, id: AppointmentId, token: &str) -> bool {
        self.keys
            .iter()
            .any(|(key_id, _)| same(self.token(key_id, purpose, id, 0).as_bytes(), token.as_bytes()))
    }

    /// The six digits of the activation mail.
    #[must_use]
    pub fn code(&self, key_id: &str, id: AppointmentId, generation: u8) -> String {
        let bytes = self.derive(key_id, "code", &[&id.bytes(), &[generation]]);
        let number = bytes
            .iter()
            .take(8)
            .fold(0_u64, |value, byte| (value << 8) | u64::from(*byte));
        format!("{:06}", number % 1_000_000)
    }

    /// A keyed hash under the current key, for what must be found but not read: addresses.
    #[must_use]
    pub fn keyed_hash(&self, purpose: &str, text: &str) -> String {
        hex::encode(self.derive(self.current(), purpose, &[text.as_bytes()]))
    }

    /// Keyed hashes under each of our keys, the current one first: what was stored under an older key is
    /// found as well.
    #[must_use]
    pub fn keyed_hashes(&self, purpose: &str, text: &str) -> Vec<String> {
        let hash = |(id, _): &(String, [u8; 32])| hex::encode(self.derive(id, purpose, &[text.as_bytes()]));
        self.keys.iter().map(hash).collect()
    }

    /// An HMAC under the current key, for challenges.
    #[must_use]
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        self.keyed_hash(purpose, text)
    }

    /// Whether `signature` is what any of our keys makes of `text`.
    #[must_use]
    pub fn verify(&self, purpose: &str, text: &str, signature: &str) -> bool {
        self.keys.iter().any(|(id, _)| {
            let expected = hex::encode(self.derive(id, purpose, &[text.as_bytes()]));
            same(expected.as_bytes(), signature.as_bytes())
        })
    }

    /// Seals `text` with AES-256-GCM, bound to the appointment and column it belongs to.
    ///
    /// # Errors
    /// [`SealError`] when the text is longer than the cipher takes.
    pub fn seal(
        &self,
        id: AppointmentId,
        column: &str,
        text: &str,
        nonce: [u8; NONCE],
    ) -> Result<String, SealError> {
        let payload = Payload {
            msg: text.as_bytes(),
            aad: &bound_to(id, column),
        };
        let sealed = self
            .cipher(self.current())?
            .encrypt(Nonce::from_slice(&nonce), payload)
            .map_err(|_| SealError)?;
        let joined = [nonce.as_slice(), &sealed].concat();
        Ok(format!("{}.{}", self.current(), URL_SAFE_NO_PAD.encode(joined)))
    }

    /// Opens what [`Keys::seal`] made for the same appointment and column.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn open(&self, id: AppointmentId, column: &str, sealed: &str) -> Result<String, SealError> {
        let (key_id, body) = sealed.split_once('.').ok_or(SealError)?;
        let bytes = URL_SAFE_NO_PAD.decode(body).map_err(|_| SealError)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or(SealError)?;
        let payload = Payload {
            msg: sealed,
            aad: &bound_to(id, column),
        };
        let opened = self
            .cipher(key_id)?
            .decrypt(Nonce::from_slice(nonce), payload)
            .map_err(|_| SealError)?;
        String::from_utf8(opened).map_err(|_| SealError)
    }

    fn cipher(&self, key_id: &str) -> Result<Aes256Gcm, SealError> {
        if !self.keys.iter().any(|(id, _)| id == key_id) {
            return Err(SealError);
        }
        Aes256Gcm::new_from_slice(&self.derive(key_id, "seal", &[])).map_err(|_| SealError)
    }

    /// HMAC-SHA-256(key, purpose ‖ 0 ‖ parts). A key that is no longer ours derives from the current one
    /// under its own name: tokens nobody was given, and nobody can guess.
    fn derive(&self, key_id: &str, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        let known = self.keys.iter().find(|(id, _)| id == key_id);
        let retired = known.is_none();
        let key = known
            .or(self.keys.first())
            .map_or(&[][..], |(_, key)| key.as_slice());
        let Ok(mut mac) = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key) else {
            return [0; 32];
        };
        if retired {
            mac.update(b"retired ");
            mac.update(key_id.as_bytes());
            mac.update(&[0]);
        }
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        for part in parts {
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

/// How a token is looked up: its plain hash, enough because the token has 256 bits.
#[must_use]
pub fn lookup_hash(token: &str) -> String {
    sha256_hex(token)
}

/// SHA-256 as hex.
#[must_use]
pub fn sha256_hex(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Compares in constant time.
#[must_use]
pub fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

fn bound_to(id: AppointmentId, column: &str) -> Vec<u8> {
    [id.bytes().as_slice(), column.as_bytes()].concat()
}
