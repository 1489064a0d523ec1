//! The page of a reservation as it stands, whatever was pressed before.

use axum::http::StatusCode;
use booking::appointment::MailState;
use booking::{AppointmentId, State, limit};
use texts::{date, fill};

use super::{Answer, Journey, plain, said};
use crate::alternatives::after_lapse;
use crate::events::{Access, record};
use crate::keys::Purpose;
use crate::pages::plain::{Address, Choice, Details, Done, Fields, Group, Said, Sent, Typed};
use crate::problem::{Kind, Problem};
use crate::store::appointments::Record;
use crate::view::{deadline, slot_views, visit};
use crate::wire::SlotJson;

/// Minutes a mail leaves to confirm at the least, as far as the visit does.
const MINUTES_TO_CONFIRM: i64 = 60;

impl Journey<'_> {
    /// How the reservation of the form is named and opened.
    pub(super) fn access(&self) -> Result<Access, Problem> {
        let id = AppointmentId::parse(&self.entered.id).ok_or(Kind::NotFound)?;
        Ok(Access::Bearer(id, self.entered.secret.clone()))
    }

    /// The page of the reservation as it stands now.
    pub(super) async fn stand(&self, notice: Option<Said>) -> Answer {
        self.stand_with(notice, self.fields(), StatusCode::OK).await
    }

    /// The same with faults beside the fields.
    pub(super) async fn stand_with(
        &self,
        notice: Option<Said>,
        fields: Fields,
        status: StatusCode,
    ) -> Answer {
        let found = record(self.edge, &self.access()?, &[Purpose::Secret]).await;
        let record = match found {
            Ok((record, _)) => record,
            Err(problem) if problem.kind() == Kind::Lapsed => return self.start_again().await,
            Err(problem) => return Err(problem),
        };
        match record.appointment.state(self.now) {
            State::Reserved => self.details(&record, notice, fields, status),
            State::Held => self.sent(&record, notice, fields, status),
            State::Booked => self.done(&record),
            State::Lapsed => self.lapsed(&record).await,
            State::Cancelled => self.start_again().await,
        }
    }

    /// What was typed, so far without a fault.
    pub(super) fn fields(&self) -> Fields {
        let typed = |value: &String| Typed {
            value: value.clone(),
            fault: String::new(),
        };
        Fields {
            name: typed(&self.entered.name),
            email: typed(&self.entered.email),
            phone: typed(&self.entered.phone),
            code: typed(&self.entered.code),
        }
    }

    fn details(&self, record: &Record, notice: Option<Said>, fields: Fields, status: StatusCode) -> Answer {
        let mut step = self.step(notice);
        step.carried = self.entered.carried_without(&["other", "name", "email", "phone"]);
        step.carried.push(("ticket", self.ticket()));
        let html = Details {
            frame: self.frame(),
            step,
            facts: visit(self.edge, &self.catalogue, record, self.texts.language)?.facts_of_visit(self.texts),
            until: deadline(record.appointment.until, self.now),
            other: self.entered.other,
            more_time: record.appointment.prolongations_left() > 0,
            fields,
        };
        Ok(plain(status, html))
    }

    fn sent(&self, record: &Record, notice: Option<Said>, fields: Fields, status: StatusCode) -> Answer {
        let words = &self.texts.widget;
        let hold = record.appointment.progress.hold.as_ref().ok_or(Kind::Internal)?;
        let mail = match hold.mail {
            MailState::Queued => words.sent_queued,
            MailState::Sent => words.sent_sent,
            MailState::Refused => words.sent_refused,
            MailState::TooLate => words.lapsed_mail_text,
        };
        let until = hold
            .activate_by
            .unwrap_or_else(|| self.now.plus_minutes(MINUTES_TO_CONFIRM).min(hold.hold_cap));
        let html = Sent {
            frame: self.frame(),
            step: self.step(notice),
            facts: visit(self.edge, &self.catalogue, record, self.texts.language)?.facts_of_visit(self.texts),
            mail: fill(mail, &[("email", &self.entered.email)]),
            until: deadline(until, self.now),
            resend: hold.resends < limit::RESENDS,
            fields,
        };
        Ok(plain(status, html))
    }

    /// The page on which the address is corrected.
    pub(super) async fn address(&self) -> Answer {
        Ok(plain(StatusCode::OK, self.address_page(None, self.fields())))
    }

    /// The same with what is wrong with it.
    pub(super) fn address_page(&self, notice: Option<Said>, fields: Fields) -> String {
        let mut step = self.step(notice);
        step.carried = self.entered.carried_without(&["email"]);
        step.carried.push(("at", "address".to_owned()));
        let page = Address {
            frame: self.frame(),
            step,
            email: fields.email,
        };
        page.to_string()
    }

    fn done(&self, record: &Record) -> Answer {
        let view = visit(self.edge, &self.catalogue, record, self.texts.language)?;
        let html = Done {
            frame: self.frame(),
            step: self.step(None),
            view,
        };
        Ok(plain(StatusCode::OK, html))
    }

    /// Too late: the same time first if it is still free, and all that was typed is kept.
    async fn lapsed(&self, record: &Record) -> Answer {
        let words = &self.texts.widget;
        let hold = record.appointment.progress.hold.as_ref();
        let (title, detail) = match hold.map(|hold| hold.mail) {
            None => (words.lapsed_title, words.lapsed_text),
            Some(MailState::TooLate) => (words.lapsed_mail_title, words.lapsed_mail_text),
            Some(_) => (words.lapsed_sent_title, words.lapsed_sent_text),
        };
        let found = after_lapse(self.edge, &self.catalogue, &record.appointment, self.now).await?;
        let units = record.appointment.units;
        let free: Vec<SlotJson> = found.iter().map(|slot| SlotJson::new(slot, units)).collect();
        let wish = &record.appointment.progress.services;
        let groups = self.alternatives(&free);
        let mut page = self.times_page(wish, title, groups, Some(said(detail, "")));
        // A change of the language finds the reservation as it stands, lapsed.
        page.step.carried.retain(|(name, _)| *name != "at");
        Ok(plain(StatusCode::GONE, page))
    }

    /// Free times after a refusal, each with its day and centre.
    pub(super) fn alternatives(&self, free: &[SlotJson]) -> Vec<Group> {
        let times = free.iter().filter_map(|slot| {
            let slot = self
                .slot_of(&format!("{} {}", slot.centre, slot.starts_at))
                .ok()?;
            let view = slot_views(&self.catalogue, std::slice::from_ref(&slot)).pop()?;
            let moment = date::moment(&self.texts.date, view.starts);
            Some(Choice {
                value: format!("{} {}", view.centre, view.starts_at),
                label: format!("{moment}, {}", view.centre_name),
                chosen: false,
            })
        });
        let times: Vec<Choice> = times.collect();
        let group = Group {
            title: self.texts.widget.taken_text.to_owned(),
            half: "",
            times,
        };
        Some(group)
            .filter(|group| !group.times.is_empty())
            .into_iter()
            .collect()
    }

    /// Nothing is left of the reservation: the days again, with all that was typed.
    pub(super) async fn start_again(&self) -> Answer {
        let words = &self.texts.widget;
        let notice = Said {
            title: words.gone_title.to_owned(),
            detail: words.gone_text.to_owned(),
            good: true,
        };
        self.browse(Some(notice)).await
    }
}
