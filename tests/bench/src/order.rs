//! What citizens send.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use booking::appointment::Slot;
use booking::{AppointmentId, Instant};
use bytes::Bytes;
use edge::challenge;
use edge::keys::{Keys, Purpose};
use http_body_util::Full;
use hyper::Method;
use serde_json::json;

use crate::dice::Dice;
use crate::load::Request;
use crate::worker::KEYS;

/// The shortest visit there is, at any centre: two units.
pub const SERVICE: &str = "meldebescheinigung";
/// Its length.
pub const UNITS: u8 = 2;
/// The range of a challenge, as in wrangler.toml.
const MAXNUMBER: u32 = 100_000;

/// Citizens, each at a network of their own.
pub struct Citizens {
    keys: Keys,
    dice: Dice,
    number: u32,
}

/// A reservation as its browser knows it.
#[derive(Clone, Debug)]
pub struct Reserved {
    /// Its id.
    pub id: String,
    /// Its secret.
    pub secret: String,
}

impl Default for Citizens {
    fn default() -> Self {
        Self {
            keys: Keys::parse(KEYS).expect("the keys of the bench"),
            dice: Dice::new(1),
            number: 0,
        }
    }
}

impl Citizens {
    /// Reserves this slot, paying with a challenge whose solution we know since we have made it: what it costs the Worker is
    /// the same.
    ///
    /// # Panics
    /// Never: what is sent is text.
    pub fn reserve(&mut self, slot: &Slot, now: Instant) -> Request {
        let mut random = self.dice.bytes();
        random[12..].fill(0);
        let made = challenge::make(&self.keys, MAXNUMBER, now, random);
        let solution = json!({
            "algorithm": made.algorithm, "challenge": made.challenge, "number": 0, "salt": made.salt,
            "signature": made.signature,
        });
        let body = json!({
            "services": [{ "id": SERVICE, "quantity": 1 }],
            "centre": slot.centre,
            "starts_at": slot.starts_at.to_rfc3339(),
            "challenge": STANDARD.encode(solution.to_string()),
        });
        self.number += 1;
        let [_, a, b, c] = self.number.to_be_bytes();
        let key = format!("{:032x}", u128::from_be_bytes(self.dice.bytes()));
        let headers = [
            ("idempotency-key", key),
            ("cf-connecting-ip", format!("10.{a}.{b}.{c}")),
        ];
        request(
            Method::POST,
            "/api/v1/appointments",
            &headers,
            Some(body.to_string()),
        )
    }

    /// Sends the form.
    pub fn hold(&mut self, reserved: &Reserved) -> Request {
        self.number += 1;
        let body = json!({
            "name": "Gesche Gottfried",
            "email": format!("citizen{}@example.org", self.number),
            "phone": null,
            "language": "de",
        });
        let headers = [("authorization", format!("Bearer {}", reserved.secret))];
        let path = format!("/api/v1/appointments/{}/applicant", reserved.id);
        request(Method::PUT, &path, &headers, Some(body.to_string()))
    }

    /// Presses the button behind the mail's link; the token is derived as the mail's was.
    ///
    /// # Panics
    /// When the Worker has given an id that is none.
    #[must_use]
    pub fn activate(&self, reserved: &Reserved) -> Request {
        let id = AppointmentId::parse(&reserved.id).expect("an id");
        let token = self.keys.token(self.keys.current(), Purpose::Activation, id, 0);
        let body = json!({ "token": token }).to_string();
        request(Method::POST, "/api/v1/activations", &[], Some(body))
    }
}

/// A request for a path.
#[must_use]
pub fn get(path: &str) -> Request {
    request(Method::GET, path, &[], None)
}

/// A request with headers and perhaps a body in JSON.
///
/// # Panics
/// When it is malformed.
#[must_use]
pub fn request(method: Method, path: &str, headers: &[(&str, String)], body: Option<String>) -> Request {
    let mut builder = hyper::Request::builder()
        .method(method)
        .uri(path)
        .header("host", "termin.example");
    for (name, value) in headers {
        builder = builder.header(*name, value);
    }
    if body.is_some() {
        builder = builder.header("content-type", "application/json");
    }
    let body = Full::new(Bytes::from(body.unwrap_or_default()));
    builder.body(body).expect("a request")
}
