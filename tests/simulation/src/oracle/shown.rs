//! Answers, word for word: what they should say of an appointment.

use booking::Instant;
use serde_json::Value;

use crate::oracle::model::Appointment;
use crate::oracle::transition::must;

pub(super) fn is_reservation(json: &Value, new: &Appointment, at: Instant) -> Result<(), String> {
    let secret = json["secret"].clone();
    let mut expected = serde_json::json!({
        "id": new.id,
        "status": "reserved",
        "now": at.to_rfc3339(),
        "reserved_until": new.until.to_rfc3339(),
        "prolongations_left": 10 - new.prolongations,
    });
    if !secret.is_null() {
        expected["secret"] = secret;
    }
    must!(*json == expected, "says {json} and should say {expected}");
    Ok(())
}

pub(super) fn is_booked(json: &Value, new: &Appointment) -> Result<(), String> {
    must!(
        json["id"] == new.id.as_str() && json["status"] == "booked",
        "says {json} of what is booked"
    );
    let reference = json["reference"].as_str();
    must!(
        reference == new.reference.as_deref(),
        "says reference {reference:?} and not {:?}",
        new.reference
    );
    Ok(())
}

/// What is shown is what stands at the time it names.
pub(super) fn is_shown(json: &Value, model: &Appointment) -> Result<(), String> {
    let now = json["now"].as_str().unwrap_or_default();
    let now = Instant::parse(now).map_err(|error| error.to_string())?;
    let expected = model.shown(now);
    must!(
        *json == expected,
        "shows\n  {json}\nand should show\n  {expected}"
    );
    Ok(())
}
