//! Step 6: the activation mail is on its way.

use std::rc::Rc;

use super::{actions, button, clock};
use crate::app::{App, Words};
use crate::element::{El, el};
use crate::journey::{Event, Field, Journey, Kept, Mail};

pub(super) fn body(app: &App, journey: &Journey) -> Vec<El> {
    let words = app.words();
    let text = words.widget;
    let Some(kept) = &journey.kept else {
        return Vec::new();
    };
    let email = address(words, journey);
    let mail = match kept.mail {
        Mail::Queued => text.sent_queued,
        Mail::Sent => text.sent_sent,
        Mail::Refused | Mail::TooLate => text.sent_refused,
    };
    let mut first = vec![el("P").class("big").text(&texts::fill(mail, &[("email", email)]))];
    if journey.late() {
        let until = clock(words, &kept.until.text);
        first.push(el("P").text(&texts::fill(text.sent_slow, &[("until", &until)])));
    }
    if kept.mail != Mail::Refused {
        first.push(el("P").text(text.sent_press));
        if let Some(by) = &kept.activate_by {
            let until = clock(words, &by.text);
            first.push(el("P").child(el("STRONG").text(&texts::fill(text.sent_until, &[("until", &until)]))));
        }
        first.push(el("P").class("quiet").text(text.sent_watching));
    }
    vec![
        el("DIV").class("card").children(first),
        super::summary::appointment(words, journey, &kept.slot),
        code(app, journey),
        nothing_arrived(app, journey, kept),
        actions(vec![button(app, "link", text.sent_cancel, Event::Cancel)]),
    ]
}

/// Where the mail went; a page loaded again does not know.
pub(super) fn address(words: Words, journey: &Journey) -> &str {
    match journey.form.email.trim() {
        "" => words.widget.sent_your_address,
        typed => typed,
    }
}

fn code(app: &App, journey: &Journey) -> El {
    let text = app.words().widget;
    let sending = app.clone();
    el("FORM")
        .flag("novalidate", true)
        .class("code")
        .on(
            "submit",
            Rc::new(move |event| {
                event.prevent_default();
                sending.send(Event::SubmitCode);
            }),
        )
        .child(el("H3").text(text.sent_code_title))
        .child(super::details::field(app, journey, Field::Code))
        .child(
            el("BUTTON")
                .attr("type", "submit")
                .class("secondary")
                .text(text.sent_code_submit),
        )
}

fn nothing_arrived(app: &App, journey: &Journey, kept: &Kept) -> El {
    let text = app.words().widget;
    let wait = ((kept.resend_from - journey.now) / 60_000.0).ceil();
    let mut buttons = Vec::new();
    if kept.resends_left > 0 && wait <= 0.0 {
        buttons.push(button(app, "secondary", text.sent_resend, Event::Resend));
    }
    let class = if kept.mail == Mail::Refused {
        "primary"
    } else {
        "secondary"
    };
    buttons.push(button(app, class, text.sent_correct, Event::Correct));
    let mut parts = vec![
        el("H3").text(text.sent_nothing_title),
        el("P").text(text.sent_nothing_text),
    ];
    if kept.resends_left > 0 && wait > 0.0 {
        let wait = super::minutes(app.words(), wait as u32);
        parts.push(
            el("P")
                .class("quiet")
                .text(&texts::fill(text.sent_resend_wait, &[("left", &wait)])),
        );
    }
    parts.push(actions(buttons));
    el("DIV").children(parts)
}
