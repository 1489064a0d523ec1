//! What stands in links, bearers and letters: ids, codes of invitations, tokens, sealed text, keys.

use std::sync::LazyLock;

use booking::invitation::InvitationCode;
use booking::{AppointmentId, Reference};
use edge::keys::{Keys, Purpose, lookup_hash};

const ID: AppointmentId = AppointmentId::from_bytes([7; 16]);
const PURPOSES: [Purpose; 3] = [Purpose::Secret, Purpose::Activation, Purpose::Manage];
/// The only text that was ever sealed under these keys.
const SEALED: &str = "Erika Mustermann";

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let setting = format!("k2:{},k1:{}", "22".repeat(32), "11".repeat(32));
    Keys::parse(&setting).expect("keys")
});

/// See the crate.
pub fn check(input: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(input) else {
        return false;
    };
    let taken = [
        appointment_id(text),
        invitation_code(text),
        token(text),
        sealed(text),
        keys(text),
    ];
    reference(input);
    taken.contains(&true)
}

/// An id is read in either case, and written in one.
fn appointment_id(text: &str) -> bool {
    let read = AppointmentId::parse(text);
    assert_eq!(edge::request::appointment_id(text).ok(), read);
    let Some(id) = read else { return false };
    assert_eq!(id.to_string(), text.to_ascii_lowercase());
    assert_eq!(AppointmentId::from_bytes(id.bytes()), id);
    true
}

/// However a code was typed, it is written in one way, and that way is read as the same code.
fn invitation_code(text: &str) -> bool {
    let Some(code) = InvitationCode::parse(text) else {
        return false;
    };
    let written = code.to_string();
    assert_eq!(InvitationCode::parse(&written), Some(code));
    assert_eq!(InvitationCode::parse(&written.to_uppercase()), Some(code));
    let typed = text.chars().filter(char::is_ascii_alphanumeric);
    let typed: String = typed
        .map(|character| match character.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    assert_eq!(written.replace('-', ""), typed);
    true
}

/// Only the tokens that our keys make are tokens.
fn token(text: &str) -> bool {
    let hash = lookup_hash(text);
    assert!(hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let opens = PURPOSES.map(|purpose| {
        let made = ["k1", "k2"].map(|key| KEYS.token(key, purpose, ID, 0));
        let is_token = KEYS.is_token(purpose, ID, text);
        assert_eq!(is_token, made.iter().any(|token| token == text));
        is_token
    });
    opens.contains(&true)
}

/// Nothing opens but what was sealed, and nowhere but where it belongs.
fn sealed(text: &str) -> bool {
    assert!(KEYS.open(ID, "email", text).is_err());
    let Ok(opened) = KEYS.open(ID, "name", text) else {
        return false;
    };
    assert_eq!(opened, SEALED);
    true
}

/// A setting that is taken has a current key, and that key opens what it seals.
fn keys(text: &str) -> bool {
    let Ok(keys) = Keys::parse(text) else { return false };
    assert!(!keys.current().is_empty());
    let sealed = keys.seal(ID, "name", SEALED, [3; 12]).expect("it seals");
    assert_eq!(keys.open(ID, "name", &sealed).as_deref(), Ok(SEALED));
    true
}

/// References look alike, whatever chance they come from: `K7MQ-2X9D`.
fn reference(input: &[u8]) {
    let bits = input
        .iter()
        .take(8)
        .fold(0, |bits, byte| (bits << 8) | u64::from(*byte));
    let reference = Reference::from_bits(bits);
    let (left, right) = reference.as_str().split_once('-').expect("a hyphen");
    for half in [left, right] {
        assert!(
            half.len() == 4
                && half
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        );
    }
}

/// A token of each kind, and the sealed text: what a corpus begins with.
#[must_use]
pub fn issued() -> Vec<String> {
    let tokens = PURPOSES.map(|purpose| KEYS.token("k1", purpose, ID, 0));
    let sealed = KEYS.seal(ID, "name", SEALED, [9; 12]).expect("it seals");
    tokens.into_iter().chain([sealed]).collect()
}
