//! Routes, pages, store, outbox and mail behind the database and mailer seams.

pub mod ical;
pub mod message;
pub mod pages;
pub mod visit_view;
