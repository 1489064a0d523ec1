//! The files as written: what a clerk may put down, and under which names.

use std::collections::BTreeMap;

use booking::catalogue::{Address, Place, QuantityOf, StepFree, Wording};
use booking::plan::Occurrence;
use booking::share::Shares;
use serde::Deserialize;
use toml::Spanned;

/// Where a fact comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// Numbers of `SOURCES.md`, or `project` for a decision or guess of ours.
    pub sources: Vec<Spanned<String>>,
    /// Whether the office or a page of the city says so; a guess is not verified.
    pub verified: bool,
    /// What is unclear about it.
    #[serde(default)]
    pub note: Option<String>,
}

/// Origins by the name of the fact in the same file.
pub type Provenance = Spanned<BTreeMap<Spanned<String>, Origin>>;

/// `services/*.toml`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Lower case letters, digits and hyphens; `l-17` where sensitive.
    pub id: Spanned<String>,
    /// What people read.
    pub name: Wording,
    /// LeiKa key, 14 digits.
    #[serde(default)]
    pub leika: Option<Spanned<String>>,
    /// 5-minute units: the first entry is for one, the last for the maximum.
    pub units: Spanned<Vec<u8>>,
    /// `person` or `document`.
    pub quantity_of: QuantityOf,
    /// `any`, `issuing_office` or `invitation`.
    pub place: Place,
    /// An online or postal way.
    #[serde(default)]
    pub alternative: Option<Wording>,
    /// What it costs.
    #[serde(default)]
    pub fees: Vec<Spanned<Fee>>,
    /// What to bring.
    pub documents: Vec<Wording>,
    /// Skills that one counter must have, as `city.toml` names them.
    pub skills: Spanned<Vec<Spanned<String>>>,
    /// Whether the name must stay out of subjects, addresses, logs and calendars.
    #[serde(default)]
    pub sensitive: bool,
    /// Everyday words for the search.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// Where the facts come from.
    pub provenance: Provenance,
}

/// One line of what a service costs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// For whom or what.
    pub label: Wording,
    /// Euro cents; left out until the amount is verified.
    #[serde(default)]
    pub cents: Option<u32>,
    /// Where the amount comes from.
    pub origin: Origin,
}

/// `centres/*.toml`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Centre {
    /// Lower case letters, digits and hyphens.
    pub id: Spanned<String>,
    /// `residents` or `foreigners`.
    pub kind: Spanned<Kind>,
    /// What people read.
    pub name: String,
    /// Other names people know it by.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// First date on which it is open, `2026-04-01`; left out where it has been open ever since.
    #[serde(default)]
    pub valid_from: Option<Spanned<String>>,
    /// First date on which it is closed for good.
    #[serde(default)]
    pub valid_to: Option<Spanned<String>>,
    /// Id of the centre that takes over.
    #[serde(default)]
    pub successor: Option<Spanned<String>>,
    /// One of Hamburg's seven districts.
    pub district: Spanned<String>,
    /// Where it is.
    pub address: Spanned<Address>,
    /// `{ lat = 53.4591, lon = 9.978 }`
    #[serde(default)]
    pub coordinates: Option<Spanned<Point>>,
    /// Way in, stop, entrance.
    #[serde(default)]
    pub note: Option<Wording>,
    /// `yes`, `no` or `unknown`.
    pub step_free: StepFree,
    /// How people pay there.
    pub payment: Wording,
    /// At most four; only ever add at the end.
    pub skills: Spanned<Vec<Spanned<String>>>,
    /// Ids of what it serves; left out: all that centres of its kind serve.
    #[serde(default)]
    pub services: Option<Spanned<Vec<Spanned<String>>>>,
    /// Minutes, where other than in the rest of the city.
    #[serde(default)]
    pub lead_minutes: Option<Spanned<u16>>,
    /// Days, where other than in the rest of the city.
    #[serde(default)]
    pub horizon_days: Option<u16>,
    /// Shares, where other than in the rest of the city.
    #[serde(default)]
    pub shares: Option<Spanned<Shares>>,
    /// Hours by weekday; several with dates where they change, or with weeks where they do not hold in all.
    pub opening_hours: Vec<Spanned<Week>>,
    /// Openings of single days, also on holidays.
    #[serde(default)]
    pub special_openings: Vec<Spanned<SpecialOpening>>,
    /// Closures of this centre.
    #[serde(default)]
    pub closures: Vec<Spanned<Closure>>,
    /// Counters that serve online bookings.
    #[serde(default)]
    pub counters: Vec<Spanned<Counters>>,
    /// Where the facts come from.
    pub provenance: Provenance,
}

/// Whom a centre serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Residents, in every matter that needs no invitation.
    Residents,
    /// Foreigners of its district, by invitation.
    Foreigners,
}

/// A place on the map, in degrees. © OpenStreetMap contributors, ODbL.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lon: f64,
}

/// Hours of a week, `mon = ["08:00-12:00", "13:00-16:00"]`; closed where left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Week {
    /// First date, `2026-04-01`.
    pub valid_from: Option<Spanned<String>>,
    /// First date on which it no longer applies.
    pub valid_until: Option<Spanned<String>>,
    /// Only in every n-th week, 2 to 12.
    pub every_weeks: Option<Spanned<u8>>,
    /// A date in the first of these weeks.
    pub counted_from: Option<Spanned<String>>,
    /// Only on these occurrences of the weekday in a month: `["first", "third"]`, up to `"fifth"`, or `"last"`.
    pub weeks_of_month: Option<Spanned<Vec<Occurrence>>>,
    /// Monday.
    pub mon: Vec<Spanned<String>>,
    /// Tuesday.
    pub tue: Vec<Spanned<String>>,
    /// Wednesday.
    pub wed: Vec<Spanned<String>>,
    /// Thursday.
    pub thu: Vec<Spanned<String>>,
    /// Friday.
    pub fri: Vec<Spanned<String>>,
    /// Saturday.
    pub sat: Vec<Spanned<String>>,
    /// Sunday.
    pub sun: Vec<Spanned<String>>,
}

/// Hours of one date.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpecialOpening {
    /// `2026-12-19`
    pub date: Spanned<String>,
    /// As in [`Week`].
    pub hours: Vec<Spanned<String>>,
    /// Where it comes from.
    pub origin: Origin,
}

/// Days, or parts of days, without visits.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// `2026-12-24`, or first and last closed day: `2026-12-28/2026-12-30`.
    pub dates: Vec<Spanned<String>>,
    /// Only this part of each day, as in [`Week`].
    #[serde(default)]
    pub hours: Option<Spanned<String>>,
    /// Only this counter.
    #[serde(default)]
    pub counter: Option<Spanned<u8>>,
    /// Why, for those who read the file.
    pub reason: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Counters of the same skills.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counters {
    /// 1 to 64; a number never changes its place.
    pub numbers: Vec<Spanned<u8>>,
    /// What can be done there.
    pub skills: Vec<Spanned<String>>,
}

/// `city.toml`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct City {
    /// Ids of all services in the order shown.
    pub services: Spanned<Vec<Spanned<String>>>,
    /// Ids of all centres in the order shown.
    pub centres: Spanned<Vec<Spanned<String>>>,
    /// Bookable online from now plus this many minutes.
    pub lead_minutes: Spanned<u16>,
    /// Bookable online to today plus this many days.
    pub horizon_days: u16,
    /// What is kept back for the phone and for short notice, in percent.
    #[serde(default)]
    pub shares: Option<Spanned<Shares>>,
    /// What each skill means.
    pub skills: BTreeMap<Spanned<String>, String>,
    /// Closures of all centres.
    #[serde(default)]
    pub closures: Vec<Spanned<Closure>>,
    /// Where the facts come from.
    pub provenance: Provenance,
}
