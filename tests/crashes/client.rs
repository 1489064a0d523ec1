//! A citizen who reserves, holds, confirms and cancels, and asks again with the same key when no answer came.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tests::{Back, City, Event, History};

/// What everybody shares.
pub(super) struct Load {
    pub(super) city: City,
    pub(super) slots: Vec<Value>,
    pub(super) history: History,
    /// Everybody finishes what they are at, and stops.
    pub(super) enough: AtomicBool,
    pub(super) counts: Counts,
}

#[derive(Default)]
pub(super) struct Counts {
    /// Answers that say that something has been done.
    pub(super) acknowledged: AtomicUsize,
    /// Requests that got none.
    pub(super) unknown: AtomicUsize,
    /// Those of them that had been done all the same.
    pub(super) committed: AtomicUsize,
    /// Those of them that were never sent again.
    pub(super) given_up: AtomicUsize,
}

/// What somebody wanted, and the last they were told.
#[derive(Clone, Debug)]
pub(super) struct Intention {
    pub(super) key: String,
    pub(super) email: String,
    /// The appointment, and its status; nothing while no answer has come.
    pub(super) told: Option<(String, &'static str)>,
}

pub(super) struct Client {
    load: Arc<Load>,
    number: usize,
    throws: u64,
    pub(super) intentions: Vec<Intention>,
}

/// A request, and how the database shows that it has been done.
struct Request<'a> {
    method: Method,
    path: String,
    headers: Vec<(&'a str, String)>,
    body: Option<Value>,
    done: String,
}

impl Client {
    pub(super) fn new(load: Arc<Load>, number: usize) -> Self {
        Self {
            load,
            number,
            throws: 0,
            intentions: Vec::new(),
        }
    }

    pub(super) async fn go_on(mut self) -> Vec<Intention> {
        while !self.load.enough.load(Ordering::Relaxed) {
            self.once().await;
        }
        self.intentions
    }

    fn throw(&mut self, end: u64) -> u64 {
        self.throws += 1;
        let hash = Sha256::digest(format!("{} {}", self.number, self.throws));
        hash.iter()
            .take(4)
            .fold(0, |sum, byte| sum << 8 | u64::from(*byte))
            % end
    }

    /// From a wish to wherever this one gets.
    async fn once(&mut self) {
        let load = self.load.clone();
        let slot = &load.slots[usize::try_from(self.throw(1 << 20)).expect("small") % load.slots.len()];
        let key = format!("key-{}-{}", self.number, self.intentions.len());
        let email = format!("{key}@example.org");
        let Some(challenge) = self.challenge().await else {
            return;
        };
        let called = load.history.moment();
        let gives_up = self.throw(4) == 0;
        let reserve = Request {
            method: Method::POST,
            path: "/api/v1/appointments".to_owned(),
            headers: vec![("idempotency-key", key.clone())],
            body: Some(json!({
                "services": [{ "id": "eid-pin", "quantity": 1 }],
                "centre": slot["centre"], "starts_at": slot["starts_at"], "challenge": challenge,
            })),
            done: format!(
                "SELECT appointment FROM idempotency WHERE key_hash = '{}'",
                hex::encode(Sha256::digest(&key))
            ),
        };
        let mut intention = Intention {
            key,
            email,
            told: None,
        };
        let answer = if gives_up {
            self.ask_once(&reserve).await
        } else {
            Some(self.ask(&reserve).await)
        };
        let Some((status, answer)) = answer else {
            load.counts.given_up.fetch_add(1, Ordering::Relaxed);
            // It is asked for again by nobody, but the database knows whether it has happened.
            if let Some(row) = self.rows(&reserve.done).await.first() {
                let id = row["appointment"].as_str().expect("an id").to_owned();
                load.history.unanswered(slot, called, Event::Taken(id));
            }
            self.intentions.push(intention);
            return;
        };
        if status == 409 {
            load.history.answered(slot, called, Event::Refused);
            return;
        }
        assert_eq!(status, 201, "{answer}");
        let text = |name: &str| answer[name].as_str().expect("text").to_owned();
        let (id, secret) = (text("id"), text("secret"));
        load.history.answered(slot, called, Event::Taken(id.clone()));
        let told = self.carry_on(&intention, &id, &secret, slot).await;
        intention.told = Some((id, told));
        self.intentions.push(intention);
    }

    /// Some leave it at a reservation, some hold it, some confirm; some of each cancel. Returns how it ends.
    async fn carry_on(
        &mut self,
        intention: &Intention,
        id: &str,
        secret: &str,
        slot: &Value,
    ) -> &'static str {
        let bearer = ("authorization", format!("Bearer {secret}"));
        let path = format!("/api/v1/appointments/{id}");
        let is =
            |status: &str| format!("SELECT id FROM appointment WHERE id = '{id}' AND status = '{status}'");
        let leave = Request {
            method: Method::DELETE,
            path: path.clone(),
            headers: vec![bearer.clone()],
            body: None,
            done: is("cancelled"),
        };
        match self.throw(6) {
            0 => return "reserved",
            1 => return self.leave(&leave, id, slot).await,
            _ => {}
        }
        let apply = Request {
            method: Method::PUT,
            path: format!("{path}/applicant"),
            headers: vec![bearer],
            body: Some(json!({
                "name": "Erika Mustermann", "email": intention.email, "phone": null, "language": "de",
            })),
            done: is("held"),
        };
        let (status, answer) = self.ask(&apply).await;
        assert_eq!(status, 202, "{answer}");
        match self.throw(6) {
            0 => return "held",
            1 => return self.leave(&leave, id, slot).await,
            _ => {}
        }
        let Some(token) = self.token(&intention.email).await else {
            return "held";
        };
        let activate = Request {
            method: Method::POST,
            path: "/api/v1/activations".to_owned(),
            headers: Vec::new(),
            body: Some(json!({ "token": token })),
            done: is("booked"),
        };
        let (status, answer) = self.ask(&activate).await;
        assert_eq!((status, &answer["status"]), (200, &json!("booked")), "{answer}");
        "booked"
    }

    async fn leave(&self, leave: &Request<'_>, id: &str, slot: &Value) -> &'static str {
        let called = self.load.history.moment();
        let (status, answer) = self.ask(leave).await;
        assert_eq!(status, 204, "{answer}");
        let freed = Event::Freed {
            by: id.to_owned(),
            back: Back::StaysForAWhile,
        };
        self.load.history.answered(slot, called, freed);
        "cancelled"
    }

    /// The token of the activation mail, if it comes soon.
    async fn token(&self, email: &str) -> Option<String> {
        for _ in 0..30 {
            let letters = self.load.city.inbox.letters();
            if let Some(letter) = letters.iter().find(|letter| letter.to == email) {
                return Some(letter.token());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        None
    }

    async fn challenge(&self) -> Option<String> {
        self.load.city.until_it_answers().await;
        let url = format!("{}/api/v1/challenge", self.load.city.base);
        let answer = self.load.city.http.get(url).send().await.ok()?;
        let challenge: Value = answer.json().await.ok()?;
        tests::solve(&challenge)
    }

    /// Asks until there is an answer, each time in the same words.
    async fn ask(&self, request: &Request<'_>) -> (u16, Value) {
        for _ in 0..100 {
            if let Some(answer) = self.ask_once(request).await {
                return answer;
            }
        }
        panic!("no answer, a hundred times: {} {}", request.method, request.path);
    }

    /// Asks once. Without an answer, waits until the city is there again, and looks what has become of it.
    async fn ask_once(&self, request: &Request<'_>) -> Option<(u16, Value)> {
        let counts = &self.load.counts;
        let answer = self.send(request).await;
        if let Some((status, _)) = &answer {
            counts
                .acknowledged
                .fetch_add(usize::from(*status < 300), Ordering::Relaxed);
            return answer;
        }
        counts.unknown.fetch_add(1, Ordering::Relaxed);
        let done = !self.rows(&request.done).await.is_empty();
        counts.committed.fetch_add(usize::from(done), Ordering::Relaxed);
        None
    }

    async fn send(&self, request: &Request<'_>) -> Option<(u16, Value)> {
        let url = format!("{}{}", self.load.city.base, request.path);
        let mut sent = self.load.city.http.request(request.method.clone(), url);
        for (name, value) in &request.headers {
            sent = sent.header(*name, value);
        }
        if let Some(body) = &request.body {
            sent = sent.json(body);
        }
        let response = sent.timeout(Duration::from_secs(20)).send().await.ok()?;
        let status = response.status().as_u16();
        let text = response.text().await.ok()?;
        // A workerd that is going down or coming up answers anything: nobody knows what has been done.
        (status < 500).then(|| (status, serde_json::from_str(&text).unwrap_or(Value::Null)))
    }

    async fn rows(&self, sql: &str) -> Vec<Value> {
        loop {
            self.load.city.until_it_answers().await;
            if let Some(rows) = self.load.city.rows_if_up(sql).await {
                return rows;
            }
        }
    }
}
