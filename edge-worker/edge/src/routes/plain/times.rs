//! The times of a day, each a press away from being reserved.

use axum::http::StatusCode;
use booking::appointment::Slot;
use booking::catalogue::Chosen;
use booking::unit::{UNIT_MINUTES, Unit};
use chrono::NaiveDate;
use texts::date;

use super::days::few;
use super::{Answer, Journey, plain};
use crate::offers::offers;
use crate::pages::plain::{Choice, Group, Said, Times};

const NOON: Unit = 12 * 60 / UNIT_MINUTES;

impl Journey<'_> {
    /// The times of a day: of centres chosen as many as help to choose, or all; else the first ones of each centre.
    pub(super) async fn times(
        &self,
        wish: &[Chosen],
        day: NaiveDate,
        notice: Option<Said>,
        status: StatusCode,
    ) -> Answer {
        let wanted = self.centres();
        let anywhere = wanted.is_empty();
        let only = Some(&wanted)
            .filter(|ids| ids.len() == 1)
            .and_then(|ids| ids.first());
        let mut found = Vec::new();
        let mut more = false;
        for offered in offers(self.edge, &self.catalogue, only, (day, day), self.now).await? {
            let centre = &offered.planned.centre;
            let Ok(visit) = self.catalogue.visit(wish, centre) else {
                continue;
            };
            if !anywhere && !wanted.contains(&centre.id) {
                continue;
            }
            let all: Vec<Slot> = offered.slots(visit).collect();
            let shown = match (anywhere, self.entered.all) {
                (true, _) => first_of_halves(&all),
                (false, false) => few(&all),
                (false, true) => all.iter().collect(),
            };
            more |= !anywhere && shown.len() < all.len();
            if let Some(first) = all.first() {
                found.push((first.start, self.halves(&centre.name, shown)));
            }
        }
        found.sort_by_key(|(first, _)| *first);
        let several = anywhere && found.len() > 1;
        let notice = notice.or_else(|| {
            let detail = self.texts.plain.of_several;
            let title = date::date(&self.texts.date, day);
            Some(Said {
                title,
                detail: if several { detail } else { "" }.to_owned(),
                good: true,
            })
        });
        let groups = found.into_iter().flat_map(|(_, halves)| halves).collect();
        let page = self.times_page(wish, self.texts.widget.time_title, groups, notice);
        let page = Times { more, ..page };
        Ok(plain(status, page))
    }

    /// A page of times to reserve, with a ticket to reserve one.
    pub(super) fn times_page(
        &self,
        wish: &[Chosen],
        title: &str,
        groups: Vec<Group>,
        notice: Option<Said>,
    ) -> Times<'_> {
        Times {
            frame: self.frame(),
            step: self.step_at("times", notice),
            ticket: self.ticket(),
            day: self.entered.day.clone(),
            title: title.to_owned(),
            groups,
            more: false,
            invitation: self
                .catalogue
                .needs_invitation(wish)
                .then(|| self.entered.invitation.clone()),
        }
    }

    /// The times of a centre, morning before afternoon.
    fn halves(&self, centre: &str, slots: Vec<&Slot>) -> Vec<Group> {
        let words = &self.texts.widget;
        let halves = slots.chunk_by(|one, next| (one.start < NOON) == (next.start < NOON));
        let mut title = centre.to_owned();
        let groups = halves.map(|half| {
            let morning = half.first().is_some_and(|slot| slot.start < NOON);
            let times = half.iter().map(|slot| Choice {
                value: format!("{} {}", slot.centre, slot.starts_at.to_rfc3339()),
                label: date::time(&self.texts.date, slot.starts_at.wall().time()),
                chosen: false,
            });
            Group {
                title: std::mem::take(&mut title),
                half: if morning {
                    words.time_morning
                } else {
                    words.time_afternoon
                },
                times: times.collect(),
            }
        });
        groups.collect()
    }
}

/// Among several centres: the first time before noon and the first after.
fn first_of_halves(slots: &[Slot]) -> Vec<&Slot> {
    let halves = slots.chunk_by(|one, next| (one.start < NOON) == (next.start < NOON));
    halves.filter_map(<[Slot]>::first).collect()
}
