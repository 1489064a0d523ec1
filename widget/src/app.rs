//! One widget on a page: it carries the journey's commands out and tells the journey what came of them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Interval;
use js_sys::Promise;
use leptos::prelude::{ArcTrigger, Notify, Track};
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use web_sys::{CustomEvent, CustomEventInit, Element, HtmlElement, Storage, VisibilityState};

use crate::api::{Api, window};
use crate::element::Handler;
use crate::journey::{Command, Event, Journey, Ticket};
use crate::later::Later;

pub(crate) mod errand;
mod waiting;
mod words;

pub use words::Words;

/// What the choices are kept under, after the widget's own key.
const CHOICES: &str = ":choices";

/// Two clocks that part by more than this, in milliseconds, have not both been running.
const SLEPT: f64 = 2_000.0;

/// A handle of a mounted widget; clones are the same widget.
#[derive(Clone)]
pub struct App(SendWrapper<Rc<Inner>>);

struct Inner {
    host: HtmlElement,
    root: Element,
    /// The language; none is German.
    spoken: Cell<Option<&'static words::Loaded>>,
    api: Api,
    memory: String,
    /// The choices as this tab remembers them.
    stored: RefCell<String>,
    journey: RefCell<Journey>,
    changed: ArcTrigger,
    /// What to add to the browser's monotonic clock to get the server's time, in milliseconds.
    clock: Cell<f64>,
    /// How far the device's clock is from the monotonic one, in milliseconds.
    drift: Cell<f64>,
    /// Whether the page was visible a second ago.
    seen: Cell<bool>,
    alive: Cell<bool>,
    timer: RefCell<Option<Interval>>,
    errands: errand::Errands,
    /// What comes after the first step, once it is here.
    later: Cell<Option<&'static Later>>,
    waiting: RefCell<waiting::Waiting>,
}

/// Keeps a widget going; dropping it ends the timers, and replies that still come are ignored.
pub struct Running(App);

impl Running {
    /// Starts the clock of `app`.
    pub fn of(app: App) -> Self {
        let ticking = app.clone();
        *app.0.timer.borrow_mut() = Some(Interval::new(1_000, move || ticking.tick()));
        Self(app)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.0.alive.set(false);
        self.0.0.timer.borrow_mut().take();
    }
}

impl App {
    /// A widget for the custom element `host`, shown in `root`; the rest is as [`crate::mount`] gets it.
    pub fn new(
        host: HtmlElement,
        root: &HtmlElement,
        edge: &str,
        place: u32,
        words: &str,
        catalogue: Promise,
    ) -> Self {
        let spoken = words::read(words);
        let journey = Journey::new(host.get_attribute("centre"));
        Self(SendWrapper::new(Rc::new(Inner {
            api: Api {
                edge: edge.to_owned(),
                language: Cell::new(words::opening(spoken).language),
            },
            memory: ["hamburg-termin:", &place.to_string()].concat(),
            stored: RefCell::default(),
            root: root.clone().into(),
            host,
            spoken: Cell::new(spoken),
            journey: RefCell::new(journey),
            changed: ArcTrigger::new(),
            clock: Cell::new(js_sys::Date::now() - monotonic()),
            drift: Cell::new(js_sys::Date::now() - monotonic()),
            seen: Cell::new(true),
            alive: Cell::new(true),
            timer: RefCell::new(None),
            errands: errand::Errands::after(catalogue),
            later: Cell::new(None),
            waiting: RefCell::default(),
        })))
    }

    /// Loads what the first step needs, and what this tab remembers.
    pub fn start(&self) {
        let commands = self.0.journey.borrow().start();
        self.carry_out(commands);
    }

    /// Looks at the journey; the view that calls this is shown anew after every event.
    pub fn look<T>(&self, view: impl FnOnce(&Journey) -> T) -> T {
        self.0.changed.track();
        view(&self.0.journey.borrow())
    }

    /// A handler that sends `event`, once: what it leads to describes the element anew, handler included.
    pub fn sends(&self, event: Event) -> Handler {
        let app = self.clone();
        let event = Cell::new(Some(event));
        Rc::new(move |_| {
            if let Some(event) = event.take() {
                app.send(event);
            }
        })
    }

    /// Tells the journey, shows what changed, and carries out what follows.
    pub fn send(&self, event: Event) {
        if !self.0.alive.get() {
            return;
        }
        if let Some(commands) = self.apply(event) {
            self.0.changed.notify();
            self.store();
            self.carry_out(commands);
        }
    }

    /// A second has passed. After more than that on the calendar's clock than on ours, the machine has slept, and
    /// ours is wrong: a monotonic clock may stand still meanwhile.
    fn tick(&self) {
        if !self.0.alive.get() {
            return;
        }
        let drift = js_sys::Date::now() - monotonic();
        let slept = (drift - self.0.drift.replace(drift)).abs() > SLEPT;
        let seen = visible();
        let was_seen = self.0.seen.replace(seen);
        let event = if seen && (slept || !was_seen) {
            Event::Woke
        } else {
            Event::Tick(self.now(), seen)
        };
        let commands = self.apply(event).unwrap_or_default();
        if !commands.is_empty() || self.0.journey.borrow().kept.is_some() {
            self.0.changed.notify();
        }
        self.carry_out(commands);
    }

    /// The server's time in milliseconds since 1970.
    pub fn now(&self) -> f64 {
        monotonic() + self.0.clock.get()
    }

    fn carry_out(&self, commands: Vec<Command>) {
        for command in commands {
            match command {
                Command::FocusHeading => self.focus("h2".into()),
                Command::FocusNotice => self.focus("[data-notice]".into()),
                Command::FocusDay(day) => self.focus(["#day-", &crate::date::wire(day)].concat()),
                Command::Remember(ticket) => self.remember(ticket.as_ref()),
                Command::Tell(what) => self.tell(what),
                errand => match (self.later(), errand) {
                    (Some(later), errand) => spawn_local((later.run)(self.clone(), errand)),
                    (None, Command::LoadCatalogue) => {
                        let app = self.clone();
                        spawn_local(async move { errand::list(&app).await });
                    }
                    (None, errand) => self.wait_with_command(errand),
                },
            }
        }
    }

    /// Goes on where this tab was, or takes the service the host page names.
    fn choose_what_is_known(&self) {
        let (ticket, choices) = (self.stored(""), self.stored(CHOICES));
        let asked = self.0.host.get_attribute("service").unwrap_or_default();
        // Choices made on a page about something else are none of this one's.
        let choices = choices.as_deref().and_then(|text| text.split_once(' '));
        let choices = choices.filter(|(page, _)| *page == asked);
        let service = self.0.journey.borrow().catalogue.position(&asked);
        match (choices, service) {
            (Some((_, choices)), _) => self.send(Event::Restored(choices.into())),
            (None, Some(service)) => self.send(Event::Ticked(service, true)),
            (None, None) => {}
        }
        if let Some(ticket) = ticket {
            let mut parts = ticket.split(' ');
            let mut part = || parts.next().unwrap_or_default().to_owned();
            let (id, secret) = (part(), part());
            self.send(Event::Remembered(Ticket { id, secret }, part()));
        }
    }

    /// Moves the focus once the page shows what it is to lie on.
    fn focus(&self, selector: String) {
        let root = self.0.root.clone();
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(0).await;
            if let Ok(Some(element)) = root.query_selector(&selector) {
                let _ = element.unchecked_into::<HtmlElement>().focus();
            }
        });
    }

    /// Tells the host page, without a word about the person.
    fn tell(&self, what: &str) {
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_composed(true);
        if what == "step" {
            let step = self.0.journey.borrow().step.name();
            init.set_detail(&crate::json::object(&[("step", step.into())]));
        }
        if let Ok(event) = CustomEvent::new_with_event_init_dict(&["termin:", what].concat(), &init) {
            let _ = self.0.host.dispatch_event(&event);
        }
    }

    /// Ticket and deadline, for this tab.
    fn remember(&self, ticket: Option<&Ticket>) {
        let journey = self.0.journey.borrow();
        let until = journey.kept.as_ref().map_or("", |kept| kept.until.text.as_str());
        let text = ticket.map(|ticket| [&ticket.id, " ", &ticket.secret, " ", until].concat());
        self.write("", &text.unwrap_or_default());
    }

    /// The choices with the service the page asked for, where they have changed.
    fn store(&self) {
        let mut choices = self.0.journey.borrow().choices();
        if !choices.is_empty() {
            let asked = self.0.host.get_attribute("service").unwrap_or_default();
            choices = [&asked, " ", choices.as_str()].concat();
        }
        if *self.0.stored.borrow() != choices {
            self.write(CHOICES, &choices);
            *self.0.stored.borrow_mut() = choices;
        }
    }

    /// Without storage, as in some private modes, only a reload of the page loses the way.
    fn write(&self, what: &str, text: &str) {
        if let Some(storage) = storage() {
            let key = [&self.0.memory, what].concat();
            let _ = if text.is_empty() {
                storage.remove_item(&key)
            } else {
                storage.set_item(&key, text)
            };
        }
    }

    fn stored(&self, what: &str) -> Option<String> {
        storage()?.get_item(&[&self.0.memory, what].concat()).ok()?
    }
}

fn storage() -> Option<Storage> {
    window()?.session_storage().ok()?
}

fn monotonic() -> f64 {
    window()
        .and_then(|window| window.performance())
        .map_or(0.0, |clock| clock.now())
}

fn visible() -> bool {
    window()
        .and_then(|window| window.document())
        .is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}
