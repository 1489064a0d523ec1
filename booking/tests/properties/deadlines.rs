//! Every deadline keeps under its cap, and no try is left beyond the last.

use booking::appointment::MailState;
use booking::deadline::{
    activate_by, deletion, hold_cap, printed, prolonged_until, reminder_due, reserved_until, worth_a_mail,
};
use booking::limit::{ADDRESS_CHANGES, CODE_TRIES, PROLONGATIONS, RESENDS};
use booking::reserve::prolong;
use booking::{Instant, Refusal, Status};
use proptest::prelude::*;

use super::city::*;
use super::random::promised;
use super::town::{Deed, any_town};

const MINUTE: i64 = 60;

/// A start, and how many seconds before it something happens: often near a cap.
fn any_moment() -> impl Strategy<Value = (Instant, Instant)> {
    let before = prop_oneof![0..200_000_i64, 3_000..12_000_i64];
    before.prop_map(|before| (clock("18:00").plus_seconds(-before), clock("18:00")))
}

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn a_reservation_lasts_15_minutes_and_ends_45_before_the_start((now, start) in any_moment()) {
        let until = reserved_until(now, start);
        prop_assert!(until.since(now) <= 15 * MINUTE && start.since(until) >= 45 * MINUTE);
        prop_assert!(until.since(now) == 15 * MINUTE || start.since(until) == 45 * MINUTE, "not shorter than it must be");
    }

    #[test]
    fn a_prolongation_adds_10_minutes_and_ends_45_before_the_start((now, start) in any_moment()) {
        let until = prolonged_until(now, start);
        prop_assert!(until.since(now) <= 10 * MINUTE && start.since(until) >= 45 * MINUTE);
        prop_assert!(until.since(now) == 10 * MINUTE || start.since(until) == 45 * MINUTE, "not shorter than it must be");
    }

    #[test]
    fn a_reservation_is_prolonged_ten_times_at_most_and_each_time_to_later(
        before_start in 60..400_i64,
        tries in proptest::collection::vec((0..900_i64, any::<bool>()), 1..30),
    ) {
        let start = clock("18:00");
        let mut now = start.plus_minutes(-before_start);
        let mut way = Way::reserved("18:00", now);
        for (seconds, solved) in tries {
            now = now.plus_seconds(seconds);
            let (used, until) = (way.appointment.progress.prolongations, way.appointment.until);
            prop_assert_eq!(way.appointment.prolongations_left(), 10 - used);
            let Way { appointment, days } = way.clone();
            match prolong(appointment, days, solved, now, &chance(1)) {
                Ok(change) => {
                    way = Way::after(change);
                    prop_assert!(now < until && used < PROLONGATIONS && (used < 3 || solved));
                    prop_assert_eq!(way.appointment.progress.prolongations, used + 1);
                    prop_assert_eq!(way.appointment.until, until.plus_minutes(10).min(start.plus_minutes(-45)));
                    prop_assert!(way.appointment.until > until);
                    prop_assert!(way.visit().until > way.appointment.until);
                }
                Err(Refusal::Lapsed) => prop_assert!(now >= until),
                Err(Refusal::ChallengeRequired) => prop_assert!(used >= 3 && !solved),
                Err(Refusal::NoMore(_)) => prop_assert!(used == 10 || start.since(until) == 45 * MINUTE),
                Err(other) => prop_assert!(false, "{other}"),
            }
        }
    }

    #[test]
    fn a_hold_lasts_two_hours_and_ends_30_minutes_before_the_start((now, start) in any_moment()) {
        let cap = hold_cap(now, start);
        prop_assert!(cap.since(now) <= 120 * MINUTE && start.since(cap) >= 30 * MINUTE);
        prop_assert!(cap.since(now) == 120 * MINUTE || start.since(cap) == 30 * MINUTE, "not shorter than it must be");
        prop_assert_eq!(worth_a_mail(now, cap), cap.since(now) >= 15 * MINUTE);
    }

    #[test]
    fn what_a_mail_prints_is_a_whole_minute_and_holds_whenever_it_is_accepted(
        (held_at, start) in any_moment(),
        rendered in 0..7200_i64,
        accepted in 0..7200_i64,
    ) {
        let cap = hold_cap(held_at, start);
        let rendered = held_at.plus_seconds(rendered);
        let printed = printed(rendered, cap);
        prop_assert_eq!(printed.seconds() % MINUTE, 0);
        prop_assert!(printed <= activate_by(rendered.plus_seconds(accepted), cap));
        prop_assert!(printed.plus_seconds(MINUTE) > rendered.plus_minutes(60).min(cap), "less than a minute is given away");
    }

    #[test]
    fn a_hold_never_outlives_its_cap_and_its_claim_never_ends_before_it((mut town, acts) in any_town()) {
        for act in acts {
            let before = town.of(act.who).and_then(|old| old.progress.hold.clone());
            let Ok(Some(change)) = town.does(act) else { continue };
            let appointment = &change.appointment;
            let start = appointment.slot.starts_at;
            let reserved = appointment.status == Status::Reserved;
            if reserved {
                prop_assert!(start.since(appointment.until) >= 45 * MINUTE);
            }
            let Some(hold) = &appointment.progress.hold else { continue };
            if appointment.status == Status::Held {
                prop_assert!(start.since(hold.hold_cap) >= 30 * MINUTE);
                prop_assert!(hold.hold_cap.since(hold.held_at) <= 120 * MINUTE);
                let refused = hold.mail == MailState::Refused;
                prop_assert!(appointment.until <= hold.hold_cap || refused);
                prop_assert!(hold.activate_by.is_none_or(|by| by <= hold.hold_cap));
            }
            prop_assert!(hold.resends <= RESENDS && hold.generation <= ADDRESS_CHANGES && hold.wrong_codes <= CODE_TRIES);
            if let Some(before) = before.filter(|_| act.deed == Deed::Resend) {
                prop_assert!(town.now.since(before.mailed_at) >= 120 && before.mail != MailState::Queued);
                prop_assert_eq!(hold.resends, before.resends + 1);
            }
        }
    }

    #[test]
    fn there_is_a_reminder_a_day_ahead_for_what_was_booked_36_hours_ahead(
        before in prop_oneof![0..400_000_i64, 129_590..129_610_i64],
    ) {
        let start = clock("18:00");
        let due = reminder_due(start.plus_seconds(-before), start);
        prop_assert_eq!(due, (before >= 36 * 3600).then(|| start.plus_minutes(-24 * 60)));
    }

    #[test]
    fn what_is_over_is_deleted_on_its_clock((mut town, acts) in any_town()) {
        for act in acts {
            let Ok(Some(change)) = town.does(act) else { continue };
            for appointment in [change.appointment].iter().chain(&change.replaced) {
                let was_booked = appointment.progress.booked_at.is_some();
                let expected = match appointment.status {
                    Status::Reserved => appointment.until.plus_minutes(60),
                    Status::Held => appointment.until.plus_days(1),
                    Status::Booked => appointment.slot.starts_at.plus_days(7),
                    Status::Cancelled if was_booked => deletion::booked(appointment.slot.starts_at),
                    Status::Cancelled => town.now.max(appointment.progress.cancelled_at.unwrap()).plus_minutes(60),
                };
                // What was given back earlier and is replaced now keeps its own clock.
                if appointment.status != Status::Cancelled || appointment.progress.cancelled_at == Some(town.now) {
                    prop_assert_eq!(appointment.delete_at(), expected);
                }
                prop_assert_eq!(appointment.ends_at(), appointment.slot.starts_at.plus_minutes(i64::from(appointment.units) * 5));
            }
        }
    }
}
