//! From the API's JSON to what the journey knows.

use booking::catalogue::Coordinates;
use booking::first::FirstStarts;

use crate::catalogue::{Catalogue, Centre, Place, Service};
use crate::date;
use crate::journey::{Kept, Mail, Moment, Refusal, Status, Ticket};
use crate::json::Json;
use crate::offer::{Availability, CentreDays, CentreStarts, Row, Slot};

/// The catalogue.
pub fn catalogue(json: &Json) -> Catalogue {
    Catalogue {
        // This machine's day, until the first answer that tells the edge's.
        today: js_sys::Date::new_0()
            .to_iso_string()
            .as_string()
            .unwrap_or_default(),
        closed: json.get("closed").text("text"),
        privacy_url: json.text("privacy_url"),
        languages: json
            .list("languages")
            .iter()
            .map(|language| (language.words("tag"), language.words("name")))
            .collect(),
        services: json.list("services").iter().map(service).collect(),
        centres: json.list("centres").iter().map(centre).collect(),
    }
}

fn service(json: &Json) -> Service {
    let alternative = json.get("alternative");
    Service {
        id: json.words("id"),
        name: json.words("name"),
        german_name: json.text("german_name"),
        units: json.list("units").iter().filter_map(Json::natural).collect(),
        max_quantity: json.number("max_quantity").unwrap_or(1),
        counts_documents: json.text("quantity_of").as_deref() == Some("document"),
        place: match json.text("place").as_deref() {
            Some("issuing_office") => Place::IssuingOffice,
            Some("invitation") => Place::Invitation,
            _ => Place::Any,
        },
        alternative: alternative
            .0
            .as_string()
            .or_else(|| alternative.text("label"))
            .map(|label| (label, alternative.text("url"))),
        fees: json
            .list("fees")
            .iter()
            .filter_map(|fee| Some((fee.text("label")?, fee.number("cents"))))
            .collect(),
        documents: json.texts("documents"),
        synonyms: json.texts("synonyms"),
        skills: json.texts("skills"),
    }
}

fn centre(json: &Json) -> Centre {
    let address = json.get("address");
    let part = |name| address.words(name);
    Centre {
        id: json.words("id"),
        name: json.words("name"),
        district: json.words("district"),
        street: part("street"),
        city: [&part("postcode"), " ", &part("city")].concat(),
        point: point(&json.get("coordinates")),
        note: json.text("note").filter(|note| !note.is_empty()),
        step_free: match json.text("step_free").as_deref() {
            Some("yes") => Some(true),
            Some("no") => Some(false),
            _ => None,
        },
        services: json.texts("services"),
        valid_from: json.text("valid_from"),
        valid_to: json.text("valid_to"),
        successor: json.text("successor"),
    }
}

fn point(json: &Json) -> Option<Coordinates> {
    let degrees = |name| json.get(name).0.as_f64();
    // The cast saturates; such a place would be far, not wrong.
    let millionths = |degrees: f64| (degrees * 1e6) as i32;
    Some(Coordinates {
        lat: millionths(degrees("lat")?),
        lon: millionths(degrees("lon")?),
    })
}

/// The city at a glance.
pub fn availability(json: &Json) -> Availability {
    let centre = |centre: &Json| CentreDays {
        centre: centre.words("id"),
        until: centre.text("until").as_deref().and_then(date::date_of),
        next_opens: centre.words("next_opens"),
        rows: centre.list("rows").iter().map(row).collect(),
    };
    Availability {
        from: json.text("from").as_deref().and_then(date::date_of),
        written: moment(json, "now").unwrap_or_default(),
        centres: json.list("centres").iter().map(centre).collect(),
    }
}

fn row(json: &Json) -> Row {
    let first = json.get("first");
    Row {
        skills: json.texts("skills"),
        longest: json.words("longest"),
        first: ["today", "later", "late", "saturday"]
            .map(|name| FirstStarts::from_text(&first.words(name)).unwrap_or_default()),
    }
}

/// The exact starts of a centre.
pub fn starts(json: &Json) -> CentreStarts {
    let row = |row: &Json| (row.texts("skills"), row.texts("longest"));
    CentreStarts {
        centre: json.words("centre"),
        from: json.text("from").as_deref().and_then(date::date_of),
        written: moment(json, "now").unwrap_or_default(),
        first: json.number("first").unwrap_or_default(),
        rows: json.list("rows").iter().map(row).collect(),
    }
}

/// A list of slots.
pub fn slots(json: &Json, name: &str) -> Vec<Slot> {
    json.list(name).iter().filter_map(slot).collect()
}

fn slot(json: &Json) -> Option<Slot> {
    Some(Slot {
        centre: json.text("centre")?,
        starts_at: json.text("starts_at")?,
    })
}

/// A moment, if the member is one.
pub fn moment(json: &Json, name: &str) -> Option<Moment> {
    let text = json.text(name)?;
    let at = js_sys::Date::parse(&text);
    Some(Moment { text, at })
}

/// A fresh reservation of `slot`.
pub fn reserved(json: &Json, slot: Slot) -> Kept {
    Kept {
        ticket: Ticket {
            id: json.words("id"),
            secret: json.words("secret"),
        },
        slot,
        begins: 0.0,
        until: moment(json, "reserved_until").unwrap_or_default(),
        prolongations_left: json.number("prolongations_left").unwrap_or_default(),
        held: false,
        mail: Mail::Queued,
        activate_by: None,
        resends_left: 0,
        resend_from: 0.0,
        reference: None,
    }
}

/// How an appointment stands.
pub fn status(json: &Json, ticket: Ticket) -> Status {
    let status = json.words("status");
    let until = moment(json, "hold_until")
        .or_else(|| moment(json, "reserved_until"))
        .unwrap_or_default();
    let mail = match json.text("mail").as_deref() {
        Some("sent") => Mail::Sent,
        Some("refused") => Mail::Refused,
        Some("too_late") => Mail::TooLate,
        _ => Mail::Queued,
    };
    let slot = slot(json).unwrap_or_else(|| Slot {
        centre: String::new(),
        starts_at: String::new(),
    });
    Status {
        kept: Kept {
            held: status == "held",
            mail,
            begins: moment(json, "starts_at").unwrap_or_default().at,
            until,
            activate_by: moment(json, "activate_by"),
            resends_left: json.number("resends_left").unwrap_or_default(),
            reference: json.text("reference"),
            ticket,
            ..reserved(json, slot)
        },
        services: json
            .list("services")
            .iter()
            .filter_map(|wish| Some((wish.text("id")?, wish.number("quantity")?)))
            .collect(),
        status,
    }
}

/// A problem document.
pub fn refusal(json: &Json) -> Refusal {
    let kind = json.words("type");
    Refusal {
        name: kind.rsplit('/').next().unwrap_or_default().to_owned(),
        detail: json.text("detail"),
        errors: json
            .list("errors")
            .iter()
            .filter_map(|error| Some((error.text("field")?, error.text("detail")?)))
            .collect(),
        alternatives: slots(json, "alternatives"),
        retry_after: json.number("retry_after"),
        tries_left: json.number("tries_left"),
        uncertain: false,
    }
}
