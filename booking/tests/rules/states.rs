//! The state table: what each event does in each state, read as `docs/states.md` has it.

use booking::activate::{Activated, activate, activate_at, code_possible, wrong_code};
use booking::cancel::{cancel, leave, undo};
use booking::hold::{hold, resend};
use booking::mail::{accepted, refused, too_late};
use booking::relocate::relocate;
use booking::reserve::prolong;
use booking::{Change, Instant, Refusal, State};

use super::city::*;

const STATES: [&str; 6] = [
    "Reserved",
    "Held",
    "Reserved, lapsed",
    "Held, lapsed",
    "Booked",
    "Cancelled",
];

/// `=` changes nothing; `→` names the state after it and the mails it sends; the rest are refusals.
const TABLE: [(&str, [&str; 6]); 16] = [
    ("prolong", ["→ Reserved", "409", "410", "410", "409", "409"]),
    (
        "applicant, same",
        ["→ Held +Activation", "→ Held", "410", "410", "409", "409"],
    ),
    (
        "applicant, other",
        [
            "→ Held +Activation",
            "→ Held +Activation",
            "410",
            "410",
            "409",
            "409",
        ],
    ),
    (
        "resend",
        ["409", "→ Held +Activation", "410", "410", "409", "409"],
    ),
    (
        "token or code",
        ["409", "→ Booked +Confirmed", "410", "410", "=", "409"],
    ),
    (
        "token and slot",
        [
            "409",
            "→ Booked +Confirmed",
            "410",
            "→ Booked +Confirmed",
            "=",
            "409",
        ],
    ),
    ("wrong code", ["409", "→ Held", "410", "410", "409", "409"]),
    ("code possible", ["409", "=", "410", "410", "409", "409"]),
    ("leave", ["→ Cancelled", "→ Cancelled", "=", "=", "403", "="]),
    (
        "cancel",
        ["409", "409", "409", "409", "→ Cancelled +Cancelled", "="],
    ),
    ("undo", ["409", "409", "409", "409", "=", "→ Booked +Confirmed"]),
    ("move", ["409", "409", "410", "410", "→ Booked +Moved", "409"]),
    ("move, same place", ["409", "409", "410", "410", "=", "409"]),
    ("mail accepted", ["=", "→ Held +Lapsing", "=", "=", "=", "="]),
    ("mail refused", ["=", "→ Held", "=", "=", "=", "="]),
    ("mail too late", ["=", "=", "=", "=", "=", "="]),
];

#[test]
fn every_event_does_in_every_state_what_the_table_says() {
    for (event, expected) in TABLE {
        for (state, expected) in STATES.into_iter().zip(expected) {
            let (way, now) = in_state(state);
            assert_eq!(happens(event, way, now), expected, "{event} while {state}");
        }
    }
}

#[test]
fn a_state_follows_from_what_is_stored_and_the_clock_alone() {
    for (state, holds) in STATES.into_iter().zip([
        State::Reserved,
        State::Held,
        State::Lapsed,
        State::Lapsed,
        State::Booked,
        State::Cancelled,
    ]) {
        let (way, now) = in_state(state);
        assert_eq!(way.appointment.state(now), holds, "{state}");
    }
}

#[test]
fn nothing_is_possible_once_the_visit_has_begun() {
    let (way, _) = in_state("Booked");
    let start = way.appointment.slot.starts_at;
    for event in ["cancel", "move", "move, same place"] {
        let before = happens(event, way.clone(), start.plus_seconds(-1));
        assert_ne!(before, "started", "{event} a second before");
        assert_eq!(
            happens(event, way.clone(), start),
            "started",
            "{event} at the start"
        );
    }
}

/// Three units at 14:00, far enough ahead of everything that happens in the first hour of the day.
fn in_state(state: &str) -> (Way, Instant) {
    let reserved = Way::reserved("14:00", clock("07:00"));
    let held = || reserved.clone().held(clock("07:01"));
    let sent = || held().mailed(0, clock("07:02"));
    let booked = || sent().booked(clock("07:05"));
    match state {
        "Reserved" => (reserved, clock("07:10")),
        "Held" => (sent(), clock("07:10")),
        "Reserved, lapsed" => (reserved, clock("07:15")),
        "Held, lapsed" => (sent(), clock("08:02")),
        "Booked" => (booked(), clock("07:10")),
        "Cancelled" => {
            let Way { appointment, days } = booked();
            let cancelled = cancel(appointment, days, clock("07:06"), &chance(1)).unwrap();
            (Way::after(cancelled.unwrap()), clock("07:10"))
        }
        other => panic!("no such state: {other}"),
    }
}

fn happens(event: &str, way: Way, now: Instant) -> String {
    let Way { appointment, days } = way;
    let chance = &chance(1);
    let (here, there) = (wish("14:00", 3), wish("15:00", 3));
    let result = match event {
        "prolong" => prolong(appointment, days, false, now, chance).map(Some),
        "applicant, same" => hold(appointment, days, SAME_ADDRESS, now, chance).map(Some),
        "applicant, other" => hold(appointment, days, OTHER_ADDRESS, now, chance).map(Some),
        "resend" => resend(appointment, days, now, chance),
        "token or code" => activate(appointment, days, now, chance).map(change),
        "token and slot" => {
            let wish = (there.slot, there.visit);
            activate_at(appointment, wish, &centre(), days, now, chance).map(change)
        }
        "wrong code" => wrong_code(appointment, now).map(Some),
        "code possible" => code_possible(&appointment, now).map(|_| None),
        "leave" => leave(appointment, days, now, chance),
        "cancel" => cancel(appointment, days, now, chance),
        "undo" => undo(appointment, days, now),
        "move" => relocate(appointment, there, &centre(), days, now, chance),
        "move, same place" => relocate(appointment, here, &centre(), days, now, chance),
        "mail accepted" => Ok(accepted(appointment, days, 0, now, chance)),
        "mail refused" => Ok(refused(appointment, days, 0, now, chance)),
        "mail too late" => Ok(too_late(appointment, days, 0, now, chance)),
        other => panic!("no such event: {other}"),
    };
    match result {
        Ok(None) => "=".to_owned(),
        Ok(Some(change)) => {
            let state = change.appointment.state(now);
            let mails = change.notices.iter().map(|notice| format!(" +{:?}", notice.kind));
            format!("→ {state:?}{}", mails.collect::<String>())
        }
        Err(Refusal::WrongState(_)) => "409".to_owned(),
        Err(Refusal::Lapsed) => "410".to_owned(),
        Err(Refusal::NeedsManageToken) => "403".to_owned(),
        Err(Refusal::Started) => "started".to_owned(),
        Err(Refusal::UndoOver) => "undo over".to_owned(),
        Err(other) => other.to_string(),
    }
}

fn change(activated: Activated) -> Option<Change> {
    match activated {
        Activated::Now(change) => Some(*change),
        Activated::Already(_) => None,
    }
}
