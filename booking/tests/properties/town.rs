//! A few people, two small days, and everything that the product lets them do.

use std::collections::BTreeMap;

use booking::activate::{Activated, activate, activate_at, wrong_code};
use booking::appointment::{Appointment, Slot, Status};
use booking::cancel::{cancel, leave, undo};
use booking::catalogue::Visit;
use booking::change::{Change, Days, Entropy};
use booking::day::Day;
use booking::hold::{hold, resend};
use booking::id::{AppointmentId, Reference};
use booking::invariant::Holder;
use booking::mail::{accepted, refused, too_late};
use booking::relocate::relocate;
use booking::reserve::{Wish, prolong, reserve};
use booking::skill::SkillSet;
use booking::time::unit_start;
use booking::{Instant, Refusal};
use proptest::prelude::*;

use super::city::*;
use super::random::{LENGTH, any_day, any_day_of_counters_alike};

/// The day after [`TUESDAY`].
const WEDNESDAY: &str = "2026-12-02";

/// What somebody does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Wait,
    /// Reserves, and gives back what they had reserved or held before.
    Reserve,
    Prolong,
    Form,
    /// The address is the same as before.
    FormAgain,
    FormOverLimit,
    Resend,
    MailAccepted,
    MailRefused,
    MailTooLate,
    Press,
    /// Presses late, at a time chosen then.
    PressAt,
    WrongCode,
    Leave,
    Cancel,
    Undo,
    Move,
}

const DEEDS: [Deed; 17] = [
    Deed::Wait,
    Deed::Reserve,
    Deed::Prolong,
    Deed::Form,
    Deed::FormAgain,
    Deed::FormOverLimit,
    Deed::Resend,
    Deed::MailAccepted,
    Deed::MailRefused,
    Deed::MailTooLate,
    Deed::Press,
    Deed::PressAt,
    Deed::WrongCode,
    Deed::Leave,
    Deed::Cancel,
    Deed::Undo,
    Deed::Move,
];

/// Who does what, where it needs a time at which, and what chance has to say.
#[derive(Clone, Copy, Debug)]
pub struct Act {
    pub who: u8,
    pub deed: Deed,
    pub wednesday: bool,
    pub start: u16,
    pub visit: Visit,
    pub jitter: u32,
    pub seconds: i64,
}

/// Days, appointments, and the clock.
#[derive(Clone, Debug)]
pub struct Town {
    pub days: [Day; 2],
    pub appointments: BTreeMap<AppointmentId, Appointment>,
    pub latest: BTreeMap<u8, AppointmentId>,
    pub now: Instant,
}

/// A town, and what happens in it.
pub fn any_town() -> impl Strategy<Value = (Town, Vec<Act>)> {
    town(any_day().boxed())
}

/// All counters can do all.
pub fn any_town_of_counters_alike() -> impl Strategy<Value = (Town, Vec<Act>)> {
    town(any_day_of_counters_alike().boxed())
}

/// Room for everything, and one person who wants it.
pub fn any_way() -> impl Strategy<Value = (Town, Vec<Act>)> {
    town(Just(day_on(TUESDAY, &[BOTH; 8])).boxed()).prop_map(|(town, mut acts)| {
        acts.iter_mut().for_each(|act| act.who = 1);
        (town, acts)
    })
}

fn town(day: BoxedStrategy<Day>) -> impl Strategy<Value = (Town, Vec<Act>)> {
    let hours_before = prop_oneof![1..8_i64, 20..60_i64];
    (day, hours_before, proptest::collection::vec(any_scene(), 2..10)).prop_map(|(day, hours, scenes)| {
        let acts = scenes.into_iter().flatten().collect();
        let wednesday = Day {
            date: date(WEDNESDAY),
            ..day.clone()
        };
        let town = Town {
            days: [day, wednesday],
            appointments: BTreeMap::new(),
            latest: BTreeMap::new(),
            now: clock("07:00").plus_minutes(-60 * hours),
        };
        (town, acts)
    })
}

/// What somebody does in a row: something usual, or anything.
fn any_scene() -> impl Strategy<Value = Vec<Act>> {
    use Deed::*;
    let usual = prop::sample::select(vec![
        vec![Reserve, Form],
        vec![Reserve, Form, Press],
        vec![Reserve, Form, Press, Cancel, Wait, Undo],
        vec![Reserve, Form, Press, Move],
        vec![Reserve, Form, MailAccepted, Wait, Resend, Wait, MailAccepted],
        vec![Reserve, Form, MailAccepted, Wait, Wait, PressAt],
        vec![Move, Wait, Move],
    ]);
    let any = proptest::collection::vec(prop::sample::select(&DEEDS[..]), 1..7);
    let deeds = prop_oneof![usual, any];
    (1..=3_u8, deeds, proptest::collection::vec(any_act(), 7)).prop_map(|(who, deeds, acts)| {
        let does = |(deed, act)| Act { who, deed, ..act };
        deeds.into_iter().zip(acts).map(does).collect()
    })
}

fn any_act() -> impl Strategy<Value = Act> {
    let visit = (1..=6_u8, 1..=3_u8).prop_map(|(units, skills)| Visit {
        units,
        skills: SkillSet::from_bits(skills),
    });
    let when = (any::<bool>(), FIRST..FIRST + LENGTH);
    let chance = (any::<u32>(), prop_oneof![3 => 1..400_i64, 1 => 400..9000_i64]);
    (when, visit, chance).prop_map(|((wednesday, start), visit, (jitter, seconds))| Act {
        who: 0,
        deed: Deed::Wait,
        wednesday,
        start,
        visit,
        jitter,
        seconds,
    })
}

impl Act {
    pub fn wish(&self) -> Wish {
        let date = date(if self.wednesday { WEDNESDAY } else { TUESDAY });
        Wish {
            slot: Slot {
                centre: centre().id,
                date,
                start: self.start,
                starts_at: unit_start(date, self.start).unwrap(),
            },
            visit: self.visit,
            services: Vec::new(),
        }
    }
}

impl Town {
    /// What somebody has, or had last.
    pub fn of(&self, who: u8) -> Option<&Appointment> {
        self.appointments.get(self.latest.get(&who)?)
    }

    /// The appointments of a day that are not given back, as the cron sees them.
    pub fn holders(&self, day: &Day) -> Vec<Holder> {
        let here = self.appointments.values().filter(|appointment| {
            appointment.slot.date == day.date && appointment.status != Status::Cancelled
        });
        here.map(|appointment| Holder {
            id: appointment.id,
            span: appointment.span(),
            until: appointment.until,
        })
        .collect()
    }

    /// Does it, and keeps what comes of it. `None` where nobody could ask for it, or nothing was to be done.
    pub fn does(&mut self, act: Act) -> Result<Option<Change>, Refusal> {
        if act.deed == Deed::Wait {
            self.now = self.now.plus_seconds(act.seconds);
            return Ok(None);
        }
        let change = self.decide(act)?;
        if let Some(change) = &change {
            self.keep(act.who, change);
        }
        Ok(change)
    }

    /// What the rules say to it; nothing is changed.
    pub fn decide(&self, act: Act) -> Result<Option<Change>, Refusal> {
        let (now, days) = (self.now, Days::new(self.days.to_vec()));
        let number = u8::try_from(self.appointments.len() + 1).unwrap_or(u8::MAX);
        let chance = &Entropy {
            id: id(number),
            reference: Reference::from_bits(u64::from(number)),
            jitter: act.jitter,
        };
        let old = self.of(act.who).cloned();
        if act.deed == Deed::Reserve {
            // Who has booked comes again with an empty browser.
            let replaced = old.filter(|old| old.status != Status::Booked);
            return reserve(act.wish(), &centre(), "de", replaced, days, now, chance).map(Some);
        }
        let Some(appointment) = old else {
            return Ok(None);
        };
        let hold_of = appointment.progress.hold.as_ref();
        let generation = hold_of.map_or(0, |hold| u32::from(hold.generation));
        match act.deed {
            Deed::Wait | Deed::Reserve => Ok(None),
            Deed::Prolong => prolong(appointment, days, true, now, chance).map(Some),
            Deed::Form => hold(appointment, days, OTHER_ADDRESS, now, chance).map(Some),
            Deed::FormAgain => hold(appointment, days, SAME_ADDRESS, now, chance).map(Some),
            Deed::FormOverLimit => hold(appointment, days, ADDRESS_OVER_LIMIT, now, chance).map(Some),
            Deed::Resend => resend(appointment, days, now, chance),
            Deed::MailAccepted => Ok(accepted(appointment, days, generation, now, chance)),
            Deed::MailRefused => Ok(refused(appointment, days, generation, now, chance)),
            Deed::MailTooLate => Ok(too_late(appointment, days, generation, now, chance)),
            Deed::Press => activate(appointment, days, now, chance).map(change),
            Deed::PressAt => {
                let Wish { slot, visit, .. } = act.wish();
                activate_at(appointment, (slot, visit), &centre(), days, now, chance).map(change)
            }
            Deed::WrongCode => wrong_code(appointment, now).map(Some),
            Deed::Leave => leave(appointment, days, now, chance),
            Deed::Cancel => cancel(appointment, days, now, chance),
            Deed::Undo => undo(appointment, days, now),
            Deed::Move => relocate(appointment, act.wish(), &centre(), days, now, chance),
        }
    }

    fn keep(&mut self, who: u8, change: &Change) {
        for day in change.days.iter() {
            let index = usize::from(day.date == date(WEDNESDAY));
            self.days[index] = day.clone();
        }
        for appointment in change.replaced.iter().chain([&change.appointment]) {
            self.appointments.insert(appointment.id, appointment.clone());
        }
        self.latest.insert(who, change.appointment.id);
    }
}

fn change(activated: Activated) -> Option<Change> {
    match activated {
        Activated::Now(change) => Some(*change),
        Activated::Already(_) => None,
    }
}
