//! What may be answered in which state when nothing is committed: the table of docs/states.md, read for answers.

use booking::Instant;

use crate::oracle::model::{Appointment, State};

/// An appointment as it stood for a while: from when to when it was asked about it.
pub(super) struct Moment<'a> {
    pub appointment: &'a Appointment,
    pub from: Instant,
    pub to: Instant,
}

impl Moment<'_> {
    /// Whether something held at one of both ends: what time changes, it changes once.
    fn at_some_time(&self, holds: impl Fn(State, Instant) -> bool) -> bool {
        let times = [
            self.from,
            self.to,
            self.appointment.until,
            self.appointment.until.plus_seconds(-1),
        ];
        times
            .into_iter()
            .filter(|time| (self.from..=self.to).contains(time))
            .any(|time| holds(self.appointment.state(time), time))
    }
}

pub(super) fn prolong(moment: &Moment, name: &str, spent: bool, paid: bool) -> bool {
    let each = moment.appointment;
    let next = each
        .until
        .plus_minutes(10)
        .min(each.place.starts_at.plus_minutes(-45));
    moment.at_some_time(|state, _| match state {
        State::Reserved => match name {
            "no-more" => each.prolongations >= 10 || next <= each.until,
            "challenge-required" => each.prolongations >= 3 && !paid,
            "challenge-spent" => spent,
            _ => false,
        },
        State::Lapsed => name == "lapsed",
        _ => name == "wrong-state",
    })
}

pub(super) fn apply(moment: &Moment, name: &str, email: &str) -> bool {
    let each = moment.appointment;
    moment.at_some_time(|state, at| match (state, &each.hold) {
        (State::Reserved, _) => {
            let cap = at.plus_minutes(120).min(each.place.starts_at.plus_minutes(-30));
            name == "too-late-for-mail" && cap.since(at) < 15 * 60
        }
        (State::Held, Some(hold)) if each.email.as_deref() != Some(email) => match name {
            "no-more" => hold.generation >= 2,
            "too-late-for-mail" => hold.cap.since(at) < 15 * 60,
            _ => false,
        },
        (State::Held, _) => false,
        (State::Lapsed, _) => name == "lapsed",
        _ => name == "wrong-state",
    })
}

pub(super) fn resend(moment: &Moment, name: &str) -> bool {
    moment.at_some_time(|state, at| match (state, &moment.appointment.hold) {
        (State::Held, Some(hold)) => match name {
            "202" => hold.mail == "queued",
            "no-more" => hold.resends >= 2,
            "too-soon" => at < hold.mailed_at.plus_seconds(120),
            "too-late-for-mail" => hold.cap.since(at) < 15 * 60,
            _ => false,
        },
        (State::Lapsed, _) => name == "lapsed",
        _ => name == "wrong-state",
    })
}

pub(super) fn code(moment: &Moment, name: &str) -> bool {
    moment.at_some_time(|state, _| match (state, &moment.appointment.hold) {
        (State::Held, Some(hold)) => name == "code-spent" && hold.wrong >= 5,
        (State::Booked, _) => name == "200",
        (State::Lapsed, _) => name == "lapsed",
        _ => name == "wrong-state",
    })
}

pub(super) fn press(moment: &Moment, name: &str, generation: u8, chosen: bool) -> bool {
    let each = moment.appointment;
    if each.generation() != generation || each.is_over() {
        return name == "not-found";
    }
    moment.at_some_time(|state, _| match state {
        State::Booked => name == "200",
        State::Lapsed if chosen => matches!(name, "slot-taken" | "not-offered"),
        State::Lapsed => name == "lapsed",
        State::Cancelled => name == "wrong-state",
        State::Reserved | State::Held => false,
    })
}

pub(super) fn leave(moment: &Moment, name: &str) -> bool {
    moment.at_some_time(|state, _| match state {
        State::Booked => name == "forbidden",
        State::Lapsed | State::Cancelled => name == "204",
        State::Reserved | State::Held => false,
    })
}

pub(super) fn cancel(moment: &Moment, name: &str) -> bool {
    moment.at_some_time(|state, at| match state {
        State::Booked => name == "wrong-state" && at >= moment.appointment.place.starts_at,
        State::Cancelled => name == "204",
        _ => false,
    })
}

pub(super) fn undo(moment: &Moment, name: &str) -> bool {
    let each = moment.appointment;
    moment.at_some_time(|state, at| match state {
        State::Booked => name == "200",
        State::Cancelled => match name {
            "wrong-state" => {
                let over = each
                    .cancelled_at
                    .is_none_or(|cancelled| at >= cancelled.plus_minutes(5));
                over || at >= each.place.starts_at
            }
            _ => name == "slot-taken",
        },
        _ => false,
    })
}

pub(super) fn relocate(moment: &Moment, name: &str, same: bool) -> bool {
    moment.at_some_time(|state, at| match state {
        State::Booked if at >= moment.appointment.place.starts_at => name == "wrong-state",
        State::Booked if same => name == "200",
        State::Booked => matches!(name, "slot-taken" | "not-offered") || (name == "invalid"),
        State::Cancelled => name == "wrong-state",
        _ => false,
    })
}
