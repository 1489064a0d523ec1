//! Every deadline of an appointment (rules 2, 3, 5 and 6), in one place.

use crate::time::Instant;

/// Minutes a reservation lasts, and how near to the start it may reach.
const RESERVED: i64 = 15;
const RESERVED_BEFORE_START: i64 = 45;
/// The least lead time of a centre: a reservation made at that moment has its 15 minutes, the hold
/// after it time for a mail.
pub const LEAST_LEAD_MINUTES: u16 = 60;
/// Minutes a prolongation adds.
const PROLONGED: i64 = 10;
/// Minutes a hold lasts at most, and how near to the start it may reach.
const HELD: i64 = 120;
const HELD_BEFORE_START: i64 = 30;
/// Minutes to activate, from the moment the mail system has accepted the mail.
const TO_ACTIVATE: i64 = 60;
/// Under so many minutes left, an activation mail is not worth sending.
const WORTH_A_MAIL: i64 = 15;
/// Minutes before its end at which a hold is spoken of once more …
const LAPSING_BEFORE: i64 = 15;
/// … if so many have passed since its mail was asked for …
const LAPSING_AFTER_MAIL: i64 = 30;
/// … and so many are left to act in.
const WORTH_A_WARNING: i64 = 5;
/// A hold whose mail was refused stays at least so many minutes, to try another address.
const AFTER_REFUSED_MAIL: i64 = 10;
/// Minutes in which a cancellation can be undone.
const UNDO: i64 = 5;
/// Hours before the start at which the reminder goes out, and the least notice for there to be one.
const REMINDER_BEFORE_START: i64 = 24;
const REMINDER_FROM: i64 = 36;
/// Hours before the start from which given-up times are free at once.
const FREE_AT_ONCE_WITHIN: i64 = 24;

/// Rule 2: `min(now + 15 min, start − 45 min)`.
#[must_use]
pub fn reserved_until(now: Instant, start: Instant) -> Instant {
    now.plus_minutes(RESERVED)
        .min(start.plus_minutes(-RESERVED_BEFORE_START))
}

/// Rule 2: ten minutes more, under the same cap.
#[must_use]
pub fn prolonged_until(until: Instant, start: Instant) -> Instant {
    until
        .plus_minutes(PROLONGED)
        .min(start.plus_minutes(-RESERVED_BEFORE_START))
}

/// Rule 3: `min(held_at + 120 min, start − 30 min)`.
#[must_use]
pub fn hold_cap(held_at: Instant, start: Instant) -> Instant {
    held_at
        .plus_minutes(HELD)
        .min(start.plus_minutes(-HELD_BEFORE_START))
}

/// Rule 3: `min(accepted_at + 60 min, hold_cap)`.
#[must_use]
pub fn activate_by(accepted_at: Instant, hold_cap: Instant) -> Instant {
    accepted_at.plus_minutes(TO_ACTIVATE).min(hold_cap)
}

/// Rule 3: what a mail rendered now prints, a whole minute, never later than [`activate_by`] of any
/// later acceptance.
#[must_use]
pub fn printed(rendered_at: Instant, hold_cap: Instant) -> Instant {
    activate_by(rendered_at, hold_cap).floor_to_minute()
}

/// Rule 3: whether 15 minutes are left to read the mail and press the button.
#[must_use]
pub fn worth_a_mail(now: Instant, hold_cap: Instant) -> bool {
    hold_cap.since(now) >= WORTH_A_MAIL * 60
}

/// When the mail "about to lapse" is due: 15 minutes before the end, if by then at least 30 have passed since
/// the activation mail was asked for.
#[must_use]
pub fn lapsing_due(mailed_at: Instant, activate_by: Instant) -> Option<Instant> {
    let due = activate_by.plus_minutes(-LAPSING_BEFORE);
    (due.since(mailed_at) >= LAPSING_AFTER_MAIL * 60).then_some(due)
}

/// Whether a mail "about to lapse" says something true and useful: the end is near, and not too near.
#[must_use]
pub fn worth_a_warning(now: Instant, activate_by: Instant) -> bool {
    (WORTH_A_WARNING * 60..=LAPSING_BEFORE * 60).contains(&activate_by.since(now))
}

/// State table, "mail refused for good": the hold stays, at least 10 minutes.
#[must_use]
pub fn after_refused_mail(now: Instant, until: Instant) -> Instant {
    until.max(now.plus_minutes(AFTER_REFUSED_MAIL))
}

/// Rule 5: first instant at which a cancellation can no longer be undone.
#[must_use]
pub fn undo_until(cancelled_at: Instant) -> Instant {
    cancelled_at.plus_minutes(UNDO)
}

/// Rule 5: when the reminder is due; none if booked under 36 h ahead.
#[must_use]
pub fn reminder_due(booked_at: Instant, start: Instant) -> Option<Instant> {
    (start.since(booked_at) >= REMINDER_FROM * 3600).then(|| start.plus_minutes(-REMINDER_BEFORE_START * 60))
}

/// Rule 6: lapsed and released times stay back a random 1 to 3 minutes.
#[must_use]
pub fn back_after_lapse(until: Instant, jitter: u32) -> Instant {
    until.plus_seconds(60 + i64::from(jitter % 121))
}

/// Rule 6: cancelled and moved-away times stay back a random 5 to 30 minutes, none if the start is
/// within 24 h.
#[must_use]
pub fn back_after_cancellation(now: Instant, start: Instant, jitter: u32) -> Instant {
    if start.since(now) < FREE_AT_ONCE_WITHIN * 3600 {
        now
    } else {
        now.plus_seconds(300 + i64::from(jitter % 1501))
    }
}

/// Rule 14: when what is left of an appointment is deleted.
pub mod deletion {
    use crate::time::Instant;

    /// A reservation carries no personal data; it is kept an hour past its lapse so that whoever
    /// comes back late learns why the time is gone.
    #[must_use]
    pub fn reserved(until: Instant) -> Instant {
        until.plus_minutes(60)
    }

    /// A hold: 24 h after its lapse, so that the link can still book a free time.
    #[must_use]
    pub fn held(until: Instant) -> Instant {
        until.plus_minutes(24 * 60)
    }

    /// A booked or cancelled appointment: 7 days after the visit.
    #[must_use]
    pub fn booked(start: Instant) -> Instant {
        start.plus_days(7)
    }
}
