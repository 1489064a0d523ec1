//! The examples of the API's description: one way through a city, written down as it was answered. What chance
//! and the second hand decide is replaced by what a reader recognises again.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use crate::citizen::{Answer, Citizen, Held, Reserved};
use crate::runtime::City;

const SERVICES: &[(&str, u32)] = &[("personalausweis", 2)];

/// Texts that differ from city to city, and what stands for them; by the member they are found in.
const STAND_INS: &[(&str, &str)] = &[
    ("secret", "k1.pJ0Xq3mVYt8sLwBz5cRdUeFgHiKaNo1T"),
    ("token", "k1.W2vQ7yEnZ4aMxCj9uGhDfSrPbLk6Oi3H"),
    ("reference", "K7TM-2Q9X"),
    ("salt", SALT),
    (
        "signature",
        "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    ),
];

/// Of the challenge that all examples share; [`NUMBER`] solves it.
const SALT: &str = "9f86d081884c7d659a2feaa0?expires=1795514400&maxnumber=50&";
const NUMBER: u32 = 42;

/// Requests and answers by operation.
pub async fn examples() -> Value {
    let city = City::open().await;
    // Between two starts: at 9:00 sharp the lead time takes one away.
    city.pass(90).await;
    let mut way = Way {
        citizen: city.citizen(),
        examples: Map::new(),
    };
    let slots = way.read().await;
    let held = way.hold(&city, &slots[0]).await;
    let manage = way.book(&city, &held).await;
    way.change(&held.reserved, &manage, &slots[1]).await;
    way.activate_by_code(&city, &slots[2]).await;
    Value::Object(way.examples)
}

/// A way, and what it has told.
struct Way<'a> {
    citizen: Citizen<'a>,
    examples: Map<String, Value>,
}

impl Way<'_> {
    fn tell(&mut self, operation: &str, request: Option<Value>, answer: &Answer) {
        assert!((200..300).contains(&answer.status), "{operation}: {answer:?}");
        let mut example = json!({ "answer": answer.json });
        if let Some(request) = request {
            example["request"] = request;
        }
        settle(&mut example);
        self.examples.insert(operation.to_owned(), example);
    }

    async fn ask(&mut self, operation: &str, path: &str, bearer: &str, request: Option<Value>) -> Answer {
        let method = if operation == "apply" {
            Method::PUT
        } else {
            Method::POST
        };
        let answer = self.citizen.ask(method, path, bearer, request.clone()).await;
        self.tell(operation, request, &answer);
        answer
    }

    /// Catalogue, availability, slots, challenge; of long lists what concerns this way.
    async fn read(&mut self) -> Vec<Value> {
        let mut catalogue = self.citizen.get("/api/v1/catalogue?lang=en").await;
        keep(&mut catalogue.json["services"], "id", SERVICES[0].0);
        keep(&mut catalogue.json["centres"], "id", "harburg");
        self.tell("readCatalogue", None, &catalogue);
        let mut overview = self.citizen.get("/api/v1/availability").await;
        keep(&mut overview.json["centres"], "id", "harburg");
        self.tell("readCity", None, &overview);
        let mut centre = self.citizen.get("/api/v1/availability/harburg").await;
        for row in centre.json["rows"].as_array_mut().expect("rows") {
            row["longest"]
                .as_array_mut()
                .expect("days")
                .truncate(EXAMPLE_DAYS);
        }
        self.tell("readCentre", None, &centre);
        let query = "service=personalausweis:2&centre=harburg&from=2026-12-01&days=1&limit=3";
        let slots = self.citizen.get(&format!("/api/v1/slots?{query}")).await;
        self.tell("findSlots", None, &slots);
        let challenge = self.citizen.get("/api/v1/challenge").await;
        self.tell("drawChallenge", None, &challenge);
        slots.json["slots"].as_array().cloned().expect("slots")
    }

    async fn reserve(&mut self, slot: &Value) -> Reserved {
        let wish = self.citizen.wish(SERVICES, slot).await;
        let answer = self.citizen.try_reserve(&wish).await;
        self.tell("reserve", Some(wish), &answer);
        let text = |name: &str| answer.json[name].as_str().expect("a text").to_owned();
        Reserved {
            id: text("id"),
            secret: text("secret"),
            answer,
        }
    }

    async fn hold(&mut self, city: &City, slot: &Value) -> Held {
        let reserved = self.reserve(slot).await;
        let path = format!("/api/v1/appointments/{}", reserved.id);
        self.ask("prolong", &format!("{path}/prolong"), &reserved.secret, None)
            .await;
        let form = json!({ "name": "Erika Mustermann", "email": "erika@example.org", "phone": null, "language": "en" });
        self.ask(
            "apply",
            &format!("{path}/applicant"),
            &reserved.secret,
            Some(form),
        )
        .await;
        self.citizen.until_mail_is(&reserved, "sent").await;
        city.pass(120).await;
        self.ask("sendMailAgain", &format!("{path}/mail"), &reserved.secret, None)
            .await;
        self.citizen.until_mail_is(&reserved, "sent").await;
        let letter = city.inbox.nth("erika@example.org", 2).await;
        let look = self.citizen.event(Method::GET, &reserved, "", None).await;
        self.tell("look", None, &look);
        Held { reserved, letter }
    }

    /// Returns the manage token.
    async fn book(&mut self, city: &City, held: &Held) -> String {
        let press = json!({ "token": held.letter.token() });
        let answer = self.citizen.post("/api/v1/activations", press.clone()).await;
        self.tell("activateByToken", Some(press), &answer);
        city.until_mails_are_settled().await;
        city.inbox.nth("erika@example.org", 3).await.token()
    }

    async fn change(&mut self, reserved: &Reserved, manage: &str, slot: &Value) {
        let path = format!("/api/v1/appointments/{}", reserved.id);
        let target = json!({ "centre": slot["centre"], "starts_at": slot["starts_at"] });
        self.ask("move", &format!("{path}/move"), manage, Some(target))
            .await;
        let cancelled = self.citizen.ask(Method::DELETE, &path, manage, None).await;
        assert_eq!(cancelled.status, 204, "{cancelled:?}");
        self.ask("undo", &format!("{path}/undo"), manage, None).await;
    }

    async fn activate_by_code(&mut self, city: &City, slot: &Value) {
        let citizen = city.citizen();
        let held = citizen.hold(SERVICES, slot).await;
        let path = format!("/api/v1/appointments/{}/activation", held.reserved.id);
        let code = json!({ "code": held.letter.code() });
        let answer = citizen
            .ask(Method::POST, &path, &held.reserved.secret, Some(code))
            .await;
        self.tell("activateByCode", Some(json!({ "code": "123456" })), &answer);
    }
}

/// Days of a centre that an example shows.
const EXAMPLE_DAYS: usize = 3;

/// Keeps the elements of a list that have this member.
fn keep(list: &mut Value, name: &str, value: &str) {
    let list = list.as_array_mut().expect("a list");
    list.retain(|element| element[name] == value);
}

/// Puts stand-ins in the place of what differs from city to city, and takes the seconds off the clock.
fn settle(value: &mut Value) {
    if let Value::Array(list) = value {
        list.iter_mut().for_each(settle);
    }
    for (name, member) in value.as_object_mut().into_iter().flatten() {
        let Some(text) = member.as_str() else {
            settle(member);
            continue;
        };
        let stand_in = STAND_INS.iter().find(|(known, _)| known == name);
        let settled = match (name.as_str(), stand_in) {
            (_, Some((_, stand_in))) => (*stand_in).to_owned(),
            ("id", _) if text.len() == 26 => "3zq8w5t1r7y2p9k4m6n0c8v5xb".to_owned(),
            // Of the request: the solution. Of the answer: what is to be found.
            ("challenge", _) if text.len() > 64 => solution(text),
            ("challenge", _) => hex::encode(Sha256::digest(format!("{SALT}{NUMBER}"))),
            ("now" | "reserved_until" | "activate_by" | "hold_until", _) => on_the_minute(text),
            _ => continue,
        };
        *member = settled.into();
    }
}

/// A solution with stand-ins in it.
fn solution(text: &str) -> String {
    let json = STANDARD.decode(text).expect("Base64");
    let mut solution: Value = serde_json::from_slice(&json).expect("JSON");
    settle(&mut solution);
    solution["number"] = NUMBER.into();
    STANDARD.encode(solution.to_string())
}

/// `2026-11-24T09:00:07+01:00` without its seconds.
fn on_the_minute(time: &str) -> String {
    format!("{}00{}", &time[..17], &time[19..])
}
