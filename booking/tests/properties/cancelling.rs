//! Giving back, and taking that back.

use booking::appointment::Status;
use booking::day::ClaimKind;
use booking::deadline::{back_after_cancellation, back_after_lapse, undo_until};
use booking::{Event, Instant, Notice, NoticeKind, Refusal};
use proptest::prelude::*;

use super::city::*;
use super::random::promised;
use super::town::{Act, Deed, any_town};

proptest! {
    #![proptest_config(promised())]

    #[test]
    fn undoing_restores_what_was_booked((mut town, acts) in any_town(), seconds in 0..400_i64) {
        for act in acts {
            let before = town.clone();
            if !matches!(town.does(act), Ok(Some(change)) if change.event == Event::Cancelled && act.deed == Deed::Cancel) {
                continue;
            }
            let was = before.of(act.who).unwrap();
            town.now = town.now.plus_seconds(seconds);
            let undone = town.does(Act { deed: Deed::Undo, ..act });
            if seconds >= 300 {
                prop_assert_eq!(undone.map(|_| ()), Err(Refusal::UndoOver));
            } else if town.now >= was.slot.starts_at {
                prop_assert_eq!(undone.map(|_| ()), Err(Refusal::Started));
            } else {
                let now = undone.unwrap().unwrap().appointment;
                prop_assert_eq!((now.status, now.until), (Status::Booked, Instant::FOREVER));
                prop_assert_eq!((&now.slot, now.span(), &now.reference), (&was.slot, was.span(), &was.reference));
                prop_assert_eq!((now.progress.cancelled_at, now.progress.sequence), (None, was.progress.sequence + 2));
                let day = town.days.iter().find(|day| day.date == now.slot.date).unwrap();
                let visit = day.live(town.now, None).find(|claim| claim.holder == now.id && claim.kind == ClaimKind::Visit);
                prop_assert_eq!(visit.map(|claim| (claim.span(), claim.until)), Some((was.span(), Instant::FOREVER)));
                let again = town.does(Act { deed: Deed::Undo, ..act });
                prop_assert_eq!(again, Ok(None));
            }
            return Ok(());
        }
    }

    #[test]
    fn a_cancelled_time_stays_back_5_to_30_minutes_and_not_at_all_within_24_hours(
        before_start in prop_oneof![-3600..400_000_i64, 86_390..86_410_i64],
        jitter in any::<u32>(),
    ) {
        let start = clock("12:00");
        let now = start.plus_seconds(-before_start);
        let back = back_after_cancellation(now, start, jitter).since(now);
        if before_start < 24 * 3600 {
            prop_assert_eq!(back, 0);
        } else {
            prop_assert!((5 * 60..=30 * 60).contains(&back), "{back}");
        }
    }

    #[test]
    fn a_lapsed_time_stays_back_1_to_3_minutes(jitter in any::<u32>(), seconds in 0..100_000_i64) {
        let until = clock("07:00").plus_seconds(seconds);
        prop_assert!((60..=180).contains(&back_after_lapse(until, jitter).since(until)));
        prop_assert_eq!(undo_until(until).since(until), 300);
    }

    #[test]
    fn whoever_booked_hears_of_every_change_once((mut town, acts) in any_town()) {
        for act in acts {
            let Ok(Some(change)) = town.does(act) else { continue };
            let now = town.now;
            let booked_ahead = change.appointment.slot.starts_at.since(now);
            let expected = match change.event {
                Event::Held | Event::AddressChanged | Event::Resent => {
                    let over_limit = change.appointment.progress.hold.as_ref().is_some_and(|hold| hold.over_limit);
                    vec![if over_limit { NoticeKind::Limit } else { NoticeKind::Activation }]
                }
                Event::Booked | Event::BookedLate | Event::Undone => vec![NoticeKind::Confirmed],
                Event::Moved => vec![NoticeKind::Moved],
                Event::Cancelled if act.deed == Deed::Cancel => vec![NoticeKind::Cancelled],
                _ => vec![],
            };
            let standing = matches!(change.event, Event::Booked | Event::BookedLate | Event::Undone | Event::Moved);
            let reminder = standing && booked_ahead >= 36 * 3600;
            let (warnings, others): (Vec<Notice>, Vec<Notice>) =
                change.notices.iter().partition(|notice| notice.kind == NoticeKind::Lapsing);
            prop_assert!(warnings.is_empty() || change.event == Event::MailAccepted);
            let (later, at_once): (Vec<Notice>, Vec<Notice>) =
                others.iter().partition(|notice| notice.kind == NoticeKind::Reminder);
            prop_assert_eq!(at_once.iter().map(|notice| notice.kind).collect::<Vec<_>>(), expected);
            prop_assert!(at_once.iter().all(|notice| notice.due == now));
            prop_assert_eq!(later.len(), usize::from(reminder));
            for notice in later {
                prop_assert_eq!(change.appointment.slot.starts_at.since(notice.due), 24 * 3600);
            }
        }
    }
}
