//! A small city: three centres, three services, a morning that does not pass, an appointment held and one booked.

use std::future::poll_fn;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::http::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use booking::{AppointmentId, Catalogue, Instant};
use edge::database::BoxFuture;
use edge::keys::{Keys, Purpose, sha256_hex};
use edge::mail::{Delivery, Mail, Mailer};
use edge::memo::Memo;
use edge::settings::Settings;
use edge::sqlite::Sqlite;
use edge::{Edge, challenge, routes, ticket};
use serde_json::{Value, json};
use tower_service::Service;

use crate::ready;

const KEYS: &str = "k1:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

const MAXNUMBER: u32 = 7;

/// 2026-11-24T09:00:00+01:00, a Tuesday.
pub const NOW: Instant = Instant::from_seconds(1_795_507_200);

/// The catalogue of the import's own tests.
pub static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| catalogue::read(&folder("catalogue/tests/sound")).expect("the catalogue reads"));

/// The router on a database of its own.
pub struct City {
    /// All of the product behind it.
    pub router: Router,
    /// The appointment that waits to be activated.
    pub held: Mine,
    /// The appointment that is booked.
    pub booked: Mine,
    database: Sqlite,
}

/// What opens an appointment: only the city's keys can make it.
pub struct Mine {
    /// Which.
    pub id: String,
    /// Of the browser that reserved.
    pub secret: String,
    /// Of the activation mail.
    pub activation: String,
    /// Of the confirmation mail.
    pub manage: String,
    code: String,
}

impl City {
    /// A fresh one, each like the other to the last byte.
    ///
    /// # Panics
    /// Where the product does not start.
    #[must_use]
    pub fn open() -> Self {
        let database = Sqlite::open(":memory:").expect("SQLite opens");
        database.script(&SCRIPT).expect("the city is founded");
        let drawn = AtomicU64::new(1);
        let edge = Edge {
            database: Arc::new(database.clone()),
            mailer: Arc::new(Lost),
            system_clock: Arc::new(|| NOW),
            random: Arc::new(move |bytes| {
                let draw = drawn.fetch_add(1, Ordering::Relaxed).to_be_bytes();
                for (byte, drawn) in bytes.iter_mut().zip(draw.iter().cycle()) {
                    *byte = *drawn;
                }
            }),
            pause: Arc::new(|_| Box::pin(async {})),
            wake: Arc::new(|| {}),
            settings: Arc::new(Settings::read(setting).expect("settings read")),
            memo: Arc::new(Memo::default()),
        };
        let mut router = routes::router(edge);
        let [held, booked] = ["08:15", "09:30"].map(|time| hold(&mut router, time));
        let (path, code) = (
            format!("{}/activation", booked.id),
            json!({ "code": booked.code }),
        );
        ask(&mut router, "POST", &path, &booked.secret, &code);
        Self {
            router,
            held,
            booked,
            database,
        }
    }

    /// How many rows have ever been written; grows with each.
    #[must_use]
    pub fn written(&self) -> String {
        let rows = self.database.query("SELECT total_changes() AS n", &[]);
        format!("{rows:?}")
    }
}

/// Reserves a Monday morning and names an applicant.
fn hold(router: &mut Router, time: &str) -> Mine {
    let wish = json!({
        "services": [{ "id": "pass", "quantity": 1 }],
        "centre": "hafen",
        "starts_at": format!("2026-11-30T{time}:00+01:00"),
        "challenge": STANDARD.encode(solve(&ask(router, "GET", "/challenge", "", &Value::Null)).to_string()),
    });
    let reserved = ask(router, "POST", "", "", &wish);
    let word = |name: &str| reserved[name].as_str().expect("a text").to_owned();
    let (id, secret) = (word("id"), word("secret"));
    let applicant = json!({ "name": "Erika Mustermann", "email": "erika@mail.example" });
    ask(router, "PUT", &format!("{id}/applicant"), &secret, &applicant);
    let keys = Keys::parse(KEYS).expect("keys");
    let named = AppointmentId::parse(&id).expect("an id");
    Mine {
        activation: keys.token("k1", Purpose::Activation, named, 0),
        manage: keys.token("k1", Purpose::Manage, named, 0),
        code: keys.code("k1", named, 0),
        id,
        secret,
    }
}

/// What pays for one more reservation each: a solved challenge as it is sent, and a form ticket.
#[must_use]
pub fn payments() -> [String; 2] {
    let keys = Keys::parse(KEYS).expect("keys");
    let challenge = serde_json::to_value(challenge::make(&keys, MAXNUMBER, NOW, [5; 16])).expect("JSON");
    let ticket = ticket::issue(&keys, NOW.plus_minutes(-1), [6; 16]);
    [STANDARD.encode(solve(&challenge).to_string()), ticket]
}

/// The solution of a challenge.
pub(crate) fn solve(challenge: &Value) -> Value {
    let word = |name: &str| challenge[name].as_str().expect("a text");
    let last = challenge["maxnumber"].as_u64().expect("a number");
    let solves = |number: &u64| sha256_hex(&format!("{}{number}", word("salt"))) == word("challenge");
    let number = (0..=last).find(solves).expect("it can be solved");
    let mut solution = challenge.clone();
    solution["number"] = number.into();
    solution
}

/// What the API says to a request about appointments, or at a path from its root; it must agree.
fn ask(router: &mut Router, method: &str, path: &str, bearer: &str, body: &Value) -> Value {
    let path = match path {
        root if root.starts_with('/') => format!("/api/v1{root}"),
        "" => "/api/v1/appointments".to_owned(),
        within => format!("/api/v1/appointments/{within}"),
    };
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", "application/json");
    let request = request
        .header("idempotency-key", sha256_hex(&body.to_string()))
        .header("authorization", format!("Bearer {bearer}"));
    let request = request.body(Body::from(body.to_string())).expect("a request");
    let response = ready(router.call(request)).expect("the router always answers");
    let status = response.status();
    let bytes = ready(whole(response.into_body()));
    assert!(
        status.is_success(),
        "{method}: {status} {}",
        String::from_utf8_lossy(&bytes)
    );
    serde_json::from_slice(&bytes).expect("JSON")
}

/// All of a body.
pub(crate) async fn whole(body: Body) -> Vec<u8> {
    let mut body = body;
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        bytes.extend(frame.expect("a frame").into_data().expect("data"));
    }
    bytes
}

/// No mail ever leaves: nobody wakes the outbox.
struct Lost;

impl Mailer for Lost {
    fn send(&self, mails: Vec<Mail>) -> BoxFuture<'_, Vec<Delivery>> {
        Box::pin(async move { mails.iter().map(|_| Delivery::Accepted).collect() })
    }
}

fn setting(name: &str) -> Option<String> {
    let value = match name {
        "MODE" => "development",
        "BASE_URL" => "https://termin.example",
        "MAIL_FROM" => "termin@termin.example",
        "KEYS" => KEYS,
        "OPERATOR_KEY" => "the operator of a city under test",
        "CHALLENGE_MAXNUMBER" => return Some(MAXNUMBER.to_string()),
        "FEEDBACK" => "termin@termin.example",
        "BRAKE" => "on",
        _ if name.ends_with("_URL") => "https://www.hamburg.de/",
        _ => return None,
    };
    Some(value.to_owned())
}

/// Migrations and the import.
static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let folder = folder("edge-worker/migrations")
        .read_dir()
        .expect("there are migrations");
    let mut files: Vec<PathBuf> = folder.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let read = |file: &PathBuf| std::fs::read_to_string(file).expect("a migration reads");
    let mut script: String = files.iter().map(read).collect();
    script.push_str(&catalogue::import_sql(&CATALOGUE));
    script
});

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}
