//! Every event in every state does what the table says: any sequence of events against a model of `docs/states.md` that
//! shares no code with the rules.

use booking::{Change, Instant, Refusal};
use proptest::prelude::*;

use super::random::promised;
use super::town::{Act, Deed, any_way};

const MINUTE: i64 = 60;

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn every_event_in_every_state_does_what_the_table_says((mut town, acts) in any_way()) {
        let mut table = Table::nothing();
        for act in acts {
            let now = town.now.seconds();
            let expected = table.expects(act, now);
            let answered = town.does(act);
            // So many times given up within minutes that the day is full: nothing happens.
            if matches!(answered, Err(Refusal::Taken)) {
                prop_assert!(expected.starts_with("→ "));
                return Ok(());
            }
            prop_assert_eq!(told(answered, town.now), expected.clone(), "{:?}", act);
            table.follows(act, now, &expected);
            let Some(appointment) = town.of(1) else { continue };
            prop_assert_eq!(format!("{:?}", appointment.state(town.now)), table.column(town.now.seconds()));
            if matches!(table.stored, "Reserved" | "Held") {
                prop_assert_eq!(appointment.until.seconds(), table.until);
            }
        }
    }
}

/// As the table has it.
fn told(answer: Result<Option<Change>, Refusal>, now: Instant) -> String {
    match answer {
        Ok(None) => "=".to_owned(),
        Ok(Some(change)) => format!("→ {:?}", change.appointment.state(now)),
        Err(Refusal::WrongState(_)) => "409".to_owned(),
        Err(Refusal::Lapsed) => "410".to_owned(),
        Err(Refusal::NeedsManageToken) => "403".to_owned(),
        Err(Refusal::NoMore(_)) => "no more".to_owned(),
        Err(Refusal::WrongCode { left }) => format!("wrong code, {left} left"),
        Err(Refusal::TooSoon { .. }) => "too soon".to_owned(),
        Err(other) => other.to_string(),
    }
}

/// Where the appointment is in the table, in seconds and plain words.
#[derive(Default)]
struct Table {
    stored: &'static str,
    until: i64,
    start: i64,
    slot: (bool, u16),
    prolonged: u8,
    cap: i64,
    by: Option<i64>,
    mail: &'static str,
    mailed_at: i64,
    addresses: u8,
    resends: u8,
    wrong_codes: u8,
    over_limit: bool,
    was_booked: bool,
    cancelled_at: i64,
}

impl Table {
    fn nothing() -> Self {
        Self::default()
    }

    fn column(&self, now: i64) -> &'static str {
        match self.stored {
            "Reserved" | "Held" if now >= self.until => "Lapsed",
            stored => stored,
        }
    }

    /// What the table says will happen.
    fn expects(&self, act: Act, now: i64) -> String {
        let column = self.column(now);
        let wished = act.wish().slot.starts_at.seconds();
        let too_near = wished < now + 60 * MINUTE;
        let other_slot = (act.wednesday, act.start) != self.slot;
        let worth_a_mail = |cap: i64| cap - now >= 15 * MINUTE;
        let expected = match (act.deed, column) {
            (Deed::Wait, _) => "=",
            (Deed::Reserve, _) if too_near => "too near to be booked online",
            (Deed::Reserve, _) => "→ Reserved",
            (_, "") => "=",

            (Deed::Prolong, "Reserved") if self.prolonged == 10 || self.longer() <= self.until => "no more",
            (Deed::Prolong, "Reserved") => "→ Reserved",
            (Deed::Form | Deed::FormAgain | Deed::FormOverLimit, "Reserved") => {
                if worth_a_mail(self.cap_at(now)) {
                    "→ Held"
                } else {
                    "too late for a mail"
                }
            }
            (Deed::FormAgain, "Held") => "→ Held",
            (Deed::Form | Deed::FormOverLimit, "Held") if self.addresses == 2 => "no more",
            (Deed::Resend, "Held") if self.mail == "queued" => "=",
            (Deed::Resend, "Held") if self.resends == 2 => "no more",
            (Deed::Resend, "Held") if now < self.mailed_at + 120 => "too soon",
            (Deed::Form | Deed::FormOverLimit | Deed::Resend, "Held") => {
                if worth_a_mail(self.cap) {
                    "→ Held"
                } else {
                    "too late for a mail"
                }
            }
            // Only a refusal leaves more time than the cap, and that time stays.
            (Deed::MailAccepted, "Held") if self.by.unwrap_or(now).max(self.cap) <= now => "=",
            (Deed::MailAccepted | Deed::MailRefused, "Held") => "→ Held",
            (Deed::MailTooLate, "Held") if self.by.is_some() => "=",
            (Deed::MailTooLate, "Held") if self.resends > 0 => "→ Held",
            (Deed::MailTooLate, "Held") => "→ Lapsed",
            (Deed::MailAccepted | Deed::MailRefused | Deed::MailTooLate, _) => "=",

            (Deed::Press | Deed::PressAt, "Held") => {
                if self.over_limit {
                    "409"
                } else {
                    "→ Booked"
                }
            }
            (Deed::PressAt, "Lapsed") if self.stored == "Held" && !self.over_limit => {
                let own_time = !other_slot && now < self.start - 30 * MINUTE;
                if own_time || !too_near {
                    "→ Booked"
                } else {
                    "too near to be booked online"
                }
            }
            (Deed::Press | Deed::PressAt, "Booked") => "=",
            (Deed::WrongCode, "Held") if self.wrong_codes == 5 => "wrong code, 0 left",
            (Deed::WrongCode, "Held") => "→ Held",

            (Deed::Leave, "Reserved" | "Held") => "→ Cancelled",
            (Deed::Leave, "Lapsed" | "Cancelled") => "=",
            (Deed::Leave, "Booked") => "403",
            (Deed::Cancel | Deed::Move, "Booked") if now >= self.start => "the visit has begun",
            (Deed::Cancel, "Booked") => "→ Cancelled",
            (Deed::Cancel, "Cancelled") => "=",
            (Deed::Cancel, _) => "409",
            (Deed::Undo, "Booked") => "=",
            (Deed::Undo, "Cancelled") if !self.was_booked => "409",
            (Deed::Undo, "Cancelled") if now >= self.cancelled_at + 5 * MINUTE => "too late to undo",
            (Deed::Undo, "Cancelled") if now >= self.start => "the visit has begun",
            (Deed::Undo, "Cancelled") => "→ Booked",
            (Deed::Undo, _) => "409",
            (Deed::Move, "Booked") if !other_slot => "=",
            (Deed::Move, "Booked") if too_near => "too near to be booked online",
            (Deed::Move, "Booked") => "→ Booked",

            (_, "Lapsed") => "410",
            _ => "409",
        };
        expected.to_owned()
    }

    /// What is so after it.
    fn follows(&mut self, act: Act, now: i64, expected: &str) {
        let column = self.column(now);
        let Some(state) = expected.strip_prefix("→ ") else {
            return;
        };
        let wished = act.wish().slot.starts_at.seconds();
        match (act.deed, column) {
            (Deed::Reserve, _) => {
                *self = Self {
                    stored: "Reserved",
                    until: (now + 15 * MINUTE).min(wished - 45 * MINUTE),
                    ..Self::default()
                };
                self.stands(act, wished);
            }
            (Deed::Prolong, _) => {
                self.until = self.longer();
                self.prolonged += 1;
            }
            (Deed::Form | Deed::FormAgain | Deed::FormOverLimit, "Reserved") => {
                self.stored = "Held";
                self.cap = self.cap_at(now);
                self.waits_for_mail(act, now);
            }
            (Deed::FormAgain, _) => {}
            (Deed::Form | Deed::FormOverLimit, _) => {
                self.addresses += 1;
                self.resends = 0;
                self.waits_for_mail(act, now);
            }
            (Deed::Resend, _) => {
                self.resends += 1;
                let over_limit = self.over_limit;
                self.waits_for_mail(act, now);
                self.over_limit = over_limit;
            }
            (Deed::MailAccepted, _) => {
                let by = (now + 60 * MINUTE).min(self.cap);
                self.until = self.by.map_or(by, |before| before.max(by));
                self.by = Some(self.until);
                self.mail = "sent";
            }
            (Deed::MailRefused, _) => {
                self.until = self.until.max(now + 10 * MINUTE);
                self.mail = "refused";
            }
            (Deed::MailTooLate, _) if state == "Held" => {
                self.by = Some(self.cap);
                self.mail = "sent";
            }
            (Deed::MailTooLate, _) => {
                self.until = now;
                self.mail = "too late";
            }
            (Deed::WrongCode, _) => self.wrong_codes += 1,
            (Deed::Leave | Deed::Cancel, _) => {
                self.stored = "Cancelled";
                self.cancelled_at = now;
            }
            (Deed::Move, _) | (Deed::PressAt, "Lapsed") => {
                self.books();
                self.stands(act, wished);
            }
            _ => self.books(),
        }
    }

    fn books(&mut self) {
        self.stored = "Booked";
        self.was_booked = true;
    }

    fn stands(&mut self, act: Act, start: i64) {
        self.slot = (act.wednesday, act.start);
        self.start = start;
    }

    fn longer(&self) -> i64 {
        (self.until + 10 * MINUTE).min(self.start - 45 * MINUTE)
    }

    fn cap_at(&self, now: i64) -> i64 {
        (now + 120 * MINUTE).min(self.start - 30 * MINUTE)
    }

    fn waits_for_mail(&mut self, act: Act, now: i64) {
        self.until = self.cap;
        self.by = None;
        self.mail = "queued";
        self.mailed_at = now;
        self.over_limit = act.deed == Deed::FormOverLimit;
    }
}
