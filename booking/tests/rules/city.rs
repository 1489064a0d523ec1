//! Where the promises are tested: one centre, one Tuesday, and a clock that is set by hand.

use booking::appointment::{Appointment, Slot};
use booking::catalogue::{Centre, Chosen, Visit};
use booking::change::{Change, Days, Entropy};
use booking::day::{Claim, ClaimKind, Day, Span, Taking};
use booking::hold::{Address, hold};
use booking::id::{AppointmentId, CentreId, Reference, ServiceId};
use booking::mail::accepted;
use booking::plan::{Counter, OpenDay, OpeningHours, Plan, Rhythm};
use booking::reserve::{Wish, reserve};
use booking::share::Channel;
use booking::skill::SkillSet;
use booking::time::{Instant, unit_start};
use booking::unit::{Unit, UnitSet, parse_clock};
use chrono::{NaiveDate, Weekday};
use serde_json::json;

/// No holiday, no clock change, within the horizon of late November.
pub const TUESDAY: &str = "2026-12-01";

/// The first unit of days so small that everything can be tried: 07:00.
pub const FIRST: Unit = 84;

pub const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

/// The two skills of the centre.
pub const PASS: SkillSet = SkillSet::from_bits(0b01);
pub const MOVE: SkillSet = SkillSet::from_bits(0b10);
pub const BOTH: SkillSet = SkillSet::from_bits(0b11);

/// An address that is new, and within its limits.
pub const OTHER_ADDRESS: Address = Address {
    same: false,
    over_limit: false,
};
pub const SAME_ADDRESS: Address = Address {
    same: true,
    over_limit: false,
};
pub const ADDRESS_OVER_LIMIT: Address = Address {
    same: false,
    over_limit: true,
};

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// RFC 3339.
pub fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// `14:00` or `14:00:30` in Hamburg on that Tuesday, in winter time.
pub fn clock(text: &str) -> Instant {
    let seconds = if text.len() == 5 { ":00" } else { "" };
    at(&format!("{TUESDAY}T{text}{seconds}+01:00"))
}

pub fn centre() -> Centre {
    serde_json::from_value(json!({
        "id": "harburg", "name": "Harburg", "district": "Harburg",
        "address": { "street": "Harburger Rathausforum 1", "postcode": "21073", "city": "Hamburg" },
        "payment": { "de": "Karte" }, "skills": ["ausweis", "melde"], "services": ["personalausweis"],
    }))
    .unwrap()
}

/// Open from 07:00 to 19:00 every day, with a counter for each of these skills.
pub fn plan(counters: &[SkillSet]) -> Plan {
    Plan {
        opening_hours: WEEK
            .into_iter()
            .map(|weekday| weekday_hours(weekday, "07:00-19:00"))
            .collect(),
        counters: (1..)
            .zip(counters)
            .map(|(number, skills)| Counter {
                number,
                skills: *skills,
            })
            .collect(),
        ..Plan::default()
    }
}

pub fn day_on(text: &str, counters: &[SkillSet]) -> Day {
    untouched(date(text), plan(counters).on(date(text)))
}

pub fn untouched(date: NaiveDate, open: OpenDay) -> Day {
    Day {
        centre: CentreId::from("harburg"),
        date,
        version: 0,
        plan_version: 1,
        open,
        claims: Vec::new(),
    }
}

pub fn slot_on(day: &str, start: &str) -> Slot {
    let (date, start) = (date(day), parse_clock(start).unwrap());
    let starts_at = unit_start(date, start).unwrap();
    Slot {
        centre: CentreId::from("harburg"),
        date,
        start,
        starts_at,
    }
}

pub fn wish_on(day: &str, start: &str, units: u8) -> Wish {
    Wish {
        slot: slot_on(day, start),
        visit: Visit { units, skills: PASS },
        services: vec![Chosen {
            id: ServiceId::from("personalausweis"),
            quantity: units / 3,
        }],
    }
}

/// On that Tuesday.
pub fn wish(start: &str, units: u8) -> Wish {
    wish_on(TUESDAY, start, units)
}

pub fn id(number: u8) -> AppointmentId {
    AppointmentId::from_bytes([number; 16])
}

/// Chance without a surprise: a new appointment gets this number, times stay back as short as may be.
pub fn chance(number: u8) -> Entropy {
    Entropy {
        id: id(number),
        reference: Reference::from_bits(u64::from(number)),
        jitter: 0,
    }
}

/// An appointment on its way, with the days it touches.
#[derive(Clone, Debug)]
pub struct Way {
    pub appointment: Appointment,
    pub days: Days,
}

impl Way {
    pub fn after(change: Change) -> Self {
        Self {
            appointment: change.appointment,
            days: change.days,
        }
    }

    /// Three units on that Tuesday with two counters, reserved at `now`.
    pub fn reserved(start: &str, now: Instant) -> Self {
        Self::reserved_at(wish(start, 3), day_on(TUESDAY, &[BOTH, BOTH]), now)
    }

    pub fn reserved_at(wish: Wish, day: Day, now: Instant) -> Self {
        let change = reserve(wish, &centre(), "de", None, Days::new(vec![day]), now, &chance(1));
        Self::after(change.unwrap())
    }

    pub fn held(self, now: Instant) -> Self {
        Self::after(hold(self.appointment, self.days, OTHER_ADDRESS, now, &chance(1)).unwrap())
    }

    /// The mail system takes the activation mail of this generation.
    pub fn mailed(self, generation: u32, now: Instant) -> Self {
        Self::after(accepted(self.appointment, self.days, generation, now, &chance(1)).unwrap())
    }

    pub fn booked(self, now: Instant) -> Self {
        Self::after(activated(self.appointment, self.days, now).unwrap())
    }

    /// The day of the appointment, and what lives on it.
    pub fn day(&self) -> &Day {
        self.days
            .iter()
            .find(|day| day.date == self.appointment.slot.date)
            .unwrap()
    }

    /// The only claim that is a visit.
    pub fn visit(&self) -> &Claim {
        let mut visits = self
            .day()
            .claims
            .iter()
            .filter(|claim| claim.kind == ClaimKind::Visit);
        let visit = visits.next().unwrap();
        assert_eq!(visits.next(), None);
        visit
    }
}

/// Activates, where it is not booked yet.
pub fn activated(appointment: Appointment, days: Days, now: Instant) -> Result<Change, booking::Refusal> {
    use booking::activate::{Activated, activate};
    match activate(appointment, days, now, &chance(1))? {
        Activated::Now(change) => Ok(*change),
        Activated::Already(appointment) => panic!("booked before: {appointment:?}"),
    }
}

/// Whether somebody else gets this time on `day` at `now`.
pub fn free_for_others(day: &Day, start: &str, now: Instant) -> bool {
    free_for(day, start, None, now)
}

pub fn free_for(day: &Day, start: &str, own: Option<AppointmentId>, now: Instant) -> bool {
    let span = Span {
        start: parse_clock(start).unwrap(),
        units: 3,
        skills: PASS,
    };
    let taking = Taking {
        holder: id(200),
        own,
        channel: Channel::Online,
        until: Instant::FOREVER,
        given_up_until: now,
    };
    day.clone().take(span, taking, now).is_ok()
}

/// Takes this time for good; says whether it fitted.
pub fn take(day: &mut Day, number: u8, span: Span) -> bool {
    let taking = Taking {
        holder: id(number),
        own: None,
        channel: Channel::Online,
        until: Instant::FOREVER,
        given_up_until: Instant::FOREVER,
    };
    day.take(span, taking, clock("07:00")).is_ok()
}

pub fn units(span: Span) -> UnitSet {
    UnitSet::range(span.start, span.start + u16::from(span.units))
}

/// `08:00-12:00`: first unit, and first unit after it.
pub fn clock_span(text: &str) -> (Unit, Unit) {
    let (opens, closes) = text.split_once('-').unwrap();
    (parse_clock(opens).unwrap(), parse_clock(closes).unwrap())
}

/// Hours of a weekday, every week.
pub fn weekday_hours(weekday: Weekday, text: &str) -> OpeningHours {
    let (opens, closes) = clock_span(text);
    OpeningHours {
        weekday,
        opens,
        closes,
        valid_from: None,
        valid_until: None,
        rhythm: Rhythm::Weekly,
    }
}
