//! Real relays with TLS and sign-in, as operators have them: nodemailer's smtp-server and aiosmtpd. On workerd, whose sockets
//! speak TLS.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mail_parser::MessageParser;
use serde_json::{Value, json};
use tests::{City, Reserved};

use super::{AT_SUEDERELBE, COPIES, node};

#[derive(Clone, Copy, Debug)]
enum Program {
    SmtpServer,
    Aiosmtpd,
}

/// A running relay, and what it has said.
struct Relay {
    child: Child,
    said: Arc<Mutex<Vec<Value>>>,
    port: u16,
}

impl Relay {
    fn start(program: Program, security: &str, certificate: &str, more: &[&str]) -> Self {
        let (program, script) = match program {
            Program::SmtpServer => (node(), "tests/relays/smtp-server.mjs"),
            Program::Aiosmtpd => ("/usr/bin/python3".to_owned(), "tests/relays/aiosmtpd_relay.py"),
        };
        let mut child = Command::new(program)
            .args([script, "--security", security, "--certificate", certificate])
            .args(more)
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the relay starts: `cargo xtask test` brings what it needs");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let read = |line: String| serde_json::from_str::<Value>(&line).expect("JSON");
        let first = read(lines.next().expect("a line").expect("text"));
        let said = Arc::<Mutex<Vec<Value>>>::default();
        let heard = said.clone();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                heard.lock().expect("nobody panics here").push(read(line));
            }
        });
        let port = first["port"].as_u64().and_then(|port| u16::try_from(port).ok());
        Self {
            child,
            said,
            port: port.expect("a port"),
        }
    }

    fn said(&self) -> Vec<Value> {
        self.said.lock().expect("nobody panics here").clone()
    }

    async fn mail(&self) -> Value {
        for _ in 0..600 {
            if let Some(said) = self.said().iter().find(|said| said.get("mail").is_some()) {
                return said["mail"].clone();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("no mail has come: {:?}", self.said());
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        drop(self.child.wait());
    }
}

/// A city that hands its mails to a relay, signed in where it has a password.
async fn city(relay: &Relay, security: &str, password: Option<&str>) -> City {
    let address = format!("localhost:{}", relay.port);
    let mut set = vec![("SMTP", address.as_str()), ("SMTP_SECURITY", security)];
    set.extend(
        password
            .iter()
            .flat_map(|password| [("SMTP_USER", "termin"), ("SMTP_PASSWORD", *password)]),
    );
    City::open_set(&set).await
}

async fn held(city: &City) -> Reserved {
    let citizen = city.citizen();
    let slots = citizen.slots(AT_SUEDERELBE).await;
    let reserved = citizen.reserve(COPIES, &slots[0]).await;
    assert_eq!(citizen.apply(&reserved).await.status, 202);
    reserved
}

const PASSWORD: &str = "a pass phrase";

#[tokio::test(flavor = "multi_thread")]
async fn each_takes_our_mails_over_tls_signed_in_by_plain_or_login() {
    if !City::on_workerd() {
        return;
    }
    for program in [Program::SmtpServer, Program::Aiosmtpd] {
        for (security, auth) in [
            ("starttls", "PLAIN"),
            ("starttls", "LOGIN"),
            ("tls", "PLAIN"),
            ("tls", "LOGIN"),
        ] {
            let relay = Relay::start(program, security, "good", &["--auth", auth]);
            let city = city(&relay, security, Some(PASSWORD)).await;
            let reserved = held(&city).await;
            let mail = relay.mail().await;
            let what = format!("{program:?} {security} {auth}: {:?}", relay.said());
            assert_eq!(
                (&mail["secure"], &mail["user"]),
                (&json!(true), &json!("termin")),
                "{what}"
            );
            assert_eq!(mail["from"], "termin@termin.example", "{what}");
            let signed_in = relay
                .said()
                .iter()
                .any(|said| said["command"] == "AUTH" && said["method"] == auth && said["secure"] == true);
            assert!(signed_in, "{what}");
            let citizen = city.citizen();
            citizen.until_mail_is(&reserved, "sent").await;
            let raw = mail["raw"].as_str().expect("a text");
            let parsed = MessageParser::default().parse(raw.as_bytes()).expect("a mail");
            let text = parsed.body_text(0).expect("a plain part");
            let link = text
                .split_whitespace()
                .find_map(|word| word.split_once("/t/"))
                .expect("a link");
            assert_eq!(
                citizen
                    .press(&format!("/t/{}", link.1), "do=activate")
                    .await
                    .status,
                200
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_certificate_gets_neither_a_mail_nor_our_password_and_what_waits_leaves_on_one_connection() {
    if !City::on_workerd() {
        return;
    }
    for security in ["starttls", "tls"] {
        for certificate in ["other-host", "unknown"] {
            let relay = Relay::start(Program::SmtpServer, security, certificate, &["--auth", "PLAIN"]);
            let city = city(&relay, security, Some(PASSWORD)).await;
            let waiting = [held(&city).await, held(&city).await, held(&city).await];
            city.until_mails_are_postponed().await;
            let what = format!("{certificate} by {security}: {:?}", relay.said());
            let told = |said: &Value| {
                said.get("mail").is_some()
                    || ["AUTH", "MAIL"].contains(&said["command"].as_str().unwrap_or_default())
            };
            assert!(!relay.said().iter().any(told), "{what}");
            for reserved in &waiting {
                assert_eq!(city.citizen().look(reserved).await["mail"], "queued", "{what}");
            }
            let port = relay.port.to_string();
            drop(relay);
            let relay = Relay::start(
                Program::SmtpServer,
                security,
                "good",
                &["--auth", "PLAIN", "--port", &port],
            );
            city.pass(60).await;
            city.tick().await;
            for reserved in &waiting {
                city.citizen().until_mail_is(reserved, "sent").await;
            }
            let mails: Vec<Value> = relay
                .said()
                .iter()
                .filter_map(|said| said.get("mail").cloned())
                .collect();
            assert_eq!(mails.len(), waiting.len(), "{mails:?}");
            let one = &mails[0]["connection"];
            assert!(mails.iter().all(|mail| &mail["connection"] == one), "{mails:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_without_starttls_gets_nothing_and_a_wrong_password_is_tried_again() {
    if !City::on_workerd() {
        return;
    }
    let city = City::open_set(&[("SMTP_SECURITY", "starttls")]).await;
    held(&city).await;
    city.until_mails_are_postponed().await;
    assert!(city.inbox.letters().is_empty());

    let relay = Relay::start(Program::Aiosmtpd, "starttls", "good", &["--auth", "LOGIN"]);
    let city = self::city(&relay, "starttls", Some("not this one")).await;
    let reserved = held(&city).await;
    city.until_mails_are_postponed().await;
    assert_eq!(
        city.citizen().look(&reserved).await["mail"],
        "queued",
        "it is the operator's to mend"
    );
    assert!(!city.log().await.contains("not this one"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_larger_than_the_relay_takes_is_refused_before_it_is_sent() {
    if !City::on_workerd() {
        return;
    }
    let relay = Relay::start(Program::SmtpServer, "tls", "good", &["--size", "2000"]);
    let city = city(&relay, "tls", None).await;
    let reserved = held(&city).await;
    city.citizen().until_mail_is(&reserved, "refused").await;
    assert!(
        !relay.said().iter().any(|said| said["command"] == "MAIL"),
        "{:?}",
        relay.said()
    );
}

/// aiosmtpd does not offer SMTPUTF8 here, smtp-server does.
#[tokio::test(flavor = "multi_thread")]
async fn an_address_in_other_letters_is_used_where_the_relay_knows_them_and_refused_where_not() {
    if !City::on_workerd() {
        return;
    }
    for (program, becomes) in [(Program::SmtpServer, "sent"), (Program::Aiosmtpd, "refused")] {
        let relay = Relay::start(program, "tls", "good", &[]);
        let city = city(&relay, "tls", None).await;
        let mut citizen = city.citizen();
        citizen.email = "jürgen@bücher.example".to_owned();
        let slots = citizen.slots(AT_SUEDERELBE).await;
        let reserved = citizen.reserve(COPIES, &slots[0]).await;
        assert_eq!(citizen.apply(&reserved).await.status, 202);
        citizen.until_mail_is(&reserved, becomes).await;
        let what = format!("{program:?}: {:?}", relay.said());
        if becomes == "refused" {
            assert!(
                !relay.said().iter().any(|said| said["command"] == "MAIL"),
                "{what}"
            );
        } else {
            assert_eq!(relay.mail().await["to"], json!([citizen.email]), "{what}");
        }
    }
}
