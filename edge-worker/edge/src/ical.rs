//! Calendar entries as iCalendar (RFC 5545), for people to put into their own calendar (RFC 5546, PUBLISH and CANCEL).

use crate::visit_view::VisitView;
use chrono::{DateTime, TimeDelta, Utc};
use texts::{Texts, fill};

/// The name under which an entry is attached or downloaded; it tells nothing.
pub const FILE_NAME: &str = "termin.ics";

/// What a calendar is to do with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Put it in, or change it.
    Publish,
    /// Take it out.
    Cancel,
}

impl Method {
    /// As in the `METHOD` property and the `method` parameter of `text/calendar`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Cancel => "CANCEL",
        }
    }
}

/// An entry, ready to be sent.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// For the `Content-Type` of the part.
    pub method: Method,
    /// The iCalendar stream, with CRLF at the end of every line.
    pub ics: String,
}

/// What makes an entry the same one again, and newer.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Id of the appointment: with the host the UID, which never changes.
    pub appointment: &'a str,
    /// Host of the Worker's address.
    pub host: &'a str,
    /// Mail address of the office.
    pub organizer: &'a str,
    /// One more with every move and with the cancellation.
    pub sequence: u32,
    /// When the entry was made.
    pub stamp: DateTime<Utc>,
}

/// Hamburg's clock: the rules in force since 1996.
const TIME_ZONE: [&str; 17] = [
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Berlin",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// The calendar entry of an appointment. A sensitive one says only when and at which address.
pub fn calendar(texts: &Texts, view: &VisitView, entry: &Entry, method: Method) -> Calendar {
    let local = "%Y%m%dT%H%M%S";
    let ends = view.starts + TimeDelta::minutes(view.minutes.into());
    let status = if method == Method::Cancel {
        "CANCELLED"
    } else {
        "CONFIRMED"
    };

    let mut stream = Stream::default();
    stream.line("BEGIN:VCALENDAR");
    stream.line("VERSION:2.0");
    stream.line("PRODID:-//hamburg-termin//termin//DE");
    stream.line("CALSCALE:GREGORIAN");
    stream.line(&format!("METHOD:{}", method.name()));
    TIME_ZONE.iter().for_each(|line| stream.line(line));
    stream.line("BEGIN:VEVENT");
    stream.line(&format!("UID:{}@{}", entry.appointment, entry.host));
    stream.line(&format!("DTSTAMP:{}Z", entry.stamp.format(local)));
    stream.line(&format!("SEQUENCE:{}", entry.sequence));
    stream.line(&format!("STATUS:{status}"));
    stream.line(&format!(
        "ORGANIZER;CN=\"{}\":mailto:{}",
        texts.mail.sender, entry.organizer
    ));
    stream.line(&format!(
        "DTSTART;TZID=Europe/Berlin:{}",
        view.starts.format(local)
    ));
    stream.line(&format!("DTEND;TZID=Europe/Berlin:{}", ends.format(local)));
    stream.text("SUMMARY", &summary(texts, view));
    stream.text("LOCATION", &location(view));
    stream.text("DESCRIPTION", &description(texts, view));
    stream.line("TRANSP:OPAQUE");
    stream.line("END:VEVENT");
    stream.line("END:VCALENDAR");
    Calendar {
        method,
        ics: stream.0,
    }
}

fn summary(texts: &Texts, view: &VisitView) -> String {
    if view.sensitive {
        texts.visit.calendar_summary_neutral.to_owned()
    } else {
        fill(texts.visit.calendar_summary, &[("centre", &view.centre.name)])
    }
}

fn location(view: &VisitView) -> String {
    let address = view.centre.address();
    if view.sensitive {
        address
    } else {
        format!("{}, {address}", view.centre.name)
    }
}

fn description(texts: &Texts, view: &VisitView) -> String {
    let words = &texts.visit;
    let mut lines: Vec<String> = view
        .reference
        .iter()
        .map(|reference| format!("{}: {reference}", words.reference))
        .collect();
    if !view.sensitive {
        for requirements in view.requirements(texts) {
            lines.push(String::new());
            lines.push(requirements.title);
            lines.push(requirements.bring.label.to_owned());
            lines.extend(
                requirements
                    .bring
                    .lines
                    .iter()
                    .map(|document| format!("- {document}")),
            );
        }
        lines.push(String::new());
    }
    lines.push(words.calendar_help.to_owned());
    lines.join("\n")
}

#[derive(Default)]
struct Stream(String);

impl Stream {
    /// A property whose value is TEXT (RFC 5545, 3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        let mut line = format!("{name}:");
        for character in value.chars() {
            match character {
                '\\' | ';' | ',' => line.extend(['\\', character]),
                '\n' => line.push_str("\\n"),
                other if other.is_control() => {}
                other => line.push(other),
            }
        }
        self.line(&line);
    }

    /// A content line, folded so that no line is longer than 75 octets and no character is torn (RFC 5545, 3.1).
    fn line(&mut self, content: &str) {
        let mut octets = 0;
        for character in content.chars() {
            if octets + character.len_utf8() > 75 {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(character);
            octets += character.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}
