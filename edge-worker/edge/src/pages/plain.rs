//! `/buchen` without script: a journey of plain pages. Whatever it knows travels in the forms, never in an
//! address: only what is looked for (services, centre, day) may stand there.

use askama::Template;
use texts::fill;

use super::{Frame, SlotView};
use crate::visit_view::{Deadline, Fact, ServiceView, VisitView};

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

/// A time that is named before any choice.
pub struct Named {
    /// Why: "Nach 16 Uhr".
    pub why: &'static str,
    /// Whether it is the earliest of all.
    pub is_earliest: bool,
    /// What the form sends: centre and start.
    pub value: String,
    /// Day and time.
    pub moment: String,
    /// "beginnt in 65 Minuten", where that is soon.
    pub starts_in: Option<String>,
    /// The centre, and how far it is where that is known.
    pub place: String,
}

/// Centres under a heading.
pub struct Centres {
    /// The district.
    pub title: String,
    /// Its centres.
    pub centres: Vec<Centre>,
}

/// A centre to choose.
pub struct Centre {
    /// What the form sends.
    pub id: String,
    /// Its name.
    pub name: String,
    /// From which day on it has free times, and how far it is.
    pub beside: String,
    /// Address, and whether one gets in without a step.
    pub more: String,
    /// Whether it is chosen already.
    pub chosen: bool,
}

/// A day, or a run of days with nothing free.
pub struct Day {
    /// What the form sends; empty where there is nothing to choose.
    pub value: String,
    /// The date.
    pub label: String,
    /// What is free, or why nothing is.
    pub told: String,
}

/// Times under a heading.
pub struct Group {
    /// The centre; empty where the group before has named it.
    pub title: String,
    /// Morning or afternoon, or nothing.
    pub half: &'static str,
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

/// First step: what for.
#[derive(Template)]
#[template(path = "pages/plain/wishes.html")]
pub struct Wishes<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// As in all steps.
    pub step: Step,
    /// What there is.
    pub services: Vec<ServiceChoice>,
}

/// Second step: a time that is named, or where.
#[derive(Template)]
#[template(path = "pages/plain/place.html")]
pub struct Place<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// As in all steps.
    pub step: Step,
    /// What is looked for.
    pub wish: Vec<Fact>,
    /// What a press on a time pays with.
    pub ticket: String,
    /// The ways without an appointment.
    pub without: Vec<String>,
    /// Why the place is not free to choose; empty where it is.
    pub hint: &'static str,
    /// Whether only one office has it.
    pub bound: bool,
    /// Whether it takes an invitation.
    pub invited: bool,
    /// The times named before any choice, the earliest first.
    pub named: Vec<Named>,
    /// Postcode or district, as it was typed.
    pub near: String,
    /// Whether nobody knows where that is.
    pub near_unknown: bool,
    /// Where.
    pub centres: Vec<Centres>,
    /// What to bring, and what it costs.
    pub required: Vec<ServiceView>,
}

/// Third step: the day.
#[derive(Template)]
#[template(path = "pages/plain/days.html")]
pub struct Days<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// As in all steps.
    pub step: Step,
    /// What is looked for.
    pub wish: Vec<Fact>,
    /// Days with room, and between them why others have none.
    pub days: Vec<Day>,
    /// Where the next days begin, if there are any.
    pub later: Option<String>,
    /// Which day is released next, and when.
    pub opens: Option<String>,
    /// What to bring, and what it costs.
    pub required: Vec<ServiceView>,
}

/// Fourth step: the time, or one of few after a refusal.
#[derive(Template)]
#[template(path = "pages/plain/times.html")]
pub struct Times<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// As in all steps.
    pub step: Step,
    /// What a press on a time pays with.
    pub ticket: String,
    /// The day, where one was chosen.
    pub day: String,
    /// The heading.
    pub title: String,
    /// The times.
    pub groups: Vec<Group>,
    /// Whether there are more of them.
    pub more: bool,
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

/// Fifth step: whom it is for.
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
    /// Whether it is for somebody else.
    pub other: bool,
    /// Whether there is more time to be had.
    pub more_time: bool,
    /// What was typed.
    pub fields: Fields,
}

/// Sixth step: the mail is on its way.
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

/// Another address for the mail.
#[derive(Template)]
#[template(path = "pages/plain/address.html")]
pub struct Address<'a> {
    /// Around it.
    pub frame: Frame<'a>,
    /// As in all steps.
    pub step: Step,
    /// As it was typed.
    pub email: Typed,
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
