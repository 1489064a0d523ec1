//! What a press does: one event each, the same as the API's.

use axum::http::StatusCode;
use axum::response::IntoResponse;
use booking::CentreId;
use booking::appointment::Slot;
use booking::invitation::InvitationCode;

use super::{Answer, Journey, plain, refused, said};
use crate::brake::Network;
use crate::events::reserve::{Order, remembered, reserve};
use crate::events::{Decided, activate, change, hold};
use crate::field::{Fault, FieldProblem};
use crate::keys::sha256_hex;
use crate::pages::plain::{Again, Fields, Said, Typed};
use crate::problem::{Kind, Problem};
use crate::request;
use crate::routes::appointments::{form, six_digits};
use crate::ticket::{self, TicketError};
use crate::view::slot_views;
use crate::wire::{ApplicantRequest, CreatedJson};

impl Journey<'_> {
    /// Reserves the time pressed. A double press has the same ticket, and so the same reservation.
    pub(super) async fn reserve(mut self, network: &Network) -> Answer {
        let (wish, slot) = match (self.wish(), self.slot_of(&self.entered.slot)) {
            (Ok(wish), Ok(slot)) => (wish, slot),
            (Err(fault), _) | (_, Err(fault)) => {
                self.entered.day.clear();
                let detail = fault.words(self.texts);
                let html = self
                    .browse(Some(said(self.texts.widget.error_title, &detail)))
                    .await?;
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response());
            }
        };
        let key = format!("ticket-{}", sha256_hex(&self.entered.ticket));
        let replaces = self.entered.has_reserved().then_some(&self.entered.id);
        let body_hash = sha256_hex(&format!(
            "{:?} {} {replaces:?}",
            self.entered.services, self.entered.slot
        ));
        let again_title = self.texts.plain.again_title;
        match remembered(self.edge, &key, &body_hash, self.now).await {
            Ok(Some(created)) => return self.reserved(created).await,
            Ok(None) => {}
            Err(problem) if problem.kind() == Kind::IdempotencyKeyReused => {
                return self.again(
                    slot,
                    again_title,
                    self.refused_ticket(TicketError::Invalid),
                    &problem,
                );
            }
            Err(problem) => return Err(problem),
        }
        let once = match ticket::check(&self.edge.settings.keys, &self.entered.ticket, self.now) {
            Ok(once) => once,
            Err(error) => {
                let kind = match error {
                    TicketError::Young => Kind::TooSoon,
                    TicketError::Invalid => Kind::ChallengeInvalid,
                };
                return self.again(slot, again_title, self.refused_ticket(error), &kind.into());
            }
        };
        let order = Order {
            services: wish.clone(),
            slot: slot.clone(),
            replaces: booking::AppointmentId::parse(&self.entered.id)
                .map(|id| (id, self.entered.secret.clone())),
            invitation: InvitationCode::parse(&self.entered.invitation),
            language: self.texts.language,
            key,
            body_hash,
        };
        let payment = network.pay_by_ticket(self.edge, once);
        let problem = match reserve(self.edge, self.clock, &order, &payment).await {
            Ok(created) => return self.reserved(created).await,
            Err(problem) => problem,
        };
        match problem.kind() {
            Kind::SlotTaken
            | Kind::NotOffered
            | Kind::CentrePaused
            | Kind::CentreClosed
            | Kind::CentreNotOpen => {
                let groups = self.alternatives(problem.alternatives());
                let detail = problem.detail(self.texts);
                let title = problem.kind().words(self.texts).title;
                let html = self.times_page(&wish, title, groups, Some(said(&detail, "")));
                Ok(refused(&problem, html))
            }
            Kind::TooManyRequests | Kind::Busy => {
                let title = problem.kind().words(self.texts).title;
                let notice = said(&problem.detail(self.texts), "");
                self.again(slot, title, notice, &problem)
            }
            Kind::ChallengeSpent => self.again(
                slot,
                again_title,
                self.refused_ticket(TicketError::Invalid),
                &problem,
            ),
            Kind::InvitationRequired | Kind::InvitationInvalid | Kind::InvitationUsed => {
                let notice = Some(self.said(&problem));
                self.times(&wish, slot.date, notice, problem.kind().status())
                    .await
            }
            Kind::WrongState => self.stand(None).await,
            _ => Err(problem),
        }
    }

    /// Goes on with a fresh reservation, or with what has become of it since.
    async fn reserved(mut self, created: CreatedJson) -> Answer {
        self.entered.id = created.reserved.id;
        self.entered.secret = created.secret;
        self.stand(None).await
    }

    /// The same press once more, with nothing lost.
    fn again(&self, slot: Slot, title: &str, notice: Said, problem: &Problem) -> Answer {
        Ok(refused(problem, self.again_page(slot, title, Some(notice))?))
    }

    /// The same page, where nothing was pressed but another language.
    pub(super) fn once_more(&self) -> Answer {
        let slot = self.slot_of(&self.entered.slot);
        let slot = slot.map_err(|fault| Problem::bad_query(vec![fault]))?;
        let html = self.again_page(slot, self.texts.plain.again_title, None)?;
        Ok(plain(StatusCode::OK, html))
    }

    fn again_page(&self, slot: Slot, title: &str, notice: Option<Said>) -> Result<String, Problem> {
        let mut step = self.step(notice);
        let more = [
            ("slot", &self.entered.slot),
            ("invitation", &self.entered.invitation),
            ("ticket", &self.ticket()),
        ];
        let given = more.into_iter().filter(|(_, value)| !value.is_empty());
        step.carried
            .extend(given.map(|(name, value)| (name, value.clone())));
        let Some(view) = slot_views(&self.catalogue, &[slot]).pop() else {
            return Err(Kind::Internal.into());
        };
        let html = Again {
            frame: self.frame(),
            step,
            title: title.to_owned(),
            slot: view,
        };
        Ok(html.to_string())
    }

    /// Why the ticket does not pay, in words for people: of tickets they know nothing.
    fn refused_ticket(&self, error: TicketError) -> Said {
        let words = &self.texts.plain;
        match error {
            TicketError::Young => said(words.young_title, words.young_detail),
            TicketError::Invalid => said(words.old_title, words.old_detail),
        }
    }

    /// Takes the form, or a corrected address.
    pub(super) async fn hold(self) -> Answer {
        let request = ApplicantRequest {
            name: self.entered.name.clone(),
            email: self.entered.email.clone(),
            phone: Some(self.entered.phone.clone()),
            language: Some(self.texts.language.to_owned()),
        };
        let access = self.access()?;
        let decided = match form(&request) {
            Ok((applicant, language)) => {
                hold::hold(self.edge, self.clock, &access, &applicant, language).await
            }
            Err(problem) => Err(problem),
        };
        self.after(decided).await
    }

    /// Ten more minutes; from the fourth time on the page's ticket pays.
    pub(super) async fn prolong(self) -> Answer {
        let checked = ticket::check(&self.edge.settings.keys, &self.entered.ticket, self.now);
        let access = self.access()?;
        let decided = change::prolong(self.edge, self.clock, &access, checked.as_ref().ok()).await;
        match (decided, checked) {
            (Err(problem), Err(error)) if problem.kind() == Kind::ChallengeRequired => {
                let notice = Some(self.refused_ticket(error));
                self.stand_with(notice, self.fields(), problem.kind().status())
                    .await
            }
            // A double press: the first one has given the time, and the page says until when.
            (Err(problem), _) if problem.kind() == Kind::ChallengeSpent => self.stand(None).await,
            (decided, _) => self.after(decided).await,
        }
    }

    pub(super) async fn resend(self) -> Answer {
        let decided = hold::resend(self.edge, self.clock, &self.access()?).await;
        if decided.is_ok() {
            let notice = Said {
                title: self.texts.widget.sent_resend_done.to_owned(),
                detail: String::new(),
                good: true,
            };
            return self.stand(Some(notice)).await;
        }
        self.after(decided).await
    }

    pub(super) async fn activate(self) -> Answer {
        let access = self.access()?;
        let decided = match six_digits(&self.entered.code) {
            Some(code) => activate::by_code(self.edge, self.clock, &access, &code).await,
            None => Err(Problem::invalid(vec![FieldProblem::new("code", Fault::Code)])),
        };
        self.after(decided).await
    }

    pub(super) async fn leave(mut self) -> Answer {
        match change::cancel(self.edge, self.clock, &self.access()?).await {
            Err(problem) if problem.kind() == Kind::Forbidden => self.stand(None).await,
            Err(problem) if problem.kind() != Kind::Lapsed => Err(problem),
            _ => {
                self.entered.id.clear();
                self.entered.secret.clear();
                self.start_again().await
            }
        }
    }

    /// The page after an event: as the reservation stands, with what was in the way.
    async fn after(self, decided: Result<Decided, Problem>) -> Answer {
        let Err(problem) = decided else {
            return self.stand(None).await;
        };
        let status = problem.kind().status();
        match problem.kind() {
            Kind::Invalid => {
                let notice = Some(said(self.texts.widget.error_title, ""));
                let fields = self.faults(&problem);
                if self.entered.action == "correct" {
                    return Ok(plain(status, self.address_page(notice, fields)));
                }
                self.stand_with(notice, fields, status).await
            }
            Kind::WrongCode | Kind::CodeSpent => {
                let fault = problem.detail(self.texts);
                let code = Typed {
                    value: String::new(),
                    fault,
                };
                let fields = Fields {
                    code,
                    ..self.fields()
                };
                let title = problem.kind().words(self.texts).title;
                self.stand_with(Some(said(title, "")), fields, status).await
            }
            Kind::Lapsed | Kind::WrongState => self.stand(None).await,
            Kind::NoMore | Kind::TooSoon | Kind::TooLateForMail | Kind::Busy => {
                let notice = Some(self.said(&problem));
                self.stand_with(notice, self.fields(), status).await
            }
            _ => Err(problem),
        }
    }

    fn faults(&self, problem: &Problem) -> Fields {
        let fault = |field: &str| {
            let found = problem.fields().iter().find(|fault| fault.field == field);
            found.map_or_else(String::new, |fault| fault.words(self.texts))
        };
        let mut fields = self.fields();
        for (name, typed) in [
            ("name", &mut fields.name),
            ("email", &mut fields.email),
            ("phone", &mut fields.phone),
            ("code", &mut fields.code),
        ] {
            typed.fault = fault(name);
        }
        fields
    }

    /// The time a button stands for: centre and start.
    pub(super) fn slot_of(&self, text: &str) -> Result<Slot, FieldProblem> {
        let (centre, starts_at) = text.split_once(' ').unwrap_or((text, ""));
        let unknown = || FieldProblem::new("centre", Fault::UnknownCentre);
        let planned = self
            .catalogue
            .centre(&CentreId::from(centre))
            .ok_or_else(unknown)?;
        request::start(&planned.centre, starts_at, "starts_at")
    }
}
