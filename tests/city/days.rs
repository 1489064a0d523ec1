//! Days and appointments, held against each other.

use std::collections::BTreeSet;

use chrono::DateTime;
use serde_json::Value;

use crate::runtime::City;

impl City {
    /// The live appointments at a slot.
    pub async fn holders(&self, slot: &Value) -> BTreeSet<String> {
        let seconds = |instant: &str| {
            DateTime::parse_from_rfc3339(instant)
                .expect("an instant")
                .timestamp()
        };
        let [centre, starts_at] = ["centre", "starts_at"].map(|part| slot[part].as_str().expect("text"));
        let sql = format!(
            "SELECT id FROM appointment WHERE centre = '{centre}' AND starts_at = {}
             AND status IN ('reserved', 'held', 'booked') AND until > {}",
            seconds(starts_at),
            seconds(&self.now().await)
        );
        let rows = self.rows(&sql).await;
        let ids = rows.iter().filter_map(|row| row["id"].as_str());
        ids.map(str::to_owned).collect()
    }

    /// Whether every live appointment has its claim on its day, and every visit claim its appointment.
    pub async fn days_and_appointments_agree(&self) -> bool {
        let days = self.rows("SELECT centre, date, state FROM day").await;
        let mut claims: Vec<(String, String, u16)> = Vec::new();
        for day in days {
            let read =
                booking::state_text::read(day["state"].as_str().unwrap_or_default()).expect("a readable day");
            for claim in read
                .iter()
                .filter(|claim| claim.kind == booking::day::ClaimKind::Visit)
            {
                claims.push((
                    claim.holder.to_string(),
                    day["date"].as_str().unwrap_or_default().to_owned(),
                    claim.start,
                ));
            }
        }
        let rows = self
            .rows("SELECT id, date, start FROM appointment WHERE status IN ('reserved', 'held', 'booked')")
            .await;
        let mut appointments: Vec<(String, String, u16)> = rows
            .iter()
            .map(|row| {
                let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
                let start = row["start"].as_u64().and_then(|start| u16::try_from(start).ok());
                (text("id"), text("date"), start.unwrap_or_default())
            })
            .collect();
        claims.sort();
        appointments.sort();
        claims == appointments
    }
}
