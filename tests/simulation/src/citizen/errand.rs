//! What comes to a citizen's mind, and how it is done.

use booking::Instant;
use serde_json::{Value, json};

use super::{Citizen, Reservation, reserve_call, slot_of};
use crate::ask::{Ask, Call, services_json};
use crate::city::LAYOUT;

impl Citizen {
    /// One thing, drawn from what makes sense or nearly so.
    pub(super) async fn errand(&mut self) {
        let roll = self.world.draw(100);
        if self.reservation.is_none() {
            match roll {
                0..=64 => self.reserve().await,
                65..=74 => self.browse().await,
                75..=79 => self.again().await,
                _ => self.letter().await,
            }
            return;
        }
        let named = self.reservation.as_ref().is_some_and(|own| own.named);
        if self.world.happens(450) {
            // What the page asks for next.
            if named {
                self.letter().await;
            } else {
                self.apply().await;
            }
            return;
        }
        match roll {
            0..=24 => self.apply().await,
            25..=31 => self.prolong().await,
            32..=37 => self.reserve().await,
            38..=41 => self.leave().await,
            42..=45 => self.resend().await,
            46..=53 => self.code().await,
            54..=58 => self.look().await,
            59..=60 => self.browse().await,
            61..=64 => self.again().await,
            // A new browser: what the old one had is lost.
            65..=67 => self.reservation = None,
            _ => self.letter().await,
        }
    }

    /// Reserves, in exchange for what the browser has.
    async fn reserve(&mut self) {
        let services = self.services();
        let Some(slot) = self.free_time(&services).await else {
            return;
        };
        let slot = self.perhaps_elsewhere(slot);
        let Some(challenge) = self.challenge().await else {
            return;
        };
        self.keys += 1;
        let key = format!("k{}-{}", self.number, self.keys);
        let call = reserve_call(
            key.clone(),
            &services,
            &slot,
            &challenge,
            self.reservation.as_ref(),
        );
        self.last = Some(call.clone());
        let Some(answer) = self.ask_twice(call).await else {
            return;
        };
        if answer.status == 201 {
            self.pays(&challenge);
            self.take(&answer.json, slot);
            return;
        }
        if answer.problem.starts_with("challenge") {
            self.challenge = None;
            return;
        }
        // A refusal costs no challenge: the first alternative with the same one, and sometimes with the same key.
        let Some(slot) = answer.json["alternatives"].get(0).and_then(slot_of) else {
            return;
        };
        if !self.world.happens(400) {
            return;
        }
        let key = if self.world.happens(200) {
            key
        } else {
            format!("{key}b")
        };
        let call = reserve_call(key, &services, &slot, &challenge, self.reservation.as_ref());
        self.last = Some(call.clone());
        if let Some(answer) = self.ask(call).await
            && answer.status == 201
        {
            self.pays(&challenge);
            self.take(&answer.json, slot);
        }
    }

    fn take(&mut self, json: &Value, (centre, starts_at): (String, Instant)) {
        let text = |name: &str| json[name].as_str().map(str::to_owned);
        let (Some(id), Some(secret)) = (text("id"), text("secret")) else {
            return;
        };
        self.reservation = Some(Reservation {
            id,
            secret,
            until: None,
            starts_at,
            centre,
            named: false,
        });
        self.heard(json);
    }

    /// The time as it was offered, or one nearby that was not.
    fn perhaps_elsewhere(&self, (centre, starts_at): (String, Instant)) -> (String, Instant) {
        match self.world.draw(40) {
            0 => (centre, starts_at.plus_minutes(-5)),
            1 => (centre, starts_at.plus_minutes(5)),
            2 => (LAYOUT[self.world.draw(LAYOUT.len())].id.to_owned(), starts_at),
            3 => (centre, starts_at.plus_minutes(-60)),
            _ => (centre, starts_at),
        }
    }

    /// What was asked for last is asked for once more: a page reloaded, a press that seemed to have no effect.
    async fn again(&mut self) {
        let Some(mut call) = self.last.clone() else {
            return;
        };
        if self.world.happens(150)
            && let Some(key) = call.key.clone()
        {
            // The same key for something else is a mistake, and is told so.
            let services = self.services();
            let (Some(slot), Some(challenge)) = (self.free_time(&services).await, self.challenge().await)
            else {
                return;
            };
            call = reserve_call(key, &services, &slot, &challenge, None);
        }
        let answer = self.ask(call.clone()).await;
        let Ask::Reserve {
            centre, starts_at, ..
        } = call.ask
        else {
            return;
        };
        if let Some(answer) = answer
            && answer.status == 201
            && self.reservation.is_none()
        {
            self.take(&answer.json, (centre, starts_at));
        }
    }

    async fn event(&mut self, ask: Ask, body: Option<Value>) -> Option<u16> {
        let secret = self.reservation.as_ref()?.secret.clone();
        let call = Call::event(ask, &secret, body);
        self.last = Some(call.clone());
        let answer = self.ask_twice(call).await?;
        if answer.status < 300 {
            self.heard(&answer.json);
        }
        if answer.status == 410 && self.world.happens(600) {
            self.reservation = None;
        }
        Some(answer.status)
    }

    fn id(&self) -> String {
        self.reservation
            .as_ref()
            .map(|own| own.id.clone())
            .unwrap_or_default()
    }

    async fn prolong(&mut self) {
        let times = if self.world.happens(150) { 11 } else { 1 };
        for number in 0..times {
            let paid = self.world.happens(if number < 3 { 200 } else { 850 });
            let challenge = if paid { self.challenge().await } else { None };
            let ask = Ask::Prolong {
                id: self.id(),
                payment: challenge.as_ref().map(|challenge| challenge.payment.clone()),
            };
            let body = challenge
                .as_ref()
                .map(|challenge| json!({ "challenge": challenge.payload }));
            let status = self.event(ask, body).await;
            if let Some(challenge) = challenge
                && matches!(status, Some(200) | None)
            {
                self.pays(&challenge);
            }
            if self.reservation.is_none() {
                return;
            }
        }
    }

    async fn apply(&mut self) {
        let email = match self.world.draw(20) {
            0 => format!("x{}", self.email),
            1 => "familie@example.org".to_owned(),
            _ => self.email.clone(),
        };
        let body = json!({ "name": "Zoë Müller", "email": email, "phone": null, "language": "de" });
        let ask = Ask::Apply { id: self.id(), email };
        let status = self.event(ask, Some(body)).await;
        if let Some(own) = self.reservation.as_mut() {
            own.named |= status == Some(202);
        }
        if self.world.happens(500) {
            self.world.sleep(self.world.between(100, 40_000)).await;
            self.letter().await;
        }
    }

    async fn resend(&mut self) {
        let ask = Ask::Resend { id: self.id() };
        self.event(ask, None).await;
    }

    async fn leave(&mut self) {
        let ask = Ask::Leave { id: self.id() };
        if self.event(ask, None).await.is_some() && self.world.happens(800) {
            self.reservation = None;
        }
    }

    async fn look(&mut self) {
        let ask = Ask::Look {
            id: self.id(),
            manage: false,
        };
        let Some(own) = self.reservation.clone() else {
            return;
        };
        if let Some(answer) = self.ask(Call::event(ask, &own.secret, None)).await {
            self.heard(&answer.json);
        }
    }

    /// The right code, one from an older mail, or a guess; sometimes many guesses.
    async fn code(&mut self) {
        let id = self.id();
        let told = self.codes_of(&id);
        let guesses = if self.world.happens(120) { 6 } else { 1 };
        for _ in 0..guesses {
            let code = match told.last() {
                Some(code) if guesses == 1 && self.world.happens(700) => code.clone(),
                _ => match self.world.one_of(&told) {
                    Some(code) if self.world.happens(300) => code.clone(),
                    _ => format!("{:06}", self.world.draw(1_000_000)),
                },
            };
            let ask = Ask::Code {
                id: id.clone(),
                code: code.clone(),
            };
            self.event(ask, Some(json!({ "code": code }))).await;
            if self.reservation.is_none() {
                return;
            }
        }
    }

    /// Looks around.
    async fn browse(&mut self) {
        let centre = LAYOUT[self.world.draw(LAYOUT.len())].id;
        let path = match self.world.draw(4) {
            0 => "/api/v1/availability".to_owned(),
            1 => format!("/api/v1/availability/{centre}"),
            2 => "/api/v1/catalogue?lang=de".to_owned(),
            _ => "/health".to_owned(),
        };
        self.get(path).await;
    }

    /// Another time, other services, or both, of what is booked.
    pub(super) async fn relocate(&mut self, id: &str, manage: &str) {
        let services = self.services();
        let Some(slot) = self.free_time(&services).await else {
            return;
        };
        let kept = self.reservation.clone().filter(|own| own.id == id);
        let (centre, starts_at) = match kept {
            // The same time for other services, or nothing new at all.
            Some(own) if self.world.happens(200) => (own.centre, own.starts_at),
            _ => self.perhaps_elsewhere(slot),
        };
        let given = self.world.happens(600).then_some(services);
        let mut body = json!({ "centre": centre, "starts_at": starts_at.to_rfc3339() });
        if let Some(services) = &given {
            body["services"] = services_json(services);
        }
        let ask = Ask::Move {
            id: id.to_owned(),
            centre,
            starts_at,
            services: given,
        };
        let call = Call::event(ask, manage, Some(body));
        self.last = Some(call.clone());
        self.ask_twice(call).await;
    }
}
