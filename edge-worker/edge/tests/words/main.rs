//! What people read: mails, calendar entries and pages, drawn from the same appointments.

mod calendars;
mod draw;
mod every_mail;
mod mails;
mod pages;
mod plain_pages;
mod sample;
