//! A citizen with a browser: what the widget does, step by step.

use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::description::Exchange;
use crate::inbox::Letter;
use crate::runtime::City;

static COUNTER: AtomicU32 = AtomicU32::new(0);

/// Somebody who wants an appointment.
#[derive(Clone)]
pub struct Citizen<'a> {
    city: &'a City,
    /// Their address; no two citizens share one.
    pub email: String,
    /// The network address they come from, where it matters.
    pub network: Option<String>,
}

/// An answer: status, headers that matter, body.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: String,
    /// `Retry-After`, if given.
    pub retry_after: Option<String>,
    /// `ETag`, if given.
    pub etag: Option<String>,
    /// JSON, or null.
    pub json: Value,
    /// As it came.
    pub text: String,
}

impl Answer {
    /// Reads the answer to this request, and holds it against what the API says of itself.
    pub async fn read(method: &Method, path: &str, sent: Option<&str>, response: Response) -> Self {
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.expect("a body");
        Exchange {
            method,
            path,
            sent: sent.map(str::as_bytes),
            status,
            headers: &headers,
            received: &text,
        }
        .is_as_described();
        let header = |name: &str| {
            let value = headers.get(name)?;
            Some(value.to_str().expect("ASCII").to_owned())
        };
        Self {
            status: status.as_u16(),
            content_type: header("content-type").unwrap_or_default(),
            retry_after: header("retry-after"),
            etag: header("etag"),
            json: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
        }
    }

    /// The name of the problem: the last part of its type.
    pub fn problem(&self) -> &str {
        let kind = self.json["type"].as_str().unwrap_or_default();
        kind.rsplit('/').next().unwrap_or_default()
    }
}

/// A reservation of this browser.
#[derive(Clone, Debug)]
pub struct Reserved {
    /// Appointment.
    pub id: String,
    /// Stays in the browser.
    pub secret: String,
    /// The answer it came with.
    pub answer: Answer,
}

/// A hold and its mail.
#[derive(Clone, Debug)]
pub struct Held {
    /// The reservation it came from.
    pub reserved: Reserved,
    /// The activation mail.
    pub letter: Letter,
}

impl<'a> Citizen<'a> {
    pub(crate) fn new(city: &'a City) -> Self {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        Self {
            city,
            email: format!("citizen{number}@example.org"),
            network: None,
        }
    }

    /// The same citizen at this network address.
    pub fn at(self, network: &str) -> Self {
        let network = Some(network.to_owned());
        Self { network, ..self }
    }

    /// Sends a request as it is.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Answer {
        let mut request = self
            .city
            .http
            .request(method.clone(), format!("{}{path}", self.city.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(network) = &self.network {
            request = request.header("cf-connecting-ip", network);
        }
        if let Some(body) = body {
            request = request.body(body.to_owned());
        }
        let response = request.send().await.expect("the city answers");
        Answer::read(&method, path, body, response).await
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], None).await
    }

    /// A JSON request with a bearer.
    pub async fn ask(&self, method: Method, path: &str, bearer: &str, body: Option<Value>) -> Answer {
        let bearer = format!("Bearer {bearer}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ];
        let text = body.map(|body| body.to_string());
        let count = if text.is_some() { 2 } else { 1 };
        self.send(method, path, &headers[..count], text.as_deref()).await
    }

    /// POSTs JSON without a bearer.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        let headers = [("content-type", "application/json")];
        self.send(Method::POST, path, &headers, Some(&body.to_string()))
            .await
    }

    /// Presses a button of a Worker page.
    pub async fn press(&self, path: &str, form: &str) -> Answer {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        self.send(Method::POST, path, &headers, Some(form)).await
    }

    /// Free slots.
    pub async fn slots(&self, query: &str) -> Vec<Value> {
        let answer = self.get(&format!("/api/v1/slots?{query}")).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json["slots"].as_array().cloned().expect("slots")
    }

    /// A solved challenge.
    pub async fn challenge(&self) -> String {
        let challenge = self.get("/api/v1/challenge").await.json;
        solve(&challenge).expect("a solution")
    }

    /// The body of a reservation.
    pub async fn wish(&self, services: &[(&str, u32)], slot: &Value) -> Value {
        let services: Vec<Value> = services
            .iter()
            .map(|(id, quantity)| json!({ "id": id, "quantity": quantity }))
            .collect();
        json!({
            "services": services,
            "centre": slot["centre"],
            "starts_at": slot["starts_at"],
            "challenge": self.challenge().await,
        })
    }

    /// Sends a reservation with a key of its own.
    pub async fn try_reserve(&self, body: &Value) -> Answer {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        self.try_reserve_as(&format!("key-{number}"), body).await
    }

    /// Sends a reservation with this key.
    pub async fn try_reserve_as(&self, key: &str, body: &Value) -> Answer {
        let headers = [("idempotency-key", key), ("content-type", "application/json")];
        let text = body.to_string();
        self.send(Method::POST, "/api/v1/appointments", &headers, Some(&text))
            .await
    }

    /// Reserves a slot.
    pub async fn reserve(&self, services: &[(&str, u32)], slot: &Value) -> Reserved {
        let body = self.wish(services, slot).await;
        let answer = self.try_reserve(&body).await;
        assert_eq!(StatusCode::CREATED, answer.status, "{answer:?}");
        Reserved {
            id: answer.json["id"].as_str().expect("an id").to_owned(),
            secret: answer.json["secret"].as_str().expect("a secret").to_owned(),
            answer,
        }
    }

    /// An event of a reservation.
    pub async fn event(
        &self,
        method: Method,
        reserved: &Reserved,
        event: &str,
        body: Option<Value>,
    ) -> Answer {
        let path = format!("/api/v1/appointments/{}{event}", reserved.id);
        self.ask(method, &path, &reserved.secret, body).await
    }

    /// The appointment as its browser sees it.
    pub async fn look(&self, reserved: &Reserved) -> Value {
        self.event(Method::GET, reserved, "", None).await.json
    }

    /// Sends the form.
    pub async fn apply(&self, reserved: &Reserved) -> Answer {
        let form =
            json!({ "name": "Erika Mustermann", "email": self.email, "phone": null, "language": "de" });
        self.event(Method::PUT, reserved, "/applicant", Some(form)).await
    }

    /// Reserves, sends the form, waits for the mail and for the city to know that it has left.
    pub async fn hold(&self, services: &[(&str, u32)], slot: &Value) -> Held {
        let reserved = self.reserve(services, slot).await;
        let answer = self.apply(&reserved).await;
        assert_eq!(StatusCode::ACCEPTED, answer.status, "{answer:?}");
        let letter = self.city.inbox.nth(&self.email, 1).await;
        self.until_mail_is(&reserved, "sent").await;
        Held { reserved, letter }
    }

    /// Waits until the activation mail is in a state.
    pub async fn until_mail_is(&self, reserved: &Reserved, state: &str) -> Value {
        for _ in 0..600 {
            let look = self.look(reserved).await;
            if look["mail"] == state {
                return look;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("the mail did not become {state}: {}", self.look(reserved).await);
    }

    /// Presses the button of the activation mail.
    pub async fn activate(&self, held: &Held) -> Answer {
        self.post("/api/v1/activations", json!({ "token": held.letter.token() }))
            .await
    }

    /// Goes the whole way to a booked appointment; returns the manage token of the confirmation mail.
    pub async fn book(&self, services: &[(&str, u32)], slot: &Value) -> (Held, String) {
        let held = self.hold(services, slot).await;
        let answer = self.activate(&held).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let confirmation = self.city.inbox.nth(&self.email, 2).await;
        // A clock moved between a mail's arrival and its settling would have it sent once more.
        self.city.until_mails_are_settled().await;
        (held, confirmation.token())
    }
}

/// What pays for a reservation: the number that solves a challenge.
pub fn solve(challenge: &Value) -> Option<String> {
    let salt = challenge["salt"].as_str()?;
    let hash = |number: u64| hex::encode(Sha256::digest(format!("{salt}{number}")));
    let found =
        (0..=challenge["maxnumber"].as_u64()?).find(|number| challenge["challenge"] == hash(*number))?;
    let mut solution = challenge.clone();
    solution["number"] = found.into();
    Some(STANDARD.encode(solution.to_string()))
}
