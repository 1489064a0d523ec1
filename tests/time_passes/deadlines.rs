//! The second at which a reservation and a hold lapse, and that nothing has to run for it.

use reqwest::Method;
use serde_json::json;
use tests::{Answer, Citizen, City, Held, between, plus};

use super::{AT_SUEDERELBE, COPIES, free_for_others, frees_itself, instant, status};

/// The three ways to confirm.
#[derive(Clone, Copy, Debug)]
enum Way {
    Link,
    Page,
    Code,
}

async fn confirm(citizen: &Citizen<'_>, held: &Held, way: Way) -> Answer {
    match way {
        Way::Link => citizen.activate(held).await,
        Way::Page => citizen.press(&held.letter.link(), "do=activate").await,
        Way::Code => {
            let code = Some(json!({ "code": held.letter.code() }));
            citizen
                .event(Method::POST, &held.reserved, "/activation", code)
                .await
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_press_counts_until_59_minutes_59_after_the_mail_left_and_not_at_60() {
    for way in [Way::Link, Way::Page, Way::Code] {
        for (seconds_before, expected) in [(1, (200, "booked")), (0, (410, "lapsed"))] {
            let city = City::open().await;
            let citizen = city.citizen();
            let slots = citizen.slots(AT_SUEDERELBE).await;
            let before = city.now().await;
            let held = citizen.hold(COPIES, &slots[0]).await;
            let by = instant(&citizen.look(&held.reserved).await, "activate_by");
            let from = between(&before, &by) - 3600;
            assert!(
                (0..=between(&before, &city.now().await)).contains(&from),
                "an hour from the mail on: {by}"
            );
            city.set_clock_sharp(&plus(&by, -seconds_before)).await;
            let answer = confirm(&citizen, &held, way).await;
            assert_eq!(
                answer.status, expected.0,
                "{way:?}, {seconds_before} s before: {}",
                answer.text
            );
            assert_eq!(
                status(&citizen, &held.reserved).await,
                expected.1,
                "{way:?}, {seconds_before} s before"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reservation_lapses_by_itself() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let reserved = citizen.reserve(COPIES, &slots[0]).await;
    let until = instant(&reserved.answer.json, "reserved_until");
    city.set_clock_sharp(&plus(&until, -1)).await;
    assert_eq!(status(&citizen, &reserved).await, "reserved");
    assert!(!free_for_others(&city, &slots[0]).await);
    city.set_clock_sharp(&until).await;
    assert_eq!(status(&citizen, &reserved).await, "lapsed");
    let late = citizen.apply(&reserved).await;
    assert_eq!((late.status, late.problem()), (410, "lapsed"));
    frees_itself(&city, &slots[0], &until).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_lapses_by_itself() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let held = citizen.hold(COPIES, &slots[0]).await;
    let by = instant(&citizen.look(&held.reserved).await, "activate_by");
    city.set_clock_sharp(&plus(&by, -1)).await;
    assert_eq!(status(&citizen, &held.reserved).await, "held");
    assert!(!free_for_others(&city, &slots[0]).await);
    frees_itself(&city, &slots[0], &by).await;
    assert_eq!(status(&citizen, &held.reserved).await, "lapsed");
}
