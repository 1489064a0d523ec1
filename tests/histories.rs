//! While many reserve, leave, move and cancel at once, each slot behaves as if they came one after the other: their histories
//! are recorded and an order is looked for that explains every answer.

use std::collections::BTreeSet;
use std::sync::Arc;

use bench::dice::Dice;
use reqwest::Method;
use serde_json::{Value, json};
use tests::{Answer, Back, Citizen, City, Event, Guards, Held, History, Timed, name};
use tokio::task::JoinSet;

/// Certified copies: one counter at Süderelbe makes them, three at Harburg.
const COPIES: &[(&str, u32)] = &[("beglaubigung-dokumente", 1)];
/// A Wednesday: tomorrow both are open.
const MORNING: &str = "2026-11-25T09:00:00+01:00";
const ROUNDS: usize = 3;
/// After so many seconds nothing that was left stays back (rule 6).
const NOTHING_STAYS_BACK: i64 = 181;
/// How often a negative control may go well.
const LUCK: usize = 5;

/// How many reserve and leave, how many move, how often each of them does something in a round.
fn crowd() -> (usize, usize, usize) {
    if std::env::var("PROVE").is_ok() {
        (40, 16, 40)
    } else {
        (10, 6, 6)
    }
}

fn room(slot: &str) -> usize {
    if slot.starts_with("suederelbe") { 1 } else { 3 }
}

/// What one of the crowd does and keeps between two rounds.
struct Somebody {
    dice: Dice,
    number: usize,
    /// Reservations not left yet: slot, id, secret.
    reserved: Vec<(Value, String, String)>,
    /// A booked appointment, its manage token, and where it is.
    booked: Option<(Held, String, Value)>,
    /// Pays for the next reservation: a refusal costs none.
    challenge: Option<String>,
}

/// A city, the slots everybody wants, and what happened to them.
struct Storm {
    city: City,
    slots: Vec<Value>,
    history: History,
}

impl Storm {
    /// Slots of tomorrow, within 24 hours: what is moved away from or cancelled there is free at once.
    async fn at(city: City) -> Self {
        let mut slots = Vec::new();
        for centre in ["suederelbe", "harburg"] {
            let query =
                format!("service=beglaubigung-dokumente:1&centre={centre}&from=2026-11-26&days=1&limit=12");
            let found = city.citizen().slots(&query).await;
            // A visit takes ten minutes, a slot begins every five.
            slots.extend(found.into_iter().step_by(3));
        }
        for slot in &slots {
            assert!(slot["starts_at"].as_str() < Some("2026-11-26T09:00"), "{slot}");
        }
        Self {
            city,
            slots,
            history: History::default(),
        }
    }

    async fn reserve(&self, somebody: &mut Somebody) {
        let citizen = self.city.citizen();
        let slot = self.slots[somebody.dice.below(self.slots.len())].clone();
        let challenge = match somebody.challenge.take() {
            Some(challenge) => challenge,
            None => citizen.challenge().await,
        };
        let services = json!([{ "id": COPIES[0].0, "quantity": COPIES[0].1 }]);
        let wish = json!({ "services": services, "centre": slot["centre"], "starts_at": slot["starts_at"],
            "challenge": challenge });
        let called = self.history.moment();
        let answer = citizen.try_reserve(&wish).await;
        match (answer.status, answer.problem()) {
            (201, _) => {
                let text = |name: &str| answer.json[name].as_str().unwrap_or_default().to_owned();
                self.history.answered(&slot, called, Event::Taken(text("id")));
                somebody.reserved.push((slot, text("id"), text("secret")));
            }
            (409, "slot-taken") => {
                self.history.answered(&slot, called, Event::Refused);
                somebody.challenge = Some(challenge);
            }
            (503, _) => somebody.challenge = Some(challenge),
            _ => panic!("{answer:?}"),
        }
    }

    async fn leave(&self, slot: &Value, id: String, secret: &str) {
        let called = self.history.moment();
        let path = format!("/api/v1/appointments/{id}");
        let left = self.city.citizen().ask(Method::DELETE, &path, secret, None).await;
        assert_eq!(left.status, 204, "{left:?}");
        let freed = Event::Freed {
            by: id,
            back: Back::Stays,
        };
        self.history.answered(slot, called, freed);
    }

    async fn change(&self, somebody: &mut Somebody) {
        let Some((held, manage, from)) = somebody.booked.take() else {
            return;
        };
        let id = held.reserved.id.clone();
        let freed = Event::Freed {
            by: id.clone(),
            back: Back::Free,
        };
        let to = self.slots[somebody.dice.below(self.slots.len())].clone();
        let called = self.history.moment();
        if somebody.dice.below(20) == 0 {
            let path = format!("/api/v1/appointments/{id}");
            let cancelled = self
                .city
                .citizen()
                .ask(Method::DELETE, &path, &manage, None)
                .await;
            assert_eq!(cancelled.status, 204, "{cancelled:?}");
            self.history.answered(&from, called, freed);
        } else if name(&to) == name(&from) {
            somebody.booked = Some((held, manage, from));
        } else {
            let answer = move_to(&self.city.citizen(), &id, &manage, &to).await;
            let at = match (answer.status, answer.problem()) {
                (200, _) => {
                    self.history.answered(&from, called, freed);
                    self.history.answered(&to, called, Event::Taken(id));
                    to
                }
                (409, "slot-taken") => {
                    self.history.answered(&to, called, Event::Refused);
                    from
                }
                (503, _) => from,
                _ => panic!("{answer:?}"),
            };
            somebody.booked = Some((held, manage, at));
        }
    }

    /// One of the crowd for one round.
    async fn act(&self, somebody: &mut Somebody, times: usize) {
        for _ in 0..times {
            if somebody.number % 3 == 2 {
                self.change(somebody).await;
            } else if somebody.reserved.is_empty() || somebody.dice.below(2) == 0 {
                self.reserve(somebody).await;
            } else {
                let left = somebody.dice.below(somebody.reserved.len());
                let (slot, id, secret) = somebody.reserved.swap_remove(left);
                self.leave(&slot, id, &secret).await;
            }
        }
    }

    /// Books what will be moved, each at a time that nobody else wants at first.
    async fn book(&self, somebody: &mut Somebody) {
        let query = "service=beglaubigung-dokumente:1&centre=harburg&from=2026-11-26&days=1&limit=500";
        let citizen = self.city.citizen();
        let slots = citizen.slots(query).await;
        let slot = slots[slots.len() - 1 - somebody.number].clone();
        let called = self.history.moment();
        let (held, manage) = citizen.book(COPIES, &slot).await;
        let taken = Event::Taken(held.reserved.id.clone());
        self.history.answered(&slot, called, taken);
        somebody.booked = Some((held, manage, slot));
    }
}

async fn move_to(citizen: &Citizen<'_>, id: &str, manage: &str, to: &Value) -> Answer {
    let path = format!("/api/v1/appointments/{id}/move");
    let body = json!({ "centre": to["centre"], "starts_at": to["starts_at"] });
    citizen.ask(Method::POST, &path, manage, Some(body)).await
}

/// The whole crowd, round after round, and what the database says at the end.
async fn storm(city: City, seed: u64) -> Storm {
    let (reservers, movers, times) = crowd();
    let storm = Arc::new(Storm::at(city).await);
    let mut crowd = Vec::new();
    for number in 0..reservers + movers {
        let mut somebody = Somebody {
            dice: Dice::new(seed * 1000 + u64::try_from(number).expect("few")),
            number: if number < movers {
                3 * number + 2
            } else {
                3 * number
            },
            reserved: Vec::new(),
            booked: None,
            challenge: None,
        };
        if number < movers {
            storm.book(&mut somebody).await;
        }
        crowd.push(somebody);
    }
    for round in 0..ROUNDS {
        if round > 0 {
            storm.city.pass(NOTHING_STAYS_BACK).await;
            storm.history.passed();
        }
        let mut acting = JoinSet::new();
        for mut somebody in crowd {
            let storm = storm.clone();
            acting.spawn(async move {
                storm.act(&mut somebody, times).await;
                somebody
            });
        }
        crowd = acting.join_all().await;
    }
    for slot in &storm.slots {
        let called = storm.history.moment();
        let seen = Event::Seen(storm.city.holders(slot).await);
        storm.history.answered(slot, called, seen);
    }
    Arc::into_inner(storm).expect("everybody has gone home")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storm_at_a_few_slots_could_have_been_one_after_the_other() {
    let storm = storm(City::open_at(MORNING).await, 1).await;
    let impossible = storm.history.impossible(room);
    let histories: Vec<_> = impossible.iter().map(|slot| storm.history.of(slot)).collect();
    assert!(impossible.is_empty(), "{impossible:?}: {histories:#?}");
    assert!(storm.city.days_and_appointments_agree().await);
    tests::figure(&format!(
        "storm: {} operations at {} slots, in an order that explains them",
        storm.history.len(),
        storm.slots.len()
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_guards_no_order_explains_the_same_storm() {
    for seed in 0..LUCK {
        let city = City::open_at(MORNING).await.with(Guards::Dropped).await;
        let storm = storm(city, u64::try_from(seed).expect("few")).await;
        if !storm.history.impossible(room).is_empty() {
            return;
        }
    }
    panic!("{LUCK} storms without guards looked like one after the other: the storm is none");
}

fn timed(called: u64, returned: impl Into<Option<u64>>, operation: Event) -> Timed<Event> {
    Timed {
        operation,
        called,
        returned: returned.into(),
    }
}

fn taken(by: &str) -> Event {
    Event::Taken(by.to_owned())
}

fn seen(by: &[&str]) -> Event {
    Event::Seen(by.iter().map(|by| (*by).to_owned()).collect::<BTreeSet<_>>())
}

fn freed(by: &str, back: Back) -> Event {
    Event::Freed {
        by: by.to_owned(),
        back,
    }
}

#[test]
fn the_judge_of_histories_tells_what_can_have_happened_from_what_cannot() {
    let possible = |room: usize, history: &[Timed<Event>]| {
        let record = History::default();
        record.record(&json!({ "centre": "c", "starts_at": "t" }), history);
        record.impossible(|_| room).is_empty()
    };
    let (a, b) = (taken("a"), taken("b"));
    // Oversold, at once or not; with room for two it is fine.
    let both = [timed(0, 3, a.clone()), timed(1, 2, b.clone())];
    assert!(!possible(1, &both) && possible(2, &both));
    // An acknowledged reservation that is lost; one that stands.
    let lost = [timed(0, 1, a.clone()), timed(2, 3, seen(&[]))];
    assert!(!possible(1, &lost));
    assert!(possible(1, &[timed(0, 1, a.clone()), timed(2, 3, seen(&["a"]))]));
    // Refused at an empty slot; refused while somebody may just have taken it, or after.
    assert!(!possible(
        1,
        &[timed(0, 1, Event::Refused), timed(2, 3, a.clone())]
    ));
    assert!(possible(
        1,
        &[timed(0, 2, Event::Refused), timed(1, 3, a.clone())]
    ));
    // What was never answered may have happened, or not, but not before it was asked.
    let unknown = |last: Event| [timed(1, None, a.clone()), timed(2, 3, last)];
    assert!(possible(1, &unknown(Event::Refused)) && possible(1, &unknown(b.clone())));
    assert!(!possible(
        1,
        &[timed(0, 1, Event::Refused), timed(2, None, a.clone())]
    ));
    // And it happens once: taken, left by somebody else's leave, it is not there again.
    let again = [
        timed(0, None, a.clone()),
        timed(1, 2, freed("a", Back::Free)),
        timed(3, 4, seen(&["a"])),
    ];
    assert!(!possible(1, &again));
    // Left, it stays back until time has passed.
    let left = [
        timed(0, 1, a.clone()),
        timed(2, 3, freed("a", Back::Stays)),
        timed(4, 5, b.clone()),
    ];
    assert!(!possible(1, &left));
    let passed = [
        timed(0, 1, a.clone()),
        timed(2, 3, freed("a", Back::Stays)),
        timed(4, 5, Event::Passed),
        timed(6, 7, b.clone()),
    ];
    assert!(possible(1, &passed));
    // Twice left, or left by who never had it.
    assert!(!possible(1, &[timed(0, 1, freed("a", Back::Free))]));
}
