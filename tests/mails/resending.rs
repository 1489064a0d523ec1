//! Asking for the activation mail again: twice, two minutes apart, and no link dies of it.

use reqwest::Method;
use tests::City;

use super::{AT_SUEDERELBE, COPIES};

#[tokio::test(flavor = "multi_thread")]
async fn the_mail_can_be_had_again_twice_two_minutes_apart() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let held = citizen.hold(COPIES, &slots[0]).await;
    let again = async || citizen.event(Method::POST, &held.reserved, "/mail", None).await;
    for (n, left) in [(2, 1), (3, 0)] {
        let soon = again().await;
        assert_eq!((soon.status, soon.problem()), (429, "too-soon"), "{soon:?}");
        let wait: i64 = soon
            .retry_after
            .as_deref()
            .unwrap_or_default()
            .parse()
            .expect("seconds");
        assert!((100..=120).contains(&wait), "{wait} s");
        city.pass(wait).await;
        let answer = again().await;
        assert_eq!(
            (answer.status, &answer.json["resends_left"]),
            (202, &left.into()),
            "{answer:?}"
        );
        let letter = city.inbox.nth(&citizen.email, n).await;
        citizen.until_mail_is(&held.reserved, "sent").await;
        assert_eq!(
            (letter.link(), letter.code()),
            (held.letter.link(), held.letter.code()),
            "old links stay valid"
        );
        assert_ne!(letter.message_id, held.letter.message_id, "it is another mail");
    }
    city.pass(120).await;
    let more = again().await;
    assert_eq!((more.status, more.problem()), (409, "no-more"), "{more:?}");
    assert_eq!(city.inbox.letters().len(), 3);
    assert_eq!(
        citizen.press(&held.letter.link(), "do=activate").await.status,
        200
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_again_sends_nothing() {
    let city = City::open().await;
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let held = citizen.hold(COPIES, &slots[0]).await;
    city.pass(300).await;
    assert_eq!(citizen.apply(&held.reserved).await.status, 202);
    city.tick().await;
    city.until_mails_are_settled().await;
    assert_eq!(city.inbox.letters().len(), 1);
    assert_eq!(citizen.activate(&held).await.status, 200);
}
