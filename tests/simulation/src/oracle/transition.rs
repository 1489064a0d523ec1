//! What each event does to an appointment, and when it may happen: the table of docs/states.md.

use booking::Instant;

use crate::ask::Ask;
use crate::oracle::model::{Appointment, FOREVER, Hold, Place, State, Status};

/// What the oracle has seen of an event beside its name.
pub struct Seen<'a> {
    /// When it was decided.
    pub at: Instant,
    /// Who asked.
    pub ask: &'a Ask,
    /// Whether a challenge was spent for it.
    pub paid: bool,
    /// Whether the address was found to be over its limit.
    pub over: bool,
    /// Whether the address has had its mails of the day: none is sent, and the hold goes on as if.
    pub silenced: bool,
    /// The reference that was drawn.
    pub reference: Option<String>,
    /// Until when it may be activated, as stored; judged by whoever knows when the mail system took the mail.
    pub activate_by: Option<Instant>,
    /// The right code, where a mail has told it.
    pub code: Option<&'a str>,
}

/// A complaint unless something holds.
macro_rules! must {
    ($holds:expr, $($complaint:tt)*) => {
        if !$holds {
            return Err(format!($($complaint)*));
        }
    };
}
pub(crate) use must;

/// A reservation just made.
pub fn reserved(id: &str, seen: &Seen) -> Result<Appointment, String> {
    let Ask::Reserve {
        services,
        centre,
        starts_at,
        ..
    } = seen.ask
    else {
        return Err("is reserved though nobody asked".to_owned());
    };
    let place = Place::of(centre, *starts_at, services).ok_or("is no visit")?;
    must!(!place.out_of_reach(seen.at), "is reserved out of reach");
    must!(place.is_open(), "is reserved while the centre is closed");
    must!(seen.paid, "is reserved without a challenge");
    Ok(Appointment {
        id: id.to_owned(),
        version: 1,
        status: Status::Reserved,
        until: seen.at.plus_minutes(15).min(starts_at.plus_minutes(-45)),
        place,
        services: services.clone(),
        reserved_at: seen.at,
        prolongations: 0,
        hold: None,
        booked_at: None,
        cancelled_at: None,
        sequence: 0,
        reference: None,
        email: None,
    })
}

/// The appointment that another one replaces.
pub fn replaced(old: &Appointment, at: Instant) -> Result<Appointment, String> {
    must!(old.status != Status::Booked, "a booked appointment is replaced");
    let mut old = old.clone();
    old.version += 1;
    if old.status != Status::Cancelled {
        old.status = Status::Cancelled;
        old.cancelled_at = Some(at);
    }
    Ok(old)
}

/// The appointment after an event.
pub fn after(before: &Appointment, event: &str, seen: &Seen) -> Result<Appointment, String> {
    let at = seen.at;
    let state = before.state(at);
    let begun = at >= before.place.starts_at;
    let mut new = before.clone();
    new.version += 1;
    let expected = match event {
        "prolonged" => State::Reserved,
        "held" => State::Reserved,
        "corrected" | "address_changed" | "resent" | "mail_accepted" | "mail_refused" | "mail_too_late"
        | "wrong_code" | "booked" => State::Held,
        "booked_late" => State::Lapsed,
        "undone" => State::Cancelled,
        "moved" => State::Booked,
        _ => state,
    };
    if let Ask::Press { generation, .. } = seen.ask {
        must!(
            *generation == before.generation(),
            "{event} by a link to an older address"
        );
    }
    must!(
        state == expected,
        "{event} while {state:?} (until {})",
        before.until.to_rfc3339()
    );
    match (event, seen.ask) {
        ("prolonged", Ask::Prolong { .. }) => {
            new.until = before
                .until
                .plus_minutes(10)
                .min(before.place.starts_at.plus_minutes(-45));
            new.prolongations += 1;
            must!(new.until > before.until, "prolonged by nothing");
            must!(new.prolongations <= 10, "prolonged too often");
            must!(
                new.prolongations < 4 || seen.paid,
                "prolonged without a challenge"
            );
        }
        ("held", Ask::Apply { email, .. }) => {
            let cap = at.plus_minutes(120).min(before.place.starts_at.plus_minutes(-30));
            new.status = Status::Held;
            new.email = Some(email.clone());
            new.hold = Some(Hold {
                held_at: at,
                cap,
                activate_by: None,
                mail: "queued",
                mailed_at: at,
                generation: 0,
                resends: 0,
                wrong: 0,
                over: seen.over,
            });
            mailed(&mut new, seen)?;
        }
        ("corrected", Ask::Apply { email, .. }) => {
            must!(
                before.email.as_ref() == Some(email),
                "another address is no correction"
            );
        }
        ("address_changed", Ask::Apply { email, .. }) => {
            must!(before.email.as_ref() != Some(email), "the address is the same");
            new.email = Some(email.clone());
            let hold = hold(&mut new)?;
            must!(hold.generation < 2, "a third other address");
            hold.generation += 1;
            hold.resends = 0;
            hold.over = seen.over;
            mailed(&mut new, seen)?;
        }
        ("resent", Ask::Resend { .. }) => {
            let hold = hold(&mut new)?;
            must!(hold.mail != "queued", "a mail is repeated before it was sent");
            must!(hold.resends < 2, "a mail is repeated a third time");
            must!(
                at >= hold.mailed_at.plus_seconds(120),
                "a mail is repeated too soon"
            );
            hold.resends += 1;
            mailed(&mut new, seen)?;
        }
        ("mail_accepted", Ask::Sender | Ask::Cron) => accepted(&mut new, seen.activate_by)?,
        ("mail_refused", Ask::Sender | Ask::Cron) => {
            hold(&mut new)?.mail = "refused";
            new.until = before.until.max(at.plus_minutes(10));
        }
        ("mail_too_late", Ask::Sender | Ask::Cron) => {
            let hold = hold(&mut new)?;
            must!(hold.activate_by.is_none(), "too late for a mail that was sent");
            if hold.resends > 0 {
                hold.mail = "sent";
                hold.activate_by = Some(hold.cap);
            } else {
                hold.mail = "too_late";
                new.until = at;
            }
        }
        ("wrong_code", Ask::Code { code, .. }) => {
            must!(
                before.is_over() || seen.code != Some(code),
                "the right code counts as wrong"
            );
            let hold = hold(&mut new)?;
            must!(hold.wrong < 5, "a sixth code is tried");
            hold.wrong += 1;
        }
        ("booked", Ask::Press { .. } | Ask::Code { .. }) => {
            must!(!before.is_over(), "booked though its address is over the limit");
            if let Ask::Code { code, .. } = seen.ask {
                must!(seen.code == Some(code), "booked by a code that no mail has told");
                must!(
                    before.hold.as_ref().is_some_and(|hold| hold.wrong < 5),
                    "booked by a sixth code"
                );
            }
            book(&mut new, seen);
        }
        (
            "booked_late",
            Ask::Press {
                slot: Some((centre, starts_at)),
                ..
            },
        ) => {
            must!(before.status == Status::Held, "booked late without a form");
            must!(
                !before.is_over(),
                "booked late though its address is over the limit"
            );
            let place = Place::of(centre, *starts_at, &before.services).ok_or("is no visit")?;
            let own = place.same_time(&before.place) && at < starts_at.plus_minutes(-30);
            must!(own || !place.out_of_reach(at), "booked late out of reach");
            new.place = place;
            book(&mut new, seen);
        }
        ("cancelled", Ask::Leave { .. }) => {
            must!(
                matches!(state, State::Reserved | State::Held),
                "left while {state:?}"
            );
            new.status = Status::Cancelled;
            new.cancelled_at = Some(at);
        }
        ("cancelled", Ask::Cancel { .. }) => {
            must!(state == State::Booked && !begun, "cancelled while {state:?}");
            new.status = Status::Cancelled;
            new.cancelled_at = Some(at);
            new.sequence += 1;
        }
        ("undone", Ask::Undo { .. }) => {
            must!(
                before.booked_at.is_some() && !begun,
                "undone though it was never booked, or has begun"
            );
            let in_time = before
                .cancelled_at
                .is_some_and(|cancelled| at < cancelled.plus_minutes(5));
            must!(in_time, "undone too late");
            new.status = Status::Booked;
            new.cancelled_at = None;
            new.sequence += 1;
        }
        (
            "moved",
            Ask::Move {
                centre,
                starts_at,
                services,
                ..
            },
        ) => {
            must!(!begun, "moved after it has begun");
            let services = services.as_ref().unwrap_or(&before.services);
            let place = Place::of(centre, *starts_at, services).ok_or("is no visit")?;
            let stays = place.same_time(&before.place);
            must!(!stays || *services != before.services, "moved to where it stands");
            must!(stays || !place.out_of_reach(at), "moved out of reach");
            new.place = place;
            new.services.clone_from(services);
            new.sequence += 1;
        }
        (event, ask) => return Err(format!("{event} by {ask}")),
    }
    Ok(new)
}

fn hold(appointment: &mut Appointment) -> Result<&mut Hold, String> {
    appointment.hold.as_mut().ok_or_else(|| "has no hold".to_owned())
}

/// A mail is to be sent: the hold runs to its cap.
fn mailed(appointment: &mut Appointment, seen: &Seen) -> Result<(), String> {
    let hold = hold(appointment)?;
    must!(
        hold.cap.since(seen.at) >= 15 * 60,
        "a mail is promised that would come too late"
    );
    hold.mail = "queued";
    hold.mailed_at = seen.at;
    hold.activate_by = None;
    let cap = hold.cap;
    appointment.until = cap;
    if seen.silenced {
        let by = seen.at.plus_minutes(60).min(cap);
        accepted(appointment, Some(by))?;
    }
    Ok(())
}

fn accepted(appointment: &mut Appointment, by: Option<Instant>) -> Result<(), String> {
    let hold = hold(appointment)?;
    hold.mail = "sent";
    hold.activate_by = by;
    appointment.until = by.ok_or("a sent mail without a deadline")?;
    Ok(())
}

fn book(appointment: &mut Appointment, seen: &Seen) {
    appointment.status = Status::Booked;
    appointment.until = FOREVER;
    appointment.booked_at = Some(seen.at);
    appointment.reference.clone_from(&seen.reference);
}

/// The mails that an event owes: kind, generation, when due.
pub fn owed(
    before: Option<&Appointment>,
    event: &str,
    new: &Appointment,
    at: Instant,
) -> Vec<(&'static str, u32, Instant)> {
    let standing = |kind| {
        let start = new.place.starts_at;
        let reminder =
            (start.since(at) >= 36 * 3600).then(|| ("reminder", new.sequence, start.plus_minutes(-24 * 60)));
        [(kind, new.sequence, at)].into_iter().chain(reminder).collect()
    };
    match event {
        "held" | "address_changed" | "resent" => {
            let kind = if new.is_over() { "limit" } else { "activation" };
            vec![(kind, new.generation().into(), at)]
        }
        "booked" | "booked_late" | "undone" => standing("confirmed"),
        "mail_accepted" => lapsing(before, new).into_iter().collect(),
        "moved" => standing("moved"),
        "cancelled" if before.is_some_and(|before| before.status == Status::Booked) => {
            vec![("cancelled", new.sequence, at)]
        }
        _ => Vec::new(),
    }
}

/// Another mail shortly before the end, where the end is a new one and far enough from the mail.
fn lapsing(before: Option<&Appointment>, new: &Appointment) -> Option<(&'static str, u32, Instant)> {
    let end = |appointment: &Appointment| appointment.hold.as_ref()?.activate_by;
    let by = end(new).filter(|by| !new.is_over() && before.and_then(end) != Some(*by))?;
    let due = by.plus_minutes(-15);
    let mailed_at = new.hold.as_ref()?.mailed_at;
    (due.since(mailed_at) >= 30 * 60).then(|| ("lapsing", new.generation().into(), due))
}
