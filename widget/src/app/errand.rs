//! The commands that need the edge.

use std::cell::{Cell, RefCell};

use booking::near;
use gloo_timers::future::TimeoutFuture;
use js_sys::Promise;
use wasm_bindgen::JsValue;

use super::App;
use crate::api::{Ask, random_key};
use crate::challenge;
use crate::journey::{Command, Event, Refusal, Ticket, Wanted};
use crate::json::{Json, array, object};
use crate::reply;

/// What errands leave for later ones.
#[derive(Default)]
pub struct Errands {
    /// The first request for the catalogue, which left before the wasm was here.
    catalogue: RefCell<Option<Promise>>,
    /// A solved challenge nobody has spent.
    solved: RefCell<Option<String>>,
    /// Whether one is being solved.
    solving: Cell<bool>,
    /// The last reservation without an answer, its key and challenge: repeating it exactly cannot reserve twice.
    unanswered: RefCell<Option<(Command, String, String)>>,
}

impl Errands {
    /// Errands that begin with the answer to this request for the catalogue.
    pub fn after(catalogue: Promise) -> Self {
        Self {
            catalogue: RefCell::new(Some(catalogue)),
            ..Self::default()
        }
    }
}

/// Loads services and centres, and goes on with what is known.
pub async fn list(app: &App) {
    let ask = Ask {
        path: &["/catalogue?brief=true&lang=", app.opening().language].concat(),
        under_way: app.0.errands.catalogue.take(),
        ..Ask::default()
    };
    match app.0.api.ask(ask).await {
        Err(refusal) => app.send(Event::Refused(Command::LoadCatalogue, refusal)),
        Ok(json) => {
            app.send(Event::Catalogue(reply::catalogue(&json)));
            app.choose_what_is_known();
            // A host page may be in a language that the operator does not offer yet.
            let tag = app.opening().language;
            let languages = &app.0.journey.borrow().catalogue.languages;
            if !languages.is_empty() && !languages.iter().any(|(offered, _)| offered == tag) {
                let app = app.clone();
                gloo_timers::callback::Timeout::new(0, move || app.send(Event::Speak("de".into()))).forget();
            }
        }
    }
}

/// Carries `command` out and sends the outcome.
pub async fn run(app: App, command: Command) {
    let outcome = match &command {
        Command::LoadCatalogue => return list(&app).await,
        Command::LoadRequirements => get(&app, &["/catalogue?lang=", app.opening().language].concat())
            .await
            .map(|json| Event::Requirements(reply::catalogue(&json))),
        Command::LoadLanguage(language) => speak(&app, language).await,
        Command::LoadAvailability => get(&app, "/availability")
            .await
            .map(|json| Event::Availability(reply::availability(&json))),
        Command::LoadStarts(centre) => get(&app, &["/availability/", centre].concat())
            .await
            .map(|json| Event::Starts(reply::starts(&json))),
        Command::LoadPostcodes => {
            let lines = app.0.api.lines("postcodes").await;
            lines
                .map(|lines| Event::Postcodes(near::read(&lines)))
                .map_err(|_| Refusal::default())
        }
        Command::LoadSlots(query) => get(&app, &["/slots?days=1&limit=500&", query].concat())
            .await
            .map(|json| Event::Slots(query.clone(), reply::slots(&json, "slots"))),
        Command::Prepare => return prepare(&app).await,
        Command::Redeem(code) => {
            let ask = Ask {
                method: "POST",
                path: "/invitations",
                body: Some(object(&[("code", code.into())])),
                ..Ask::default()
            };
            app.0.api.ask(ask).await.map(|json| {
                let text = |name: &str| json.words(name);
                Event::Invited(text("centre"), text("service"))
            })
        }
        Command::Reserve(wanted, replaces) => reserve(&app, &command, wanted, replaces.as_ref()).await,
        Command::Prolong(ticket) => prolong(&app, ticket).await,
        Command::Hold(ticket, form) => {
            let phone = if form.phone.is_empty() {
                JsValue::NULL
            } else {
                (&form.phone).into()
            };
            let body = object(&[
                ("name", (&form.name).into()),
                ("email", (&form.email).into()),
                ("phone", phone),
                ("language", app.opening().language.into()),
            ]);
            act(&app, ticket, "PUT", "/applicant", Some(body))
                .await
                .map(|_| Event::Held)
        }
        Command::Resend(ticket) => act(&app, ticket, "POST", "/mail", None)
            .await
            .map(|_| Event::Resent),
        Command::Confirm(ticket, code) => {
            let body = object(&[("code", code.into())]);
            match act(&app, ticket, "POST", "/activation", Some(body)).await {
                Ok(_) => ask(&app, ticket).await,
                Err(refusal) => Err(refusal),
            }
        }
        Command::Ask(ticket) => ask(&app, ticket).await,
        Command::Release(ticket) => {
            let _ = act(&app, ticket, "DELETE", "", None).await;
            return;
        }
        Command::FocusHeading
        | Command::FocusDay(_)
        | Command::FocusNotice
        | Command::Remember(_)
        | Command::Tell(_) => return,
    };
    app.send(outcome.unwrap_or_else(|refusal| Event::Refused(command, refusal)));
}

/// Loads words and catalogue of a language; what is on the page changes only when both are here.
async fn speak(app: &App, language: &str) -> Result<Event, Refusal> {
    let lost = || Refusal {
        name: "network".into(),
        ..Refusal::default()
    };
    let words = if language == "de" {
        None
    } else {
        let lines = app.0.api.lines(language).await.map_err(|_| lost())?;
        Some(super::words::read(&lines).ok_or_else(lost)?)
    };
    let catalogue = get(app, &["/catalogue?lang=", language].concat()).await?;
    app.speak(words);
    Ok(Event::Spoken(reply::catalogue(&catalogue)))
}

async fn get(app: &App, path: &str) -> Result<Json, Refusal> {
    let json = app
        .0
        .api
        .ask(Ask {
            path,
            ..Ask::default()
        })
        .await?;
    set_clock(app, &json);
    Ok(json)
}

/// Every reply that tells the time sets our clock; deadlines are then counted by the monotonic one.
fn set_clock(app: &App, json: &Json) {
    if let Some(now) = reply::moment(json, "now") {
        app.0.clock.set(now.at - super::monotonic());
        app.0.journey.borrow_mut().now = now.at;
    }
}

async fn act(
    app: &App,
    ticket: &Ticket,
    method: &str,
    what: &str,
    body: Option<JsValue>,
) -> Result<Json, Refusal> {
    let path = ["/appointments/", &ticket.id, what].concat();
    let key = random_key();
    let key = (method == "POST").then_some(key.as_str());
    let json = app
        .0
        .api
        .ask(Ask {
            method,
            path: &path,
            secret: Some(&ticket.secret),
            key,
            body,
            ..Ask::default()
        })
        .await?;
    set_clock(app, &json);
    Ok(json)
}

async fn ask(app: &App, ticket: &Ticket) -> Result<Event, Refusal> {
    let json = act(app, ticket, "GET", "", None).await?;
    Ok(Event::Status(Box::new(reply::status(&json, ticket.clone()))))
}

/// Solves a challenge for later, if there is none yet.
async fn prepare(app: &App) {
    let errands = &app.0.errands;
    if errands.solving.get() || errands.solved.borrow().is_some() {
        return;
    }
    errands.solving.set(true);
    let solved = challenge::solve(&app.0.api).await;
    errands.solving.set(false);
    // Without an answer now, the reservation itself asks again.
    *errands.solved.borrow_mut() = solved.ok();
}

async fn solution(app: &App) -> Result<String, Refusal> {
    let errands = &app.0.errands;
    while errands.solving.get() {
        TimeoutFuture::new(30).await;
    }
    let ready = errands.solved.borrow_mut().take();
    match ready {
        Some(solution) => Ok(solution),
        None => challenge::solve(&app.0.api).await,
    }
}

async fn reserve(
    app: &App,
    command: &Command,
    wanted: &Wanted,
    replaces: Option<&Ticket>,
) -> Result<Event, Refusal> {
    let repeated = app
        .0
        .errands
        .unanswered
        .take()
        .filter(|(unanswered, ..)| unanswered == command);
    let mut again = repeated.is_some();
    let (mut key, mut challenge) = match repeated {
        Some((_, key, challenge)) => (key, challenge),
        None => (random_key(), solution(app).await?),
    };
    let services = array(
        wanted
            .services
            .iter()
            .map(|(id, quantity)| object(&[("id", id.into()), ("quantity", JsValue::from(*quantity))]))
            .collect(),
    );
    let mut fresh = false;
    loop {
        let body = object(&[
            ("services", services.clone()),
            ("centre", (&wanted.slot.centre).into()),
            ("starts_at", (&wanted.slot.starts_at).into()),
            ("challenge", (&challenge).into()),
        ]);
        if let Some(code) = &wanted.invitation {
            let _ = js_sys::Reflect::set(&body, &"invitation".into(), &code.into());
        }
        if let Some(old) = replaces {
            let old = object(&[("id", (&old.id).into()), ("secret", (&old.secret).into())]);
            let _ = js_sys::Reflect::set(&body, &"replaces".into(), &old);
        }
        let ask = Ask {
            method: "POST",
            path: "/appointments",
            key: Some(&key),
            body: Some(body),
            ..Ask::default()
        };
        match app.0.api.ask(ask).await {
            Ok(json) => {
                let kept = reply::reserved(&json, wanted.slot.clone());
                if again {
                    // The answer tells the time at which it was first given: how it stands tells the time now.
                    let _ = act(app, &kept.ticket, "GET", "", None).await;
                } else {
                    set_clock(app, &json);
                }
                return Ok(Event::Reserved(kept));
            }
            // The challenge waited too long while the person read: a new one, once.
            Err(refusal) if refusal.name.starts_with("challenge-") && !fresh => {
                fresh = true;
                again = false;
                challenge = challenge::solve(&app.0.api).await?;
                key = random_key();
            }
            Err(refusal) => {
                let errands = &app.0.errands;
                if refusal.uncertain {
                    *errands.unanswered.borrow_mut() = Some((command.clone(), key, challenge));
                } else if !refusal.name.starts_with("challenge-") {
                    // A refusal spends no challenge.
                    *errands.solved.borrow_mut() = Some(challenge);
                }
                return Err(refusal);
            }
        }
    }
}

/// Prolongs; from the fourth time on the edge asks for a challenge first.
async fn prolong(app: &App, ticket: &Ticket) -> Result<Event, Refusal> {
    let json = match act(app, ticket, "POST", "/prolong", Some(object(&[]))).await {
        Err(refusal) if refusal.name.starts_with("challenge-") => {
            let body = object(&[("challenge", challenge::solve(&app.0.api).await?.into())]);
            act(app, ticket, "POST", "/prolong", Some(body)).await?
        }
        other => other?,
    };
    let until = reply::moment(&json, "reserved_until").unwrap_or_default();
    Ok(Event::Prolonged(
        until,
        json.number("prolongations_left").unwrap_or_default(),
    ))
}
