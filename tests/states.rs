//! Every event in every state: the table of docs/states.md, through the API.

use booking::AppointmentId;
use edge::keys::{Keys, Purpose};
use reqwest::Method;
use serde_json::{Value, json};
use tests::{Answer, Citizen, City, Held, KEYS, Mood};

const PASSPORT: &[(&str, u32)] = &[("reisepass", 1)];

/// How an appointment came to stand as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Reserved,
    Held,
    /// Reserved, and too late for the form.
    ReservedLapsed,
    /// Held, and too late for the button.
    HeldLapsed,
    Booked,
    /// Booked, and the visit has begun.
    Begun,
    /// Given up by its browser before it was booked.
    Left,
    /// Cancelled by its link.
    Cancelled,
}

use Standing::{Begun, Booked, Cancelled, Held as IsHeld, HeldLapsed, Left, Reserved, ReservedLapsed};

const ALL: [Standing; 8] = [
    Reserved,
    IsHeld,
    ReservedLapsed,
    HeldLapsed,
    Booked,
    Begun,
    Left,
    Cancelled,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Event {
    Look,
    Prolong,
    /// The form, as it was sent before where it was.
    SameForm,
    OtherAddress,
    Resend,
    Code,
    Token,
    TokenAndTime,
    LeaveBySecret,
    CancelByLink,
    Undo,
    Move,
    MoveToSame,
}

use Event::{
    CancelByLink, Code, LeaveBySecret, Look, Move, MoveToSame, OtherAddress, Prolong, Resend, SameForm,
    Token, TokenAndTime, Undo,
};

/// What the API says, and what state the appointment is in afterwards. In the order of [`ALL`]; a status alone
/// leaves the state as it was, `!` names the problem.
#[rustfmt::skip]
const TABLE: &[(Event, [&str; 8])] = &[
    //               reserved            held                lapsed              held, lapsed        booked              begun               left                cancelled
    (Look,          ["200",              "200",              "200",              "200",              "200",              "200",              "200",              "200"]),
    (Prolong,       ["200",              "409 !wrong-state", "410 !lapsed",      "410 !lapsed",      "409 !wrong-state", "409 !wrong-state", "409 !wrong-state", "409 !wrong-state"]),
    (SameForm,      ["202 held",         "202",              "410 !lapsed",      "410 !lapsed",      "409 !wrong-state", "409 !wrong-state", "409 !wrong-state", "409 !wrong-state"]),
    (OtherAddress,  ["202 held",         "202",              "410 !lapsed",      "410 !lapsed",      "409 !wrong-state", "409 !wrong-state", "409 !wrong-state", "409 !wrong-state"]),
    (Resend,        ["409 !wrong-state", "202",              "410 !lapsed",      "410 !lapsed",      "409 !wrong-state", "409 !wrong-state", "409 !wrong-state", "409 !wrong-state"]),
    (Code,          ["409 !wrong-state", "200 booked",       "410 !lapsed",      "410 !lapsed",      "200",              "200",              "409 !wrong-state", "409 !wrong-state"]),
    (Token,         ["404 !not-found",   "200 booked",       "404 !not-found",   "410 !lapsed",      "200",              "200",              "409 !wrong-state", "409 !wrong-state"]),
    (TokenAndTime,  ["404 !not-found",   "200 booked",       "404 !not-found",   "200 booked",       "200",              "200",              "409 !wrong-state", "409 !wrong-state"]),
    (LeaveBySecret, ["204 cancelled",    "204 cancelled",    "204",              "204",              "403 !forbidden",   "403 !forbidden",   "204",              "204"]),
    (CancelByLink,  ["409 !wrong-state", "409 !wrong-state", "204",              "204",              "204 cancelled",    "409 !wrong-state", "204",              "204"]),
    (Undo,          ["409 !wrong-state", "409 !wrong-state", "410 !lapsed",      "410 !lapsed",      "200",              "200",              "409 !wrong-state", "200 booked"]),
    (Move,          ["409 !wrong-state", "409 !wrong-state", "410 !lapsed",      "410 !lapsed",      "200",              "409 !wrong-state", "409 !wrong-state", "409 !wrong-state"]),
    (MoveToSame,    ["409 !wrong-state", "409 !wrong-state", "410 !lapsed",      "410 !lapsed",      "200",              "409 !wrong-state", "409 !wrong-state", "409 !wrong-state"]),
];

/// An appointment in a state, with all its tokens, those included that no mail has carried yet.
struct Case<'a> {
    citizen: Citizen<'a>,
    id: String,
    secret: String,
    activation: String,
    manage: String,
    code: String,
    slot: Value,
    /// A free time of another day.
    other: Value,
}

impl<'a> Case<'a> {
    /// The case of a number, with times of its own.
    async fn open(city: &'a City, standing: Standing, number: usize) -> Self {
        let citizen = city.citizen();
        let of = |day: &str| format!("service=reisepass:1&centre=harburg&from={day}&days=1");
        let slots = citizen.slots(&of("2026-12-01")).await;
        let later = citizen.slots(&of("2026-12-08")).await;
        let reserved = citizen.reserve(PASSPORT, &slots[0]).await;
        if !matches!(standing, Reserved | ReservedLapsed) {
            assert_eq!(citizen.apply(&reserved).await.status, 202);
            let letter = city.inbox.nth(&citizen.email, 1).await;
            citizen.until_mail_is(&reserved, "sent").await;
            if matches!(standing, Booked | Begun | Cancelled) {
                let held = Held {
                    reserved: reserved.clone(),
                    letter,
                };
                assert_eq!(citizen.activate(&held).await.status, 200);
            }
        }
        let keys = Keys::parse(KEYS).expect("keys");
        let id = AppointmentId::parse(&reserved.id).expect("an id");
        let token = |purpose| keys.token(keys.current(), purpose, id, 0);
        let case = Self {
            activation: token(Purpose::Activation),
            manage: token(Purpose::Manage),
            code: keys.code(keys.current(), id, 0),
            citizen,
            id: reserved.id,
            secret: reserved.secret,
            slot: slots[0].clone(),
            other: later[number].clone(),
        };
        match standing {
            Left => assert_eq!(case.send(LeaveBySecret).await.status, 204),
            Cancelled => assert_eq!(case.send(CancelByLink).await.status, 204),
            _ => {}
        }
        case
    }

    async fn send(&self, event: Event) -> Answer {
        let path = |event: &str| format!("/api/v1/appointments/{}{event}", self.id);
        let form = |email: &str| json!({ "name": "Erika Mustermann", "email": email, "phone": null, "language": "de" });
        let target = |slot: &Value| json!({ "centre": slot["centre"], "starts_at": slot["starts_at"] });
        let ask = |method, event: &str, bearer, body| {
            let path = path(event);
            async move { self.citizen.ask(method, &path, bearer, body).await }
        };
        let other = format!("other-{}", self.citizen.email);
        let (secret, manage) = (self.secret.as_str(), self.manage.as_str());
        match event {
            Look => ask(Method::GET, "", secret, None).await,
            Prolong => ask(Method::POST, "/prolong", secret, None).await,
            SameForm => ask(Method::PUT, "/applicant", secret, Some(form(&self.citizen.email))).await,
            OtherAddress => ask(Method::PUT, "/applicant", secret, Some(form(&other))).await,
            Resend => ask(Method::POST, "/mail", secret, None).await,
            Code => {
                ask(
                    Method::POST,
                    "/activation",
                    secret,
                    Some(json!({ "code": self.code })),
                )
                .await
            }
            Token => {
                self.citizen
                    .post("/api/v1/activations", json!({ "token": self.activation }))
                    .await
            }
            TokenAndTime => {
                let body = json!({ "token": self.activation, "slot": target(&self.other) });
                self.citizen.post("/api/v1/activations", body).await
            }
            LeaveBySecret => ask(Method::DELETE, "", secret, None).await,
            CancelByLink => ask(Method::DELETE, "", manage, None).await,
            Undo => ask(Method::POST, "/undo", manage, None).await,
            Move => ask(Method::POST, "/move", manage, Some(target(&self.other))).await,
            MoveToSame => ask(Method::POST, "/move", manage, Some(target(&self.slot))).await,
        }
    }

    async fn look(&self) -> Value {
        self.send(Look).await.json
    }
}

/// One appointment for each event, all in one state; then the events.
async fn every_event_while(standing: Standing) {
    let column = ALL.iter().position(|one| *one == standing).expect("a column");
    let city = City::open().await;
    let mut cases = Vec::new();
    for number in 0..TABLE.len() {
        cases.push(Case::open(&city, standing, number).await);
    }
    city.until_mails_are_settled().await;
    match standing {
        // So that a mail may be sent again.
        IsHeld => city.pass(2 * 60).await,
        ReservedLapsed => city.pass(15 * 60).await,
        HeldLapsed => city.pass(60 * 60).await,
        Begun => city.set_clock("2026-12-01T12:00:00+01:00").await,
        Reserved | Booked | Left | Cancelled => {}
    }
    for (case, (event, expected)) in cases.iter().zip(TABLE) {
        check(&city, case, *event, expected[column]).await;
    }
}

/// What a look shows but the time of the look, which passes whatever happens.
fn without_now(mut look: Value) -> Value {
    if let Some(members) = look.as_object_mut() {
        members.remove("now");
    }
    look
}

async fn check(city: &City, case: &Case<'_>, event: Event, expected: &str) {
    let before = without_now(case.look().await);
    let database = city.everything().await;
    let answer = case.send(event).await;
    let after = without_now(case.look().await);

    let what = format!("{event:?} while {}: {answer:?}", before["status"]);
    let (status, rest) = expected.split_once(' ').unwrap_or((expected, ""));
    assert_eq!(answer.status.to_string(), status, "{what}");
    if let Some(problem) = rest.strip_prefix('!') {
        assert_eq!(answer.problem(), problem, "{what}");
        assert!(
            city.everything().await == database,
            "{what}: a refusal changes nothing"
        );
    } else {
        let state = if rest.is_empty() {
            &before["status"]
        } else {
            &json!(rest)
        };
        assert_eq!(&after["status"], state, "{what}");
    }
    if answer.problem() == "lapsed" {
        let alternatives = answer.json["alternatives"].as_array().expect("free times");
        assert!(alternatives.len() >= 3, "{what}: never a dead end");
    }
    if matches!(event, Move | TokenAndTime) && after["status"] == "booked" && before != after {
        let late_or_moved = before["status"] != "held" || event == Move;
        assert_eq!(
            after["starts_at"] == case.other["starts_at"],
            late_or_moved,
            "{what}"
        );
    }
    city.until_mails_are_settled().await;
}

macro_rules! states {
    ($($name:ident $standing:ident;)*) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            every_event_while($standing).await;
        })*
    };
}
states! {
    every_event_while_reserved Reserved;
    every_event_while_held IsHeld;
    every_event_after_a_reservation_lapsed ReservedLapsed;
    every_event_after_a_hold_lapsed HeldLapsed;
    every_event_while_booked Booked;
    every_event_once_the_visit_has_begun Begun;
    every_event_after_the_browser_left Left;
    every_event_while_cancelled Cancelled;
}

async fn held(city: &City) -> (Citizen<'_>, Held) {
    let citizen = city.citizen();
    let slots = citizen
        .slots("service=reisepass:1&centre=harburg&from=2026-12-01&limit=1")
        .await;
    let held = citizen.hold(PASSPORT, &slots[0]).await;
    (citizen, held)
}

async fn correct(citizen: &Citizen<'_>, held: &Held, name: &str, email: &str) -> Answer {
    let form = json!({ "name": name, "email": email, "phone": null, "language": "de" });
    citizen
        .event(Method::PUT, &held.reserved, "/applicant", Some(form))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_name_brings_no_mail_and_the_link_stays() {
    let city = City::open().await;
    let (citizen, held) = held(&city).await;
    for name in ["Erika Mustermann", "Erika Mustermann-Gabler"] {
        let answer = correct(&citizen, &held, name, &citizen.email).await;
        assert_eq!(
            (answer.status, &answer.json["mail"]),
            (202, &json!("sent")),
            "{answer:?}"
        );
    }
    city.until_mails_are_settled().await;
    assert_eq!(city.inbox.letters().len(), 1);
    let booked = citizen.activate(&held).await;
    assert_eq!(booked.status, 200);
    let confirmation = city.inbox.nth(&citizen.email, 2).await;
    assert!(
        confirmation.text.contains("Mustermann-Gabler"),
        "{}",
        confirmation.text
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_address_gets_a_link_and_kills_the_old_one_twice_at_most() {
    let city = City::open().await;
    let (citizen, held) = held(&city).await;
    let mut links = vec![held.letter.clone()];
    for number in 0..2 {
        let address = format!("other{number}-{}", citizen.email);
        let answer = correct(&citizen, &held, "Erika Mustermann", &address).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        links.push(city.inbox.nth(&address, 1).await);
        citizen.until_mail_is(&held.reserved, "sent").await;
    }
    let third = correct(
        &citizen,
        &held,
        "Erika Mustermann",
        &format!("third-{}", citizen.email),
    )
    .await;
    assert_eq!((third.status, third.problem()), (409, "no-more"));

    let last = links.pop().expect("a letter");
    for letter in links {
        let dead = citizen
            .post("/api/v1/activations", json!({ "token": letter.token() }))
            .await;
        assert_eq!((dead.status, dead.problem()), (404, "not-found"));
        assert_eq!(citizen.get(&letter.link()).await.status, 404);
        let code = json!({ "code": letter.code() });
        let dead = citizen
            .event(Method::POST, &held.reserved, "/activation", Some(code))
            .await;
        assert_eq!((dead.status, dead.problem()), (403, "wrong-code"));
    }
    let booked = citizen
        .post("/api/v1/activations", json!({ "token": last.token() }))
        .await;
    assert_eq!(booked.status, 200, "{booked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_is_taken_back_within_five_minutes() {
    for (seconds, status) in [(4 * 60 + 30, 200), (5 * 60, 409)] {
        let city = City::open().await;
        let citizen = city.citizen();
        let slots = citizen
            .slots("service=reisepass:1&centre=harburg&from=2026-12-01&limit=1")
            .await;
        let (held, manage) = citizen.book(PASSPORT, &slots[0]).await;
        let reference = citizen.look(&held.reserved).await["reference"].clone();
        let path = format!("/api/v1/appointments/{}", held.reserved.id);
        assert_eq!(
            citizen.ask(Method::DELETE, &path, &manage, None).await.status,
            204
        );
        city.pass(seconds).await;
        let undone = citizen
            .ask(Method::POST, &format!("{path}/undo"), &manage, None)
            .await;
        assert_eq!(undone.status, status, "after {seconds} s: {undone:?}");
        if status == 200 {
            assert_eq!(undone.json["reference"], reference);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_mail_leaves_the_hold_for_another_address() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen
        .slots("service=reisepass:1&centre=harburg&from=2026-12-01&limit=1")
        .await;
    let reserved = citizen.reserve(PASSPORT, &slots[0]).await;
    city.inbox.be(Mood::Unwilling);
    assert_eq!(citizen.apply(&reserved).await.status, 202);
    citizen.until_mail_is(&reserved, "refused").await;
    city.pass(10 * 60 - 30).await;
    assert_eq!(
        citizen.look(&reserved).await["status"],
        "held",
        "at least ten minutes"
    );
    city.inbox.be(Mood::Kind);
    let other = format!("other-{}", citizen.email);
    let form = json!({ "name": "Erika Mustermann", "email": other, "phone": null, "language": "de" });
    assert_eq!(
        citizen
            .event(Method::PUT, &reserved, "/applicant", Some(form))
            .await
            .status,
        202
    );
    let letter = city.inbox.nth(&other, 1).await;
    let booked = citizen
        .post("/api/v1/activations", json!({ "token": letter.token() }))
        .await;
    assert_eq!(booked.status, 200, "{booked:?}");
}
