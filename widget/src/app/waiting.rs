//! What has to wait until the rest of the widget is here.

use leptos::prelude::Notify;
use leptos::task::spawn_local;

use super::App;
use crate::journey::{Command, Event};
use crate::later::{self, Later};

/// What waits, in its order.
#[derive(Default)]
pub(super) struct Waiting {
    events: Vec<Event>,
    commands: Vec<Command>,
    /// Whether the rest is on its way.
    loading: bool,
    /// Whether it did not come.
    lost: bool,
}

impl App {
    /// What comes after the first step, once it is here.
    pub fn later(&self) -> Option<&'static Later> {
        self.0.later.get()
    }

    /// Whether the person waits for the rest of the widget.
    pub fn waiting(&self) -> bool {
        !self.0.waiting.borrow().events.is_empty()
    }

    /// Whether the person waits for it in vain.
    pub fn lost(&self) -> bool {
        self.waiting() && self.0.waiting.borrow().lost
    }

    /// Tells the journey; none where the event has to wait.
    pub(super) fn apply(&self, event: Event) -> Option<Vec<Command>> {
        let mut journey = self.0.journey.borrow_mut();
        if let Some(later) = self.later() {
            return Some((later.apply)(&mut journey, event));
        }
        match journey.first(event) {
            Ok(commands) => Some(commands),
            Err(event) => {
                drop(journey);
                self.0.waiting.borrow_mut().events.push(*event);
                self.load();
                self.0.changed.notify();
                None
            }
        }
    }

    pub(super) fn wait_with_command(&self, command: Command) {
        self.0.waiting.borrow_mut().commands.push(command);
        self.load();
    }

    /// Loads the rest, unless it is on its way, and does what waits for it.
    fn load(&self) {
        let mut waiting = self.0.waiting.borrow_mut();
        waiting.lost = false;
        if std::mem::replace(&mut waiting.loading, true) {
            return;
        }
        let app = self.clone();
        spawn_local(async move {
            let loaded = later::load().await;
            let mut waiting = app.0.waiting.borrow_mut();
            waiting.loading = false;
            match loaded {
                Ok(later) => {
                    app.0.later.set(Some(later));
                    let (events, commands) = (
                        std::mem::take(&mut waiting.events),
                        std::mem::take(&mut waiting.commands),
                    );
                    drop(waiting);
                    app.carry_out(commands);
                    for event in events {
                        app.send(event);
                    }
                }
                Err(_) => {
                    waiting.lost = true;
                    drop(waiting);
                    app.0.changed.notify();
                    app.focus("[data-notice]".into());
                }
            }
        });
    }
}
