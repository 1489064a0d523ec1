//! The other way that mails leave: Cloudflare's `send_email` binding, which miniflare has too: it reads a mail as strictly as
//! Cloudflare does, and puts it into a file that the log names.

use std::path::PathBuf;
use std::time::Duration;

use tests::{City, Letter};

use super::{AT_SUEDERELBE, COPIES};

/// The mails that the binding has taken, in order.
async fn taken(city: &City, to: &str) -> Vec<Letter> {
    let log = city.log().await;
    let files = log.lines().filter_map(|line| line.strip_prefix("Email: "));
    let read = |path: &str| std::fs::read_to_string(PathBuf::from(path.trim())).expect("a mail");
    files
        .map(|path| Letter::read(to.to_owned(), read(path)))
        .collect()
}

async fn nth(city: &City, to: &str, n: usize) -> Letter {
    for _ in 0..200 {
        if let Some(letter) = taken(city, to).await.get(n - 1) {
            return letter.clone();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("mail {n} was not handed over: {}", city.log().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_takes_our_mails_as_they_are_and_one_setting_chooses_it() {
    if !City::on_workerd() {
        return;
    }
    let city = City::open_set(&[
        ("MAIL_TRANSPORT", "send_email"),
        ("SMTP", ""),
        ("SMTP_SECURITY", ""),
    ])
    .await;
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let reserved = citizen.reserve(COPIES, &slots[0]).await;
    assert_eq!(citizen.apply(&reserved).await.status, 202);
    citizen.until_mail_is(&reserved, "sent").await;
    let activation = nth(&city, &citizen.email, 1).await;
    assert!(
        activation.raw.contains(&format!("To: <{}>", citizen.email)),
        "{}",
        activation.raw
    );
    assert_eq!(citizen.press(&activation.link(), "do=activate").await.status, 200);
    let confirmation = nth(&city, &citizen.email, 2).await;
    assert!(confirmation.calendar.is_some() && confirmation.message_id != activation.message_id);
    city.until_mails_are_settled().await;
    assert!(city.inbox.letters().is_empty(), "nothing goes the other way");
}
