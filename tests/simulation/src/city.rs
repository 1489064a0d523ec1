//! A small city: three centres that differ in what can go wrong, and few enough times to quarrel over.

use std::collections::BTreeMap;
use std::path::Path;

use booking::catalogue::{
    Address, Catalogue, Centre, Fee, Place, PlannedCentre, QuantityOf, Service, StepFree, Wording,
};
use booking::plan::{Counter, OpeningHours, Plan, Rhythm, SpecialOpening};
use booking::share::Shares;
use booking::skill::SkillSet;
use chrono::{NaiveDate, Weekday};
use edge::sqlite::Sqlite;

/// Both skills of every centre, in their order.
pub const SKILLS: [&str; 2] = ["ausweis", "melde"];
const ALL_DAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// A service: id, units by quantity, the bits of the skills it needs.
pub const SERVICES: [(&str, &[u8], u8); 4] = [
    ("pass", &[3, 6], 0b01),
    ("melde", &[2, 4], 0b10),
    ("umzug", &[4], 0b11),
    ("lang", &[12], 0b10),
];

/// What the oracle knows of a centre, without asking the product.
pub struct Layout {
    /// As the catalogue names it.
    pub id: &'static str,
    /// Number and skills of each counter.
    pub counters: &'static [(u8, u8)],
    /// First and last open unit of an open day.
    pub hours: (u16, u16),
    /// Whether it is open on Saturdays, Sundays and holidays too.
    pub always: bool,
    /// Days that may be booked ahead.
    pub horizon: u16,
    /// Least notice, in minutes.
    pub lead: u16,
    /// Percent kept for the phone and for short notice.
    pub shares: (u8, u8),
}

/// The three centres: a usual one, one with a single counter by day and night, one that keeps times back.
pub const LAYOUT: [Layout; 3] = [
    Layout {
        id: "hafen",
        counters: &[(1, 0b11), (2, 0b01)],
        hours: (96, 144),
        always: false,
        horizon: 4,
        lead: 60,
        shares: (0, 0),
    },
    Layout {
        id: "nacht",
        counters: &[(1, 0b11)],
        hours: (0, 288),
        always: true,
        horizon: 2,
        lead: 60,
        shares: (0, 0),
    },
    Layout {
        id: "tor",
        counters: &[(1, 0b11), (4, 0b10), (7, 0b11)],
        hours: (84, 240),
        always: true,
        horizon: 3,
        lead: 90,
        shares: (25, 10),
    },
];

/// Public holidays within the simulated time, on which the usual centre is closed.
pub const HOLIDAYS: [&str; 6] = [
    "2026-10-31",
    "2026-12-25",
    "2026-12-26",
    "2027-01-01",
    "2027-03-26",
    "2027-03-29",
];

/// The city as the product knows it.
pub fn catalogue() -> Catalogue {
    Catalogue {
        services: SERVICES.iter().map(service).collect(),
        centres: LAYOUT.iter().map(centre).collect(),
    }
}

/// A database with the city in it, to be copied for each seed.
///
/// # Panics
/// When the migrations do not apply: nothing can be simulated then.
pub fn founded() -> Sqlite {
    let database = Sqlite::open(":memory:").expect("SQLite opens");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../edge-worker/migrations");
    let entries = std::fs::read_dir(folder).expect("there are migrations");
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    for file in files {
        let migration = std::fs::read_to_string(file).expect("a migration reads");
        database.script(&migration).expect("a migration applies");
    }
    let import = catalogue::import_sql(&catalogue());
    database.script(&import).expect("the city is imported");
    database
}

fn german(text: &str) -> Wording {
    Wording {
        de: text.to_owned(),
        translations: BTreeMap::new(),
    }
}

fn service((id, units, skills): &(&str, &[u8], u8)) -> Service {
    let needed = SKILLS
        .iter()
        .enumerate()
        .filter(|(bit, _)| skills & (1 << bit) != 0);
    Service {
        id: (*id).into(),
        name: german(id),
        leika: None,
        units: units.to_vec(),
        quantity_of: QuantityOf::Person,
        place: Place::Any,
        alternative: None,
        fees: vec![Fee {
            label: german("Gebühr"),
            cents: Some(1_000),
        }],
        documents: vec![german("Ausweis")],
        skills: needed.map(|(_, name)| (*name).into()).collect(),
        sensitive: false,
        synonyms: Vec::new(),
        translated_synonyms: BTreeMap::new(),
    }
}

fn centre(layout: &Layout) -> PlannedCentre {
    let (opens, closes) = layout.hours;
    let days = if layout.always {
        &ALL_DAYS[..]
    } else {
        &ALL_DAYS[..5]
    };
    let special = |date: &&str| SpecialOpening {
        date: date.parse::<NaiveDate>().expect("a date"),
        opens,
        closes,
    };
    PlannedCentre {
        centre: Centre {
            id: layout.id.into(),
            name: format!("Kundenzentrum {}", layout.id),
            district: "Altona".to_owned(),
            address: Address {
                street: "Kai 1".to_owned(),
                postcode: "22767".to_owned(),
                city: "Hamburg".to_owned(),
            },
            note: None,
            step_free: StepFree::Unknown,
            payment: german("bar"),
            skills: SKILLS.iter().map(|name| (*name).into()).collect(),
            services: SERVICES.iter().map(|(id, ..)| (*id).into()).collect(),
            lead_minutes: layout.lead,
            horizon_days: layout.horizon,
            valid_from: None,
            valid_to: None,
            successor: None,
            coordinates: None,
            aliases: Vec::new(),
            shares: Shares {
                phone_percent: layout.shares.0,
                short_notice_percent: layout.shares.1,
            },
        },
        plan: Plan {
            opening_hours: days
                .iter()
                .map(|weekday| OpeningHours {
                    weekday: *weekday,
                    opens,
                    closes,
                    valid_from: None,
                    valid_until: None,
                    rhythm: Rhythm::Weekly,
                })
                .collect(),
            special_openings: HOLIDAYS.iter().filter(|_| layout.always).map(special).collect(),
            closures: Vec::new(),
            counters: layout
                .counters
                .iter()
                .map(|(number, skills)| Counter {
                    number: *number,
                    skills: SkillSet::from_bits(*skills),
                })
                .collect(),
        },
        plan_version: 1,
    }
}
