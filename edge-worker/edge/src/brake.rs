//! The brake by network (rule 8) and what a reservation is paid with.
//!
//! A network is the client's address, an IPv6 address by its /64, as a keyed hash; the address itself goes
//! nowhere. What is counted are reservations that were made, in the batch that makes them: a guard there
//! refuses a payment that no longer suffices, so that no number of requests at once gets past it.

use std::net::{IpAddr, Ipv6Addr};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use booking::Instant;
use booking::brake::{Brake, Made, counted_from, goes_on_at, total};
use serde::Deserialize;

use crate::Edge;
use crate::challenge::Solved;
use crate::database::{DatabaseError, Rows, Statement};
use crate::keys::Keys;
use crate::problem::{Kind, Problem};
use crate::settings::{Mode, SettingsError};
use crate::store::commit::Once;

/// Where the platform says who asks. Whoever runs the edge elsewhere has the server in front of it set this.
const CLIENT: &str = "cf-connecting-ip";
const OF_NETWORK: &str = "network";
const TICKETS_OF_NETWORK: &str = "tickets of network";
const TICKETS_OF_CITY: &str = "tickets of city";
const MAILS_OF_NETWORK: &str = "mails of network";
/// Mails with somebody's appointments that one network may ask for in ten minutes.
const MOST_MAILS_OF_NETWORK: u32 = 20;

/// What passes within ten minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rations {
    /// Reservations of one network.
    pub network: Brake,
    /// Reservations by form ticket of one network.
    pub tickets_of_network: u32,
    /// Reservations by form ticket of all networks together.
    pub tickets_of_city: u32,
}

impl Rations {
    /// Reads `BRAKE`, on in production unless switched off, and the numbers.
    ///
    /// # Errors
    /// [`SettingsError`].
    pub fn read(value: impl Fn(&str) -> Option<String>, mode: Mode) -> Result<Option<Self>, SettingsError> {
        let wrong = |name, what: &str| SettingsError::Wrong {
            name,
            what: what.to_owned(),
        };
        let on = match value("BRAKE").as_deref() {
            Some("on") => true,
            Some("off") => false,
            None => mode == Mode::Production,
            Some(_) => return Err(wrong("BRAKE", "must be on or off")),
        };
        let number = |name, usual| match value(name) {
            None => Ok(usual),
            Some(text) => text
                .parse()
                .ok()
                .filter(|number| (1..=1_000_000).contains(number))
                .ok_or_else(|| wrong(name, "must be a whole number from 1 to 1000000")),
        };
        let rations = Self {
            network: Brake {
                free: number("BRAKE_FREE", 10)?,
                limit: number("BRAKE_LIMIT", 60)?,
            },
            tickets_of_network: number("TICKETS_OF_NETWORK", 6)?,
            tickets_of_city: number("TICKETS_OF_CITY", 60)?,
        };
        Ok(on.then_some(rations))
    }
}

/// The network a request comes from, where the brake is on.
#[derive(Clone, Debug)]
pub struct Network(Option<(Rations, String)>);

impl FromRequestParts<Edge> for Network {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, edge: &Edge) -> Result<Self, Self::Rejection> {
        let rations = edge.settings.brake;
        Ok(Self(rations.map(|rations| (rations, network(&parts.headers)))))
    }
}

/// What a reservation is paid with: good once, and as long as its meters let it pass.
#[derive(Clone, Debug)]
pub struct Payment {
    /// What is spent.
    pub once: Once,
    /// What counts it.
    pub meters: Vec<Meter>,
}

/// Counts reservations of the last minutes.
#[derive(Clone, Debug)]
pub struct Meter {
    hash: String,
    /// The count from which on this payment does not suffice …
    pays_below: u32,
    /// … and the one from which on none does.
    limit: u32,
}

impl Network {
    /// How many times harder than the first the next challenge for this network is.
    ///
    /// # Errors
    /// `too-many-requests` where even a solved one would be refused.
    pub async fn factor(&self, edge: &Edge, now: Instant) -> Result<u32, Problem> {
        let Some((rations, network)) = &self.0 else {
            return Ok(1);
        };
        let meter = meter(&edge.settings.keys, OF_NETWORK, network, rations.network.limit);
        let made = meter.made(edge, now).await?;
        refuse_over(&made, meter.limit, now)?;
        Ok(rations.network.factor(total(&made)))
    }

    /// A solved challenge as a payment.
    #[must_use]
    pub fn pay_by_challenge(&self, edge: &Edge, solved: Solved) -> Payment {
        let keys = &edge.settings.keys;
        let meters = self.0.iter().map(|(rations, network)| {
            let factor = solved.maxnumber / edge.settings.challenge_maxnumber.max(1);
            Meter {
                pays_below: rations.network.pays_below(factor),
                ..meter(keys, OF_NETWORK, network, rations.network.limit)
            }
        });
        Payment {
            meters: meters.collect(),
            once: solved.once,
        }
    }

    /// What counts mails with somebody's appointments, asked for from this network.
    #[must_use]
    pub fn of_mails(&self, edge: &Edge) -> Option<Meter> {
        let (_, network) = self.0.as_ref()?;
        let keys = &edge.settings.keys;
        Some(meter(keys, MAILS_OF_NETWORK, network, MOST_MAILS_OF_NETWORK))
    }

    /// A form ticket as a payment, with rations of its own.
    #[must_use]
    pub fn pay_by_ticket(&self, edge: &Edge, once: Once) -> Payment {
        let keys = &edge.settings.keys;
        let meters = self.0.iter().flat_map(|(rations, network)| {
            [
                meter(keys, OF_NETWORK, network, rations.network.limit),
                meter(keys, TICKETS_OF_NETWORK, network, rations.tickets_of_network),
                meter(keys, TICKETS_OF_CITY, "", rations.tickets_of_city),
            ]
        });
        Payment {
            meters: meters.collect(),
            once,
        }
    }
}

impl Payment {
    /// Why the guard refused it: too many for now, or too easy by now.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn refusal(&self, edge: &Edge, now: Instant) -> Result<Problem, DatabaseError> {
        for meter in &self.meters {
            if let Some(problem) = meter.refusal(edge, now).await? {
                return Ok(problem);
            }
        }
        Ok(Kind::ChallengeInvalid.into())
    }
}

impl Meter {
    /// Refuses the batch where this payment does not suffice.
    #[must_use]
    pub fn guard(&self, now: Instant) -> Statement {
        Statement::new(
            include_str!("store/sql/guard_network.sql"),
            [
                self.hash.as_str().into(),
                counted_from(now).into(),
                self.pays_below.into(),
            ],
        )
    }

    /// Counts one more.
    #[must_use]
    pub fn count(&self, now: Instant) -> Statement {
        Statement::new(
            include_str!("store/sql/upsert_network.sql"),
            [self.hash.as_str().into(), now.floor_to_minute().into()],
        )
    }

    /// Why nothing passes it for now, if nothing does.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn refusal(&self, edge: &Edge, now: Instant) -> Result<Option<Problem>, DatabaseError> {
        let made = self.made(edge, now).await?;
        Ok(refuse_over(&made, self.limit, now).err())
    }

    async fn made(&self, edge: &Edge, now: Instant) -> Result<Vec<Made>, DatabaseError> {
        let rows = edge.one(Statement::new(
            include_str!("store/sql/select_network.sql"),
            [self.hash.as_str().into(), counted_from(now).into()],
        ));
        read(rows.await?)
    }
}

#[derive(Deserialize)]
struct Row {
    minute: i64,
    count: u32,
}

fn read(rows: Rows) -> Result<Vec<Made>, DatabaseError> {
    let rows: Vec<Row> = rows.all()?;
    let made = rows.into_iter().map(|row| Made {
        minute: Instant::from_seconds(row.minute),
        count: row.count,
    });
    Ok(made.collect())
}

fn refuse_over(made: &[Made], limit: u32, now: Instant) -> Result<(), Problem> {
    match goes_on_at(made, limit) {
        Some(at) if now < at => Err(Problem::too_many_requests(at, now)),
        _ => Ok(()),
    }
}

fn meter(keys: &Keys, purpose: &str, of: &str, limit: u32) -> Meter {
    Meter {
        hash: keys.keyed_hash(purpose, of),
        pays_below: limit,
        limit,
    }
}

/// The text whose hash stands for a network. Requests without an address are one network together.
fn network(headers: &HeaderMap) -> String {
    let client = headers.get(CLIENT).and_then(|value| value.to_str().ok());
    match client.and_then(|text| text.trim().parse().ok()) {
        None => "unknown".to_owned(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => prefix(address).to_string(),
        },
    }
}

/// The /64 of an address: what one household, and one rented machine, has for itself.
fn prefix(address: Ipv6Addr) -> Ipv6Addr {
    Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_counts_whole_or_by_its_prefix() {
        let table = [
            ("192.0.2.7", "192.0.2.7"),
            (" 192.0.2.7 ", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
            ("2001:db8:1:2::1", "2001:db8:1:2::"),
            ("2001:db8:1:3::1", "2001:db8:1:3::"),
            ("", "unknown"),
            ("192.0.2.7, 192.0.2.8", "unknown"),
            ("nonsense", "unknown"),
        ];
        for (client, expected) in table {
            let mut headers = HeaderMap::new();
            headers.insert(CLIENT, client.parse().expect("a header"));
            assert_eq!(network(&headers), expected, "{client}");
        }
        assert_eq!(network(&HeaderMap::new()), "unknown");
    }

    #[test]
    fn production_brakes_unless_it_is_switched_off() {
        let read = |brake: Option<&str>, mode| {
            Rations::read(|name| (name == "BRAKE").then_some(brake?.to_owned()), mode)
        };
        let table = [
            (None, Mode::Production, true),
            (None, Mode::Development, false),
            (Some("on"), Mode::Development, true),
            (Some("off"), Mode::Production, false),
        ];
        for (brake, mode, on) in table {
            let rations = read(brake, mode).expect("it reads");
            assert_eq!(rations.is_some(), on, "{brake:?} in {mode:?}");
        }
        assert!(read(Some("yes"), Mode::Production).is_err());
    }
}
