//! `<hamburg-termin>`: the booking widget for host pages.
//!
//! - [`journey`]: where the person is and what leads where; pure, with [`catalogue`], [`search`], [`offer`] and [`date`].
//! - [`app`]: one mounted widget; carries commands out and sends what came of them back as events.
//! - [`api`], [`json`], [`challenge`]: the way to the edge.
//! - [`view`], [`element`]: what the person sees.
//! - [`later`]: where the widget is cut in two files, the first step and the rest.
//!
//! `boot.mjs` defines the custom element and calls [`mount`] and [`unmount`], `history.mjs` keeps the browser's history and
//! calls [`visit`].

pub mod api;
pub mod app;
pub mod catalogue;
pub mod challenge;
pub mod date;
pub mod element;
pub mod journey;
pub mod json;
pub mod later;
pub mod offer;
pub mod reply;
pub mod search;
pub mod view;

use std::any::Any;
use std::cell::{Cell, RefCell};

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::HtmlElement;

/// A widget on the page.
struct Mounted {
    id: u32,
    app: app::App,
    /// View and timers; dropping them ends both.
    _held: Box<dyn Any>,
}

thread_local! {
    static MOUNTED: RefCell<Vec<Mounted>> = const { RefCell::new(Vec::new()) };
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// Shows a widget inside `root`, for the custom element `host`; `edge` is the address of the Worker, `place` the
/// element's number on the page, `words` the lines of `lang`'s texts (empty for German), `catalogue` the request for it,
/// already under way. Returns the handle for [`unmount`].
#[wasm_bindgen]
pub fn mount(
    host: HtmlElement,
    root: HtmlElement,
    edge: &str,
    place: u32,
    words: &str,
    catalogue: Promise,
) -> u32 {
    let id = LAST.get() + 1;
    LAST.set(id);
    let app = app::App::new(host, &root, edge, place, words, catalogue);
    let shown = app.clone();
    let view = leptos::mount::mount_to_renderer(&root, move || move || view::frame(&shown));
    app.start();
    let running = app::Running::of(app.clone());
    MOUNTED.with_borrow_mut(|mounted| {
        mounted.push(Mounted {
            id,
            app,
            _held: Box::new((view, running)),
        })
    });
    id
}

/// Asks the widget to go to the step of this name, as the browser's back and forward do; it does where that leads anywhere.
#[wasm_bindgen]
pub fn visit(id: u32, step: &str) {
    let app = MOUNTED.with_borrow(|mounted| {
        let mounted = mounted.iter().find(|mounted| mounted.id == id)?;
        Some(mounted.app.clone())
    });
    if let (Some(app), Some(step)) = (app, journey::Step::named(step)) {
        app.send(journey::Event::Visit(step));
    }
}

/// Takes the widget off the page and ends its timers.
#[wasm_bindgen]
pub fn unmount(id: u32) {
    let gone = MOUNTED.with_borrow_mut(|mounted| {
        let at = mounted.iter().position(|mounted| mounted.id == id)?;
        Some(mounted.swap_remove(at))
    });
    drop(gone);
}
