//! `/buchen` without script: a journey of plain pages. Whatever it knows travels in the forms, never in an
//! address: only what is looked for (services, centre, day) may stand there.

use askama::Template;
use texts::fill;

use super::{Frame, SlotView};
use crate::visit_view::{Deadline, Fact, VisitView};

/// Names and values that a form carries along unseen.
pub type Carried = Vec<(&'static str, String)>;

/// What all steps have.
#[derive(Default)]
pub struct Step {
    /// What the forms carry.
    pub carried: Carried,
    /// Whether something personal is among it: the forms are posted, and there are no links.
    pub personal: bool,
    /// What was in the way.
    pub notice: Option<Said>,
    /// The service and centre with which the widget begins, where there is script.
    pub widget: Option<(String, String)>,
}

/// Something said above everything else.
pub struct Said {
    /// In a few words.
    pub title: String,
    /// What to do next.
    pub detail: String,
    /// Good news rather than an obstacle.
    pub good: bool,
}

/// A choice of a list.
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What a person reads.
    pub label: String,
    /// Whether it is chosen already.
    pub chosen: bool,
}

/// A service with its quantities.
pub struct ServiceChoice {
    /// Its name.
    pub name: String,
    /// What to know before choosing it.
    pub notes: Vec<String>,
    /// How many.
    pub quantities: Vec<Choice>,
}

/// Times under a heading.
pub struct Group {
    /// The centre.
    pub title: String,
    /// Its times.
    pub times: Vec<Choice>,
}

/// A field with what is wrong with it.
#[derive(Default)]
pub struct Typed {
    /// As it was typed.
    pub value: String,
    /// In words; empty if nothing.
    pub fault: String,
}

/// The form's fields.
#[derive(Default)]
pub struct Fields {
    /// Name.
    pub name: Typed,
    /// E-mail address.
    pub email: Typed,
    /// Phone number.
    pub phone: Typed,
    /// Code of the mail.
    pub code: Typed,
}

/// First step: what for, and where.
#[derive(Template)]
#[template(path = "pages/plain/wishes.html")]
pub struct Wishes<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// As in all steps.
    pub step: Step,
    /// What there is.
    pub services: Vec<ServiceChoice>,
    /// Where.
    pub centres: Vec<Choice>,
}

/// Second step: the day.
#[derive(Template)]
#[template(path = "pages/plain/days.html")]
pub struct Days<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// As in all steps.
    pub step: Step,
    /// What is looked for.
    pub wish: Vec<Fact>,
    /// Days with room.
    pub days: Vec<Choice>,
    /// Where the next days begin, if there are any.
    pub later: Option<String>,
}

/// Third step: the time, or one of few after a refusal.
#[derive(Template)]
#[template(path = "pages/plain/times.html")]
pub struct Times<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// As in all steps.
    pub step: Step,
    /// The heading.
    pub title: String,
    /// The times.
    pub groups: Vec<Group>,
    /// What the services need a code for, as typed so far.
    pub invitation: Option<String>,
}

/// The reservation once more, now or in a moment: nothing else was wrong.
#[derive(Template)]
#[template(path = "pages/plain/again.html")]
pub struct Again<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// As in all steps.
    pub step: Step,
    /// The heading.
    pub title: String,
    /// The time that was chosen.
    pub slot: SlotView,
}

/// Fourth step: whom it is for.
#[derive(Template)]
#[template(path = "pages/plain/details.html")]
pub struct Details<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// As in all steps.
    pub step: Step,
    /// When, where, what.
    pub facts: Vec<Fact>,
    /// Until when the time is reserved.
    pub until: Deadline,
    /// Whether there is more time to be had.
    pub more_time: bool,
    /// What was typed.
    pub fields: Fields,
}

/// Fifth step: the mail is on its way.
#[derive(Template)]
#[template(path = "pages/plain/sent.html")]
pub struct Sent<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// As in all steps.
    pub step: Step,
    /// When, where, what.
    pub facts: Vec<Fact>,
    /// What has become of the mail.
    pub mail: String,
    /// Until when to confirm.
    pub until: Deadline,
    /// Whether the mail may be asked for once more.
    pub resend: bool,
    /// What was typed.
    pub fields: Fields,
}

/// Booked, by the code of the mail.
#[derive(Template)]
#[template(path = "pages/plain/done.html")]
pub struct Done<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// As in all steps.
    pub step: Step,
    /// All there is to know.
    pub view: VisitView,
}

impl Step {
    /// How the forms are sent in which nothing is decided.
    fn method(&self) -> &'static str {
        if self.personal { "post" } else { "get" }
    }
}

impl Details<'_> {
    fn reserved(&self) -> String {
        let until = self.until.text(self.frame.texts);
        fill(self.frame.texts.widget.details_reserved, &[("until", &until)])
    }
}

impl Sent<'_> {
    fn confirm(&self) -> String {
        let until = self.until.text(self.frame.texts);
        fill(self.frame.texts.widget.sent_until, &[("until", &until)])
    }
}
