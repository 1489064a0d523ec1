//! The mail system takes its time: what a mail prints holds, and what comes too late does not come at all.

use tests::{Citizen, City, Letter, Mood, Reserved, between, clock_time, plus};

use super::{AT_SUEDERELBE, COPIES, frees_itself, instant};

/// A hold whose mail the mail system has put off once.
async fn held_while_busy<'a>(city: &'a City) -> (Citizen<'a>, Reserved, serde_json::Value) {
    city.inbox.be(Mood::Busy);
    let citizen = city.citizen();
    let slot = citizen.slots(AT_SUEDERELBE).await[0].clone();
    let reserved = citizen.reserve(COPIES, &slot).await;
    assert_eq!(citizen.apply(&reserved).await.status, 202);
    city.until_mails_are_postponed().await;
    (citizen, reserved, slot)
}

/// The deadline that a mail prints, on the day of an instant.
fn printed(letter: &Letter, day_of: &str) -> String {
    let rest = letter
        .subject
        .strip_prefix("Bitte bis ")
        .expect("a deadline in the subject");
    let time = rest.split(' ').next().unwrap_or_default();
    assert!(
        letter.text.contains(&format!("Bestätigen Sie bis {time} Uhr")),
        "{}",
        letter.text
    );
    let (date, zone) = (&day_of[..10], &day_of[19..]);
    format!("{date}T{time:0>5}:00{zone}")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_printed_deadline_holds_however_long_the_mail_took() {
    for minutes in [1, 7, 31, 59, 60, 61, 90, 104] {
        let city = City::open().await;
        let (citizen, reserved, _) = held_while_busy(&city).await;
        city.pass(minutes * 60).await;
        city.inbox.be(Mood::Kind);
        city.tick().await;
        let letter = city.inbox.nth(&citizen.email, 1).await;
        let look = citizen.until_mail_is(&reserved, "sent").await;
        let (by, cap) = (instant(&look, "activate_by"), instant(&look, "hold_until"));
        let printed = printed(&letter, &by);
        assert!(
            (0..60 + 5).contains(&between(&printed, &by)),
            "{minutes} min late: {printed}, kept {by}"
        );
        assert!(between(&by, &cap) >= 0, "{minutes} min late: {by} is after {cap}");
        let page = citizen.get(&letter.link()).await;
        assert!(
            page.text.contains(&clock_time(&by)),
            "{minutes} min late: the page says {by}: {}",
            page.text
        );
        city.set_clock_sharp(&plus(&printed, -1)).await;
        let pressed = citizen.press(&letter.link(), "do=activate").await;
        assert_eq!(
            pressed.status, 200,
            "{minutes} min late, pressed before {printed}: {}",
            pressed.text
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_printed_deadline_holds_after_many_attempts() {
    let city = City::open().await;
    let (citizen, reserved, _) = held_while_busy(&city).await;
    for _ in 0..8 {
        city.pass(10 * 60).await;
        city.tick().await;
        city.until_mails_are_postponed().await;
    }
    assert!(city.inbox.letters().is_empty());
    assert_eq!(
        citizen.look(&reserved).await["status"],
        "held",
        "the hold waits for its mail"
    );
    city.inbox.be(Mood::Kind);
    city.pass(10 * 60).await;
    city.tick().await;
    let letter = city.inbox.nth(&citizen.email, 1).await;
    let by = instant(&citizen.until_mail_is(&reserved, "sent").await, "activate_by");
    let printed = printed(&letter, &by);
    assert!(
        (0..60 + 5).contains(&between(&printed, &by)),
        "{printed}, kept {by}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn with_under_15_minutes_left_nothing_is_sent_and_the_time_is_freed() {
    let city = City::open().await;
    let (citizen, reserved, slot) = held_while_busy(&city).await;
    let cap = instant(&citizen.look(&reserved).await, "hold_until");
    city.set_clock(&plus(&cap, -15 * 60 + 1)).await;
    city.inbox.be(Mood::Kind);
    city.tick().await;
    let look = citizen.look(&reserved).await;
    assert_eq!(
        (&look["status"], &look["mail"]),
        (&"lapsed".into(), &"too_late".into()),
        "{look}"
    );
    let freed = city.now().await;
    city.set_clock(&plus(&freed, 180)).await;
    city.tick().await;
    assert!(city.inbox.letters().is_empty(), "{:?}", city.inbox.letters());
    assert!(super::free_for_others(&city, &slot).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_that_may_have_arrived_keeps_its_deadline_though_no_answer_came() {
    let city = City::open().await;
    let (citizen, reserved, slot) = held_while_busy(&city).await;
    let cap = instant(&citizen.look(&reserved).await, "hold_until");
    city.set_clock(&plus(&cap, -20 * 60)).await;
    city.inbox.be(Mood::Forgetful);
    city.tick().await;
    let letter = city.inbox.nth(&citizen.email, 1).await;
    city.until_mails_are_postponed().await;
    let printed = printed(&letter, &cap);

    // The next attempt comes too late for a mail; the one that arrived stands.
    city.set_clock(&plus(&cap, -10 * 60)).await;
    city.tick().await;
    assert_eq!(citizen.look(&reserved).await["status"], "held");
    city.set_clock_sharp(&plus(&printed, -1)).await;
    assert!(!super::free_for_others(&city, &slot).await);
    assert_eq!(citizen.press(&letter.link(), "do=activate").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_that_nobody_could_be_told_of_lapses_at_its_cap_without_any_cron() {
    let city = City::open().await;
    let (citizen, reserved, slot) = held_while_busy(&city).await;
    let cap = instant(&citizen.look(&reserved).await, "hold_until");
    city.set_clock_sharp(&plus(&cap, -1)).await;
    assert_eq!(citizen.look(&reserved).await["status"], "held");
    frees_itself(&city, &slot, &cap).await;
    assert_eq!(citizen.look(&reserved).await["status"], "lapsed");
}
