//! Step 5: name and mail, while the time is reserved.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::field::Input;
use super::{actions, button, left, until};
use crate::app::{App, Words};
use crate::element::{El, el};
use crate::journey::{Command, Event, Fault, Field, Journey};

pub(super) fn body(app: &App, journey: &Journey) -> Vec<El> {
    let words = app.words();
    let text = words.widget;
    let mut body = Vec::new();
    let mut check = Vec::new();
    if let Some(kept) = &journey.kept {
        if !kept.held {
            body.push(el("DIV").class("card").children(countdown(app, words, journey)));
        }
        check = vec![
            el("H3").text(text.details_check),
            el("DIV")
                .class("card")
                .child(super::summary::appointment(words, journey, &kept.slot)),
        ];
    }
    let app_ = app.clone();
    let submit = if journey.correcting {
        text.details_resubmit
    } else {
        text.details_submit
    };
    let sending = matches!(journey.busy, Some(Command::Hold(..)));
    body.push(
        el("FORM")
            .flag("novalidate", true)
            .on(
                "submit",
                Rc::new(move |event| {
                    event.prevent_default();
                    app_.send(Event::Submit);
                }),
            )
            .child(for_other(app, journey))
            .child(field(app, journey, Field::Name))
            .child(field(app, journey, Field::Email))
            .child(privacy(words, journey))
            .child(field(app, journey, Field::Phone))
            .children(check)
            .child(
                el("BUTTON")
                    .attr("type", "submit")
                    // After a lapse reserving again comes first.
                    .class(if journey.kept.is_some() {
                        "primary"
                    } else {
                        "secondary"
                    })
                    .text(if sending { text.details_sending } else { submit }),
            ),
    );
    body.push(actions(if journey.correcting {
        vec![button(app, "secondary", text.back, Event::Back)]
    } else {
        vec![button(app, "secondary", text.other_time, Event::Back)]
    }));
    body
}

fn countdown(app: &App, words: Words, journey: &Journey) -> Vec<El> {
    let text = words.widget;
    let left = left(words, journey);
    let kept_until = texts::fill(text.details_reserved, &[("until", &until(words, journey))]);
    let remaining = texts::fill(text.details_left, &[("left", &countdown_text(words, journey))]);
    let mut parts = vec![
        el("P")
            .class("kept")
            .child(el("STRONG").text(&kept_until))
            .text(" ")
            .child(el("SPAN").attr("role", "timer").text(&remaining)),
    ];
    if journey.soon() {
        let more = journey
            .kept
            .as_ref()
            .is_some_and(|kept| kept.prolongations_left > 0);
        let mut warning = el("DIV")
            .class("warning")
            .child(el("P").text(&texts::fill(text.details_soon, &[("left", &left)])));
        if more {
            warning = warning.child(button(app, "secondary", text.details_more_time, Event::MoreTime));
        }
        parts.push(warning);
    }
    parts
}

/// `14:32 Minuten`
fn countdown_text(words: Words, journey: &Journey) -> String {
    let seconds = (journey.left().unwrap_or_default() / 1000.0) as u32;
    let (minutes, seconds) = ((seconds / 60).to_string(), (seconds % 60).to_string());
    let colon = if seconds.len() < 2 { ":0" } else { ":" };
    texts::fill(
        words.widget.details_left_clock,
        &[("clock", &[&minutes, colon, &seconds].concat())],
    )
}

/// Whether the appointment is for somebody else: then the name is theirs, and the address stays one's own.
fn for_other(app: &App, journey: &Journey) -> El {
    let app_ = app.clone();
    let tick = el("INPUT")
        .attr("type", "checkbox")
        .attr("id", "other")
        .checked(journey.form.for_other)
        .on(
            "change",
            Rc::new(move |event| {
                if let Some(tick) = event.target() {
                    app_.send(Event::ForOther(
                        tick.unchecked_into::<HtmlInputElement>().checked(),
                    ));
                }
            }),
        );
    el("DIV").class("tick").child(tick).child(
        el("LABEL")
            .attr("for", "other")
            .text(app.words().widget.details_other),
    )
}

/// A field with its label, hint and fault.
pub(super) fn field(app: &App, journey: &Journey, field: Field) -> El {
    let words = app.words();
    let text = words.widget;
    let (label, hint, kind, autocomplete) = match field {
        // The browser knows the name of who sits before it, not of the other person.
        Field::Name if journey.form.for_other => (
            text.details_other_name,
            text.details_other_name_hint,
            "text",
            "off",
        ),
        Field::Email if journey.form.for_other => (
            text.details_email,
            text.details_other_email_hint,
            "email",
            "email",
        ),
        Field::Name => (text.details_name, text.details_name_hint, "text", "name"),
        Field::Email => (text.details_email, text.details_email_hint, "email", "email"),
        Field::Phone => (text.details_phone, text.details_phone_hint, "tel", "tel"),
        Field::Code => (text.sent_code, "", "text", "one-time-code"),
        Field::Invitation => (text.invitation_code, "", "text", "off"),
        Field::Search => return super::field::search(app, journey),
        Field::Near => (text.near, text.near_hint, "text", "postal-code"),
    };
    let fault = journey.form.fault(field);
    let fault = fault.map(|fault| [text.error_prefix, &fault_text(words, field, fault)].concat());
    let input = Input {
        field,
        label,
        hint,
        kind,
        autocomplete,
        fault,
    };
    input.shown(app, journey)
}

/// What is wrong, and what to do.
pub(super) fn fault_text(words: Words, field: Field, fault: &Fault) -> String {
    let text = words.widget;
    match (field, fault) {
        (_, Fault::Said(said)) => said.clone(),
        (_, Fault::Wrong(left)) => words.count(text.error_code_wrong, *left),
        (_, Fault::Spent) => text.error_code_spent.into(),
        (_, Fault::TooLong) => text.error_name_long.into(),
        (Field::Name, Fault::Missing) => text.error_name.into(),
        (Field::Email, Fault::Missing) => text.error_email.into(),
        (Field::Phone, Fault::Missing) => text.error_phone.into(),
        (Field::Invitation, Fault::Missing) => text.error_invitation.into(),
        (Field::Code | Field::Search | Field::Near, Fault::Missing) => text.error_code.into(),
    }
}

/// What Art. 13 GDPR asks to say where details are collected; the operator's page says the rest.
fn privacy(words: Words, journey: &Journey) -> El {
    let text = words.widget;
    let mut lines: Vec<El> = [text.privacy_who, text.privacy_why, text.privacy_until]
        .iter()
        .map(|line| el("LI").text(line))
        .collect();
    if let Some(address) = &journey.catalogue.privacy_url {
        let link = el("A")
            .attr("href", address)
            .attr("target", "_blank")
            .attr("rel", "noopener")
            .text(text.privacy_link);
        lines.push(el("LI").class("more").child(link));
    }
    el("DIV")
        .class("privacy")
        .child(el("H3").text(text.privacy_title))
        .child(el("UL").children(lines))
}
