//! The times of a day, each a press away from being reserved.

use axum::http::StatusCode;
use booking::appointment::Slot;
use booking::catalogue::Chosen;
use booking::thin::thinned;
use booking::unit::{UNIT_MINUTES, Unit};
use chrono::NaiveDate;
use texts::date;

use super::{Answer, Journey, plain};
use crate::offers::offers;
use crate::pages::plain::{Choice, Group, Said, Times};

const NOON: Unit = 12 * 60 / UNIT_MINUTES;

impl Journey<'_> {
    /// The times of a day, fewer than there are.
    pub(super) async fn times(
        &self,
        wish: &[Chosen],
        day: NaiveDate,
        notice: Option<Said>,
        status: StatusCode,
    ) -> Answer {
        let centre = self.centre();
        let mut groups = Vec::new();
        for offered in offers(self.edge, &self.catalogue, centre.as_ref(), (day, day), self.now).await? {
            let Ok(visit) = self.catalogue.visit(wish, &offered.planned.centre) else {
                continue;
            };
            let all: Vec<Slot> = offered.slots(visit).collect();
            let shown = match centre {
                Some(_) => thinned(&all, |slot| u32::from(slot.start * UNIT_MINUTES)),
                None => first_of_halves(&all),
            };
            if let Some(first) = all.first() {
                groups.push((first.start, self.group(&offered.planned.centre.name, shown)));
            }
        }
        groups.sort_by_key(|(first, _)| *first);
        let several = centre.is_none() && groups.len() > 1;
        let notice = notice.or_else(|| {
            let detail = self.texts.plain.of_several;
            let title = date::date(&self.texts.date, day);
            Some(Said {
                title,
                detail: if several { detail } else { "" }.to_owned(),
                good: true,
            })
        });
        let groups = groups.into_iter().map(|(_, group)| group).collect();
        Ok(plain(
            status,
            self.times_page(wish, self.texts.widget.time_title, groups, notice),
        ))
    }

    /// A page of times to reserve, with a ticket to reserve one.
    pub(super) fn times_page(
        &self,
        wish: &[Chosen],
        title: &str,
        groups: Vec<Group>,
        notice: Option<Said>,
    ) -> String {
        let mut step = self.step(notice);
        step.carried.push(("ticket", self.ticket()));
        Times {
            frame: self.frame(),
            step,
            title: title.to_owned(),
            groups,
            invitation: self
                .catalogue
                .needs_invitation(wish)
                .then(|| self.entered.invitation.clone()),
        }
        .to_string()
    }

    fn group(&self, title: &str, slots: Vec<&Slot>) -> Group {
        let times = slots.into_iter().map(|slot| Choice {
            value: format!("{} {}", slot.centre, slot.starts_at.to_rfc3339()),
            label: date::time(&self.texts.date, slot.starts_at.wall().time()),
            chosen: false,
        });
        Group {
            title: title.to_owned(),
            times: times.collect(),
        }
    }
}

/// Among several centres: the first time before noon and the first after.
fn first_of_halves(slots: &[Slot]) -> Vec<&Slot> {
    let halves = slots.chunk_by(|one, next| (one.start < NOON) == (next.start < NOON));
    halves.filter_map(<[Slot]>::first).collect()
}
