//! What everybody was told, held against what is there.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sha2::{Digest, Sha256};
use tests::{City, Letter};

use super::client::Intention;

/// What is there.
pub(super) struct Found {
    /// Status by appointment.
    appointments: BTreeMap<String, String>,
    /// Appointment by the hash of the key that made it.
    keys: BTreeMap<String, String>,
    pub(super) letters: Vec<Letter>,
    days_agree: bool,
    paused: usize,
}

impl Found {
    /// Looks at everything, once all mails have been sent.
    pub(super) async fn in_city(city: &City) -> Self {
        let pairs = |rows: Vec<Value>, [one, other]: [&str; 2]| -> BTreeMap<String, String> {
            let text = |row: &Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
            rows.iter()
                .map(|row| (text(row, one), text(row, other)))
                .collect()
        };
        Self {
            appointments: pairs(
                city.rows("SELECT id, status FROM appointment").await,
                ["id", "status"],
            ),
            keys: pairs(
                city.rows("SELECT key_hash, appointment FROM idempotency").await,
                ["key_hash", "appointment"],
            ),
            letters: city.inbox.letters(),
            days_agree: city.days_and_appointments_agree().await,
            paused: city.rows("SELECT * FROM pause").await.len(),
        }
    }
}

/// Everything that is not as it was said, in words.
pub(super) fn faults(intentions: &[Intention], found: &Found) -> Vec<String> {
    let mut faults = Vec::new();
    let mut wanted = BTreeSet::new();
    for Intention { key, email, told } in intentions {
        let made = found.keys.get(&hex::encode(Sha256::digest(key)));
        wanted.extend(made);
        let Some((id, status)) = told else {
            continue;
        };
        if made != Some(id) {
            faults.push(format!("twice: {key} made {id}, then {made:?}"));
        }
        match found.appointments.get(id) {
            None => faults.push(format!("lost: {id}, {status}")),
            Some(now) if now != status => faults.push(format!("half: {id} is {now}, not {status}")),
            Some(_) => {}
        }
        if *status == "booked" {
            faults.extend(fault_of_confirmation(email, &found.letters));
        }
    }
    let nobodys = found.appointments.keys().filter(|id| !wanted.contains(id));
    faults.extend(nobodys.map(|id| format!("twice: nobody has asked for {id}")));
    if !found.days_agree || found.paused > 0 {
        faults.push("half: days and appointments differ".to_owned());
    }
    faults
}

/// A booking is confirmed; if twice, by the same mail.
fn fault_of_confirmation(email: &str, letters: &[Letter]) -> Option<String> {
    let confirmations = letters
        .iter()
        .filter(|letter| letter.to == email && letter.calendar.is_some());
    let ids: BTreeSet<&str> = confirmations.map(|letter| letter.message_id.as_str()).collect();
    (ids.len() != 1).then(|| format!("mail: {} confirmations for {email}", ids.len()))
}
