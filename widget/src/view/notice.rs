//! What stands in the way, at the top of the step, with a press that leads on.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ShadowRoot};

use super::{actions, button, framed, slot_button};
use crate::app::App;
use crate::element::{El, el};
use crate::journey::{Event, Field, Journey, Notice, Step, Trouble};
use crate::offer::Slot;

pub(super) fn notice(app: &App, journey: &Journey) -> Vec<El> {
    let text = app.words().widget;
    let notice = match &journey.notice {
        Some(Notice::Taken(alternatives)) => {
            let hint = if alternatives.is_empty() {
                text.taken_none
            } else {
                text.taken_text
            };
            framed(text.taken_title, hint)
                .children(slots(app, journey, alternatives))
                .child(actions(
                    if journey.step == Step::Details || journey.step == Step::Sent {
                        vec![button(app, "secondary", text.restart, Event::Cancel)]
                    } else {
                        Vec::new()
                    },
                ))
        }
        Some(Notice::Lapsed(slot, alternatives)) => {
            let (title, hint) = match journey.step {
                Step::Sent => (text.lapsed_sent_title, text.lapsed_sent_text),
                _ => (text.lapsed_title, text.lapsed_text),
            };
            let others: Vec<Slot> = alternatives
                .iter()
                .filter(|other| *other != slot)
                .cloned()
                .collect();
            framed(title, hint)
                .child(actions(vec![
                    button(app, "primary", text.lapsed_again, Event::Slot(slot.clone())),
                    button(app, "secondary", text.restart, Event::Cancel),
                ]))
                .children(slots(app, journey, &others))
        }
        Some(Notice::TooLate) => framed(text.lapsed_mail_title, text.lapsed_mail_text)
            .child(actions(vec![button(app, "primary", text.restart, Event::Cancel)])),
        Some(Notice::Changed) => framed(text.error_changed, ""),
        Some(Notice::Told(said)) => {
            let told = framed(said.as_deref().unwrap_or(text.error_server), "");
            if journey.step == Step::Service {
                told
            } else {
                told.child(actions(vec![button(
                    app,
                    "secondary",
                    text.restart,
                    Event::Cancel,
                )]))
            }
        }
        Some(Notice::Failed(trouble, _)) => {
            let said = match trouble {
                Trouble::Closed(why) => {
                    [text.closed_title, ". ", why.as_deref().unwrap_or_default()].concat()
                }
                Trouble::Network => app.opening().first.error_network.to_owned(),
                Trouble::Busy(seconds) => app.words().count(text.error_busy, *seconds),
                Trouble::Said(Some(said)) => said.clone(),
                Trouble::Said(None) => text.error_server.to_owned(),
            };
            // Loaded again without a connection: at least until when the time is kept.
            let kept = match journey.remembered_until.as_str() {
                "" => String::new(),
                until => texts::fill(
                    text.details_reserved,
                    &[("until", &super::clock(app.words(), until))],
                ),
            };
            framed(&said, &kept).child(actions(vec![button(
                app,
                "secondary",
                app.opening().first.again,
                Event::Again,
            )]))
        }
        None if journey.wishes_refused && journey.step == Step::Service => {
            let said = if journey.wishes.is_empty() {
                text.service_none
            } else {
                text.service_too_long
            };
            framed(said, "")
        }
        None => match faults(app, journey) {
            Some(faults) => faults,
            None => return Vec::new(),
        },
    };
    vec![notice]
}

fn slots(app: &App, journey: &Journey, slots: &[Slot]) -> Vec<El> {
    if slots.is_empty() {
        return Vec::new();
    }
    let items = slots
        .iter()
        .map(|slot| el("LI").child(slot_button(app, journey, slot)))
        .collect();
    vec![el("UL").class("list").children(items)]
}

/// All faults of the form, each a link to its field.
fn faults(app: &App, journey: &Journey) -> Option<El> {
    if journey.form.faults.is_empty() || !matches!(journey.step, Step::Place | Step::Details | Step::Sent) {
        return None;
    }
    let words = app.words();
    let items = journey.form.faults.iter().map(|(field, fault)| {
        let said = super::details::fault_text(words, *field, fault);
        el("LI").child(
            el("A")
                .attr("href", &["#", field.name()].concat())
                .text(&said)
                .on("click", focus_on(*field)),
        )
    });
    Some(framed(words.widget.error_title, "").child(el("UL").class("faults").children(items.collect())))
}

/// Inside a shadow root a link does not reach the field by itself.
fn focus_on(field: Field) -> crate::element::Handler {
    Rc::new(move |event: web_sys::Event| {
        event.prevent_default();
        let link = event
            .target()
            .map(|target| target.unchecked_into::<HtmlElement>());
        let root = link.map(|link| link.get_root_node().unchecked_into::<ShadowRoot>());
        if let Some(input) = root.and_then(|root| root.get_element_by_id(field.name())) {
            let _ = input.unchecked_into::<HtmlElement>().focus();
        }
    })
}
