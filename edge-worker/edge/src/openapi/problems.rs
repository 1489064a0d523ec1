//! Problem documents, kind by kind: which members they have, and what the caller does next.

use booking::Instant;
use booking::catalogue::Standing;
use chrono::NaiveDate;
use schemars::generate::SchemaGenerator;
use serde_json::{Map, Value, json};

use crate::field::{Fault, FieldProblem};
use crate::problem::{Document, Kind, Problem};
use crate::standing::Shut;
use crate::store::closed::ClosedText;
use crate::wire::SlotJson;

/// Members that only some kinds have, and whether these always do.
fn own_members(kind: Kind) -> &'static [(&'static str, bool)] {
    match kind {
        Kind::Invalid => &[("errors", true)],
        Kind::BadQuery => &[("errors", false)],
        Kind::SlotTaken | Kind::NotOffered | Kind::CentrePaused => &[("alternatives", true)],
        Kind::CentreClosed => &[("successor", false), ("alternatives", false)],
        Kind::CentreNotOpen => &[("opens", true), ("alternatives", false)],
        // Of an appointment that is already deleted nobody knows what it was for.
        Kind::Lapsed => &[("alternatives", false)],
        Kind::Busy | Kind::BookingClosed | Kind::TooSoon | Kind::TooManyRequests => &[("retry_after", true)],
        Kind::WrongCode | Kind::CodeSpent => &[("tries_left", true)],
        _ => &[],
    }
}

/// The name of a kind's schema.
pub fn component(kind: Kind) -> String {
    format!("{kind:?}Problem")
}

/// Whether it is answered with `Retry-After`.
pub fn says_when(kind: Kind) -> bool {
    own_members(kind).iter().any(|(name, _)| *name == "retry_after")
}

/// A schema for each kind.
pub fn components(generator: &mut SchemaGenerator) -> Map<String, Value> {
    generator.subschema_for::<Document>();
    let general = generator.definitions_mut().remove("Problem").unwrap_or_default();
    Kind::ALL
        .iter()
        .map(|kind| (component(*kind), schema(*kind, &general)))
        .collect()
}

fn schema(kind: Kind, general: &Value) -> Value {
    let usual = ["type", "title", "status", "detail"];
    let own = own_members(kind);
    let mut members = general["properties"].as_object().cloned().unwrap_or_default();
    members.retain(|name, _| usual.contains(&name.as_str()) || own.iter().any(|(own, _)| own == name));
    for (name, member) in &mut members {
        // Left out where there is none, never null.
        for kind in ["array", "integer", "string"] {
            if member["type"] == json!([kind, "null"]) {
                member["type"] = kind.into();
            }
        }
        match name.as_str() {
            "type" => member["pattern"] = format!("/problems/{}$", kind.name()).into(),
            "status" => member["const"] = kind.status().as_u16().into(),
            _ => {}
        }
    }
    let always = own.iter().filter(|(_, always)| *always).map(|(name, _)| *name);
    let required: Vec<&str> = usual.into_iter().chain(always).collect();
    let english = example(kind, "en");
    json!({
        "type": "object",
        "description": format!("`{}`: {}. {}", kind.name(), english.title, english.detail),
        "properties": members,
        "required": required,
        "examples": [example(kind, "de"), english],
    })
}

/// As it may arrive.
fn example(kind: Kind, language: &str) -> Document<'static> {
    let problem = match kind {
        Kind::Invalid => Problem::invalid(vec![FieldProblem::new(
            "services[0].quantity",
            Fault::Quantity(2),
        )]),
        Kind::BadQuery => Problem::bad_query(vec![FieldProblem::new("days", Fault::Number(1, 61))]),
        Kind::SlotTaken | Kind::NotOffered | Kind::CentrePaused | Kind::Lapsed => Problem::from(kind)
            .with_alternatives(vec![SlotJson {
                centre: "harburg".to_owned(),
                starts_at: "2026-12-01T08:15:00+01:00".to_owned(),
                ends_at: "2026-12-01T08:30:00+01:00".to_owned(),
            }]),
        Kind::BookingClosed => Problem::closed(ClosedText {
            de: "Wir warten unsere Systeme bis 14 Uhr.".to_owned(),
            en: "We service our systems until 2 pm.".to_owned(),
        }),
        Kind::CentreClosed => shut("Eimsbüttel", Standing::Closed(day(2026, 4, 1))).into(),
        Kind::CentreNotOpen => shut("City", Standing::NotYet(day(2027, 7, 1))).into(),
        Kind::TooSoon => Problem::from(kind).with_retry_after(85),
        Kind::TooManyRequests => {
            // 08:31 in Hamburg.
            let now = Instant::from_seconds(1_796_110_260);
            Problem::too_many_requests(now.plus_minutes(9), now)
        }
        Kind::WrongCode => Problem::from(kind).with_tries_left(4),
        Kind::CodeSpent => Problem::from(kind).with_tries_left(0),
        _ => kind.into(),
    };
    Document::new(&problem, texts::of(language), "https://termin.example")
}

fn shut(name: &str, standing: Standing) -> Shut {
    Shut {
        centre: format!("Hamburg Service vor Ort {name}"),
        standing,
        today: day(2026, 11, 24),
        successor: matches!(standing, Standing::Closed(_))
            .then(|| ("eppendorf".into(), "Hamburg Service vor Ort Eppendorf".to_owned())),
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}
