//! A mail system that speaks SMTP, keeps every mail, and can be in a bad mood.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use mail_parser::{MessageParser, MimeHeaders};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Where mails arrive.
pub struct Inbox {
    /// `127.0.0.1:port`.
    pub address: String,
    mood: watch::Sender<Mood>,
    letters: Arc<Mutex<Vec<Letter>>>,
}

/// How the mail system answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    /// Takes everything.
    #[default]
    Kind,
    /// Answers 451: later.
    Busy,
    /// Answers 550: never.
    Unwilling,
    /// Takes the mail and hangs up without saying so.
    Forgetful,
    /// Takes the mail and says nothing more.
    Absent,
    /// Takes the call and says nothing at all.
    Silent,
    /// Takes no call.
    Away,
}

/// A mail that has arrived.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Envelope recipient.
    pub to: String,
    /// Subject, decoded.
    pub subject: String,
    /// Plain part.
    pub text: String,
    /// HTML part.
    pub html: String,
    /// Calendar entry, if there is one.
    pub calendar: Option<String>,
    /// Message-ID.
    pub message_id: String,
    /// As it came.
    pub raw: String,
}

impl Inbox {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let (mood, felt) = watch::channel(Mood::Kind);
        let letters = Arc::<Mutex<Vec<Letter>>>::default();
        tokio::spawn(serve(listener, address.clone(), felt, letters.clone()));
        Self {
            address,
            mood,
            letters,
        }
    }

    /// Changes how it answers.
    pub fn be(&self, mood: Mood) {
        self.mood.send_replace(mood);
    }

    /// What has arrived so far.
    pub fn letters(&self) -> Vec<Letter> {
        self.letters.lock().expect("nobody panics here").clone()
    }

    /// Waits until so many mails have arrived for an address, and returns the last of them.
    pub async fn nth(&self, to: &str, n: usize) -> Letter {
        for _ in 0..600 {
            let letters = self.letters();
            if let Some(letter) = letters.iter().filter(|letter| letter.to == to).nth(n - 1) {
                return letter.clone();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("mail {n} to {to} did not arrive; there are {:?}", self.letters());
    }
}

impl Letter {
    /// The first link into the Worker's pages, without the host.
    pub fn link(&self) -> String {
        let start = self.text.find("/t/").expect("a link in the plain part");
        self.text[start..]
            .chars()
            .take_while(|character| !character.is_whitespace())
            .collect()
    }

    /// The token of that link.
    pub fn token(&self) -> String {
        self.link().trim_start_matches("/t/").to_owned()
    }

    /// The six digits of an activation mail.
    pub fn code(&self) -> String {
        let digits = |line: &str| -> String { line.chars().filter(char::is_ascii_digit).collect() };
        let plain = |line: &str| {
            line.trim()
                .chars()
                .all(|character| character.is_ascii_digit() || character == ' ')
        };
        let mut lines = self.text.lines();
        lines
            .find(|line| plain(line) && digits(line).len() == 6)
            .map(digits)
            .expect("a code in the plain part")
    }

    /// Reads a mail as it came to this address.
    ///
    /// # Panics
    /// If it is none.
    pub fn read(to: String, raw: String) -> Self {
        let parsed = MessageParser::default().parse(raw.as_bytes()).expect("a mail");
        let calendar = parsed
            .attachments()
            .find(|part| {
                part.content_type()
                    .is_some_and(|kind| kind.subtype() == Some("calendar"))
            })
            .and_then(|part| part.text_contents())
            .map(str::to_owned);
        Self {
            to,
            subject: parsed.subject().unwrap_or_default().to_owned(),
            text: parsed.body_text(0).unwrap_or_default().into_owned(),
            html: parsed.body_html(0).unwrap_or_default().into_owned(),
            calendar,
            message_id: parsed.message_id().unwrap_or_default().to_owned(),
            raw: raw.clone(),
        }
    }
}

/// Takes calls at this address, but while it is away.
async fn serve(
    mut listener: TcpListener,
    address: String,
    mut felt: watch::Receiver<Mood>,
    letters: Arc<Mutex<Vec<Letter>>>,
) {
    let mut changed = felt.clone();
    loop {
        tokio::select! {
            () = answer(&listener, &felt, &letters) => {}
            gone = changed.wait_for(|mood| *mood == Mood::Away) => if gone.is_err() { return },
        }
        drop(listener);
        if felt.wait_for(|mood| *mood != Mood::Away).await.is_err() {
            return;
        }
        listener = TcpListener::bind(&address).await.expect("the port is still ours");
    }
}

async fn answer(listener: &TcpListener, felt: &watch::Receiver<Mood>, letters: &Arc<Mutex<Vec<Letter>>>) {
    while let Ok((stream, _)) = listener.accept().await {
        let (felt, letters) = (felt.clone(), letters.clone());
        // A client that hangs up ends its conversation; nothing else.
        tokio::spawn(async move { drop(converse(stream, felt, letters).await) });
    }
}

async fn converse(
    stream: TcpStream,
    mut felt: watch::Receiver<Mood>,
    letters: Arc<Mutex<Vec<Letter>>>,
) -> std::io::Result<()> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let mut to = String::new();
    // It speaks once it is another.
    drop(felt.wait_for(|mood| *mood != Mood::Silent).await);
    writer.write_all(b"220 inbox.example ESMTP\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let mood = *felt.borrow();
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer = match (verb.as_str(), mood) {
            ("EHLO", _) => "250-inbox.example\r\n250 8BITMIME",
            ("RCPT", Mood::Busy) => "451 4.7.1 later please",
            ("RCPT", Mood::Unwilling) => "550 5.1.1 nobody here",
            ("RCPT", _) => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                "250 fine"
            }
            ("DATA", _) => {
                writer.write_all(b"354 go on\r\n").await?;
                let mut raw = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    raw.push_str(line.strip_prefix('.').unwrap_or(&line));
                    raw.push_str("\r\n");
                }
                let letter = Letter::read(to.clone(), raw);
                letters.lock().expect("nobody panics here").push(letter);
                match mood {
                    Mood::Forgetful => return Ok(()),
                    Mood::Absent => drop(felt.wait_for(|mood| *mood != Mood::Absent).await),
                    _ => {}
                }
                "250 taken"
            }
            ("QUIT", _) => {
                writer.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 fine",
        };
        writer.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}
