//! The pages of the way without script, each with something in the way.

use edge::pages::Frame;
use edge::pages::plain::{
    Address, Again, Centre, Centres, Choice, Day, Days, Details, Done, Fields, Group, Named, Place, Said,
    Sent, ServiceChoice, Step, Times, Typed, Wishes,
};
use edge::visit_view::VisitView;
use texts::Texts;

use crate::sample::{deadline, slot};

/// A choice that is not chosen.
pub fn choice(value: &str, label: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        label: label.to_owned(),
        chosen: false,
    }
}

/// A service as the first page offers it.
pub fn offered(view: &VisitView, texts: &Texts) -> ServiceChoice {
    ServiceChoice {
        name: view.services[0].name.clone(),
        notes: vec![texts.first.service_issuing_office.to_owned()],
        quantities: vec![choice("", texts.plain.none), choice("reisepass:1", "1")],
    }
}

/// The steps of the way without script, each with something in the way.
pub fn plain(frame: Frame, view: &VisitView) -> Vec<(&'static str, String)> {
    let texts = frame.texts;
    let step = || Step {
        carried: vec![("id", "ID".to_owned()), ("secret", "SECRET".to_owned())],
        personal: true,
        notice: Some(Said {
            title: texts.widget.error_title.to_owned(),
            detail: texts.plain.young_detail.to_owned(),
            good: false,
        }),
        widget: None,
    };
    let fields = || Fields {
        name: Typed {
            value: view.name.clone().unwrap_or_default(),
            fault: texts.field.name.to_owned(),
        },
        ..Fields::default()
    };
    let services = Wishes {
        frame,
        step: Step {
            widget: Some((String::new(), "harburg".to_owned())),
            ..Step::default()
        },
        services: vec![offered(view, texts)],
    };
    let place = Place {
        frame,
        step: step(),
        wish: view.facts_of_visit(texts),
        ticket: "TICKET".to_owned(),
        without: vec![texts.first.loading.to_owned()],
        hint: "",
        bound: false,
        invited: false,
        named: vec![Named {
            why: texts.widget.place_earliest,
            is_earliest: true,
            value: "harburg 2026-12-01T09:15:00+01:00".to_owned(),
            moment: view.moment(texts),
            starts_in: Some(texts.count(texts.widget.answer_starts_in, 65)),
            place: view.centre.name.clone(),
        }],
        near: "21073".to_owned(),
        near_unknown: true,
        centres: vec![Centres {
            title: "Harburg".to_owned(),
            centres: vec![Centre {
                id: "harburg".to_owned(),
                name: view.centre.name.clone(),
                beside: texts.widget.place_none_free.to_owned(),
                more: view.centre.address(),
                chosen: true,
            }],
        }],
        required: view.services.clone(),
    };
    let days = Days {
        frame,
        step: step(),
        wish: view.facts_of_visit(texts),
        days: vec![Day {
            value: "2026-12-01".to_owned(),
            label: view.moment(texts),
            told: texts.count(texts.widget.day_count, 2),
        }],
        later: Some("2026-12-20".to_owned()),
        opens: Some(texts.widget.day_full.to_owned()),
        required: view.services.clone(),
    };
    let times = Times {
        frame,
        step: step(),
        ticket: "TICKET".to_owned(),
        day: "2026-12-01".to_owned(),
        more: true,
        title: texts.widget.time_title.to_owned(),
        groups: vec![Group {
            title: view.centre.name.clone(),
            half: texts.widget.time_morning,
            times: vec![choice("harburg 2026-12-01T09:15:00+01:00", "9:15")],
        }],
        invitation: Some(String::new()),
    };
    let again = Again {
        frame,
        step: step(),
        title: texts.plain.again_title.to_owned(),
        slot: slot("2026-12-01 09:15"),
    };
    let details = Details {
        frame,
        step: step(),
        facts: view.facts_of_visit(texts),
        until: deadline(),
        other: true,
        more_time: true,
        fields: fields(),
    };
    let address = Address {
        frame,
        step: step(),
        email: fields().email,
    };
    let sent = Sent {
        frame,
        step: step(),
        facts: view.facts_of_visit(texts),
        mail: texts.first.loading.to_owned(),
        until: deadline(),
        resend: true,
        fields: fields(),
    };
    let done = Done {
        frame,
        step: step(),
        view: view.clone(),
    };
    vec![
        ("wishes", services.to_string()),
        ("place", place.to_string()),
        ("days", days.to_string()),
        ("times", times.to_string()),
        ("again", again.to_string()),
        ("details", details.to_string()),
        ("sent", sent.to_string()),
        ("address", address.to_string()),
        ("done", done.to_string()),
    ]
}
