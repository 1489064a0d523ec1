//! Citizens: each does, through the API alone, what people do with the widget and the mails, in an order that chance
//! draws; impatient, forgetful, several at once, and often at the last second.

mod errand;
mod letters;

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use booking::Instant;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::ask::{Answer, Ask, Call, Payment, Services, services_json};
use crate::city::{LAYOUT, SERVICES};
use crate::isolate::send;
use crate::world::World;

/// One of them.
pub struct Citizen {
    world: Arc<World>,
    number: usize,
    /// Address, and the letters after the plus that a clever person adds.
    email: String,
    keys: u32,
    /// What the browser has.
    reservation: Option<Reservation>,
    /// A challenge that was solved and not spent, as far as this browser knows.
    challenge: Option<Challenge>,
    /// One that surely was spent.
    spent: Option<Challenge>,
    /// What was asked for last, to ask for it again.
    last: Option<Call>,
}

/// What a browser keeps of a reservation.
#[derive(Clone, Debug)]
struct Reservation {
    id: String,
    secret: String,
    /// When it lapses, as last heard.
    until: Option<Instant>,
    starts_at: Instant,
    centre: String,
    /// Whether the form was sent.
    named: bool,
}

/// A solved challenge.
#[derive(Clone, Debug)]
struct Challenge {
    payload: String,
    payment: Payment,
}

impl Citizen {
    /// Number `number`; some share a mailbox.
    pub fn new(world: &Arc<World>, number: usize) -> Self {
        let email = match world.draw(10) {
            0..=3 => "familie@example.org".to_owned(),
            4 => format!("Familie+{number}@example.org"),
            _ => format!("c{number}@example.org"),
        };
        Self {
            world: world.clone(),
            number,
            email,
            keys: 0,
            reservation: None,
            challenge: None,
            spent: None,
            last: None,
        }
    }

    /// Lives on.
    pub async fn live(mut self, errands: usize) {
        for _ in 0..errands {
            self.wait().await;
            self.errand().await;
        }
    }

    /// Until something comes to mind: at once, after a while, shortly before something lapses, or just then.
    async fn wait(&self) {
        let world = &self.world;
        let until = self
            .reservation
            .as_ref()
            .and_then(|reservation| reservation.until);
        let left = until.map_or(0, |until| until.since(world.now()));
        match (world.draw(20), u64::try_from(left)) {
            (0..=3, Ok(left)) if left > 0 => {
                // On the last second, the first one that is too late, and around.
                let late = world.between(0, 5) * 500;
                world.sleep((left * 1000 + late).saturating_sub(1_300)).await;
            }
            (4, Ok(left)) if left > 0 => world.sleep(left * 1000 + world.between(0, 200_000)).await,
            // Within the last quarter of an hour, in which no mail is worth sending any more and a warning comes.
            (5, Ok(left)) if left > 0 => {
                world
                    .sleep((left * 1000).saturating_sub(world.between(0, 900_000)))
                    .await;
            }
            (0..=12, _) => world.sleep(world.between(0, 3_000)).await,
            (13..=16, _) => world.sleep(world.between(3_000, 150_000)).await,
            (17 | 18, _) => world.sleep(world.between(60_000, 1_200_000)).await,
            _ => world.sleep(world.between(1_200_000, 5_400_000)).await,
        }
    }

    /// Asks, and again as the widget does when nobody knows what became of it.
    async fn ask(&self, call: Call) -> Option<Answer> {
        let tries = if self.world.happens(150) { 1 } else { 4 };
        for number in 0..tries {
            if number > 0 {
                self.world.sleep(self.world.between(300, 4_000)).await;
            }
            let patience = self.world.between(8_000, 30_000);
            match send(&self.world, call.clone(), patience).await {
                Some(answer) if answer.status < 500 => return Some(answer),
                _ => {}
            }
        }
        None
    }

    /// The same twice, at the same time: two browsers, or an impatient finger.
    async fn ask_twice(&self, call: Call) -> Option<Answer> {
        if !self.world.happens(120) {
            return self.ask(call).await;
        }
        let (world, again) = (self.world.clone(), call.clone());
        self.world.executor.spawn(None, async move {
            world.sleep(world.between(0, 60)).await;
            send(&world, again, 10_000).await;
        });
        self.ask(call).await
    }

    /// Reads JSON.
    pub(crate) async fn get(&self, path: String) -> Option<Value> {
        let answer = self.ask(Call::read(path)).await?;
        (answer.status == 200).then_some(answer.json)
    }

    /// A solved challenge: now and then one that was used before.
    async fn challenge(&mut self) -> Option<Challenge> {
        if self.world.happens(60)
            && let Some(spent) = self.spent.clone()
        {
            return Some(spent);
        }
        if self.challenge.is_none() {
            let json = self.get("/api/v1/challenge".to_owned()).await?;
            self.challenge = solve(&json);
        }
        self.challenge.clone()
    }

    fn pays(&mut self, challenge: &Challenge) {
        if self
            .challenge
            .as_ref()
            .is_some_and(|own| own.payment == challenge.payment)
        {
            self.challenge = None;
        }
        self.spent = Some(challenge.clone());
    }

    /// What for.
    pub(crate) fn services(&self) -> Services {
        let world = &self.world;
        let (id, units, _) = SERVICES[world.draw(SERVICES.len())];
        let quantity = u8::try_from(world.between(1, units.len() as u64)).unwrap_or(1);
        let mut services = vec![(id.to_owned(), quantity)];
        if world.happens(150) && id != "melde" {
            services.push(("melde".to_owned(), 1));
        }
        services
    }

    /// One of the first free times: everybody wants those.
    async fn free_time(&self, services: &Services) -> Option<(String, Instant)> {
        let world = &self.world;
        let mut query = String::new();
        for (id, quantity) in services {
            query.push_str(&format!("service={id}:{quantity}&"));
        }
        if !world.happens(100) {
            query.push_str(&format!("centre={}&", LAYOUT[world.draw(LAYOUT.len())].id));
        }
        let ahead = chrono::Days::new(world.between(0, 3));
        query.push_str(&format!(
            "from={}&limit={}",
            world.now().date() + ahead,
            world.between(1, 5)
        ));
        let json = self.get(format!("/api/v1/slots?{query}")).await?;
        let slot = world.one_of(json["slots"].as_array()?)?;
        slot_of(slot)
    }

    /// Reserves this very time; says how it was answered.
    pub(crate) async fn reserve_there(
        &mut self,
        services: &Services,
        slot: (String, Instant),
    ) -> Option<u16> {
        self.challenge = None;
        self.spent = None;
        let challenge = self.challenge().await?;
        self.keys += 1;
        let key = format!("k{}-{}", self.number, self.keys);
        let call = reserve_call(key, services, &slot, &challenge, None);
        self.challenge = None;
        Some(self.ask(call).await?.status)
    }

    fn heard(&mut self, json: &Value) {
        let Some(reservation) = self
            .reservation
            .as_mut()
            .filter(|own| json["id"] == own.id.as_str())
        else {
            return;
        };
        let until = ["reserved_until", "activate_by", "hold_until"]
            .into_iter()
            .find_map(|name| json[name].as_str())
            .and_then(|text| Instant::parse(text).ok());
        reservation.until = until;
    }
}

/// A slot as the API writes it.
pub(crate) fn slot_of(json: &Value) -> Option<(String, Instant)> {
    let starts_at = Instant::parse(json["starts_at"].as_str()?).ok()?;
    Some((json["centre"].as_str()?.to_owned(), starts_at))
}

fn solve(challenge: &Value) -> Option<Challenge> {
    let salt = challenge["salt"].as_str()?;
    let wanted = challenge["challenge"].as_str()?;
    let hash = |number: u64| hex::encode(Sha256::digest(format!("{salt}{number}")));
    let number = (0..=challenge["maxnumber"].as_u64()?).find(|number| hash(*number) == wanted)?;
    let mut solution = challenge.clone();
    solution["number"] = number.into();
    let (_, terms) = salt.split_once("?expires=")?;
    let expires = terms.split('&').next()?.parse().ok()?;
    Some(Challenge {
        payload: STANDARD.encode(solution.to_string()),
        payment: Payment {
            signature: challenge["signature"].as_str()?.to_owned(),
            expires: Instant::from_seconds(expires),
        },
    })
}

/// A reservation as a call.
fn reserve_call(
    key: String,
    services: &Services,
    (centre, starts_at): &(String, Instant),
    challenge: &Challenge,
    replaces: Option<&Reservation>,
) -> Call {
    let mut body = json!({
        "services": services_json(services),
        "centre": centre,
        "starts_at": starts_at.to_rfc3339(),
        "challenge": challenge.payload,
    });
    if let Some(old) = replaces {
        body["replaces"] = json!({ "id": old.id, "secret": old.secret });
    }
    let body = body.to_string();
    Call {
        ask: Ask::Reserve {
            key: key.clone(),
            body: body.clone(),
            payment: challenge.payment.clone(),
            services: services.clone(),
            centre: centre.clone(),
            starts_at: *starts_at,
            replaces: replaces.map(|old| old.id.clone()),
        },
        method: "POST",
        path: "/api/v1/appointments".to_owned(),
        bearer: None,
        key: Some(key),
        body: Some(body),
    }
}
