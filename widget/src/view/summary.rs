//! What has been chosen so far.

use super::{centre_name, moment};
use crate::app::Words;
use crate::catalogue::Centre;
use crate::element::{El, el};
use crate::journey::Journey;
use crate::offer::Slot;

/// The place the days are shown for.
pub(super) fn place(words: Words, journey: &Journey) -> El {
    let several: Vec<&str> = journey
        .among
        .iter()
        .filter_map(|id| journey.catalogue.centre(id).map(Centre::short_name))
        .collect();
    match &journey.centre {
        Some(centre) => el("P").class("big").text(centre_name(journey, centre)),
        None if several.is_empty() => el("P").class("big").text(words.widget.place_anywhere),
        None => el("P").class("big").text(&several.join(", ")),
    }
}

/// Services, when and where of a slot.
pub(super) fn appointment(words: Words, journey: &Journey, slot: &Slot) -> El {
    let text = words.widget;
    let mut rows = el("DL").class("summary");
    let services: Vec<El> = journey
        .wishes
        .iter()
        .filter_map(|wish| {
            let service = journey.catalogue.services.get(wish.service)?;
            let times = if wish.quantity > 1 {
                [&wish.quantity.to_string(), " × "].concat()
            } else {
                String::new()
            };
            let row = el("DD").text(&[&times, service.name.as_str(), " "].concat());
            Some(row.children(super::service::german(service)))
        })
        .collect();
    rows = rows
        .child(el("DT").text(text.summary_services))
        .children(services);
    rows = rows
        .child(el("DT").text(text.summary_when))
        .child(el("DD").text(&moment(words, &slot.starts_at)));
    let mut place = el("DD").child(el("SPAN").text(centre_name(journey, &slot.centre)));
    if let Some(centre) = journey.catalogue.centre(&slot.centre) {
        place = place
            .child(el("BR"))
            .text(&[&centre.street, ", ", &centre.city].concat());
    }
    rows.child(el("DT").text(text.summary_where)).child(place)
}
