//! The way, told as events; every promise of the machine is a test here.

mod afterwards;
mod answers;
mod choices;
mod choosing;
mod confirming;
mod first;
mod fresh;
mod keeping;
mod month;
mod table;
mod unanswered;
mod whole_city;

use super::*;
use crate::catalogue::{Centre, Service};
use crate::date::date_of;
use crate::offer::{CentreDays, Row};
use booking::first::FirstStarts;

fn catalogue() -> Catalogue {
    let service = |id: &str, units: &[u32]| Service {
        id: id.into(),
        units: units.to_vec(),
        max_quantity: 2,
        skills: vec!["ausweis".into()],
        ..Service::default()
    };
    let centre = |id: &str, services: &[&str]| Centre {
        id: id.into(),
        services: services.iter().map(|&service| service.into()).collect(),
        ..Centre::default()
    };
    Catalogue {
        services: vec![
            service("personalausweis", &[3, 6]),
            service("reisepass", &[3, 22]),
        ],
        centres: vec![
            centre("harburg", &["personalausweis", "reisepass"]),
            centre("suederelbe", &["personalausweis"]),
        ],
        ..Catalogue::default()
    }
}

/// From a Monday on; room for five units on Tuesday, from 8:15.
fn availability() -> Availability {
    let row = Row {
        skills: vec!["ausweis".into()],
        longest: "05".into(),
        first: ["", "0ar5", "", ""].map(|text| FirstStarts::from_text(text).unwrap()),
    };
    let days = |centre: &str| CentreDays {
        centre: centre.into(),
        until: date_of("2026-12-01"),
        next_opens: "2026-11-30T07:23:00+01:00".into(),
        rows: vec![row.clone()],
    };
    Availability {
        from: date_of("2026-11-30"),
        written: Moment::default(),
        centres: vec![days("harburg"), days("suederelbe")],
    }
}

/// On Tuesday 8:15 and 8:20.
fn starts(centre: &str) -> CentreStarts {
    CentreStarts {
        centre: centre.into(),
        from: date_of("2026-11-30"),
        written: Moment::default(),
        first: 99,
        rows: vec![(vec!["ausweis".into()], vec!["".into(), "55".into()])],
    }
}

fn slot(clock: &str) -> Slot {
    Slot {
        centre: "harburg".into(),
        starts_at: format!("2026-12-01T{clock}:00+01:00"),
    }
}

fn ticket() -> Ticket {
    Ticket {
        id: "a1".into(),
        secret: "s1".into(),
    }
}

fn kept() -> Kept {
    Kept {
        ticket: ticket(),
        slot: slot("08:15"),
        begins: 0.0,
        until: Moment {
            text: "2026-11-20T10:15:00+01:00".into(),
            at: 900_000.0,
        },
        prolongations_left: 10,
        held: false,
        mail: Mail::Queued,
        activate_by: None,
        resends_left: 0,
        resend_from: 0.0,
        reference: None,
    }
}

fn status(status: &str) -> Event {
    let kept = Kept {
        held: status == "held",
        ..kept()
    };
    Event::Status(Box::new(Status {
        status: status.into(),
        kept,
        services: vec![("reisepass".into(), 1)],
    }))
}

fn refusal(name: &str) -> Refusal {
    Refusal {
        name: name.into(),
        alternatives: vec![slot("09:00")],
        ..Refusal::default()
    }
}

/// No answer, or one that leaves open what was done.
fn uncertain(name: &str) -> Refusal {
    Refusal {
        name: name.into(),
        uncertain: true,
        ..Refusal::default()
    }
}

fn wanted(clock: &str) -> Wanted {
    Wanted {
        slot: slot(clock),
        services: vec![("personalausweis".into(), 1)],
        invitation: None,
    }
}

/// The reservation of this time in Harburg, in place of another.
fn reservation(clock: &str, replaces: Option<Ticket>) -> Command {
    Command::Reserve(wanted(clock), replaces)
}

/// A journey that has got to `step` without detours.
fn at(step: Step) -> Journey {
    let mut journey = Journey::new(None);
    let mut way = vec![
        (Step::Service, Event::Catalogue(catalogue())),
        (Step::Service, Event::Availability(availability())),
    ];
    way.extend([
        (Step::Place, Event::Ticked(0, true)),
        (Step::Place, Event::Next),
        (Step::Day, Event::Centre("harburg".into())),
        (Step::Time, Event::Day(date_of("2026-12-01").unwrap())),
        (Step::Time, Event::Starts(starts("harburg"))),
        (Step::Details, Event::Slot(slot("08:15"))),
        (Step::Details, Event::Reserved(kept())),
        (Step::Sent, Event::Typed(Field::Name, "Ada Lovelace".into())),
        (Step::Sent, Event::Typed(Field::Email, "ada@example.org".into())),
        (Step::Sent, Event::Submit),
        (Step::Sent, Event::Held),
    ]);
    let rank = |step: Step| step.number().unwrap_or(7);
    for (reached, event) in way {
        if rank(reached) <= rank(step) {
            journey.apply(event);
        }
    }
    match step {
        Step::Done => journey.apply(status("booked")),
        Step::Gone => journey.apply(status("cancelled")),
        _ => Vec::new(),
    };
    assert_eq!(journey.step, step);
    assert_eq!(journey.busy, None);
    journey
}

const STEPS: [Step; 8] = [
    Step::Service,
    Step::Place,
    Step::Day,
    Step::Time,
    Step::Details,
    Step::Sent,
    Step::Done,
    Step::Gone,
];

#[test]
fn every_reply_in_every_step_is_taken_without_losing_the_way() {
    let commands = [
        Command::LoadCatalogue,
        Command::Reserve(wanted("08:15"), None),
        Command::Redeem("K7".into()),
        Command::Prolong(ticket()),
        Command::Hold(ticket(), Box::default()),
        Command::Resend(ticket()),
        Command::Confirm(ticket(), "123456".into()),
        Command::Ask(ticket()),
    ];
    let names = [
        "slot-taken",
        "lapsed",
        "not-offered",
        "invalid",
        "busy",
        "challenge-required",
        "unauthorised",
        "wrong-state",
        "wrong-code",
        "code-spent",
        "challenge-invalid",
        "challenge-spent",
        "internal",
        "too-soon",
        "too-many-requests",
        "not-found",
        "no-more",
        "booking-closed",
        "centre-paused",
        "invitation-used",
        "network",
        "",
    ];
    for step in STEPS {
        for command in &commands {
            for name in names {
                let mut journey = at(step);
                journey.busy = Some(command.clone());
                let followed = journey.apply(Event::Refused(command.clone(), refusal(name)));
                let way_on = journey.notice.is_some()
                    || !journey.form.faults.is_empty()
                    || followed.iter().any(|command| matches!(command, Command::Ask(_)))
                    || matches!((name, command), ("too-soon", Command::Resend(_)))
                    // Nothing was kept, or it is over: the step itself is the way on.
                    || journey.kept.is_none()
                    || matches!(journey.step, Step::Done | Step::Gone);
                assert!(way_on, "{name} of {command:?} in {step:?} shows nothing");
                assert_eq!(journey.busy, None, "{name} of {command:?} in {step:?} blocks");
            }
        }
    }
}
