//! The two days on which Hamburg's clocks change: an hour is an hour, and a wall time stays a wall time.

use tests::{City, clock_time, plus};

use super::{COPIES, instant};

/// When it is booked, the day of the visit after the change, and the reminder's moment, one day before.
const ACROSS: &[(&str, &str, &str, &str)] = &[
    (
        "2026-10-23T09:00:00+02:00",
        "2026-10-26",
        "2026-10-26T08:30:00+01:00",
        "2026-10-25T08:30:00+01:00",
    ),
    (
        "2027-03-25T09:00:00+01:00",
        "2027-03-30",
        "2027-03-30T09:30:00+02:00",
        "2027-03-29T09:30:00+02:00",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_after_the_change_is_booked_before_it_and_reminded_of_at_its_wall_time() {
    for (now, day, start, reminder) in ACROSS {
        let city = City::open_at(now).await;
        let citizen = city.citizen();
        let query = format!("service=beglaubigung-dokumente:1&centre=suederelbe&from={day}&days=1&limit=200");
        let slots = citizen.slots(&query).await;
        let zone = &start[19..];
        assert!(
            slots
                .iter()
                .all(|slot| instant(slot, "starts_at").ends_with(zone)),
            "{slots:?}"
        );
        let slot = slots.iter().find(|slot| slot["starts_at"] == *start);
        let (held, _) = citizen.book(COPIES, slot.expect("the time is offered")).await;
        assert_eq!(citizen.look(&held.reserved).await["starts_at"], *start);
        let confirmation = city.inbox.nth(&citizen.email, 2).await;
        let wall = format!("{} Uhr", clock_time(start));
        assert!(confirmation.subject.ends_with(&wall), "{}", confirmation.subject);

        city.set_clock(&plus(reminder, -10)).await;
        city.tick().await;
        assert_eq!(city.inbox.letters().len(), 2, "not yet");
        city.set_clock(reminder).await;
        city.tick().await;
        let letter = city.inbox.nth(&citizen.email, 3).await;
        assert!(
            letter.subject.starts_with("Erinnerung") && letter.subject.ends_with(&wall),
            "{}",
            letter.subject
        );
    }
}

/// The night itself: when the form is sent, and what the mail prints, an hour later.
const NIGHTS: &[(&str, &str, &str)] = &[
    (
        "2026-10-25T02:20:00+02:00",
        "Bitte bis 2:20 Uhr",
        "2026-10-25T02:20:00+01:00",
    ),
    (
        "2027-03-28T01:20:00+01:00",
        "Bitte bis 3:20 Uhr",
        "2027-03-28T03:20:00+02:00",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn in_the_night_of_the_change_an_hour_to_confirm_is_an_hour() {
    for (now, subject, deadline) in NIGHTS {
        for (seconds_before, status) in [(1, 200), (0, 410)] {
            let city = City::open_at(now).await;
            let citizen = city.citizen();
            let slots = citizen
                .slots("service=beglaubigung-dokumente:1&centre=suederelbe&limit=3")
                .await;
            let held = citizen.hold(COPIES, &slots[2]).await;
            assert!(
                held.letter.subject.starts_with(subject),
                "{}",
                held.letter.subject
            );
            let by = instant(&citizen.look(&held.reserved).await, "activate_by");
            assert!((0..30).contains(&tests::between(deadline, &by)), "{by}");
            assert_eq!(by[19..], deadline[19..], "{by}");
            city.set_clock_sharp(&plus(&by, -seconds_before)).await;
            assert_eq!(
                citizen.activate(&held).await.status,
                status,
                "{now}, {seconds_before} s before {by}"
            );
        }
    }
}
