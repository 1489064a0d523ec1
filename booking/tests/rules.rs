//! The rules as promises: one file for each, in the order in which a citizen meets them.

mod rules {
    mod city;

    mod activation;
    mod applicant;
    mod brake;
    mod cancellation;
    mod claims;
    mod daylight_saving;
    mod deadlines;
    mod earliest;
    mod fitting;
    mod hold;
    mod holidays;
    mod horizon;
    mod invariants;
    mod invitations;
    mod mails;
    mod moving;
    mod near;
    mod offers;
    mod opening_hours;
    mod plans;
    mod reserve;
    mod shares;
    mod speed;
    mod states;
    mod stored_text;
    mod words;
}
