//! From an appointment and the catalogue to what a reader sees.

use booking::appointment::Slot;
use booking::catalogue::{Catalogue, Chosen, QuantityOf, StepFree};
use booking::unit::UNIT_MINUTES;
use booking::{Appointment, Instant, State};

use crate::Edge;
use crate::database::DatabaseError;
use crate::pages::SlotView;
use crate::store::appointments::Record;
use crate::visit_view::{CentreView, Deadline, FeeView, ServiceView, VisitView};

/// The visit as its owner sees it, in this language; the name only once the mailbox is proven.
///
/// # Errors
/// [`DatabaseError::Unreadable`] when the name cannot be opened.
pub fn visit(
    edge: &Edge,
    catalogue: &Catalogue,
    record: &Record,
    language: &str,
) -> Result<VisitView, DatabaseError> {
    let appointment = &record.appointment;
    let proven = appointment.progress.booked_at.is_some();
    let name = match &record.contact {
        Some(contact) if proven => Some(contact.open_name(&edge.settings.keys, appointment.id)?),
        _ => None,
    };
    Ok(VisitView {
        starts: appointment.slot.starts_at.wall(),
        minutes: u32::from(appointment.units) * u32::from(UNIT_MINUTES),
        centre: centre(catalogue, appointment, language),
        services: services(catalogue, &appointment.progress.services, language),
        payment: catalogue
            .centre(&appointment.slot.centre)
            .map(|planned| planned.centre.payment.in_language(language).to_owned())
            .unwrap_or_default(),
        sensitive: catalogue.is_sensitive(&appointment.progress.services),
        reference: appointment
            .reference
            .as_ref()
            .map(|reference| reference.as_str().to_owned()),
        name,
    })
}

/// A deadline as clock time, told at `now`.
#[must_use]
pub fn deadline(until: Instant, now: Instant) -> Deadline {
    Deadline {
        until: until.floor_to_minute().wall(),
        today: now.date(),
    }
}

/// Free times for a page.
#[must_use]
pub fn slot_views(catalogue: &Catalogue, slots: &[Slot]) -> Vec<SlotView> {
    slots
        .iter()
        .map(|slot| SlotView {
            centre: slot.centre.to_string(),
            centre_name: catalogue
                .centre(&slot.centre)
                .map_or_else(|| slot.centre.to_string(), |planned| planned.centre.name.clone()),
            starts: slot.starts_at.wall(),
            starts_at: slot.starts_at.to_rfc3339(),
        })
        .collect()
}

/// Whether anything about the visit can still be changed.
#[must_use]
pub fn changeable(appointment: &Appointment, now: Instant) -> bool {
    appointment.state(now) == State::Booked && now < appointment.slot.starts_at
}

/// A centre that has left the catalogue is shown by its id: the appointment stands all the same.
fn centre(catalogue: &Catalogue, appointment: &Appointment, language: &str) -> CentreView {
    match catalogue.centre(&appointment.slot.centre) {
        Some(planned) => {
            let centre = &planned.centre;
            CentreView {
                name: centre.name.clone(),
                street: centre.address.street.clone(),
                postcode: centre.address.postcode.clone(),
                city: centre.address.city.clone(),
                note: centre
                    .note
                    .as_ref()
                    .map(|note| note.in_language(language).to_owned())
                    .unwrap_or_default(),
                step_free: match centre.step_free {
                    StepFree::Yes => Some(true),
                    StepFree::No => Some(false),
                    StepFree::Unknown => None,
                },
            }
        }
        None => CentreView {
            name: appointment.slot.centre.to_string(),
            street: String::new(),
            postcode: String::new(),
            city: String::new(),
            note: String::new(),
            step_free: None,
        },
    }
}

/// What is chosen, with all it asks of a visitor.
#[must_use]
pub fn services(catalogue: &Catalogue, wish: &[Chosen], language: &str) -> Vec<ServiceView> {
    wish.iter()
        .filter_map(|chosen| {
            let service = catalogue.service(&chosen.id)?;
            Some(ServiceView {
                name: service.full_name(language),
                quantity: u32::from(chosen.quantity),
                quantity_of_person: service.quantity_of == QuantityOf::Person,
                documents: service
                    .documents
                    .iter()
                    .map(|text| text.in_language(language).to_owned())
                    .collect(),
                fees: service
                    .fees
                    .iter()
                    .map(|fee| FeeView {
                        label: fee.label.in_language(language).to_owned(),
                        cents: fee.cents,
                    })
                    .collect(),
            })
        })
        .collect()
}
