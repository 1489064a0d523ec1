//! What is kept, and how it is read and written. Every statement is a file under `store/sql`.

pub mod appointments;
pub mod audit;
pub mod catalogue;
pub mod checks;
pub mod closed;
pub mod commit;
pub mod days;
pub mod idempotency;
pub mod invitations;
pub mod offers;
pub mod outbox;
pub mod pauses;
pub mod ticks;
