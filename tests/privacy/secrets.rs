//! A whole way, then every secret of it is looked for in the database and in the log.

use reqwest::Method;
use serde_json::json;
use tests::{City, Held, Reserved};

use super::{AT_SUEDERELBE, COPIES};

const NAME: &str = "Zoë Mária Ägidius-Østergård";
const PHONE: &str = "+49 40 5550199";

/// Whether `text` has `word` standing by itself: a code has only six digits, which longer numbers contain.
fn stands_in(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_of_a_whole_way_is_in_database_or_log() {
    let city = City::open().await;
    let mut citizen = city.citizen();
    citizen.email = "Zoe.Aegidius@Example.org".to_owned();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let key = "key-that-nobody-else-has";
    let wish = citizen.wish(COPIES, &slots[0]).await;
    let answer = citizen.try_reserve_as(key, &wish).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let text = |name: &str| answer.json[name].as_str().unwrap_or_default().to_owned();
    let reserved = Reserved {
        id: text("id"),
        secret: text("secret"),
        answer: answer.clone(),
    };
    let form = json!({ "name": NAME, "email": citizen.email, "phone": PHONE, "language": "de" });
    let answer = citizen
        .event(Method::PUT, &reserved, "/applicant", Some(form))
        .await;
    assert_eq!(answer.status, 202, "{answer:?}");
    let letter = city.inbox.nth(&citizen.email, 1).await;
    citizen.until_mail_is(&reserved, "sent").await;
    let held = Held { reserved, letter };
    let wrong = Some(json!({ "code": if held.letter.code() == "271828" { "314159" } else { "271828" } }));
    assert_eq!(
        citizen
            .event(Method::POST, &held.reserved, "/activation", wrong)
            .await
            .status,
        403
    );
    assert_eq!(citizen.get(&held.letter.link()).await.status, 200);
    assert_eq!(
        citizen.press(&held.letter.link(), "do=activate").await.status,
        200
    );
    let manage = city.inbox.nth(&citizen.email, 2).await.token();
    let page = citizen.get(&format!("/t/{manage}")).await;
    assert!(
        page.text.contains(NAME),
        "its owner reads the name: {}",
        page.text
    );
    let path = format!("/api/v1/appointments/{}", held.reserved.id);
    let target = json!({ "centre": "suederelbe", "starts_at": slots[9]["starts_at"] });
    let moved = citizen
        .ask(Method::POST, &format!("{path}/move"), &manage, Some(target))
        .await;
    assert_eq!(moved.status, 200, "{moved:?}");
    assert_eq!(
        citizen.ask(Method::DELETE, &path, &manage, None).await.status,
        204
    );
    assert_eq!(citizen.get("/t/a-token-of-nobody?absagen").await.status, 404);
    city.until_mails_are_settled().await;
    city.tick().await;

    let stored = city.everything().await;
    let logged = city.log().await;
    if City::on_workerd() {
        assert!(logged.contains("committed"), "the log was listened to: {logged}");
    }
    assert!(
        stored.contains(&held.reserved.id),
        "the search would find what is there"
    );
    let code = held.letter.code();
    let secrets = [
        ("name", NAME),
        ("part of the name", "Ägidius"),
        ("address", citizen.email.as_str()),
        ("address, normalised", "zoe.aegidius@example.org"),
        ("phone", PHONE),
        ("phone, without spaces", "5550199"),
        ("secret", &held.reserved.secret),
        ("activation token", &held.letter.token()),
        ("manage token", &manage),
        ("a token of nobody", "a-token-of-nobody"),
        ("idempotency key", key),
    ];
    for (what, secret) in secrets {
        assert!(!secret.is_empty(), "{what}");
        for (place, text) in [("database", &stored), ("log", &logged)] {
            let lower = text.to_lowercase();
            assert!(
                !lower.contains(&secret.to_lowercase()),
                "{what} is in the {place}: {text}"
            );
        }
    }
    for (place, text) in [("database", &stored), ("log", &logged)] {
        assert!(
            !stands_in(text, &code),
            "the code {code} is in the {place}: {text}"
        );
    }
}
