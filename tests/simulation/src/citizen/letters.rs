//! What citizens do with a letter: press its button, too late perhaps, cancel, think better of it, move.

use serde_json::{Value, json};

use super::{Citizen, slot_of};
use crate::ask::{Ask, Call};
use crate::executor::lock;
use crate::post::Letter;

/// What a letter is about, as its reader understands it.
struct Read {
    letter: Letter,
    appointment: String,
    kind: String,
    generation: u8,
}

impl Citizen {
    /// Takes a letter, mostly the last, and does what it asks for, or what its reader wants.
    pub(super) async fn letter(&mut self) {
        let mine = self.letters();
        let newest = self.world.happens(600);
        let chosen = if newest {
            mine.last()
        } else {
            self.world.one_of(&mine)
        };
        let Some(read) = chosen else {
            return;
        };
        let Some(token) = read.letter.token.clone() else {
            return;
        };
        match read.kind.as_str() {
            "activation" | "lapsing" => self.press(read, &token).await,
            "confirmed" | "moved" | "reminder" => self.manage(&read.appointment, &token).await,
            _ => {}
        }
    }

    /// The letters of this mailbox.
    fn letters(&self) -> Vec<Read> {
        let oracle = lock(&self.world.oracle);
        let post = lock(&self.world.post);
        let mine =
            |letter: &&Letter| letter.to == self.email || letter.to.strip_prefix('x') == Some(&self.email);
        let read = |letter: &Letter| {
            let (appointment, kind, generation) = oracle.letter_of(&letter.row)?;
            Some(Read {
                letter: letter.clone(),
                appointment,
                kind,
                generation,
            })
        };
        post.letters.iter().filter(mine).filter_map(read).collect()
    }

    pub(super) fn codes_of(&self, id: &str) -> Vec<String> {
        let oracle = lock(&self.world.oracle);
        let post = lock(&self.world.post);
        let about = |letter: &&Letter| oracle.letter_of(&letter.row).is_some_and(|(of, ..)| of == id);
        post.letters
            .iter()
            .filter(about)
            .filter_map(|letter| letter.code.clone())
            .collect()
    }

    async fn press(&mut self, read: &Read, token: &str) {
        let world = self.world.clone();
        if let Some(printed) = read.letter.printed
            && world.happens(200)
        {
            // At the last moment that the mail allows, or just after.
            let left = u64::try_from(printed.since(world.now())).unwrap_or(0);
            let wait = left * 1000 + world.between(0, 2_000);
            world.sleep(wait.saturating_sub(1_500)).await;
        }
        if world.happens(150) {
            self.get(format!("/t/{token}")).await;
        }
        let ask = |slot| Ask::Press {
            id: read.appointment.clone(),
            generation: read.generation,
            slot,
        };
        let Some(answer) = self.ask_twice(press_call(ask(None), token, None)).await else {
            return;
        };
        if answer.status != 410 || !world.happens(800) {
            return;
        }
        let chosen = answer.json["alternatives"].as_array().and_then(|slots| {
            let first = if world.happens(600) {
                0
            } else {
                world.draw(slots.len())
            };
            slots.get(first).and_then(slot_of)
        });
        let Some(slot) = chosen else {
            return;
        };
        world.sleep(world.between(0, 20_000)).await;
        let body = json!({ "centre": slot.0, "starts_at": slot.1.to_rfc3339() });
        let call = press_call(ask(Some(slot)), token, Some(body));
        self.last = Some(call.clone());
        self.ask_twice(call).await;
    }

    async fn manage(&mut self, id: &str, token: &str) {
        let world = self.world.clone();
        let call = |ask: Ask| Call::event(ask, token, None);
        let id_of = || id.to_owned();
        match world.draw(10) {
            0..=2 => {
                self.ask_twice(call(Ask::Cancel { id: id_of() })).await;
                if world.happens(600) {
                    let last = world.happens(300);
                    let pause = if last {
                        world.between(297_000, 302_000)
                    } else {
                        world.between(0, 290_000)
                    };
                    world.sleep(pause).await;
                    self.ask_twice(call(Ask::Undo { id: id_of() })).await;
                }
            }
            3..=7 => self.relocate(id, token).await,
            8 => {
                self.ask(call(Ask::Undo { id: id_of() })).await;
            }
            _ => {
                let ask = Ask::Look {
                    id: id_of(),
                    manage: true,
                };
                self.ask(call(ask)).await;
            }
        }
    }
}

fn press_call(ask: Ask, token: &str, slot: Option<Value>) -> Call {
    let mut body = json!({ "token": token });
    if let Some(slot) = slot {
        body["slot"] = slot;
    }
    Call {
        ask,
        method: "POST",
        path: "/api/v1/activations".to_owned(),
        bearer: None,
        key: None,
        body: Some(body.to_string()),
    }
}
