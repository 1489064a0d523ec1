//! Step 2: anywhere, or a centre.

use super::{actions, button, centre_name, day_name, moment};
use crate::app::App;
use crate::catalogue::Centre;
use crate::element::{El, el};
use crate::journey::{Event, Journey};

pub(super) fn body(app: &App, journey: &Journey) -> Vec<El> {
    let text = app.words().widget;
    let serving = journey.catalogue.serving(&journey.wishes);
    let mut body = Vec::new();
    if serving.is_empty() {
        body.push(el("P").class("hint").text(text.place_not_served));
    } else {
        body.push(anywhere(app, journey));
        body.push(el("H3").text(text.place_list));
        let centres = serving
            .into_iter()
            .map(|centre| el("LI").child(row(app, journey, centre)));
        body.push(el("UL").class("list").children(centres.collect()));
    }
    body.push(actions(vec![button(app, "secondary", text.back, Event::Back)]));
    body
}

fn anywhere(app: &App, journey: &Journey) -> El {
    let words = app.words();
    let text = words.widget;
    let mut parts = vec![el("H3").text(text.place_earliest)];
    match &journey.earliest {
        None => parts.push(el("P").class("quiet").text(text.busy_loading)),
        Some(None) => parts.push(el("P").text(text.place_none_free)),
        Some(Some(slot)) => {
            parts.push(el("P").class("big").text(&moment(words, &slot.starts_at)));
            parts.push(el("P").text(centre_name(journey, &slot.centre)));
            parts.push(actions(vec![
                button(app, "primary", text.place_take, Event::Slot(slot.clone())),
                button(app, "secondary", text.place_all_days, Event::Anywhere),
            ]));
        }
    }
    el("DIV").class("card earliest").children(parts)
}

fn row(app: &App, journey: &Journey, centre: &Centre) -> El {
    let words = app.words();
    let text = words.widget;
    let next = journey
        .days_at(Some(&centre.id))
        .first()
        .map(|day| day_name(words, *day));
    let next = match (&journey.availability, next) {
        (None, _) => text.busy_loading.to_owned(),
        (_, None) => text.place_none_free.to_owned(),
        (_, Some(day)) => texts::fill(text.place_next_day, &[("date", &day)]),
    };
    let step_free = match centre.step_free {
        Some(true) => [" · ", text.place_step_free].concat(),
        Some(false) => [" · ", text.place_not_step_free].concat(),
        None => String::new(),
    };
    el("BUTTON")
        .attr("type", "button")
        .class("choice")
        .child(el("STRONG").text(&centre.name))
        .child(
            el("SPAN")
                .class("quiet")
                .text(&[&centre.street, ", ", &centre.city, &step_free].concat()),
        )
        .child(el("SPAN").text(&next))
        .on("click", app.sends(Event::Centre(centre.id.clone())))
}
