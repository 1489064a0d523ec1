//! Whether an answer may be given: by what its request has committed, or by what stood while it was under way.

use booking::Instant;
use serde_json::Value;

use crate::ask::{Answer, Ask, Payment};
use crate::oracle::model::{Appointment, Place, Status};
use crate::oracle::shown::{is_booked, is_reservation, is_shown};
use crate::oracle::table::{Moment, apply, cancel, code, leave, press, prolong, relocate, resend, undo};
use crate::oracle::transition::must;
use crate::oracle::{Oracle, Request};

/// Seconds by which an isolate's clock may be wrong.
const CLOCK_ERROR: i64 = 20;

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
            let dead =
                (path.starts_with("/t/") && answer.status == 404) || answer.json["status"] == "cron-silent";
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
                // Of a batch that came late the second look finds what the first has done.
                must!(json["already"].is_null() || request.late, "was not booked before");
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
