//! Whether an answer may be given: by what its request has committed, or by what stood while it was under way.

use booking::Instant;
use serde_json::Value;

use crate::ask::{Answer, Ask, Payment};
use crate::oracle::model::{Appointment, Place, State, Status};
use crate::oracle::transition::must;
use crate::oracle::{Oracle, Request};

/// Seconds by which an isolate's clock may be wrong.
const CLOCK_ERROR: i64 = 20;

/// An appointment as it stood for a while: from when to when it was asked about it.
struct Moment<'a> {
    appointment: &'a Appointment,
    from: Instant,
    to: Instant,
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

impl Oracle {
    /// Judges an answer as it leaves.
    pub fn judge(&mut self, task: u64, answer: &Answer, moment: u64, now: Instant) -> Result<(), String> {
        let request = self.requests.remove(&task).ok_or("nobody asked")?;
        *self
            .counts
            .entry(format!("answer {}", answer.name()))
            .or_default() += 1;
        let judged = self.is_allowed(&request, answer, moment, now);
        // What was told to be lost may arrive yet.
        self.requests.insert(task, request);
        judged
    }

    fn is_allowed(
        &self,
        request: &Request,
        answer: &Answer,
        moment: u64,
        now: Instant,
    ) -> Result<(), String> {
        let name = answer.name();
        let commits = request.commits.as_slice();
        match (name.as_str(), commits) {
            ("busy", []) => {
                let slow = now.since(request.began) >= 5;
                must!(request.troubles > 0 || slow, "busy for no reason");
                return Ok(());
            }
            ("busy", _) => {
                must!(request.late, "says that nothing was stored, and it was");
                return Ok(());
            }
            ("internal", _) => {
                must!(request.troubles > 0, "fails for no reason");
                return Ok(());
            }
            _ => {}
        }
        if let Ask::Read(path) = &request.ask {
            // The page of a dead link says so, and so does a city whose cron is dead.
            let dead = (path.starts_with("/t/") && answer.status == 404) || answer.json["status"] == "cron-silent";
            let broken = answer.status >= 500 && request.troubles > 0;
            must!(answer.status == 200 || dead || broken, "cannot be read");
            return Ok(());
        }
        match commits {
            [(noted, new)] => self.follows(request, answer, &noted.event, noted.at, new),
            [] if answer.status < 400 && request.late => Ok(()),
            [] => self.stands(request, answer, moment, now),
            // Only what came late can have come twice; see there.
            _ => Ok(()),
        }
    }

    /// The answer tells what was committed.
    fn follows(
        &self,
        request: &Request,
        answer: &Answer,
        event: &str,
        at: Instant,
        new: &Appointment,
    ) -> Result<(), String> {
        let name = answer.name();
        let expected = match event {
            "reserved" => "201",
            "held" | "corrected" | "address_changed" | "resent" => "202",
            "cancelled" => "204",
            "wrong_code" if new.hold.as_ref().is_some_and(|hold| hold.wrong >= 5) => "code-spent",
            "wrong_code" => "wrong-code",
            _ => "200",
        };
        // A batch that came late after all was answered as if it had not come.
        must!(
            name == expected || request.late,
            "should answer {expected} to what is {event}"
        );
        if name != expected {
            return Ok(());
        }
        let json = &answer.json;
        match event {
            "reserved" | "prolonged" => is_reservation(json, new, at),
            "held" | "address_changed" | "resent" => {
                // What the screen hears is the same for everybody: a mail is on its way.
                let mut heard = new.clone();
                if let Some(hold) = heard.hold.as_mut() {
                    hold.mail = "queued";
                    hold.activate_by = None;
                    heard.until = hold.cap;
                }
                is_shown(json, &heard)
            }
            "corrected" | "undone" | "moved" => is_shown(json, new),
            "booked" | "booked_late" => {
                must!(json["already"].is_null(), "was not booked before");
                is_booked(json, new)
            }
            _ => Ok(()),
        }
    }

    /// The answer tells what stood, and nothing was committed.
    fn stands(&self, request: &Request, answer: &Answer, moment: u64, now: Instant) -> Result<(), String> {
        let from = request
            .began
            .plus_seconds(-CLOCK_ERROR * i64::from(self.skewed > 0));
        let to = now.plus_seconds(CLOCK_ERROR * i64::from(self.skewed > 0));
        let name = answer.name();
        if let Ask::Reserve { .. } = &request.ask {
            must!(
                self.reservation_may_fail(request, answer, from, to),
                "is refused for no reason"
            );
            return Ok(());
        }
        let id = request.ask.appointment().unwrap_or_default();
        let Some(record) = self.appointments.get(id) else {
            return Err(format!("of the unknown appointment {id}"));
        };
        let before = record
            .history
            .iter()
            .rposition(|(since, _)| *since <= request.moment);
        let stood = record.history.get(before.unwrap_or(0)..).unwrap_or_default();
        let moments = stood
            .iter()
            .filter(|(since, _)| *since <= moment)
            .map(|(_, appointment)| Moment {
                appointment,
                from,
                to,
            });
        let gone = record.gone.is_some_and(|gone| gone <= moment);
        let by_link = matches!(
            request.ask,
            Ask::Cancel { .. } | Ask::Undo { .. } | Ask::Move { .. } | Ask::Press { .. }
        ) || matches!(request.ask, Ask::Look { manage: true, .. });
        let of_the_gone = match request.ask {
            _ if by_link => "not-found",
            Ask::Leave { .. } => "204",
            _ => "lapsed",
        };
        if gone && name == of_the_gone {
            return Ok(());
        }
        let moments: Vec<Moment> = moments.collect();
        let limited = request
            .guards
            .iter()
            .any(|guard| guard == "too_many_appointments" || guard == "too_many_holds");
        let allowed = moments.iter().any(|moment| match &request.ask {
            Ask::Prolong {
                payment: Some(payment),
                ..
            } if name == "challenge-invalid" => payment.expires <= to,
            Ask::Prolong { payment, .. } => {
                prolong(moment, &name, self.is_spent(payment.as_ref()), payment.is_some())
            }
            Ask::Apply { email, .. } => apply(moment, &name, email),
            Ask::Resend { .. } => {
                resend(moment, &name) && (name != "202" || is_shown(&answer.json, moment.appointment).is_ok())
            }
            Ask::Code { .. } => code(moment, &name),
            Ask::Press { generation, slot, .. } => press(moment, &name, *generation, slot.is_some()),
            Ask::Leave { .. } => leave(moment, &name),
            Ask::Cancel { .. } => cancel(moment, &name),
            Ask::Undo { .. } => undo(moment, &name),
            Ask::Move {
                centre,
                starts_at,
                services,
                ..
            } => {
                let services = services.as_ref().unwrap_or(&moment.appointment.services);
                let target = Place::of(centre, *starts_at, services);
                let same = target.as_ref() == Some(&moment.appointment.place)
                    && *services == moment.appointment.services;
                relocate(moment, &name, same)
            }
            Ask::Look { .. } => name == "200" && self.looks_right(&answer.json, moment),
            _ => false,
        });
        let what = moments
            .last()
            .map(|moment| moment.appointment.row().to_string())
            .unwrap_or_default();
        must!(
            allowed || (name == "no-more" && limited),
            "should not be answered {name} while it is\n  {what}"
        );
        must!(
            name != "slot-taken" || request.free != Some(true),
            "is refused a time that is free"
        );
        let reach = self.target(request, moments.last().map(|moment| moment.appointment));
        must!(
            name != "not-offered"
                || reach.is_none_or(|place| !place.within_reach(from)
                    || !place.within_reach(to)
                    || !place.is_open()),
            "is refused a time within reach"
        );
        if let (true, Some(last)) = (answer.status == 200, moments.last())
            && matches!(request.ask, Ask::Press { .. } | Ask::Code { .. })
        {
            must!(answer.json["already"] == true, "was booked before");
            is_booked(&answer.json, last.appointment)?;
        }
        self.promise_is_kept(request, answer, &moments, to)
    }

    /// A press before the printed time books.
    fn promise_is_kept(
        &self,
        request: &Request,
        answer: &Answer,
        moments: &[Moment],
        to: Instant,
    ) -> Result<(), String> {
        let Ask::Press { id, generation, .. } = &request.ask else {
            return Ok(());
        };
        let held = moments.iter().all(|moment| {
            moment.appointment.status == Status::Held && moment.appointment.generation() == *generation
        });
        let promised = self.promises.get(&(id.clone(), *generation));
        let in_time = promised.is_some_and(|promised| to < *promised);
        must!(
            !held || !in_time || answer.status == 200,
            "is refused before the printed time"
        );
        Ok(())
    }

    fn looks_right(&self, json: &Value, moment: &Moment) -> bool {
        let mut json = json.clone();
        if let Some(members) = json.as_object_mut() {
            // Only the link shows it.
            members.remove("name");
        }
        is_shown(&json, moment.appointment).is_ok()
    }

    fn is_spent(&self, payment: Option<&Payment>) -> bool {
        payment.is_some_and(|payment| self.spent.contains(&payment.signature))
    }

    fn target(&self, request: &Request, now: Option<&Appointment>) -> Option<Place> {
        let services = |given: &Option<crate::ask::Services>| {
            given
                .clone()
                .or_else(|| now.map(|now| now.services.clone()))
                .unwrap_or_default()
        };
        match &request.ask {
            Ask::Reserve {
                services,
                centre,
                starts_at,
                ..
            } => Place::of(centre, *starts_at, services),
            Ask::Move {
                centre,
                starts_at,
                services: given,
                ..
            } => Place::of(centre, *starts_at, &services(given)),
            Ask::Press {
                slot: Some((centre, starts_at)),
                ..
            } => Place::of(centre, *starts_at, &services(&None)),
            _ => None,
        }
    }

    fn reservation_may_fail(&self, request: &Request, answer: &Answer, from: Instant, to: Instant) -> bool {
        let Ask::Reserve {
            key,
            body,
            payment,
            replaces,
            ..
        } = &request.ask
        else {
            return false;
        };
        let known = self.keys.get(key);
        let Some(place) = self.target(request, None) else {
            return answer.status == 422;
        };
        let replaced = replaces.as_ref().and_then(|old| self.appointments.get(old));
        match answer.name().as_str() {
            "201" => known.is_some_and(|known| {
                let record = self.appointments.get(&known.appointment);
                let made = record.and_then(|record| record.history.first());
                known.body == *body
                    && made.is_some_and(|(_, new)| is_reservation(&answer.json, new, known.at).is_ok())
            }),
            "idempotency-key-reused" => known.is_some_and(|known| known.body != *body),
            "slot-taken" => request.free != Some(true),
            "not-offered" => !place.within_reach(from) || !place.within_reach(to) || !place.is_open(),
            "challenge-spent" => self.is_spent(Some(payment)),
            "challenge-invalid" => payment.expires <= to,
            "wrong-state" => {
                replaced.is_some_and(|old| old.history.iter().any(|(_, old)| old.status == Status::Booked))
            }
            "invalid" => place.starts_at <= to,
            _ => false,
        }
    }
}

fn prolong(moment: &Moment, name: &str, spent: bool, paid: bool) -> bool {
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

fn apply(moment: &Moment, name: &str, email: &str) -> bool {
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

fn resend(moment: &Moment, name: &str) -> bool {
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

fn code(moment: &Moment, name: &str) -> bool {
    moment.at_some_time(|state, _| match (state, &moment.appointment.hold) {
        (State::Held, Some(hold)) => name == "code-spent" && hold.wrong >= 5,
        (State::Booked, _) => name == "200",
        (State::Lapsed, _) => name == "lapsed",
        _ => name == "wrong-state",
    })
}

fn press(moment: &Moment, name: &str, generation: u8, chosen: bool) -> bool {
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

fn leave(moment: &Moment, name: &str) -> bool {
    moment.at_some_time(|state, _| match state {
        State::Booked => name == "forbidden",
        State::Lapsed | State::Cancelled => name == "204",
        State::Reserved | State::Held => false,
    })
}

fn cancel(moment: &Moment, name: &str) -> bool {
    moment.at_some_time(|state, at| match state {
        State::Booked => name == "wrong-state" && at >= moment.appointment.place.starts_at,
        State::Cancelled => name == "204",
        _ => false,
    })
}

fn undo(moment: &Moment, name: &str) -> bool {
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

fn relocate(moment: &Moment, name: &str, same: bool) -> bool {
    moment.at_some_time(|state, at| match state {
        State::Booked if at >= moment.appointment.place.starts_at => name == "wrong-state",
        State::Booked if same => name == "200",
        State::Booked => matches!(name, "slot-taken" | "not-offered") || (name == "invalid"),
        State::Cancelled => name == "wrong-state",
        _ => false,
    })
}

fn is_reservation(json: &Value, new: &Appointment, at: Instant) -> Result<(), String> {
    let secret = json["secret"].clone();
    let mut expected = serde_json::json!({
        "id": new.id,
        "status": "reserved",
        "now": at.to_rfc3339(),
        "reserved_until": new.until.to_rfc3339(),
        "prolongations_left": 10 - new.prolongations,
    });
    if !secret.is_null() {
        expected["secret"] = secret;
    }
    must!(*json == expected, "says {json} and should say {expected}");
    Ok(())
}

fn is_booked(json: &Value, new: &Appointment) -> Result<(), String> {
    must!(
        json["id"] == new.id.as_str() && json["status"] == "booked",
        "says {json} of what is booked"
    );
    let reference = json["reference"].as_str();
    must!(
        reference == new.reference.as_deref(),
        "says reference {reference:?} and not {:?}",
        new.reference
    );
    Ok(())
}

/// What is shown is what stands at the time it names.
fn is_shown(json: &Value, model: &Appointment) -> Result<(), String> {
    let now = json["now"].as_str().unwrap_or_default();
    let now = Instant::parse(now).map_err(|error| error.to_string())?;
    let expected = model.shown(now);
    must!(
        *json == expected,
        "shows\n  {json}\nand should show\n  {expected}"
    );
    Ok(())
}
