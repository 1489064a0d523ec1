//! The parts of every step.

use super::{Parts, actions, button, day, details, done, left, notice, place, sent, service, time, until};
use crate::app::App;
use crate::catalogue::Place;
use crate::element::{El, el};
use crate::journey::{Command, Event, Journey, Said, Step};

/// What the step shows.
pub fn parts(app: &App, journey: &Journey) -> Parts {
    let words = app.words();
    let text = words.widget;
    let (title, body) = match journey.step {
        Step::Service => (words.first.service_title, service::body(app, journey)),
        Step::Place if journey.only_at(Place::Invitation) => {
            (text.invitation_title, place::body(app, journey))
        }
        Step::Place => (text.place_title, place::body(app, journey)),
        Step::Day => (text.day_title, day::body(app, journey)),
        Step::Time => (text.time_title, time::body(app, journey)),
        Step::Details => (text.details_title, details::body(app, journey)),
        Step::Sent => (text.sent_title, sent::body(app, journey)),
        Step::Done if journey.past() => (text.past_title, done::body(app, journey)),
        Step::Done => (text.done_title, done::body(app, journey)),
        Step::Gone => (text.gone_title, done::gone(app)),
    };
    let loading = journey.catalogue.services.is_empty();
    let (title, body) = match (loading, &journey.notice, journey.closed()) {
        (true, None, _) => (title, vec![el("P").class("quiet").text(words.first.loading)]),
        (true, Some(_), _) => (title, Vec::new()),
        (false, _, Some(why)) => (text.closed_title, closed(app, why)),
        (false, _, None) => (title, body),
    };
    Parts {
        title,
        notice: notice::notice(app, journey),
        body,
        clear: clear(app, journey),
        spoken: spoken(app, journey),
    }
}

/// Nothing new can be booked at present.
fn closed(app: &App, why: &str) -> Vec<El> {
    let text = app.words().widget;
    vec![
        el("P").class("big").text(why),
        el("P").text(text.closed_phone),
        actions(vec![button(
            app,
            "secondary",
            app.opening().first.again,
            Event::Again,
        )]),
    ]
}

/// For whoever shares the machine: nothing of what was entered stays in this browser.
fn clear(app: &App, journey: &Journey) -> Option<El> {
    if journey.step == Step::Service || !journey.anything_entered() {
        return None;
    }
    Some(button(app, "link", app.words().widget.clear, Event::Clear))
}

/// What is said to people who do not see the page change.
fn spoken(app: &App, journey: &Journey) -> String {
    let words = app.words();
    let text = words.widget;
    match (&journey.busy, journey.said) {
        (Some(Command::Reserve(..)), _) => text.time_reserving.into(),
        (Some(Command::Hold(..)), _) => text.details_sending.into(),
        (Some(_), _) => words.first.loading.into(),
        (None, Some(Said::Soon)) => texts::fill(text.details_soon, &[("left", &left(words, journey))]),
        (None, Some(Said::MoreTime)) => {
            texts::fill(text.details_more_time_done, &[("until", &until(words, journey))])
        }
        (None, Some(Said::Resent)) => text.sent_resend_done.into(),
        (None, Some(Said::Refused)) => {
            texts::fill(text.sent_refused, &[("email", sent::address(words, journey))])
        }
        (None, None) if journey.step == Step::Service => service::found(app.opening(), journey),
        (None, None) => String::new(),
    }
}
