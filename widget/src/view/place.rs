//! Step 2: anywhere, or a centre; for some services only the centre that has the document, or has sent an invitation.

use std::rc::Rc;

use super::{actions, button};
use crate::app::{App, Words};
use crate::catalogue::{Centre, Place};
use crate::element::{El, el};
use crate::journey::{Event, Field, Journey};

/// Up to so many centres are shown at once; more are folded into their districts.
const FEW: usize = 6;

pub(super) fn body(app: &App, journey: &Journey) -> Vec<El> {
    let words = app.words();
    let text = words.widget;
    let serving = journey.catalogue.serving(&journey.wishes);
    let mut body = Vec::new();
    if serving.is_empty() {
        body.push(el("P").class("hint").text(text.place_not_served));
    } else if journey.only_at(Place::Invitation) {
        body.extend(invitation(app, journey));
    } else {
        if journey.only_at(Place::IssuingOffice) {
            body.push(el("P").class("hint").text(text.place_issuing_office));
            body.push(el("H3").text(text.place_issuing_title));
        } else if journey.availability.is_none() {
            // Whoever presses what is there already must not hit what has moved there meanwhile.
            body.push(
                el("P")
                    .class("quiet waiting")
                    .text(app.words().widget.busy_loading),
            );
            return body;
        } else {
            body.extend(moved(words, journey));
            body.extend(super::answers::earliest(app, journey));
            body.extend(super::answers::near(app, journey, &serving));
            body.push(el("H3").text(text.place_list));
        }
        let together = !journey.only_at(Place::IssuingOffice);
        body.extend(districts(app, journey, &serving, together, &|centre| {
            from_day(words, journey, centre)
        }));
    }
    if !journey.only_at(Place::Invitation) {
        body.extend(super::requirements::of_visit(words, journey));
    }
    body.push(actions(vec![button(app, "secondary", text.back, Event::Back)]));
    body
}

/// That the centre the page asked for has closed, and where to go.
pub(super) fn moved(words: Words, journey: &Journey) -> Option<El> {
    let (closed, successor) = journey.moved()?;
    let since = closed.valid_to.as_deref().and_then(crate::date::date_of);
    let said = texts::fill(
        words.widget.place_closed,
        &[
            ("centre", closed.short_name()),
            (
                "date",
                &since.map_or(String::new(), |since| super::long_date(words, since)),
            ),
            ("successor", successor.short_name()),
        ],
    );
    Some(el("P").class("told").text(&said))
}

/// From which day on a centre has room: as on the wire, and in words.
pub(super) fn from_day(words: Words, journey: &Journey, centre: &Centre) -> (String, String) {
    let text = words.widget;
    let day = journey.days_at(&[&centre.id]).first().copied();
    match (&journey.availability, day) {
        (None, _) => (String::new(), text.busy_loading.into()),
        (_, None) => (String::new(), text.place_none_free.into()),
        (_, Some(day)) => (
            crate::date::wire(day),
            texts::fill(text.place_from, &[("date", &super::short_date(words, day))]),
        ),
    }
}

/// Centres by district, each with what `beside` says of it; its first text tells which comes first, and is empty
/// where there is nothing. All of a district can be chosen `together`.
pub(super) fn districts(
    app: &App,
    journey: &Journey,
    centres: &[&Centre],
    together: bool,
    beside: &dyn Fn(&Centre) -> (String, String),
) -> Vec<El> {
    let mut names: Vec<&str> = Vec::new();
    for centre in centres {
        if !names.contains(&centre.district.as_str()) {
            let before = names
                .iter()
                .take_while(|name| **name < centre.district.as_str())
                .count();
            names.insert(before, &centre.district);
        }
    }
    let mut shown = Vec::new();
    for name in names {
        let mut first: Option<(String, String)> = None;
        let mut rows = Vec::new();
        let mut ids = Vec::new();
        for centre in centres {
            if centre.district != name {
                continue;
            }
            let said = beside(centre);
            ids.push(centre.id.clone());
            rows.push(el("LI").child(row(app, centre, &said.1)));
            let earlier = first
                .as_ref()
                .is_none_or(|first| first.0.is_empty() || (!said.0.is_empty() && said.0 < first.0));
            if earlier {
                first = Some(said);
            }
        }
        if together && ids.len() > 1 {
            let label = texts::fill(app.words().widget.place_together, &[("district", name)]);
            rows.push(el("LI").child(button(app, "link", &label, Event::Among(ids))));
        }
        let few = centres.len() <= FEW;
        let open = few || journey.open.iter().any(|open| open == name);
        shown.push(if few {
            el("H4").text(name)
        } else {
            el("BUTTON")
                .attr("type", "button")
                .class("choice district")
                .attr("aria-expanded", if open { "true" } else { "false" })
                .child(el("STRONG").text(name))
                .child(el("SPAN").text(&first.unwrap_or_default().1))
                .on("click", app.sends(Event::District(name.into())))
        });
        if open {
            shown.push(el("UL").class("list").children(rows));
        }
    }
    shown
}

pub(super) fn row(app: &App, centre: &Centre, beside: &str) -> El {
    let text = app.words().widget;
    let step_free = match centre.step_free {
        Some(true) => [" · ", text.place_step_free].concat(),
        Some(false) => [" · ", text.place_not_step_free].concat(),
        None => String::new(),
    };
    el("BUTTON")
        .attr("type", "button")
        .class("choice")
        .child(el("STRONG").text(centre.short_name()))
        .child(el("SPAN").text(beside))
        .child(
            el("SPAN")
                .class("quiet")
                .text(&[&centre.street, ", ", &centre.city, &step_free].concat()),
        )
        .on("click", app.sends(Event::Centre(centre.id.clone())))
}

/// The field for the code, where it comes from, and what to do without one.
fn invitation(app: &App, journey: &Journey) -> Vec<El> {
    let text = app.words().widget;
    let sending = app.clone();
    let form = el("FORM")
        .flag("novalidate", true)
        .on(
            "submit",
            Rc::new(move |event| {
                event.prevent_default();
                sending.send(Event::SubmitInvitation);
            }),
        )
        .child(super::details::field(app, journey, Field::Invitation))
        .child(
            el("BUTTON")
                .attr("type", "submit")
                .class("primary")
                .text(text.invitation_submit),
        );
    let mut parts = vec![
        el("P").text(text.invitation_text),
        form,
        el("H3").text(text.invitation_without_title),
    ];
    for wish in &journey.wishes {
        if let Some(service) = journey.catalogue.services.get(wish.service) {
            parts.extend(super::service::alternative(app.words().first, service));
        }
    }
    parts.push(el("P").text(text.invitation_without));
    parts
}
