//! Writing a mail: links, deadline and what it tells of, in the language of its appointment and in German below it.

use booking::{Catalogue, Instant, NoticeKind};
use chrono::DateTime;
use texts::{DE, Texts};

use crate::Edge;
use crate::database::DatabaseError;
use crate::ical::{Calendar, Entry, Method, calendar};
use crate::keys::Purpose;
use crate::message::{self, Message, Words};
use crate::settings::Settings;
use crate::store::appointments::{self, Record};
use crate::store::outbox::Leased;
use crate::view::{deadline, visit};
use crate::visit_view::{Deadline, VisitView};

/// Writes the mail in the language of its appointment and in German; `None` where there is nothing to say any more.
pub(super) async fn write(
    edge: &Edge,
    record: &Record,
    row: &Leased,
    printed: Option<Instant>,
    now: Instant,
) -> Result<Option<Message>, DatabaseError> {
    let catalogue = edge.catalogue(now).await?;
    let coming = match row.kind {
        NoticeKind::Again | NoticeKind::Limit => coming(edge, record, now).await?,
        _ => Vec::new(),
    };
    if row.kind == NoticeKind::Again && coming.is_empty() {
        return Ok(None);
    }
    let told = Told {
        links: Links::new(edge, record, &coming),
        deadline: deadline(printed.unwrap_or(record.appointment.until), now),
        kind: row.kind,
    };
    let texts: &'static Texts = texts::of(&record.appointment.progress.language);
    let seen = |texts: &Texts| Seen::new(edge, &catalogue, record, &coming, texts.language);
    let own = seen(texts)?;
    let german = if texts.language == DE.language {
        None
    } else {
        Some(seen(&DE)?)
    };
    let german = german.as_ref().map(|seen| told.words(&DE, seen));
    let calendar = method(row.kind).map(|method| entry(edge, record, texts, &own.visit, method, now));
    Ok(Some(Message::new(
        &told.words(texts, &own),
        german.as_ref(),
        calendar,
    )))
}

/// What a mail tells in every language alike.
struct Told {
    kind: NoticeKind,
    links: Links,
    deadline: Deadline,
}

/// Where a mail leads.
struct Links {
    activation: String,
    code: String,
    manage: String,
    /// The manage page of the next appointment of the same address.
    coming: Option<String>,
    book: String,
}

/// What a mail tells of, in one language.
struct Seen {
    visit: VisitView,
    coming: Vec<(VisitView, String)>,
}

impl Links {
    fn new(edge: &Edge, record: &Record, coming: &[Record]) -> Self {
        Self {
            activation: link(edge, record, Purpose::Activation),
            code: record.code(&edge.settings.keys),
            manage: link(edge, record, Purpose::Manage),
            coming: coming.first().map(|next| link(edge, next, Purpose::Manage)),
            book: format!("{}/buchen", edge.settings.base_url),
        }
    }
}

impl Seen {
    fn new(
        edge: &Edge,
        catalogue: &Catalogue,
        record: &Record,
        coming: &[Record],
        language: &str,
    ) -> Result<Self, DatabaseError> {
        let see = |record: &Record| visit(edge, catalogue, record, language);
        let coming = coming
            .iter()
            .map(|next| Ok((see(next)?, link(edge, next, Purpose::Manage))));
        Ok(Self {
            visit: see(record)?,
            coming: coming.collect::<Result<_, DatabaseError>>()?,
        })
    }
}

impl Told {
    fn words<'a>(&'a self, texts: &'static Texts, seen: &'a Seen) -> Words<'a> {
        let (links, visit) = (&self.links, &seen.visit);
        match self.kind {
            NoticeKind::Activation => {
                message::activation(texts, visit, &links.activation, &links.code, self.deadline)
            }
            NoticeKind::Lapsing => {
                message::lapsing(texts, visit, &links.activation, &links.code, self.deadline)
            }
            NoticeKind::Limit => message::limit(texts, links.coming.as_deref()),
            NoticeKind::Confirmed => message::confirmed(texts, visit, &links.manage),
            NoticeKind::Reminder => message::reminder(texts, visit, &links.manage),
            NoticeKind::Moved => message::moved(texts, visit, &links.manage),
            NoticeKind::Cancelled => message::cancelled(texts, visit, &links.book),
            NoticeKind::Again => message::again(texts, &seen.coming),
        }
    }
}

/// What the calendar entry beside a mail does, if there is one.
const fn method(kind: NoticeKind) -> Option<Method> {
    match kind {
        NoticeKind::Confirmed | NoticeKind::Moved => Some(Method::Publish),
        NoticeKind::Cancelled => Some(Method::Cancel),
        _ => None,
    }
}

fn link(edge: &Edge, record: &Record, purpose: Purpose) -> String {
    let Settings { base_url, keys, .. } = &*edge.settings;
    format!("{base_url}/t/{}", record.token(keys, purpose))
}

/// The coming appointments of the same address, the next one first. What follows a `+` counts here: limits take such addresses
/// for one mailbox, but whether they are is for its owner's mail system to say, and a link goes to nobody else.
async fn coming(edge: &Edge, record: &Record, now: Instant) -> Result<Vec<Record>, DatabaseError> {
    let Some(contact) = &record.contact else {
        return Ok(Vec::new());
    };
    let keys = &edge.settings.keys;
    let own = contact.open_email(keys, record.appointment.id)?;
    let hashes = contact.hashes(keys, record.appointment.id)?;
    let mut found = appointments::records(edge.one(appointments::select_coming(hashes, now)).await?)?;
    found.retain(|next| {
        let contact = next.contact.as_ref();
        let email = contact.and_then(|contact| contact.open_email(keys, next.appointment.id).ok());
        email.is_some_and(|email| email.to_lowercase() == own.to_lowercase())
    });
    Ok(found)
}

/// The calendar entry of an appointment.
#[must_use]
pub fn entry(
    edge: &Edge,
    record: &Record,
    texts: &Texts,
    view: &VisitView,
    method: Method,
    now: Instant,
) -> Calendar {
    let entry = Entry {
        appointment: &record.appointment.id.to_string(),
        host: host(&edge.settings.base_url),
        organizer: &edge.settings.mail_from,
        sequence: record.appointment.progress.sequence,
        stamp: DateTime::from_timestamp(now.seconds(), 0).unwrap_or_default(),
    };
    calendar(texts, view, &entry, method)
}

/// The host of our address, without scheme and port.
#[must_use]
pub fn host(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest)
}
