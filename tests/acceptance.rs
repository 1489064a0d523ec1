//! The promises of the product, one file each. Natively on SQLite, or with `HAMBURG_TERMIN_RUNTIME=workerd`
//! on workerd and D1: the same tests.

#[path = "availability.rs"]
mod availability;
#[path = "brakes.rs"]
mod brakes;
#[path = "brief_catalogue.rs"]
mod brief_catalogue;
#[path = "centres.rs"]
mod centres;
#[path = "crashes.rs"]
mod crashes;
#[path = "description.rs"]
mod description;
#[path = "double_booking.rs"]
mod double_booking;
#[path = "histories.rs"]
mod histories;
#[path = "idempotency.rs"]
mod idempotency;
#[path = "importing.rs"]
mod importing;
#[path = "invitations.rs"]
mod invitations;
#[path = "languages.rs"]
mod languages;
#[path = "mails.rs"]
mod mails;
#[path = "nonsense.rs"]
mod nonsense;
#[path = "operator.rs"]
mod operator;
#[path = "plain_way.rs"]
mod plain_way;
#[path = "privacy.rs"]
mod privacy;
#[path = "refused_before.rs"]
mod refused_before;
#[path = "robots.rs"]
mod robots;
#[path = "rushes.rs"]
mod rushes;
#[path = "statements.rs"]
mod statements;
#[path = "states.rs"]
mod states;
#[path = "time_passes.rs"]
mod time_passes;
#[path = "unknown_outcome.rs"]
mod unknown_outcome;
#[path = "whole_way.rs"]
mod whole_way;
